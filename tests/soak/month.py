"""Thirty days of a large ward in one process that is never restarted: what must not grow does not grow.

The office is the real service with paper, voice, live connections and a tier above; only its clock is ahead of the
machine's, so that nobody waits for the minutes between two people, nor for the nights. After each night its memory,
handles, threads and folders are looked at. The days lie six days apart, and tickets are kept for as long as facts (90
days at least): from the sixteenth day on something is thrown away every night, and the disk has to come to rest.
"""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from display.voice.soundfile import HEARD_FOLDER
from display.voice.soundfile import LARGEST as HEARD_MOST
from kiosk.caretaker.copying import OWN_FOLDER
from kiosk.demo.program import Program
from kiosk.demo.tied import tied
from office.domain import load
from office.store.engine import FILE_NAME
from printer.transport.emulator import PrinterOnTcp
from tests.bench.figures import Row
from tests.bench.noting import Noted
from tests.demo.offices import Served, written
from tests.memory import pss_mb
from tests.soak.office_in_time import Ahead
from tests.soak.ward import Lived, Ward, until

LARGE = load.PROFILES["large"]
COPIES_KEPT = 3
KEPT = f"""
[retention]
tickets_months = 3
pictures_days = 1
[backup]
keep = {COPIES_KEPT}
"""
NOISE = (
    ("memory", "MB", 10.0),
    ("handles", "handles", 3.0),
    ("threads", "threads", 2.0),
    ("database", "MB", 5.0),
    ("others", "MB", 5.0),
    ("tier", "MB", 15.0),
)
"""What the least of the last five days may be above the least of five days from the middle of the month on."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the office holds after a night. Sizes in MB of 10^6 bytes."""

    memory: float
    handles: int
    threads: int
    database: float
    copies: float
    heard: float
    others: float
    tier: float

    def told(self) -> str:
        """For whoever watches."""
        sizes = f"{self.memory:.1f} MB, {self.handles} handles, {self.threads} threads"
        files = f"database {self.database:.1f} MB, copies {self.copies:.1f} MB, other files {self.others:.1f} MB"
        return f"{sizes}, {files}, tier {self.tier:.1f} MB"


def days(folder: Path, count: int) -> list[Row]:
    """So many days of a large ward. Every figure is of the office's own process."""
    folder.mkdir(parents=True, exist_ok=True)
    lived, looks = Lived(), list[Look]()
    with _office(folder) as (office, tier, ahead), closing(Ward(office, ahead, LARGE, lived)) as ward:
        for _ in range(count):
            ward.day()
            looks.append(_look(office, tier.pid))
            print(f"day {len(looks)}: {lived.issued:,} numbers, {looks[-1].told()}", flush=True)
        facts = _facts(office.data)
    return list(_rows(lived, looks, facts))


@contextmanager
def _office(folder: Path) -> Iterator[tuple[Served, Program, Ahead]]:
    pipe = folder / "tier" / "pipe.sock"
    with ExitStack() as parts:
        paper = parts.enter_context(PrinterOnTcp(printer=Noted(keep_all=False)))
        printer = f'transport = "tcp"\nhost = "127.0.0.1"\nport = {paper.port}\nprofile = "epson-tm-t20"'
        config = written(folder, LARGE.counters, printer, player="file")
        with config.open("a", encoding="utf-8") as file:
            file.write(KEPT)
        tier = parts.enter_context(_tier(folder / "tier", pipe))
        ahead = Ahead(folder / "ahead")
        office = Served(config, folder / "data", program="tests.soak.office_in_time")
        office.keeper.command += ["--pipe", str(pipe)]
        office.start()
        parts.callback(office.stop)
        yield office, tier, ahead


@contextmanager
def _tier(folder: Path, pipe: Path) -> Iterator[Program]:
    folder.mkdir(parents=True, exist_ok=True)
    lines = (
        f'[data]\ndir = "."\n[broker]\ntransport = "loopback"\nsocket = "{pipe.name}"\n[web]\nlisten = "127.0.0.1:0"\n'
    )
    (folder / "district.toml").write_text(lines, encoding="utf-8")
    command = [sys.executable, "-m", "district.cli", "serve", "--config", str(folder / "district.toml")]
    tier = Program(tied(command), folder / "tier.log")
    tier.start()
    try:
        until(pipe.exists, "the tier opens its pipe")
        yield tier
    finally:
        tier.stop()


# ---- what is seen -------------------------------------------------------------------------------------------------


def _look(office: Served, tier: int) -> Look:
    pid, data = office.keeper.pid, office.data
    database = sum(path.stat().st_size for path in data.glob(f"{FILE_NAME}*"))
    copies = _size(data / OWN_FOLDER)  # follow the database some nights behind
    heard = _size(data / "voices" / HEARD_FOLDER)  # fills up to its own bound, then begins anew
    others = _size(data.parent) - database - copies - heard - _size(data.parent / "tier")
    proc = Path(f"/proc/{pid}")
    handles, threads = (sum(1 for _ in (proc / name).iterdir()) for name in ("fd", "task"))
    own, above = pss_mb(pid), pss_mb(tier)
    return Look(own, handles, threads, database / 1e6, copies / 1e6, heard / 1e6, others / 1e6, above)


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # thrown away while we look
            total += path.lstat().st_size
    return total


def _facts(data: Path) -> int:
    with closing(sqlite3.connect(f"file:{data / FILE_NAME}?mode=ro", uri=True)) as db:
        return int(db.execute("SELECT max(seq) FROM fact").fetchone()[0])


def _rows(lived: Lived, looks: Sequence[Look], facts: int) -> Iterator[Row]:
    what = f"{len(looks)} days of a large ward"
    wrong = {name: lived.refused.count(name) for name in set(lived.refused)}
    yield Row(f"{what}: numbers, people finished, ratings", f"{lived.issued:,}, {lived.finished:,}, {lived.rated:,}")
    yield Row(f"{what}: facts", f"{facts:,}")
    yield Row(f"{what}: numbers given twice", str(lived.twice), "0", lived.twice == 0)
    yield Row(f"{what}: acts refused", str(wrong or 0), "0", not wrong)
    yield _within(f"{what}: the voice's file", max(one.heard for one in looks), 2 * HEARD_MOST / 1e6)
    whole = COPIES_KEPT * max(one.database for one in looks)
    yield _within(f"{what}: the {COPIES_KEPT} copies", max(one.copies for one in looks), whole)
    middle = len(looks) // 2
    early, late = looks[middle : middle + 5], looks[-5:]
    for name, unit, noise in NOISE:
        before, after = (min(getattr(one, name) for one in stretch) for stretch in (early, late))
        bar = f"+ {noise:g} {unit} at most"
        yield Row(f"{what}: {name}", f"{before:.1f} → {after:.1f} {unit}", bar, after - before <= noise)


def _within(what: str, megabytes: float, most: float) -> Row:
    return Row(what, f"{megabytes:.1f} MB at most", f"≤ {most:.1f} MB", megabytes <= most)
