"""`motcua serve`: starts every part of the office in order, waits, and stops them in reverse.

    data (lock, database, identity) → desk → paper → voice → timer → web (LAN and the socket for the command line)

A part that does not start ends the service with one clear line; a part that stumbles later recovers by itself.
"""

import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from kiosk import logs
from kiosk.config import Config
from kiosk.config.fill import first_fill
from kiosk.paperwork import PAPER_FOLDER, paperwork
from kiosk.timers import Ticker
from kiosk.voice import VoicePart, voice_part
from office.clock import Clock, MachineClock
from office.domain.day import DayHours
from office.domain.refusals import StoreUnavailable
from office.premises import DataUnusable, Premises, open_premises, reason_of

if TYPE_CHECKING:
    from fastapi import FastAPI

    from kiosk.web.server import OfficeServer

VERSION = "0.1.0"
SOCKET_NAME = "serve.sock"
LOCK_PATIENCE_S = 3.0
_GRACE_S = 1
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Started:
    """A running office: its address, its parts, and how another thread ends it."""

    url: str
    premises: Premises
    stop: Callable[[], None]


class PortInUse(Exception):
    """Another program listens there already; `address` as HOST:PORT."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{address}: {why}")
        self.address, self.why = address, why


def serve(
    config: Config, *, clock: Clock | None = None, demo: bool = False, ready: Callable[["Started"], None] | None = None
) -> None:
    """Runs the office until SIGTERM, SIGINT or `Started.stop`. `ready` hears of it once every part has started.

    Raises `PortInUse`, `office.premises.DataUnusable`, `office.store.lock.DataInUse`, `schema.SchemaTooNew`.
    """
    logs.speak(config.log.level)
    with ExitStack() as parts:
        listening = _listen(config.web.listen.host, config.web.listen.port)
        parts.callback(listening.close)
        _give_signals_back(parts)
        premises = _open(config, clock or MachineClock())
        parts.callback(premises.close)
        parts.callback(premises.performer.on_facts(logs.log_facts))
        _begin(premises)
        _start_paper(config, premises, parts)
        voice = voice_part(config, premises)
        parts.callback(voice.stop)
        ticker = Ticker(premises.desk)
        ticker.start()
        parts.callback(ticker.stop)
        server = _server(config, _application(config, premises, voice, demo=demo))
        local = _listen_locally(premises.data, parts)
        _heed_signals(server)
        started = _started(config, listening, server, premises)
        voice.start()
        if ready is not None:
            ready(started)
        server.run([listening, local])
    _log.info("serve.stopped")


def _open(config: Config, clock: Clock) -> Premises:
    return open_premises(
        config.data.dir,
        first_fill(config.first),
        clock,
        config.office.timezone,
        office_id=config.office.id,
        version=VERSION,
        prints=config.printer.transport != "off",
        hours=DayHours(config.day.begins, config.day.ends),
        patience_s=LOCK_PATIENCE_S,
    )


def _begin(premises: Premises) -> None:
    """What has to be written before anybody may come in."""
    try:
        premises.desk.settle_after_restart()
        premises.desk.tick()
    except StoreUnavailable as error:
        raise DataUnusable(premises.data, reason_of(premises.data, error)) from error


def _start_paper(config: Config, premises: Premises, parts: ExitStack) -> None:
    if config.printer.transport == "off":
        return
    paper = paperwork(config.printer, premises.data, premises.desk, premises.performer, premises.clock)
    paper.start()
    parts.callback(paper.stop)


def _application(config: Config, premises: Premises, voice: VoicePart, *, demo: bool) -> "FastAPI":
    from kiosk.web import admin, app, screens  # the web costs half a second: only who serves pays it
    from kiosk.web.admin.pages import page_router
    from kiosk.web.pages.router import router
    from kiosk.web.pages.shell import Shell
    from kiosk.web.screens.router import router as screen_pages
    from office.backoffice.office import BackOffice

    desk, performer = premises.desk, premises.performer
    shell = Shell(
        premises.doors,
        office_name=lambda: performer.house.names.name,
        training=lambda: desk.state()["day"]["training"],
        zone=str(config.office.timezone),
        templates=[admin.TEMPLATES, screens.TEMPLATES],
        static=[admin.STATIC, screens.STATIC],
    )
    office_pages = router(
        desk,
        shell,
        desk.records.people_at_the_door,
        paper_dir=premises.data / PAPER_FOLDER if demo else None,
        calling=lambda: performer.house.calling,
    )

    def second_language() -> str | None:
        return "en" if performer.house.voice.english else None

    hall_and_rating = screen_pages(premises.doors, shell, second_language=second_language)
    application = app.build(
        desk,
        premises.doors,
        version=VERSION,
        pages=[office_pages, page_router(shell), hall_and_rating],
        api=[admin.api_router(), screens.api_router()],
        static=shell.static,
        error_page=shell.problem_page,
        uploads=admin.UPLOADS,
    )
    application.state.back_office = BackOffice(performer, premises.readers)
    application.state.voice = voice
    return application


def _server(config: Config, application: "FastAPI") -> "OfficeServer":
    import uvicorn

    from kiosk.web.server import OfficeServer

    tls: dict[str, Any] = {}
    if config.web.tls_certificate is not None:
        tls = {"ssl_certfile": config.web.tls_certificate, "ssl_keyfile": config.web.tls_key}
    settings = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32_768,
        **tls,
    )
    return OfficeServer(settings, application.state.live.end)


def _heed_signals(server: "OfficeServer") -> None:
    """uvicorn itself listens only while it serves; the first signal may come before, a second one after that."""
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            signal.signal(number, server.handle_exit)


def _give_signals_back(parts: ExitStack) -> None:
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            parts.callback(signal.signal, number, signal.getsignal(number))


def _listen(host: str, port: int) -> socket.socket:
    """The LAN port, taken before anything else is touched."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's delay off; without it every answer waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise PortInUse(f"{host}:{port}", error.strerror or str(error)) from error
    return listening


def _listen_locally(data: Path, parts: ExitStack) -> socket.socket:
    """The socket for the command line of this machine; only the owner of the data directory can open it."""
    path = data / SOCKET_NAME
    local = parts.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    try:
        path.unlink(missing_ok=True)  # the lock says that no other service has it
        _bind_in(data, local)
    except OSError as error:
        raise DataUnusable(data, f"{SOCKET_NAME}: {error.strerror}") from error
    parts.callback(_take_away, path)
    local.listen(16)
    return local


def _take_away(path: Path) -> None:
    with suppress(OSError):  # a disk that became read-only meanwhile
        path.unlink(missing_ok=True)


def _bind_in(data: Path, local: socket.socket) -> None:
    folder, before = os.open(data, os.O_RDONLY | os.O_DIRECTORY), os.umask(0o177)
    try:
        # Through the folder's descriptor: the path of a socket may be no longer than 107 bytes.
        local.bind(f"/proc/self/fd/{folder}/{SOCKET_NAME}")
    finally:
        os.umask(before)
        os.close(folder)


def _started(config: Config, listening: socket.socket, server: "OfficeServer", premises: Premises) -> Started:
    host, port = listening.getsockname()[:2]
    scheme = "http" if config.web.tls_certificate is None else "https"
    url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
    _log.info("serve.ready", url=url)
    return Started(url, premises, server.end)
