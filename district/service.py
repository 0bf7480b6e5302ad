"""`motcua-district serve`: starts every part of the tier in order, waits, and stops them in reverse.

    port → store (migrated) → authority → pipe of a trial → collectors → sender → housekeeper → web

A part that does not start ends the service with one clear line. A database or broker that goes away later ends nothing:
offices keep their facts, the pages say so, and everything goes on by itself.
"""

import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from district import figures
from district.collector import Collector
from district.config import Config
from district.downward.sender import Sender
from district.night import Housekeeper, keep_of
from district.people import Doors
from district.pipe import maker_for
from district.pki import Authority
from district.store.engine import open_store
from district.store.presence import StoreUnreachable, address_of
from district.store.schema import migrate
from district.watching import start_pulse
from district.web.gate import House
from district.web.watch import Watch
from look.version import VERSION
from office.clock import Clock, MachineClock
from web.logs import speak
from web.memory import give_back_large_blocks
from web.server import listen_at, url_of

if TYPE_CHECKING:
    from web.server import StoppableServer

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Started:
    """A running tier: its address, its parts, and how another thread ends it."""

    url: str
    house: House
    collectors: tuple[Collector, ...]
    stop: Callable[[], None]


def serve(config: Config, *, clock: Clock | None = None, ready: Callable[[Started], None] | None = None) -> None:
    """Runs the tier until SIGTERM, SIGINT or `Started.stop`. `ready` hears of it once every part has started.

    Raises `web.server.PortInUse`, `district.store.presence.StoreUnreachable`, `district.store.schema.SchemaTooNew`.
    """
    speak(config.log.level)
    give_back_large_blocks()
    with ExitStack() as parts:
        listening = listen_at(*config.web.listen)
        parts.callback(listening.close)
        _give_signals_back(parts)
        store = open_prepared(config)
        parts.callback(store.dispose)
        authority = prepare_keys(config)
        _start_trial_pipe(config, parts)
        collectors = _start_collectors(config, store, parts)
        sender = _start_sender(config, store, authority, parts)
        housekeeper = Housekeeper(store, keep_of(config))
        housekeeper.start()
        parts.callback(housekeeper.stop)
        house = _house(config, store, clock or MachineClock(), authority, collectors, sender)
        server = _server(config, house)
        _heed_signals(server)
        url = url_of(listening, tls=config.web.tls_certificate is not None)
        _log.info("serve.ready", url=url)
        start_pulse(config, listening, parts, collectors, sender, housekeeper)
        if ready is not None:
            ready(Started(url, house, collectors, server.end))
        server.run([listening])
    _log.info("serve.stopped")


def open_prepared(config: Config) -> Engine:
    """The store, at the schema of this version. Raises `StoreUnreachable`, `SchemaTooNew`."""
    config.data.dir.mkdir(parents=True, exist_ok=True)
    url = address_of(config)
    store = open_store(url.render_as_string(hide_password=False))
    try:
        migrate(store)
    except OperationalError as error:
        store.dispose()
        raise StoreUnreachable(url, error) from error
    return store


def prepare_keys(config: Config) -> Authority:
    """The authority, and a certificate for every collector of the file."""
    authority = Authority.open_or_make(config.keys, config.tier.name)
    folder = config.keys / "collectors"
    for name in config.collector.names:
        if not (folder / f"{name}.key").exists():
            authority.keep(authority.client(name, datetime.now(UTC)), folder)
    return authority


def _start_trial_pipe(config: Config, parts: ExitStack) -> None:
    if config.broker.transport == "loopback":
        from sync.transport.loopback import Post  # only a trial needs it

        pipe = Post(config.broker.socket)
        pipe.start()
        parts.callback(pipe.stop)


def _start_collectors(config: Config, store: Engine, parts: ExitStack) -> tuple[Collector, ...]:
    """The first also makes the projections; one thread of them is enough for one database."""
    made: list[Collector] = []
    for name in config.collector.names:
        apart = config.log.level if store.dialect.name == "postgresql" else None  # a file has one process
        collector = Collector(store, maker_for(config, name), name, projects=not made, backlogs=2, apart=apart)
        collector.start()
        parts.callback(collector.stop)
        made.append(collector)
    return tuple(made)


def _start_sender(config: Config, store: Engine, authority: Authority, parts: ExitStack) -> Sender:
    name = config.collector.names[0]
    sender = Sender(store, maker_for(config, name), name, authority.sign, config.tier.timezone)
    sender.start()
    parts.callback(sender.stop)
    return sender


def _house(
    config: Config,
    store: Engine,
    clock: Clock,
    authority: Authority,
    collectors: Sequence[Collector],
    sender: Sender,
) -> House:
    def broker() -> bool:
        return any(one.status().connected for one in collectors)

    watch = Watch(store, clock, config.tier.timezone, figures.offices, broker)
    return House(config, store, clock, Doors(store, clock), watch, authority, sender.wake)


def _server(config: Config, house: House) -> "StoppableServer":
    from district.web import app  # the web costs half a second: only who serves pays it
    from web.server import StoppableServer, settings

    application = app.build(house, VERSION)
    return StoppableServer(settings(application, config.web.tls_certificate, config.web.tls_key), _no_streams)


def _no_streams() -> None:
    """Pages of the tier ask again and again; nothing is held open."""


def _heed_signals(server: "StoppableServer") -> None:
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            signal.signal(number, server.handle_exit)


def _give_signals_back(parts: ExitStack) -> None:
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            parts.callback(signal.signal, number, signal.getsignal(number))
