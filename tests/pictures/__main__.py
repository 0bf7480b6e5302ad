"""`./run pictures`: docs/screens made anew, every screen in every state.

    python -m tests.pictures [DIR] [--whole DIR]

Draws everything at full size in a folder that goes (or stays, with `--whole`), then writes small sheets, the few large
pictures of the README, and an index. Pictures that no screen has any more are removed.
"""

import argparse
import logging
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import structlog

from tests.pictures import district, index, pages, windows, wires
from tests.pictures.sheets import opened, save, sheet, side_by_side
from tests.pictures.windows import TOP

USUAL = TOP / "docs" / "screens"
SHEET_PX, PAGE_PX = 520, 720
"""How high a sheet of windows is, and how wide each of the two pages of a sheet of pages."""

PAGES, DISTRICT, PAPER = "Pages in a browser", "The district's pages", "Paper"
LARGE = {
    "touch": ("home-vi-1080x1920", 900),
    "hall": ("hall-full-vi-1920x1080", 720),
    "rating": ("rate-faces-vi-1280x800-10.1in", 640),
    "console": ("console-vi", 768),
}
"""The pictures of the README: name → which of the whole pictures, and how high."""

GUIDE = TOP / "kiosk" / "web" / "pages" / "static" / "guide"
IN_THE_GUIDE = {
    "console": ("console-vi", 560),
    "touch": ("home-vi-1080x1920", 640),
    "hall": ("hall-full-vi-1920x1080", 480),
    "paper-out": ("number-paper-out-vi-1080x1920", 640),
    "away": ("away-vi-1080x1920", 640),
}
"""The pictures of the guide, in the same way."""


def main() -> int:
    asked = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="motcua-pictures-") as passing:
        whole = asked.whole or Path(passing) / "whole"
        _draw(whole, Path(passing))
        made = _written(whole, asked.folder)
    for path in asked.folder.glob("*.png"):
        if path.stem not in made:
            path.unlink()
    size = sum(path.stat().st_size for path in asked.folder.glob("*.png"))
    print(f"{asked.folder}: {len(made)} pictures, {size / 1e6:.1f} MB")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pictures", description="docs/screens made anew.")
    parser.add_argument("folder", type=Path, nargs="?", default=USUAL, metavar="DIR", help="default: docs/screens")
    parser.add_argument("--whole", type=Path, metavar="DIR", help="keep every picture at full size there")
    return parser.parse_args()


def _draw(whole: Path, passing: Path) -> None:
    """Every picture at full size."""
    shutil.rmtree(whole, ignore_errors=True)
    windows.drawn(whole / "windows")
    pages.drawn(whole / "page", passing / "data")
    district.drawn(whole / "district", passing / "tier")
    preview = [sys.executable, "-m", "kiosk.cli", "printer", "preview", str(whole / "ticket.png")]
    config = ["--config", str(TOP / "config.toml"), "--data", str(passing / "data")]
    subprocess.run([*preview, *config], cwd=TOP, check=True, stdout=subprocess.DEVNULL)


def _written(whole: Path, folder: Path) -> set[str]:
    """The names of the pictures that were written to `folder`, index included."""
    sections: dict[str, list[str]] = defaultdict(list)
    for state in windows.states(whole / "windows"):
        name = state.name if state.name.startswith(("rate-", "hall-", "setup-")) else f"touch-{state.name}"
        save(sheet(state.upright, state.lying, SHEET_PX), folder / f"{name}.png")
        sections[state.screen.title].append(name)
    for title, kind, names in (
        (PAGES, "page", [shown.name for shown in pages.PAGES]),
        (DISTRICT, "district", [shown.name for shown in district.PAGES]),
    ):
        for name in names:
            both = [opened(whole / kind / f"{name}-{language}.png", width=PAGE_PX) for language in pages.LANGUAGES]
            save(side_by_side(both), folder / f"{kind}-{name}.png")
            sections[title].append(f"{kind}-{name}")
    save(opened(whole / "ticket.png"), folder / "ticket.png", 4)
    sections[PAPER].append("ticket")
    for name, (source, height) in LARGE.items():
        found = next(whole.glob(f"*/{source}.png"))
        save(opened(found, height=height), folder / f"{name}.png", 160)
    for name, (source, height) in IN_THE_GUIDE.items():
        save(opened(next(whole.glob(f"*/{source}.png")), height=height), GUIDE / f"{name}.png", 64)
    save(wires.drawn(), GUIDE / "wires.png", 64)
    index.written(folder, sections)
    return {*LARGE, *(name for names in sections.values() for name in names)}


if __name__ == "__main__":
    sys.exit(main())
