"""One connection to an MQTT broker, from the first packet to the last, turned by the thread that calls `turn`.

Other threads only put wishes into a list and knock; paho is touched by one thread alone. Its callbacks note what they
heard and never do more.
"""

import selectors
import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, LogLevel
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from sync.transport.line import Acknowledgement, Broken, Leaving, Posting, Tell, Wish, Wishes, mark
from sync.transport.port import Arrived, Connected, Event, Letter, Settled, Will

LARGEST_PACKET = 128 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    host: str
    port: int
    ca: Path | None
    certificate: Path | None
    key: Path | None
    keepalive_s: int
    receive_maximum: int
    connect_s: float
    client: str
    filters: tuple[str, ...]
    will: Will | None


class MqttConnection:
    """`generation` tells the letters of this connection from those of another one, whose numbers are the same."""

    def __init__(self, settings: Settings, generation: int, tell: Tell) -> None:
        self._settings, self._generation, self._tell = settings, generation, tell
        self.wishes = Wishes()
        self.stood_since: float | None = None
        self._leaving: Leaving | None = None
        self._is_answered = False
        self._tokens: dict[int, int] = {}  # paho's number of a message → our token
        self._early: list[Event] = []
        self._why = self._complaint = self._goodbye = ""
        self._tick_s = min(1.0, settings.keepalive_s / 4)  # how often paho looks after its keepalive
        self._due = 0.0
        self._client = self._made()

    def turn(self) -> None:
        try:
            self._connect()
            while not self.wishes.is_cut and self._client.socket() is not None:
                self._step()
        finally:
            if (sock := self._client.socket()) is not None:
                sock.close()
        if self._why or (self._leaving is None and not self.wishes.is_cut):
            raise Broken(self._said())

    def _said(self) -> str:
        why = self._why or self._complaint or "the connection ended"
        unheard = self._settings.ca is not None and self.stood_since is None and not self._is_answered
        return f"{why}; ended before it stood: a certificate that the broker does not take?" if unheard else why

    def _connect(self) -> None:
        settings = self._settings
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = 0
        properties.ReceiveMaximum = settings.receive_maximum
        properties.MaximumPacketSize = LARGEST_PACKET
        try:
            self._client.connect(
                settings.host, settings.port, settings.keepalive_s, clean_start=True, properties=properties
            )
        except OSError as error:
            raise Broken(f"{settings.host}:{settings.port}: {error}") from error
        self._due = time.monotonic() + settings.connect_s

    def _step(self) -> None:
        if self._wait():
            self._client.loop_read()
        for wish in self.wishes.taken():
            self._grant(wish)
        if self._leaving is not None and not self._tokens and not self._goodbye:
            self._goodbye = "Disconnect with will message" if self._leaving.will else "Normal disconnection"
            self._client.disconnect(ReasonCode(PacketTypes.DISCONNECT, self._goodbye))
        if self._client.want_write():
            self._client.loop_write()
        self._client.loop_misc()
        if self.stood_since is None and time.monotonic() > self._due:
            raise Broken("the broker does not answer")

    def _wait(self) -> bool:
        """Until the broker or another thread wants something; True when the broker has spoken."""
        sock: Any = self._client.socket()
        if isinstance(sock, ssl.SSLSocket) and sock.pending():
            return True
        with selectors.DefaultSelector() as selector:
            writing = selectors.EVENT_WRITE if self._client.want_write() else 0
            selector.register(sock, selectors.EVENT_READ | writing)
            selector.register(self.wishes.bell, selectors.EVENT_READ)
            ready = {key.fileobj: events for key, events in selector.select(self._tick_s)}
        return bool(ready.get(sock, 0) & selectors.EVENT_READ)

    def _grant(self, wish: Wish) -> None:
        match wish:
            case Posting():
                self._publish(wish)
            case Acknowledgement(number):
                self._client.ack(number, 1)
            case Leaving():
                self._leaving = wish

    def _publish(self, wish: Posting) -> None:
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
        if wish.expiry_s is not None:
            properties.MessageExpiryInterval = wish.expiry_s
        info = self._client.publish(wish.topic, wish.payload, qos=1, retain=wish.retain, properties=properties)
        if info.rc != paho.MQTT_ERR_SUCCESS:
            raise Broken(f"could not be sent: {paho.error_string(info.rc)}")
        self._tokens[info.mid] = wish.token

    # ---- paho's callbacks: note it, nothing else -------------------------------------------------------------

    def _made(self) -> paho.Client:
        client = _Client(
            self._settings,
            CallbackAPIVersion.VERSION2,
            client_id=self._settings.client,
            protocol=paho.MQTTv5,
            manual_ack=True,
            reconnect_on_failure=False,
        )
        client.on_connect, client.on_subscribe, client.on_disconnect = (
            self._on_connect,
            self._on_subscribe,
            self._on_end,
        )
        client.on_publish, client.on_message, client.on_log = self._on_publish, self._on_message, self._on_log
        if (will := self._settings.will) is not None:
            client.will_set(will.topic, will.payload, qos=1, retain=True)
        return client

    def _on_connect(self, client: paho.Client, _data: Any, _flags: Any, reason: ReasonCode, _properties: Any) -> None:
        self._is_answered = True
        if reason.is_failure:
            self._why = f"the broker refuses: {reason}"
        elif self._settings.filters:
            client.subscribe([(name, _wanted(name)) for name in self._settings.filters])
        else:
            self._stands()

    def _on_subscribe(self, client: Any, _data: Any, _mid: int, reasons: list[ReasonCode], _properties: Any) -> None:
        refused = [
            f"{name} ({reason})"
            for name, reason in zip(self._settings.filters, reasons, strict=False)
            if reason.is_failure
        ]
        if refused:
            self._why = f"subscription refused: {', '.join(refused)}"
            client.disconnect()
        else:
            self._stands()

    def _stands(self) -> None:
        self.stood_since = time.monotonic()
        self.wishes.open()
        self._tell(Connected())
        for event in self._early:
            self._tell(event)
        self._early.clear()

    def _on_message(self, _client: Any, _data: Any, message: paho.MQTTMessage) -> None:
        number = mark(self._generation, message.mid) if message.qos else 0
        event = Arrived(Letter(message.topic, bytes(message.payload), message.retain, number))
        if self.stood_since is None:  # a broker may hand out letters before it has confirmed all filters
            self._early.append(event)
        else:
            self._tell(event)

    def _on_publish(self, _client: Any, _data: Any, mid: int, reason: ReasonCode, _properties: Any) -> None:
        token = self._tokens.pop(mid, None)
        if token is not None:
            self._tell(Settled(token, str(reason) if reason.is_failure else None))

    def _on_end(self, _client: Any, _data: Any, flags: Any, reason: ReasonCode, _properties: Any) -> None:
        if self._why or not reason.value:
            return
        if flags.is_disconnect_packet_from_server:
            self._why = f"the broker ended it: {reason}"
        elif reason == "Keep alive timeout":
            self._why = "the broker is silent: Keep alive timeout"
        else:
            self._why = self._complaint or "the broker closed the connection"

    def _on_log(self, _client: Any, _data: Any, level: int, text: str) -> None:
        if level == LogLevel.MQTT_LOG_ERR:
            self._complaint = text


def _wanted(name: str) -> SubscribeOptions:
    """QoS 1; nothing retained for a shared subscription: the standard forbids it, mosquitto 2.0.11 sends it."""
    return SubscribeOptions(qos=1, retainHandling=2 if name.startswith("$share/") else 0)


class _Client(paho.Client):
    """paho on a socket that is made here: of its own it leaves one open whose handshake failed."""

    def __init__(self, settings: Settings, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._settings = settings

    def _create_socket(self) -> socket.socket:
        settings = self._settings
        context = None if settings.ca is None else _tls(settings)
        sock = socket.create_connection((settings.host, settings.port), settings.connect_s)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock if context is None else context.wrap_socket(sock, server_hostname=settings.host)


def _tls(settings: Settings) -> ssl.SSLContext:
    """Made anew for each connection, so that a renewed certificate is used without a restart."""
    try:
        context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=settings.ca)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        if settings.certificate is not None:
            context.load_cert_chain(settings.certificate, settings.key)
    except (OSError, ssl.SSLError) as error:
        raise Broken(f"the certificates cannot be read: {error}") from error
    return context
