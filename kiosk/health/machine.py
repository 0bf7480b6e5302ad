"""The machine as the doctor reads it: what the kernel tells in files, and what small programs answer.

Nothing here needs root or a screen. `root` is another folder in tests, with a machine drawn up in files.
"""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

ANSWER_S = 8.0
"""How long a program gets: a disk that is asked for its state may have to spin up."""


class Programs(Protocol):
    """Runs a small program of the machine."""

    def ask(self, *words: str) -> str | None:
        """What it said on standard output, whatever its exit code; None: not installed, not allowed, too slow."""
        ...


@dataclass(frozen=True, slots=True)
class InstalledPrograms:
    """Those on the search path, and those where Debian keeps the ones of root. `patience_s`: for one answer."""

    patience_s: float = ANSWER_S

    def ask(self, *words: str) -> str | None:
        path = shutil.which(words[0]) or shutil.which(words[0], path="/usr/sbin:/sbin")
        return None if path is None else _said([path, *words[1:]], self.patience_s)


def _said(words: Sequence[str], patience_s: float) -> str | None:
    try:
        done = subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=patience_s, check=False)  # noqa: S603 -- our own words
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout


@dataclass(frozen=True, slots=True)
class Machine:
    """`root`: where its files begin."""

    root: Path = Path("/")
    programs: Programs = field(default_factory=InstalledPrograms)

    def text(self, path: str) -> str | None:
        """The first line of a file of the kernel; None when it is not there or says nothing."""
        whole = self.whole(path)
        return whole.splitlines()[0].strip() if whole and whole.strip() else None

    def whole(self, path: str) -> str | None:
        try:
            return (self.root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None

    def number(self, path: str) -> int | None:
        """The same as a number, decimal or 0x…."""
        try:
            return int(self.text(path) or "", 0)
        except ValueError:
            return None

    def folders(self, pattern: str) -> Iterator[str]:
        """Paths below `root` that fit, for the other methods."""
        for path in sorted(self.root.glob(pattern)):
            yield str(path.relative_to(self.root))
