"""`motcua serve`: starts every part of the office in order, waits, and stops them in reverse.

    data (lock, database, identity) → desk → paper → voice → timer → boards → district
    → web (LAN, socket for the command line)

A part that does not start ends the service with one clear line; a part that stumbles later recovers by itself.
"""

import signal
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from kiosk.boards import BoardsPart
from kiosk.caretaker.copying import safety_of
from kiosk.caretaker.part import Caretaker
from kiosk.config import Config
from kiosk.config.fill import first_fill
from kiosk.district.hands import Hands
from kiosk.district.part import DistrictPart
from kiosk.health.checkup import CheckUp
from kiosk.health.patient import Case, Inside, Patient
from kiosk.lan import Lan, addresses_shown, strict_s
from kiosk.local_door import listen_locally
from kiosk.logs import log_facts
from kiosk.paperwork import PAPER_FOLDER, Paperwork, paperwork
from kiosk.slips_part import SlipsPart
from kiosk.timers import Ticker
from kiosk.ups import start_ups
from kiosk.voice import VoicePart, voice_part
from kiosk.watching import LIMITS, Workers, start_pulse
from look.version import VERSION
from office.backoffice.office import BackOffice
from office.clock import Clock, MachineClock
from office.desk import Desk
from office.domain.day import DayHours
from office.domain.refusals import StoreUnavailable
from office.premises import DataDamaged, DataUnusable, Premises, open_premises, reason_of
from printer.transport import Transport
from web.logs import last_lines, speak
from web.memory import give_back_large_blocks
from web.server import listen_at, url_of

if TYPE_CHECKING:
    from fastapi import FastAPI

    from kiosk.web.pages.boards import VirtualBoards
    from web.server import StoppableServer

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
    limits: Mapping[str, float] = LIMITS,
) -> None:
    """Runs the office until SIGTERM, SIGINT or `Started.stop`. `ready` hears of it once every part has started.

    `virtual_boards`: those of the demo, for its page; `port`: the way to a printer without hardware; `limits`: see
    `kiosk.watching`.

    Raises `web.server.PortInUse`, `kiosk.lan.CertificateUnusable`, `office.premises.DataUnusable`,
    `office.store.lock.DataInUse`, `schema.SchemaTooNew`.
    """
    speak(config.log.level)
    give_back_large_blocks()
    with ExitStack() as parts:
        listening = listen_at(config.web.listen.host, config.web.listen.port)
        parts.callback(listening.close)
        _give_signals_back(parts)
        _take_short_turns(parts)
        clock = clock or MachineClock()
        lan = Lan(config.web, clock)
        parts.callback(lan.stop)
        premises = _open(config, clock)
        parts.callback(premises.close)
        parts.callback(premises.performer.on_facts(log_facts))
        _begin(premises)
        workers = _workers(config, premises, parts, port)
        application = _application(config, premises, workers.voice, demo=demo, virtual_boards=virtual_boards)
        _hang_in(application, config, premises, workers, parts)
        server = _server(config, application)
        premises.damage.on_damage(server.end)
        lan.serve_with(server, application, listening.getsockname()[1])
        local = listen_locally(premises.data, parts)
        _heed_signals(server)
        started = _started(config, listening, server, premises)
        workers = _start(workers, lan, config, premises.desk, parts)
        application.state.pulse = start_pulse(premises, parts, workers, limits)
        if ready is not None:
            ready(started)
        server.run([listening, local])
    _log.info("serve.stopped")
    if premises.damage.found is not None:
        raise DataDamaged(premises.data, premises.damage.found)


def _start(workers: Workers, lan: Lan, config: Config, desk: Desk, parts: ExitStack) -> Workers:
    """With those that are there only where they are wanted."""
    for part in (workers.voice, workers.boards, workers.district, workers.caretaker, lan):
        part.start()
    ups = start_ups(config.ups, desk, parts)
    return replace(workers, ups=ups, certificate=lan if config.web.tls is not None else None)


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
        safety=safety_of(config, clock.now().wall),
    )


def _begin(premises: Premises) -> None:
    """What has to be written before anybody may come in."""
    try:
        premises.desk.settle_after_restart()
        premises.desk.tick()
    except StoreUnavailable as error:
        raise DataUnusable(premises.data, reason_of(premises.data, error)) from error


def _workers(config: Config, premises: Premises, parts: ExitStack, port: Transport | None) -> Workers:
    """Made in this order, ended in reverse; paper and the timer begin at once, the others once the door is open."""
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
    caretaker = Caretaker(config, premises)
    parts.callback(caretaker.stop)
    return Workers(ticker, voice, boards, district, caretaker, paper)


def _hang_in(application: "FastAPI", config: Config, premises: Premises, workers: Workers, parts: ExitStack) -> None:
    """What the pages and the API ask beside the desk."""
    state = application.state
    state.district, state.caretaker = workers.district, workers.caretaker
    state.doctor = _doctor(config, premises, workers.district, application, parts)
    state.slips = SlipsPart(config.printer, premises, workers.paper)


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


def _doctor(
    config: Config, premises: Premises, district: DistrictPart, application: "FastAPI", parts: ExitStack
) -> CheckUp:
    """Looks only when somebody asks."""
    state = application.state
    late = lambda: state.pulse.late()  # noqa: E731, PLW0108 -- the pulse starts when all others have
    inside = Inside(premises, district, state.voice, state.back_office, late, state.live.devices)
    checkup = CheckUp(Patient(config, case=Case.INSIDE, inside=inside, clock=premises.clock))
    parts.callback(checkup.stop)
    return checkup


def _application(
    config: Config, premises: Premises, voice: VoicePart, *, demo: bool, virtual_boards: "VirtualBoards | None" = None
) -> "FastAPI":
    from kiosk.web import admin, app, screens  # the web costs half a second: only who serves pays it
    from kiosk.web.admin.pages import page_router
    from kiosk.web.pages import trust
    from kiosk.web.pages.router import router
    from kiosk.web.pages.shell import Shell
    from kiosk.web.screens.router import router as screen_pages

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

    trust_page = trust.router(shell, config.web.ca, lambda: addresses_shown(config.web))
    hall_and_rating = screen_pages(premises.doors, shell, second_language=second_language)
    application = app.build(
        desk,
        premises.doors,
        version=VERSION,
        pages=[office_pages, page_router(shell), hall_and_rating, trust_page],
        api=[admin.api_router(), screens.api_router()],
        static=shell.static,
        error_page=shell.problem_page,
        uploads=admin.UPLOADS,
        strict_s=strict_s(config.web),
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


def _started(config: Config, listening: socket.socket, server: "StoppableServer", premises: Premises) -> Started:
    url = url_of(listening, tls=config.web.is_secure)
    _log.info("serve.ready", url=url)
    return Started(url, premises, server.end)
