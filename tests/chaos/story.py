"""One run of chaos from beginning to end, and what there is to say about it."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.counting import Verdict, asked, compare
from tests.chaos.monkey import Monkey
from tests.chaos.world import Shape, World, world

ALARMS = "SELECT count(*) FROM alarm"
LEFT_OVER = "SELECT count(*) FROM unprojected"
MISTAKES = {
    "facts in quarantine": "SELECT count(*) FROM quarantine",
    "letters refused": "SELECT count(*) FROM reject",
    "alarms": ALARMS,
    "streams that are not complete": "SELECT count(*) FROM head WHERE complete_to <> known_to",
}


class NeverArrived(Exception):
    """Long after everything was mended the offices still wait; `standing` says how they stand."""


@dataclass(frozen=True, slots=True)
class Story:
    """`facts`: at the district; `mended_s`: from the last repair to the last acknowledgement; `mistakes` are counted
    at the district, by name."""

    verdicts: Sequence[Verdict]
    mishaps: Mapping[str, int]
    facts: int
    expected: int
    mistakes: Mapping[str, int]
    broke_s: float
    mended_s: float

    @property
    def agrees(self) -> bool:
        return bool(
            self.verdicts
            and all(one.agrees for one in self.verdicts)
            and not any(self.mistakes.values())
            and self.facts >= self.expected
        )


def happen(
    folder: Path, shape: Shape, seed: int, seconds: float, pause_s: tuple[float, float], *, patience_s: float
) -> Story:
    """Raises `NeverArrived`."""
    with world(folder, shape) as made:
        monkey = Monkey(made, random.Random(seed))
        begun = time.monotonic()
        monkey.rage(seconds, pause_s)
        broke_s, mended = time.monotonic() - begun, time.monotonic()
        _wait(made, mended + patience_s)
        mended_s = time.monotonic() - mended
        for office in made.offices:
            office.child.stop()
        _wait_for_rows(made, time.monotonic() + 60)
        verdicts = [one for office in made.offices for one in compare(office.id, office.file, made.conninfo)]
        mistakes = {what: asked(made.conninfo, query) for what, query in MISTAKES.items()}
        facts = asked(made.conninfo, "SELECT count(*) FROM fact")
    expected = sum(office.drafts for office in made.offices)
    return Story(verdicts, monkey.done, facts, expected, mistakes, broke_s, mended_s)


def table(told: Story) -> str:
    """A Markdown table."""
    rows = [
        (
            "facts at the district",
            f"{told.facts} (written by plan: {told.expected}, the rest by the offices themselves)",
        ),
        ("mishaps", ", ".join(f"{what} {times}" for what, times in sorted(told.mishaps.items()))),
        ("things broke for", f"{told.broke_s:.0f} s"),
        ("from the last repair until the last fact was written and acknowledged", f"{told.mended_s:.0f} s"),
        *((what, str(count)) for what, count in told.mistakes.items()),
        *((f"{one.office} · {one.what}", _said(one)) for one in told.verdicts),
    ]
    return "\n".join(["| what | |", "|---|---|", *(f"| {what} | {said} |" for what, said in rows)])


def _said(one: Verdict) -> str:
    if not one.agrees:
        return f"DIFFERS: office {list(one.here)}, district {list(one.there)}"
    shown = str(one.here[0][0]) if len(one.here) == 1 else f"{len(one.here)} rows"
    return f"the same ({shown})"


def _wait(made: World, until: float) -> None:
    while not all(office.is_done for office in made.offices):
        if time.monotonic() > until:
            raise NeverArrived({office.id: office.child.last for office in made.offices})
        time.sleep(0.1)


def _wait_for_rows(made: World, until: float) -> None:
    """The projections come a moment behind the facts."""
    while asked(made.conninfo, LEFT_OVER):
        if time.monotonic() > until:
            raise NeverArrived("projections")
        time.sleep(0.1)
