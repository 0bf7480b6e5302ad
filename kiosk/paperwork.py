"""From a fact to paper: when a number was given or asked for again, its ticket goes to the printer.

Knows the facts on one side and the printer's slips on the other; what the printer does is not its business.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from kiosk.config.wiring import Printer
from look import formats
from look.words import DEFAULT
from office.clock import Clock
from office.desk import Desk
from office.domain.house import House, contact
from office.journal import FactView
from office.performing import Performer
from office.readers import EffectReader, wall_of
from printer import slips
from printer.composing import refuse_fork
from printer.modes import Composer, Mode
from printer.orders import OfficeNames, Sheet, Slip
from printer.outcome import PrintState, Reason
from printer.paper import PaperWorker
from printer.press import Press
from printer.profiles import BadProfile, Barrier, Profile, profile, usual
from printer.profiles.kept import corrected, found
from printer.template import Template, Templates, load_templates
from printer.transport import Transport
from printer.transport.tcp import TcpPrinter
from printer.transport.virtual import VirtualPrinter
from web.pulse import longest

if TYPE_CHECKING:  # Pillow comes with the first ticket, not with the start of the service
    from printer.drawing import Values

_log = structlog.get_logger()

KINDS = ("ticket.issued", "ticket.reprint_asked")
PAPER_FOLDER = "paper"
TICKETS_FOLDER = "tickets"
WAITS_S = 5.0
HYBRID_BYTES = 18_000
"""Of a ticket on a slow line; measured, docs/printers.md."""
ABOVE_FOLDER = "district"
"""Below the tickets' folder: templates that the tier above sent."""


class Paperwork:
    """The reader, the printing thread and the way to the printer together."""

    def __init__(
        self,
        reader: EffectReader,
        worker: PaperWorker,
        transport: Transport,
        reload: Callable[[], None],
        place: str = "",
    ) -> None:
        self._reader, self._worker, self._transport, self._reload = reader, worker, transport, reload
        self._place = place

    def start(self, *, tickets: bool = True) -> None:
        """`tickets` False: only slips that are asked for here; the numbers of the office are not listened to."""
        self._worker.start()
        if tickets:
            self._reader.start()

    def reload_templates(self) -> None:
        """The next ticket is drawn after what lies in the folders now."""
        self._reload()

    def print_test(self, done: Callable[[PrintState, Reason | None], None]) -> None:
        """A slip that is no ticket; `done` is called once, in the printer's thread."""
        self.print_sheet(slips.TEST, {"printer": self._place}, done)

    def print_sheet(
        self,
        slip: str,
        values: "Values",
        done: Callable[[PrintState, Reason | None], None],
        *,
        template: Template | None = None,
        trial: bool = False,
    ) -> None:
        """Another slip than a ticket, as `printer.orders.Sheet`; `done` is called once, in the printer's thread."""
        self._worker.print_sheet(Sheet(slip, done, time.monotonic(), values, template, trial))

    @property
    def busy_since(self) -> float | None:
        """Of the thread at the printer, or of the one that brings it the tickets."""
        return longest(self._worker, self._reader)

    def stop(self) -> None:
        self._reader.stop()
        self._worker.stop(2.0)
        self._transport.stop()


def place_of(printer: Printer) -> str:
    """Where the printer is, for people: "10.0.0.7:9100", "/dev/ttyUSB0", "USB 04b8:0e15"."""
    if printer.transport == "tcp":
        return f"{printer.host}:{printer.port}"
    if printer.transport == "usb":
        return f"USB {printer.device}".strip()
    return printer.device or "/dev/usb/lp0"


def transport_of(printer: Printer, data: Path) -> Transport:
    """The way to the printer that `[printer]` names; call only when it is not "off".

    Its library is imported here: an office pays only for the one it has.
    """
    if printer.transport == "tcp":
        return TcpPrinter(printer.host, printer.port)
    if printer.transport == "usblp":
        from printer.transport.usblp import USUAL, UsblpPrinter

        return UsblpPrinter(Path(printer.device) if printer.device else USUAL)
    if printer.transport == "serial":
        from printer.transport.serial import SerialPrinter

        return SerialPrinter(printer.device, printer.baud, printer.flow)
    if printer.transport == "usb":
        from printer.transport.usb import UsbPrinter, wanted

        return UsbPrinter(*wanted(printer.device))
    return VirtualPrinter(data / PAPER_FOLDER)


