"""`./run soak`: the screens through months of visits; a table of figures, and an exit code.

    python -m tests.soak [part …] [--short] [--lanes N] [--folder DIR]

Fails when something that must never happen has happened: a crash, two numbers for one request, memory that grows.
`--short` does a tenth or less of each, as `./run test` does; `--lanes`: so many parts at the same time.
"""

import argparse
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import structlog

from tests.bench import days
from tests.bench.__main__ import machine
from tests.bench.figures import Row, table
from tests.soak import bad, glass, month, pages, tickets, waiting, windows


@dataclass(frozen=True, slots=True)
class Part:
    """`full` and `short`: how many times; 0 = a test of its own does the short one."""

    run: Callable[[Path, int], list[Row]]
    full: int
    short: int


PARTS: dict[str, Part] = {
    "visits": Part(windows.visits, 5_000, 500),
    "hall": Part(windows.hall, 50_000, 5_000),
    "monkey": Part(windows.monkey, 20_000, 500),
    "page": Part(pages.hall, 50_000, 5_000),
    "tablet": Part(pages.tablet, 300, 20),
    "glass": Part(glass.monkey, 2_000, 100),
    "tickets": Part(tickets.faults, 1_000, 20),
    "waiting": Part(waiting.days, 200, 20),
    "day": Part(days.play, 1_200, 0),
    "bad": Part(bad.inputs, 10_000, 0),
    "month": Part(month.days, 30, 0),
}


def main() -> int:
    asked = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    folder = Path(tempfile.mkdtemp(prefix="motcua-soak-", dir=asked.folder))
    print(machine(), flush=True)

    def run(name: str) -> list[Row]:
        return _run(name, folder / name, short=asked.short)

    try:
        with ThreadPoolExecutor(asked.lanes) as lanes:
            rows = [row for found in lanes.map(run, asked.parts or _usual(short=asked.short)) for row in found]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    broken = [row for row in rows if row.holds is False]
    print(f"\n{len(rows)} figures, {len(broken)} of them not as they must be", flush=True)
    return 1 if broken else 0


def _usual(*, short: bool) -> list[str]:
    return [name for name, part in PARTS.items() if part.short or not short]


def _run(name: str, folder: Path, *, short: bool) -> list[Row]:
    part, begun = PARTS[name], time.monotonic()
    try:
        rows = part.run(folder, part.short if short else part.full)
    except Exception as error:  # noqa: BLE001 - the other parts go on; the exit code tells
        rows = [Row(f"{name}: broke off", f"{type(error).__name__}: {str(error)[-1500:]}", "runs to its end", False)]
    print(f"\n{name} ({time.monotonic() - begun:.0f} s)\n{table(rows)}", flush=True)
    return rows


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soak", description="The screens through months of visits.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of: {' '.join(PARTS)}; without any: all")
    parser.add_argument("--short", action="store_true", help="a tenth or less of each")
    parser.add_argument("--lanes", type=int, default=1, metavar="N", help="parts at the same time")
    parser.add_argument("--folder", type=Path, help="where the offices are; default: where temporary files go")
    asked = parser.parse_args()
    for name in asked.parts:
        if name not in PARTS:
            parser.error(f"no part {name}: {' '.join(PARTS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
