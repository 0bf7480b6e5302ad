"""The states of the Kivy screens, drawn by their own makers in windows that nobody sees."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
MAKERS = ("tests.touch.pictures", "tests.hall.pictures", "tests.setup.pictures")
LANGUAGES = ("vi", "en")
_NAME = re.compile(r"(?P<state>.+)-(?P<language>vi|en)-(?P<panel>\d+x\d+(?:-[\d.]+in)?)")


@dataclass(frozen=True, slots=True)
class Screen:
    """`upright`, `lying`: the panels, as the makers name them, that the repository shows."""

    title: str
    upright: str
    lying: str


TICKETS = Screen("Touch screen", "1080x1920", "1920x1080")
FACES = Screen("Rating at a counter", "800x1280-10.1in", "1280x800-10.1in")
HALL = Screen("Hall display", "1080x1920", "1920x1080")
SETUP = Screen("The guided first start", "1080x1920", "1920x1080")


@dataclass(frozen=True, slots=True)
class State:
    """One state of a screen with a picture of each panel and language."""

    screen: Screen
    name: str
    pictures: dict[tuple[str, str], Path]

    @property
    def upright(self) -> list[Path]:
        return [self.pictures[self.screen.upright, language] for language in LANGUAGES]

    @property
    def lying(self) -> list[Path]:
        return [self.pictures[self.screen.lying, language] for language in LANGUAGES]


def drawn(folder: Path) -> None:
    """Every picture of every state, full size."""
    around = {**os.environ, "PYTHONPATH": str(TOP), "SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}
    for maker in MAKERS:
        command = [sys.executable, "-m", maker, str(folder)]
        done = subprocess.run(command, cwd=TOP, env=around, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"pictures: {maker} failed:\n{done.stderr[-2_000:]}")


def states(folder: Path) -> Iterator[State]:
    """Those of the folder, in the order in which they were drawn."""
    found: dict[str, dict[tuple[str, str], Path]] = defaultdict(dict)
    for path in sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime_ns):
        if named := _NAME.fullmatch(path.stem):
            found[named["state"]][named["panel"], named["language"]] = path
    for name, pictures in found.items():
        yield State(_screen(name), name, pictures)


def _screen(state: str) -> Screen:
    if state.startswith("rate-"):
        return FACES
    if state.startswith("setup-"):
        return SETUP
    return HALL if state.startswith("hall-") else TICKETS
