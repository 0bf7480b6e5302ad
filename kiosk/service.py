"""`motcua serve`: starts every part of the office in order, waits, and stops them in reverse.

    data (lock, database, identity) → desk → paper → voice → timer → boards → district
    → web (LAN, socket for the command line)

A part that does not start ends the service with one clear line; a part that stumbles later recovers by itself.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from kiosk.boards import BoardsPart
from kiosk.config import Config
from kiosk.config.fill import first_fill
from kiosk.district.hands import Hands
from kiosk.district.part import DistrictPart
from kiosk.logs import log_facts
from kiosk.paperwork import PAPER_FOLDER, Paperwork, paperwork
from kiosk.slips_part import SlipsPart
from kiosk.timers import Ticker
from kiosk.voice import VoicePart, voice_part
from look.version import VERSION
from office.clock import Clock, MachineClock
from office.domain.day import DayHours
from office.domain.refusals import StoreUnavailable
from office.premises import DataUnusable, Premises, open_premises, reason_of
from printer.transport import Transport
from web.logs import last_lines, speak
from web.server import listen_at, url_of

if TYPE_CHECKING:
    from fastapi import FastAPI

    from kiosk.web.pages.boards import VirtualBoards
    from web.server import StoppableServer

SOCKET_NAME = "serve.sock"
LOCK_PATIENCE_S = 3.0
TURN_S = 0.0005
"""How long a thread keeps the interpreter while others wait. At the usual 5 ms whoever draws up a long line would keep
a press waiting anew at each of its thirty statements."""

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Started:
    """A running office: its address, its parts, and how another thread ends it."""

    url: str
    premises: Premises
    stop: Callable[[], None]


def serve(
    config: Config,
    *,
    clock: Clock | None = None,
    demo: bool = False,
    ready: Callable[["Started"], None] | None = None,
    virtual_boards: "VirtualBoards | None" = None,
    port: Transport | None = None,
) -> None:
    """Runs the office until SIGTERM, SIGINT or `Started.stop`. `ready` hears of it once every part has started.

    `virtual_boards`: those of the demo, for its page; `port`: the way to a printer without hardware.

    Raises `web.server.PortInUse`, `office.premises.DataUnusable`, `office.store.lock.DataInUse`, `schema.SchemaTooNew`.
    """
    speak(config.log.level)
    with ExitStack() as parts:
        listening = listen_at(config.web.listen.host, config.web.listen.port)
        parts.callback(listening.close)
        _give_signals_back(parts)
        _take_short_turns(parts)
        premises = _open(config, clock or MachineClock())
        parts.callback(premises.close)
        parts.callback(premises.performer.on_facts(log_facts))
        _begin(premises)
        paper = _start_paper(config, premises, parts, port)
        voice = voice_part(config, premises)
        parts.callback(voice.stop)
        ticker = Ticker(premises.desk)
        ticker.start()
        parts.callback(ticker.stop)
        boards = BoardsPart(config, premises)
        parts.callback(boards.stop)
        district = DistrictPart(config, premises, VERSION, _hands(paper))
        parts.callback(district.stop)
        application = _application(config, premises, voice, demo=demo, virtual_boards=virtual_boards)
        application.state.district = district
        application.state.slips = SlipsPart(config.printer, premises, paper)
        server = _server(config, application)
        local = _listen_locally(premises.data, parts)
        _heed_signals(server)
        started = _started(config, listening, server, premises)
        voice.start()
        boards.start()
        district.start()
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
        roll_mm=config.printer.roll_m * 1000,
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


def _start_paper(
    config: Config, premises: Premises, parts: ExitStack, port: Transport | None = None
) -> Paperwork | None:
    if config.printer.transport == "off":
        return None
    paper = paperwork(config.printer, premises.data, premises.desk, premises.performer, premises.clock, port)
    paper.start()
    parts.callback(paper.stop)
    return paper


def _hands(paper: Paperwork | None) -> Hands:
    """What the tier above may ask this machine to do."""
    if paper is None:
        return Hands(last_lines=last_lines)
    return Hands(last_lines=last_lines, print_test=paper.print_test, reload_templates=paper.reload_templates)


def _application(
    config: Config, premises: Premises, voice: VoicePart, *, demo: bool, virtual_boards: "VirtualBoards | None" = None
) -> "FastAPI":
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
        virtual_boards=virtual_boards,
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


def _server(config: Config, application: "FastAPI") -> "StoppableServer":
    from web.server import StoppableServer, settings

    web = config.web
    return StoppableServer(settings(application, web.tls_certificate, web.tls_key), application.state.live.end)


def _heed_signals(server: "StoppableServer") -> None:
    """uvicorn itself listens only while it serves; the first signal may come before, a second one after that."""
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            signal.signal(number, server.handle_exit)


def _take_short_turns(parts: ExitStack) -> None:
    parts.callback(sys.setswitchinterval, sys.getswitchinterval())
    sys.setswitchinterval(TURN_S)


def _give_signals_back(parts: ExitStack) -> None:
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            parts.callback(signal.signal, number, signal.getsignal(number))


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


def _started(config: Config, listening: socket.socket, server: "StoppableServer", premises: Premises) -> Started:
    url = url_of(listening, tls=config.web.tls_certificate is not None)
    _log.info("serve.ready", url=url)
    return Started(url, premises, server.end)
