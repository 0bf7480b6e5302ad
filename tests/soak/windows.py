"""The windows through a long day, on glass that nobody sees: taps at random, visits, calls; each in its own process."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.figures import Row
from tests.touch.street import AROUND

NOISE_MB = 25.0
"""What the memory of the graphics driver goes up and down by, once all kept pictures are there."""

WARM, COLD_MB = 2_000, 75.0
"""After fewer taps not everything that may be kept (48 MB of textures) is there yet."""

LONGEST_S = 3_600
UNSEEN = {**AROUND, "SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}


def monkey(folder: Path, count: int) -> list[Row]:
    """Taps anywhere at any pace, and what the office gives for them."""
    seen = _touched("monkey", folder, count)
    doubles = max(seen["issued"], seen["requests"]) - seen["different"]
    what = f"touch window, {count:,} random taps"
    return [
        Row(f"{what}: numbers given", f"{seen['issued']:,}", f"≥ {count // 100:,}", seen["issued"] >= count // 100),
        none(f"{what}: numbers beyond one a request", doubles, seen["issued"]),
        flat(f"{what}: own memory", _floors(seen["memory"]), NOISE_MB if count >= WARM else COLD_MB),
    ]


def visits(folder: Path, count: int) -> list[Row]:
    """From tile to number to the first page again, every frame really drawn."""
    seen = _touched("visits", folder, count)
    what = f"touch window, {count:,} visits"
    return [
        none(f"{what}: without a number, or with two", abs(seen["issued"] - count), count),
        flat(f"{what}: own memory", _floors(seen["memory"])),
    ]


def hall(_folder: Path, count: int) -> list[Row]:
    """Calls one after the other on the hall display."""
    said = _told([sys.executable, "-W", "error", "-m", "tests.hall.on_glass", "memory", str(count)])
    seen = json.loads(said.splitlines()[-1])
    return [flat(f"hall display, {count:,} updates: memory (RSS)", [seen["early_kb"] / 1000, seen["late_kb"] / 1000])]


def none(what: str, wrong: int, of: int) -> Row:
    """Nothing of it may be."""
    return Row(what, f"{wrong} of {of:,}", "0", wrong == 0)


def flat(what: str, megabytes: Sequence[float], noise_mb: float = NOISE_MB) -> Row:
    """From when everything is kept that is kept, to the end."""
    early, late = megabytes
    return Row(what, f"{early:.1f} → {late:.1f} MB", f"+ {noise_mb:g} MB at most", late - early <= noise_mb)


def _floors(memory_kb: Sequence[int]) -> list[float]:
    """The least of the third fifth and of the last one, MB: pictures come and go, and what leaks never goes."""
    fifth = len(memory_kb) // 5
    return [min(memory_kb[2 * fifth : 3 * fifth]) / 1000, min(memory_kb[-fifth:]) / 1000]


def _touched(what: str, folder: Path, count: int) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / "seen.json"
    _told([sys.executable, "-W", "error", "-m", "tests.touch.window_checks", what, str(out), str(count)])
    return json.loads(out.read_text(encoding="utf-8"))


def _told(command: list[str]) -> str:
    done = subprocess.run(command, env=UNSEEN, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    assert done.returncode == 0, f"crashed with {done.returncode}: {done.stderr[-3000:]}"
    return done.stdout