def profile_of(printer: Printer, data: Path) -> Profile:
    """What is known of the printer; what was found on the spot wins. Raises UnknownProfile, BadProfile."""
    return _told_so(printer, corrected(_listed(printer), found(data)))


def known_printer(printer: Printer, data: Path) -> Profile:
    """The same; where what was found cannot be read, the profile alone, so that tickets come out."""
    try:
        return profile_of(printer, data)
    except BadProfile as error:
        _log.warning("paper.printer_file_put_aside", mistakes=error.mistakes)
        return _told_so(printer, _listed(printer))


def _listed(printer: Printer) -> Profile:
    return profile(printer.profile or usual(printer.width))


def _told_so(printer: Printer, known: Profile) -> Profile:
    """`status = "none"` in config.toml: the printer is not asked, whatever it could answer."""
    if printer.status == "ask":
        return known
    return replace(known, asks=False, asb=False, barrier=Barrier.NONE)


def paperwork(
    printer: Printer, data: Path, desk: Desk, performer: Performer, clock: Clock, port: Transport | None = None
) -> Paperwork:
    """Wires the journal to the printer. `port`: the way to it, instead of the one that `[printer]` names."""
    refuse_fork()
    transport = port or transport_of(printer, data)
    known = known_printer(printer, data)
    press = Press.of(transport, known)
    composer = Composer(known, Mode(printer.mode), transport.bytes_per_s)
    templates = _templates(printer, data)
    zone = performer.house.zone
    worker = PaperWorker(
        press,
        desk,
        templates,
        lambda: names_of(performer.house),
        timezone=zone,
        keep_for_s=_patience_s(transport.bytes_per_s),
        composer=composer,
    )

    def print_ticket(fact: FactView) -> None:
        worker.submit(slip_of(fact, desk, performer.house))

    def reload() -> None:
        fresh = _templates(printer, data)
        templates.ticket, templates.others = fresh.ticket, fresh.others

    reader = EffectReader("paper", KINDS, desk, clock, print_ticket)
    place = "" if printer.transport == "virtual" else place_of(printer)
    return Paperwork(reader, worker, transport, reload, place)


def _patience_s(bytes_per_s: int | None) -> float:
    """How long a slip may wait for its turn: on a slow line for the two before it."""
    return WAITS_S + (2 * HYBRID_BYTES / bytes_per_s if bytes_per_s else 0)


def _templates(printer: Printer, data: Path) -> Templates:
    own = data / TICKETS_FOLDER
    templates = load_templates(printer.width, own, printer.template, own / ABOVE_FOLDER)
    for problem in templates.problems:
        _log.warning("paper.own_template_put_aside", problem=str(problem))
    return templates


def names_of(house: House) -> OfficeNames:
    """What every ticket says of the office; the first leader stands at its foot."""
    names, leader = house.names, contact(house.leaders[0]) if house.leaders else None
    return OfficeNames(names.name, names.parent or None, names.url or None, leader)


def slip_of(fact: FactView, desk: Desk, house: House) -> Slip:
    """The slip of a fact: what the ticket says is what was true when the number was given."""
    body, reprint = fact["fact"], fact["kind"] == "ticket.reprint_asked"
    ticket_id = int(fact["subject"].partition(":")[2])
    issued = desk.ticket(ticket_id)["issued_at"] if reprint else fact["at"]
    service = house.services.get(body["service"])
    return Slip(
        ticket=ticket_id,
        number=body["number"],
        service=body["service"] if service is None else service.name,
        counters=counters_text(house, body["service"]) or "",
        ahead=None if reprint else body.get("ahead"),
        wait=None if reprint else _wait(body),
        issued_at_ms=wall_of({**fact, "at": issued}),
        priority=bool(body.get("priority")),
        reprint=reprint,
        training=bool(body.get("training")),
        asked_at_mono=time.monotonic(),
    )


def _wait(body: dict[str, Any]) -> str | None:
    """The band that the ticket was told, as paper says it."""
    if "wait" not in body:
        return None
    low, high = body["wait"]
    return formats.minutes_band(low, high, DEFAULT)


def counters_text(house: House, service: str) -> str | None:
    """ "1, 2, 3", or None when no counter serves it."""
    return ", ".join(str(counter.number) for counter in house.counters_of(service)) or None
