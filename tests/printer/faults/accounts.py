"""Many tickets through a printer on which one fault follows another, and the books at the end.

A number is sent again until it is told as printed; each attempt shows its count, so that every sheet is known.
"""

import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from printer.drawing import Drawing
from printer.orders import Slip, values_of
from printer.outcome import PrintState
from printer.paper import PaperWorker
from printer.press import Patience, Press
from printer.template import load_templates
from printer.transport.script import Fault, What
from tests.printer.faults.rigs import rig
from tests.printer.test_paper import NAMES, VIETNAM, Recorder, slip

PATIENCE = Patience(connect=0.3, status=0.2, band=0.3, barrier=0.4, closing=0.1)
FAULTS = (
    Fault(What.PAPER_OUT, after_sheets=2, after_rows=300, lasts_s=0.15),
    Fault(What.COVER, after_sheets=2, lasts_s=0.1),
    Fault(What.MUTE, after_sheets=1, after_rows=100, lasts_s=0.5),
    Fault(What.UNPLUGGED, after_sheets=2, after_rows=200, lasts_s=0.2),
    Fault(What.NEAR_END, after_sheets=1, lasts_s=0.05),
    Fault(What.POWER_CYCLE, after_sheets=2, after_rows=200, lasts_s=0.2),
    Fault(What.NOISE, after_sheets=1, after_rows=100, lasts_s=0.3),
    Fault(What.CUTTER, after_sheets=2, after_rows=500, lasts_s=0.1),
    Fault(What.FROZEN, after_sheets=1, after_rows=100, lasts_s=0.4),
    Fault(What.RESET, after_sheets=2, after_rows=100),
    Fault(What.PAPER_OUT, after_sheets=1, lasts_s=0.6),
)
"""Fourteen sheets and eleven faults, again and again."""

MOST_ATTEMPTS = 60


@dataclass(frozen=True)
class Books:
    """What was told of each attempt, and the sheets that came out, whole or not."""

    told: dict[tuple[int, int], PrintState]
    sheets: Counter[tuple[int, int]]
    pieces: int

    @property
    def states(self) -> Counter[PrintState]:
        return Counter(self.told.values())

    @property
    def numbers(self) -> set[int]:
        """Numbers that were told as printed in the end."""
        return {number for (number, _), state in self.told.items() if state is PrintState.PRINTED}

    def wrong(self) -> list[str]:
        """Where what was told is not what lies there."""
        found = []
        for attempt, state in self.told.items():
            count = self.sheets[attempt]
            fits = {PrintState.PRINTED: count == 1, PrintState.FAILED: count == 0}.get(state, count <= 1)
            if not fits:
                found.append(f"number {attempt[0]}, attempt {attempt[1]}: told as {state}, {count} sheets")
        return found


def keep_books(plug: str, folder: Path, count: int) -> Books:
    """Prints numbers 1 to `count` behind this plug, whatever happens to the printer meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    faults = tuple(replace(one, lasts_s=one.lasts_s or 0.05) for one in FAULTS)
    told: dict[tuple[int, int], PrintState] = {}
    with rig(plug, folder, *faults, again=True) as at:
        desk = Recorder()
        templates = load_templates(80)
        press = Press(at.transport, patience=PATIENCE)
        worker = PaperWorker(press, desk, templates, lambda: NAMES, timezone=VIETNAM)
        worker.start()
        try:
            for number in range(1, count + 1):
                _until_printed(number, worker, desk, told)
        finally:
            worker.stop(5)
        time.sleep(0.1)
        pictures = Counter(sheet.picture().tobytes() for sheet in at.printer.sheets)
    drawing = Drawing(templates.ticket)
    sheets = {attempt: pictures.pop(_picture(drawing, *attempt), 0) for attempt in told}
    return Books(told, Counter(sheets), pictures.total())


def _until_printed(number: int, worker: PaperWorker, desk: Recorder, told: dict[tuple[int, int], PrintState]) -> None:
    for attempt in range(1, MOST_ATTEMPTS + 1):
        before = len(desk.prints)
        worker.submit(_slip(number, attempt))
        desk.wait(lambda office, before=before: len(office.prints) > before, 20)  # type: ignore[misc]
        told[number, attempt] = PrintState(desk.prints[-1][1])
        if told[number, attempt] is PrintState.PRINTED:
            return
        time.sleep(0.03)


def _slip(number: int, attempt: int) -> Slip:
    return replace(slip(number), number=f"A{number:03}", ahead=attempt)


def _picture(drawing: Drawing, number: int, attempt: int) -> bytes:
    return drawing.draw(values_of(_slip(number, attempt), NAMES, VIETNAM)).tobytes()
