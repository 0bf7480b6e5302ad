"""The pipe over MQTT 5: one thread, one paho client for each connection, and nothing that the broker must remember.

QoS 1, clean start, session expiry 0, letters acknowledged by hand; TLS 1.3 with a client certificate when there is
one. paho's own threads, reconnecting and queueing are not used: offline its `publish` keeps a message, says that it
failed, and sends it later; a callback that raises kills its thread while `is_connected` stays true. Here paho is
turned by hand, from one thread (`mqtt_connection`), and a client that lost its connection is thrown away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sync.transport.line import Line, LinedTransport, Tell
from sync.transport.mqtt_connection import MqttConnection, Settings
from sync.transport.port import Will
from sync.transport.tries import Pace


@dataclass(frozen=True, slots=True)
class MqttMaker:
    """Makes transports to one broker. Without `ca` the connection is not encrypted: only for this machine itself.

    `keepalive_s`: a dead line is found after twice as long at most. `receive_maximum`: letters that the broker hands
    out before the first of them is acknowledged.
    """

    host: str
    port: int
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    keepalive_s: int = 10
    receive_maximum: int = 32
    connect_s: float = 8.0
    pace: Pace = field(default_factory=Pace)

    def __call__(self, *, client: str, filters: Sequence[str], will: Will | None) -> LinedTransport:
        settings = Settings(
            host=self.host,
            port=self.port,
            ca=self.ca,
            certificate=self.certificate,
            key=self.key,
            keepalive_s=self.keepalive_s,
            receive_maximum=self.receive_maximum,
            connect_s=self.connect_s,
            client=client,
            filters=tuple(filters),
            will=will,
        )

        def lay(generation: int, tell: Tell) -> Line:
            return MqttConnection(settings, generation, tell)

        return LinedTransport(f"mqtt-{client}", lay, self.pace)
