"""A real window before a real office, tapped at random by the X server's own taps: numbers, paper, and no crash."""

import random
import time
from pathlib import Path
from typing import Any

from office.store.engine import FILE_NAME
from tests.bench.aiming import Finger, finger
from tests.bench.figures import Row
from tests.bench.glass import touch_window
from tests.demo.offices import served
from tests.hall.television import television
from tests.memory import own_mb
from tests.replay import facts_in
from tests.soak.windows import flat, none

SIZE = (540, 960)
PACES_S = (0.0, 0.02, 0.1, 0.4, 1.0)
CALM_S = 3.0


def monkey(folder: Path, count: int) -> list[Row]:
    """Most taps at no pace at all, some slowly enough for a page to take them."""
    with (
        served(folder, 5, 'transport = "virtual"', windows=["touch"]) as office,
        television(folder, *SIZE) as screen,
        touch_window(screen, folder, office, SIZE) as window,
        finger(screen.display) as hand,
    ):
        memory = _tapped(hand, count, window.pid)
        _await_paper(office.data / "paper")
        alive = window.poll() is None
    complaints = (folder / "touch.log").read_text(encoding="utf-8", errors="replace").count("Traceback")
    what = f"touch window on X, {count:,} real taps"
    return [
        Row(f"{what}: the window is still there", "yes" if alive else "no", "yes", alive),
        none(f"{what}: mishaps in its log", complaints, count),
        *_numbers(what, list(facts_in(office.data / FILE_NAME))),
        flat(f"{what}: own memory", memory),
    ]


def _tapped(hand: Finger, count: int, window: int) -> list[float]:
    """Own memory of the window after two fifths of the taps and at the end, MB."""
    rng, memory = random.Random(11), list[float]()
    for tap in range(count):
        hand.move((rng.randrange(SIZE[0]), rng.randrange(SIZE[1])))
        hand.down()
        time.sleep(rng.choice((0.0, 0.03, 0.08)))
        hand.up()
        time.sleep(rng.choice(PACES_S))
        if tap in (count * 2 // 5, count - 1):
            memory.append(own_mb(window))
    return memory


def _await_paper(paper: Path) -> None:
    """No slip has come for a while."""
    seen, since = -1, time.monotonic()
    while time.monotonic() - since < CALM_S:
        time.sleep(0.2)
        now = len(list(paper.glob("*.escpos")))
        if now != seen:
            seen, since = now, time.monotonic()


def _numbers(what: str, facts: list[tuple[int, str, str, dict[str, Any]]]) -> list[Row]:
    given = {subject: body["number"] for _, kind, subject, body in facts if kind == "ticket.issued"}
    slips = [subject for _, kind, subject, body in facts if kind == "print.settled" and body["state"] == "printed"]
    return [
        none(f"{what}: numbers given twice", len(given) - len(set(given.values())), len(given)),
        none(f"{what}: numbers without exactly one slip", sum(slips.count(one) != 1 for one in given), len(given)),
    ]
