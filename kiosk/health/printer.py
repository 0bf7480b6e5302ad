"""The ticket printer: asked itself when nobody else has it, else as the printing thread reported it."""

from collections.abc import Iterator

from kiosk.health.finding import BAD, OK, WARN, Finding, Level
from kiosk.health.patient import Inside, Patient
from kiosk.paperwork import known_printer, place_of, transport_of
from look.words import N_
from printer.outcome import Condition, Health, words_of
from printer.press import Press
from printer.status import IN_USE, RUBBISH, SILENT

DEVICE = "printer"


def look(patient: Patient) -> Iterator[Finding]:
    wires = patient.config.printer
    if wires.transport == "off":
        yield Finding(WARN, N_("No printer is set up: numbers are given without paper"))
    elif wires.transport == "virtual":
        yield Finding(OK, N_("The virtual printer keeps pictures of the tickets; no real paper"))
    elif patient.inside is not None:
        yield from _reported(patient, patient.inside)
    elif patient.is_at_rest:
        yield _judged(patient, _asked(patient))


def _asked(patient: Patient) -> Health:
    wires, data = patient.config.printer, patient.data
    transport = transport_of(wires, data)
    try:
        return Press.of(transport, known_printer(wires, data)).look()
    finally:
        transport.stop()


def _reported(patient: Patient, inside: Inside) -> Iterator[Finding]:
    for one in inside.devices(DEVICE):
        try:
            yield _judged(patient, Health(Condition(one["condition"]), one["detail"]))
        except ValueError:
            continue  # a word of another version of the program
    paper = inside.premises.desk.state()["paper"]
    if paper is not None:
        yield Finding(OK, N_("Paper left on the roll: about {percent} %"), {"percent": paper["left"]})


def _judged(patient: Patient, health: Health) -> Finding:
    values, words = {"address": place_of(patient.config.printer)}, {"state": words_of(health)}
    level = _level(health.condition)
    advice = "" if level == OK else _advice(patient.config.printer.transport, health)
    return Finding(level, N_("Printer at {address}: {state}"), values, advice, words=words)


def _level(condition: Condition) -> Level:
    return OK if condition is Condition.OK else WARN if condition is Condition.NEAR_END else BAD


def _advice(kind: str, health: Health) -> str:
    """What to do about a printer that does not print."""
    if health == IN_USE:
        return N_("End the other program: motcua printer find names it")
    if kind == "serial" and health in (SILENT, RUBBISH):
        return N_("A wrong speed looks like this, too: motcua printer find tries every speed")
    return _WHAT_TO_DO.get(health.condition) or _LOOK


_LOOK = N_("Look at the printer: power, cable, paper, cover; then try motcua printer test")
_WHAT_TO_DO = {
    Condition.NEAR_END: N_("Lay a new roll beside the printer; change it before the next busy hour."),
    Condition.PAPER_OUT: N_("Put in a new roll, close the cover, and say so at the console: Paper changed."),
    Condition.COVER_OPEN: N_("Close the cover until it clicks."),
    Condition.CUTTER: N_("Switch the printer off, take out the jammed paper, switch it on again."),
}
