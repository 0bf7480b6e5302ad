"""From a fact to paper: when a number was given or asked for again, its ticket goes to the printer.

Knows the facts on one side and the printer's slips on the other; what the printer does is not its business.
"""

import time
from pathlib import Path

import structlog

from kiosk.config.wiring import Printer
from office.clock import Clock
from office.desk import Desk
from office.domain.house import House
from office.journal import FactView
from office.performing import Performer
from office.readers import EffectReader, wall_of
from printer.composing import refuse_fork
from printer.paper import OfficeNames, PaperWorker, Slip
from printer.press import Press
from printer.template import load_templates
from printer.transport import Transport
from printer.transport.tcp import TcpPrinter
from printer.transport.virtual import VirtualPrinter

_log = structlog.get_logger()

KINDS = ("ticket.issued", "ticket.reprint_asked")
PAPER_FOLDER = "paper"
TICKETS_FOLDER = "tickets"


class Paperwork:
    """The reader, the printing thread and the way to the printer together."""

    def __init__(self, reader: EffectReader, worker: PaperWorker, transport: Transport) -> None:
        self._reader, self._worker, self._transport = reader, worker, transport

    def start(self) -> None:
        self._worker.start()
        self._reader.start()

    def stop(self) -> None:
        self._reader.stop()
        self._worker.stop(2.0)
        if isinstance(self._transport, VirtualPrinter):
            self._transport.stop()


def transport_of(printer: Printer, data: Path) -> Transport:
    """The way to the printer that `[printer]` names; call only when it is not "off"."""
    if printer.transport == "tcp":
        return TcpPrinter(printer.host, printer.port)
    return VirtualPrinter(data / PAPER_FOLDER)


def paperwork(printer: Printer, data: Path, desk: Desk, performer: Performer, clock: Clock) -> Paperwork:
    """Wires the journal to the printer."""
    refuse_fork()
    transport = transport_of(printer, data)
    press = Press(transport, asks=printer.status == "ask")
    templates = load_templates(printer.width, data / TICKETS_FOLDER, printer.template)
    for problem in templates.problems:
        _log.warning("paper.own_template_put_aside", problem=str(problem))
    zone = performer.house.zone
    worker = PaperWorker(press, desk, templates, lambda: names_of(performer.house), timezone=zone)

    def print_ticket(fact: FactView) -> None:
        worker.submit(slip_of(fact, desk, performer.house))

    return Paperwork(EffectReader("paper", KINDS, desk, clock, print_ticket), worker, transport)


def names_of(house: House) -> OfficeNames:
    names = house.names
    return OfficeNames(names.name, names.parent or None, names.url or None, names.leader or None)


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
        wait=None,
        issued_at_ms=wall_of({**fact, "at": issued}),
        priority=bool(body.get("priority")),
        reprint=reprint,
        training=bool(body.get("training")),
        asked_at_mono=time.monotonic(),
    )


def counters_text(house: House, service: str) -> str | None:
    """ "1, 2, 3", or None when no counter serves it."""
    return ", ".join(str(counter.number) for counter in house.counters_of(service)) or None
