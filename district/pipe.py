"""The pipe to the broker as the configuration wants it: MQTT with a collector's certificate, or the local one."""

from district.config import Config
from district.pki import CA
from sync.transport.port import Maker


def maker_for(config: Config, collector: str) -> Maker:
    """The maker for this collector; its certificate stands in the folder of keys."""
    if config.broker.transport == "loopback":
        from sync.transport.loopback import LoopbackMaker  # only a trial needs it

        return LoopbackMaker(config.broker.socket)
    from sync.transport.mqtt import MqttMaker  # paho

    host, port = config.broker.here
    if not config.broker.tls:
        return MqttMaker(host, port)
    folder = config.keys
    own = folder / "collectors" / collector
    return MqttMaker(host, port, ca=folder / CA, certificate=own.with_suffix(".crt"), key=own.with_suffix(".key"))
