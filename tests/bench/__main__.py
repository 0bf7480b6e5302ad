"""`./run bench`: the table of measured times, each beside its bar and beside what the disk itself can do.

    python -m tests.bench [--quick] [--only PART ...] [--folder DIR] [--json FILE]

Prints figures and ratios and fails for none of them. Works in a temporary folder below `--folder`, whose disk is the
one that is measured. Quiet machines give figures worth keeping (docs/measured.md): close the browser.
"""

import argparse
import json
import logging
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import structlog

from tests.bench import (
    collector,
    crowding,
    days,
    disk,
    feeling,
    first_byte,
    glass,
    growth,
    hearing,
    importing,
    issuing,
    listening,
    looking_up,
    paper,
    pressing,
    printing,
    racing,
    starting,
    typing_words,
    years,
)
from tests.bench.figures import Row, table

Part = Callable[[Path, bool], list[Row]]


def _paper(folder: Path, quick: bool) -> list[Row]:
    return [*first_byte.measure(folder, quick), *(Row(what, figure) for what, figure in paper.rows())]


PARTS: dict[str, Part] = {
    "disk": disk.measure,
    "issue": issuing.measure,
    "race": racing.measure,
    "paper": _paper,
    "printer": printing.measure,
    "start": starting.measure,
    "live": listening.measure,
    "tap": glass.measure_taps,
    "typing": typing_words.measure,
    "row": glass.measure_rows,
    "voice": hearing.measure,
    "day": days.measure,
    "press": pressing.measure,
    "felt": feeling.measure,
    "collector": collector.measure,
    "growth": growth.measure,
    "catalogue": importing.measure,
    "lookup": looking_up.measure,
    "half-open": crowding.measure,
    "years": years.measure,
}


def main() -> int:
    asked = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    names = asked.only or list(PARTS)
    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-", dir=asked.folder))
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    rows = list[Row]()
    print(machine(), flush=True)
    try:
        for name in names:
            begun = time.monotonic()
            found = PARTS[name](folder / name, asked.quick)
            rows += found
            print(f"\n{name} ({time.monotonic() - begun:.0f} s)\n{table(found)}", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def machine() -> str:
    """What this was measured on."""
    cores, load = os.cpu_count(), ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{_processor()}, {cores} cores, Python {platform.python_version()}, load before: {load}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measures what architecture.md promises.")
    parser.add_argument("--quick", action="store_true", help="a short run: fewer tickets, less waiting")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), metavar="PART", help=f"of: {' '.join(PARTS)}")
    parser.add_argument("--folder", type=Path, help="on which disk; default: where temporary files go")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures there, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
