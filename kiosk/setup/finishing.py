"""Between writing the office and its first start: the doctor looks at it, the report is kept, the PINs go onto paper.

Not later: as soon as the service runs, printer and database are its own.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from kiosk.config import load
from kiosk.setup.making import Made, Pin, Places
from kiosk.setup.question import Seen
from kiosk.setup.report import report_of
from look.words import N_
from web.writing import write_secret

FOLDER = "commissioning"


def keep_report(seen: Seen, skipped: Iterable[str], made: Made, places: Places, wall: datetime) -> Path:
    """Looks at the new office as the doctor does, and writes the report. Raises OSError."""
    from kiosk.health.examining import examine
    from kiosk.health.patient import at_rest
    from kiosk.setup.sheet import pdf_of

    with at_rest(load(places.pending), places.config) as patient:
        examined = list(examine(patient))
    report = report_of(seen, skipped, made, examined, wall)
    folder = places.data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{wall:%Y-%m-%d-%H%M}.pdf"
    write_secret(path, pdf_of(report, seen.language))
    return path


def print_pins(seen: Seen, made: Made, places: Places) -> str:
    """A slip for each person, on the printer of the office; why it did not come, or ""."""
    from kiosk.paperwork import known_printer, transport_of
    from kiosk.setup.trying import words_for
    from printer.commissioning import note
    from printer.outcome import PrintState
    from printer.press import Press

    config = load(places.pending)
    if config.printer.transport in ("off", "virtual"):  # whose pictures of paper stay where they are
        return seen.say(N_("the office has no printer"))
    known = known_printer(config.printer, places.data)
    transport = transport_of(config.printer, places.data)
    try:
        for pin in made.pins:
            result = Press.of(transport, known).print(note(_slip(seen, pin), known))
            if result.state is PrintState.FAILED and result.reason is not None:
                return seen.say(words_for(result.reason))
    finally:
        transport.stop()
    return ""


def _slip(seen: Seen, pin: Pin) -> list[str]:
    return [
        seen.text("office.name"),
        pin.name,
        seen.say(N_("Signs in as: {id}"), id=pin.id),
        seen.say(N_("PIN: {pin}"), pin=pin.pin),
        seen.say(N_("Please keep it to yourself, and throw this slip away when you know it.")),
    ]
