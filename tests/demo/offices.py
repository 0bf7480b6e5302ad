"""Offices of any size as `config.toml`, and their service as a process, for tests and measurements."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.config import load
from kiosk.demo.keeping import Address, Keeper
from kiosk.demo.preparing import Prepared, prepare
from kiosk.demo.readiness import asked
from office.domain.load import PROFILES

TOP = Path(__file__).resolve().parents[2]
SERVICES = "ABCDEGHT"
AT_COUNTERS = ("AB", "AE", "AG", "ADH", "AGB", "AEC", "ABT", "AGE")
"""Which services a counter takes, in turn: so many counters of each as the load model needs."""


def written(
    folder: Path, counters: int, printer: str = 'transport = "off"', rule: str = "interleaved", player: str = "off"
) -> Path:
    """A `config.toml` with so many counters and clerks (k01 …) and a head; `printer`: the lines of that table.

    `player`: of the voice; "off": no voice at all.
    """
    lines = ['[office]\nid = "do-luong"', "[printer]", printer, '[log]\nlevel = "warning"']
    lines.append(f'[voice]\nplayer = "{player}"')
    lines += ['[first]\nname = "Bộ phận Tiếp nhận và Trả kết quả phường Đo Lường"', f'[first.rule]\nkind = "{rule}"']
    lines += [f'[[first.services]]\nprefix = "{letter}"\nname = "Dịch vụ {letter}"' for letter in SERVICES]
    for number in range(1, counters + 1):
        services = list(AT_COUNTERS[(number - 1) % len(AT_COUNTERS)])
        lines.append(f'[[first.counters]]\nnumber = {number}\nname = "Quầy {number}"\nservices = {services}')
        lines.append(f'[[first.people]]\nid = "k{number:02d}"\nname = "Cán bộ {number}"\ncounter = {number}')
    lines.append('[[first.people]]\nid = "head"\nname = "Trưởng bộ phận"\nrole = "head"')
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


class Served:
    """A running service with what is needed to talk to it. `program`: another one with the same arguments."""

    def __init__(
        self, config: Path, data: Path, speed: float = 1.0, windows: Sequence[str] = (), program: str | None = None
    ) -> None:
        self.data, self.config = data, config
        self.prepared: Prepared = prepare(load(config), data, speed, windows)
        self.address = Address(0)
        self.keeper = Keeper(config, data, self.address.port)
        if program is not None:
            self.keeper.command[1:3] = ["-m", program]

    @property
    def url(self) -> str:
        return self.address.url

    def start(self) -> float:
        """Starts the service; seconds until its first answer."""
        begun = time.monotonic()
        self.keeper.start()
        while asked(self.url, "/api/v1/health") is None:
            assert not self.keeper.has_died(), self.keeper.last_words()
            assert time.monotonic() - begun < 60
            time.sleep(0.005)
        return time.monotonic() - begun

    def stop(self) -> None:
        self.keeper.stop()
        self.address.give_back()


@contextmanager
def served(
    folder: Path,
    counters: int = 5,
    printer: str = 'transport = "off"',
    *,
    speed: float = 1.0,
    player: str = "off",
    windows: Sequence[str] = (),
    program: str | None = None,
) -> Iterator[Served]:
    """An office with so many counters, its data in `folder/data`, answering until the block ends.

    `windows`: the roles of those that get a token of their own; `program`: another one than the demo's service.
    """
    office = Served(written(folder, counters, printer, player=player), folder / "data", speed, windows, program)
    office.start()
    try:
        yield office
    finally:
        office.stop()


LARGEST = PROFILES["extreme"]


def demo(
    *arguments: str, windows: bool = False, district: bool = False, around: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """`motcua demo` as a program would start it. `around`: its environment, else that of the tests."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "kiosk.cli", "demo", "--json", "--port", "0"),
            *([] if windows else ["--no-windows"]),
            *([] if district else ["--no-district"]),
            *arguments,
        ],
        cwd=TOP,
        env={**(os.environ if around is None else around), "PYTHONPATH": str(TOP)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
