"""From a press at a console to its answer, during a whole day of the largest office at sixty times its pace.

Beside the clerks thirty live connections hear every fact and state, and after each press the console that pressed
reads its line again, as the page does. A short run takes the busiest hour only. The program that plays all these people
is busy itself; so one further console presses in a program of its own, and that one is judged.
"""

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from office.domain.refusals import Refusal
from office.remote import Asking, OfficeAway
from tests.bench.figures import Row, times_row
from tests.bench.issuing import processor_s
from tests.bench.listening import LISTENERS, Ears
from tests.demo.large_day import play_a_day
from tests.demo.offices import LARGEST, Served

SPEED = 60.0
BUSIEST = (9, 10)
PRESSES = ("next", "recall", "start", "finish", "no-show", "transfer")
_SLEEPER = """
import time
while True:
    begun = time.perf_counter()
    time.sleep(0.05)
    print(f"{time.perf_counter() - begun - 0.05:.6f}", flush=True)
"""


class Stopwatch(Asking):
    """As `Asking`; `taken`: press → seconds of each; whoever pressed then reads the counter's line."""

    taken: dict[str, list[float]]
    lines: "queue.SimpleQueue[tuple[Asking, str] | None]"

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        begun = time.perf_counter()
        try:
            return super().post(path, body)
        finally:
            self.taken.setdefault(path.rpartition("/")[2], []).append(time.perf_counter() - begun)
            if path.startswith("/counters/") and "expect" in body:
                self.lines.put((self, f"{path.rpartition('/')[0]}/line"))


class Hour:
    """What is measured while the day is played: `probe` and `late` in programs of their own, in seconds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: dict[str, list[float]] = {}
        self.probe: list[float] = []
        self.late: list[float] = []
        self.processor_s = 0.0

    @contextmanager
    def beside(self, office: Served) -> Iterator[Asking]:
        asking = Stopwatch(office.url, patience_s=30)
        asking.taken, asking.lines = self.taken, queue.SimpleQueue()
        reader = threading.Thread(target=_read_lines, args=(asking.lines,))
        ears = Ears(office.url, office.prepared.screen_token, LISTENERS)
        reader.start()
        spare = office.prepared.clerks[-1]
        who = [office.url, spare.id, spare.pin, str(spare.counter)]
        try:
            with (
                _noting(["-c", _SLEEPER], self._folder / "late.txt", self.late, to_stdout=True),
                _noting(["-m", "tests.bench.probe", *who], self._folder / "probe.txt", self.probe),
            ):
                yield asking
            self.processor_s = processor_s(office.keeper.pid)
        finally:
            asking.lines.put(None)
            reader.join(30)
            ears.close()


@contextmanager
def _noting(program: list[str], notes: Path, found: list[float], *, to_stdout: bool = False) -> Iterator[None]:
    """Runs it beside what happens inside; the numbers that it wrote go into `found`."""
    notes.touch()
    with notes.open("a") as file:
        words = [sys.executable, *program, *([] if to_stdout else [str(notes)])]
        child = subprocess.Popen(words, stdout=file if to_stdout else None)
        try:
            yield
            assert child.poll() is None, f"{program[:2]} has ended"
        finally:
            child.terminate()
            child.wait(10)
    found += [float(line) for line in notes.read_text().splitlines()[:-1]]


def _read_lines(lines: "queue.SimpleQueue[tuple[Asking, str] | None]") -> None:
    while (asked := lines.get()) is not None:
        with suppress(OfficeAway, Refusal):  # the day is over
            asked[0].get(asked[1])


def measure(folder: Path, quick: bool) -> list[Row]:
    folder.mkdir(parents=True, exist_ok=True)
    hour = Hour(folder)
    day = play_a_day(
        folder,
        people=LARGEST.tickets,
        counters=LARGEST.counters,
        speed=SPEED,
        patience_s=1_200,
        hours=BUSIEST if quick else (0, 24),
        beside=hour.beside,
        spare=1,
    )
    done = day.replay.of_state("done", "no_show")
    played = [seconds for key in PRESSES for seconds in hour.taken.get(key, [])]
    what = f"press → answer, {LARGEST.counters + 1} counters, {SPEED:.0f} × the pace, {LISTENERS} live connections"
    return [
        times_row(what, hour.probe, p99_ms=100),
        times_row("… as the program of the played clerks sees it", played),
        times_row("… how late this machine woke a sleeping program meanwhile", hour.late),
        Row("… people, and how long that took", f"{done} in {day.seconds:.0f} s"),
        Row("… processor of the service", f"{hour.processor_s / day.seconds:.0%} of one core"),
        Row("… rules broken in its journal", str(len(day.replay.mistakes)), "0", not day.replay.mistakes),
    ]
