"""The steps in their order: each a name, a title, and the questions that follow from what was answered so far."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.setup.question import Question, Seen
from kiosk.setup.steps import first, hall, office, people, printer, surroundings
from look.words import N_


@dataclass(frozen=True, slots=True)
class Step:
    """`title` is an English msgid. `again`: may be asked again of a running office, it only changes the wiring;
    `needed`: why it cannot come later (an English msgid), or "".
    """

    name: str
    title: str
    questions: Callable[[Seen], Iterator[Question]]
    picture: str
    again: bool = False
    needed: str = ""


STEPS = (
    Step("language", N_("Language"), first.language, "language"),
    Step("screens", N_("Screens"), hall.screens, "device", again=True),
    Step(
        "office",
        N_("The office"),
        office.office,
        "information",
        needed=N_("Without a name and a short name there is no office; this step cannot come later."),
    ),
    Step("services", N_("Services"), office.services, "list"),
    Step("counters", N_("Counters"), office.counters, "counter"),
    Step("people", N_("People"), people.people, "people"),
    Step("printer", N_("Ticket printer"), printer.printer, "printer", again=True),
    Step("sound", N_("Loudspeaker"), hall.sound, "speaker", again=True),
    Step("network", N_("Network"), surroundings.network, "settings", again=True),
    Step("backup", N_("Backup copies"), surroundings.backup, "folder", again=True),
    Step("clock", N_("Clock"), surroundings.clock, "clock", again=True),
    Step("district", N_("The tier above"), surroundings.district, "chart", again=True),
    Step("summary", N_("Summary"), first.summary, "check", needed=N_("Only this question is left.")),
)
"""Screens come early, so that whoever stands before a turned panel can read the rest; the clock before the tier above,
whose file counts for certain days only.
"""

SURE = Step("summary", N_("Summary"), first.sure, "check", needed=N_("Only this question is left."))


def again(name: str) -> tuple[Step, ...]:
    """One step of a working office, and the question whether it is right. Raises KeyError for no such step."""
    return {step.name: step for step in STEPS if step.again}[name], SURE
