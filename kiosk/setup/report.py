"""The report of the commissioning: what was set up, what was tried and by whom, and how the doctor finds the machine.

Pure: it gets everything and gives titles and lines, which `kiosk.setup.sheet` draws on A4. PINs and tokens never stand
in it, because it lies in a folder of papers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.health.examining import Examined
from kiosk.health.finding import OK
from kiosk.setup.making import Made
from kiosk.setup.question import Seen
from kiosk.setup.summing import lines
from look.version import VERSION
from look.words import N_
from web.authority import grouped


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: a mark, what, and how it is. `mark`: "good", "open", "bad", or "" for none."""

    title: str
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its rows."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report in the person's language. `signs`: below which lines people sign."""

    title: str
    office: str
    facts: tuple[Row, ...]
    parts: tuple[Part, ...]
    signs: tuple[str, ...]


def report_of(seen: Seen, skipped: Iterable[str], made: Made, examined: Sequence[Examined], now: datetime) -> Report:
    """`now`: on the wall."""
    facts = [
        Row(seen.say(N_("Parent authority")), seen.text("office.parent")),
        Row(seen.say(N_("Short name")), seen.text("office.id")),
        Row(seen.say(N_("Date")), f"{now:%d/%m/%Y %H:%M}"),
        Row(seen.say(N_("Version of the program")), VERSION),
        Row(seen.say(N_("Set up by")), seen.text("summary.by") or seen.say(N_("from a file, without a person"))),
    ]
    if made.tier:
        facts.append(Row(seen.say(N_("Tier above")), made.tier))
    if made.fingerprint:
        facts.append(Row(seen.say(N_("Fingerprint of the certificate")), grouped(made.fingerprint)))
    signs = (seen.say(N_("Who has set it up")), seen.say(N_("The head of the office")))
    title, office = seen.say(N_("Report of the commissioning")), seen.text("office.name")
    return Report(title, office, tuple(facts), (_steps(seen, skipped), _health(seen, examined)), signs)


def _steps(seen: Seen, skipped: Iterable[str]) -> Part:
    """What was set up; behind it what somebody has seen or heard working."""
    rows = []
    for line in lines(seen, set(skipped)):
        mark, said = "", ""
        if line.tested is not None:
            mark, said = ("good", N_("tried, works")) if line.tested else ("bad", N_("tried, does not work"))
        elif line.title in _to_be_tried(seen):
            mark, said = "open", N_("not tried yet")
        rows.append(Row(line.title, f"{line.text} – {seen.say(said)}" if said else line.text, mark))
    return Part(seen.say(N_("What was set up")), tuple(rows))


def _to_be_tried(seen: Seen) -> tuple[str, ...]:
    return tuple(map(seen.say, (N_("Screens"), N_("Ticket printer"), N_("Loudspeaker"))))


def _health(seen: Seen, examined: Sequence[Examined]) -> Part:
    """One row for what is well, and one with its advice for everything else."""
    rows, well = list[Row](), list[str]()
    for one in examined:
        title = seen.say(one.part.title)
        troubles = [found for found in one.findings if found.level != OK]
        if not troubles:
            well.append(title)
        for found in troubles:
            advice = " ".join(found.advice_lines(seen.language))
            mark = "bad" if found.level == "bad" else "open"
            rows.append(Row(title, f"{found.text(seen.language)}. {advice}".strip(), mark))
    if well:
        rows.append(Row(seen.say(N_("Well")), ", ".join(well), "good"))
    return Part(seen.say(N_("How the machine is")), tuple(rows))
