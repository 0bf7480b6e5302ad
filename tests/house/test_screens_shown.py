"""The pictures of the repository: every screen in every state is there, and they stay small (`./run pictures`)."""

import re
from pathlib import Path

import pytest
from PIL import Image

from look.theme import COLOURS
from tests.hall.states import STATES
from tests.pictures.district import PAGES as DISTRICT_PAGES
from tests.pictures.pages import PAGES
from tests.pictures.sheets import save, sheet
from tests.setup.examples import SCREENS as SETUP_SCREENS
from tests.touch.examples import RATE_SCREENS, TICKET_SCREENS

TOP = Path(__file__).resolve().parents[2]
SCREENS = TOP / "docs" / "screens"
MOST_BYTES = 56_000
"""Of a picture on average."""
NAMES = [
    *(f"touch-{name}" for name in TICKET_SCREENS),
    *RATE_SCREENS,
    *(f"hall-{name}" for name in STATES),
    *(f"page-{shown.name}" for shown in PAGES),
    *(f"district-{shown.name}" for shown in DISTRICT_PAGES),
    *(f"setup-{name}" for name in SETUP_SCREENS),
]


def shown(page: Path) -> set[str]:
    """The pictures that a page of Markdown shows, by their path from the top."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"!\[[^]]*\]\(([^)]+\.png)\)|<img [^>]*src=\"([^\"]+\.png)\"", text)
    return {str((page.parent / (one or other)).resolve().relative_to(TOP)) for one, other in found}


@pytest.mark.parametrize("name", NAMES)
def test_every_state_of_every_screen_has_a_picture(name: str) -> None:
    assert (SCREENS / f"{name}.png").is_file(), "run ./run pictures"


def test_the_index_and_the_readme_show_all_pictures_and_no_other() -> None:
    kept = {str(path.relative_to(TOP)) for path in SCREENS.glob("*.png")}
    assert shown(SCREENS / "README.md") | shown(TOP / "README.md") == kept


def test_the_pictures_are_small_enough_for_a_repository() -> None:
    kept = list(SCREENS.glob("*.png"))
    assert sum(path.stat().st_size for path in kept) <= MOST_BYTES * len(kept)
    for path in kept:
        with Image.open(path) as picture:
            assert picture.mode == "P", path.name


def test_a_sheet_keeps_the_colours_that_mean_something(tmp_path: Path) -> None:
    meant = ("#ffffff", COLOURS.ground, COLOURS.gold, COLOURS.accent, COLOURS.ink)
    tall, wide = Image.new("RGB", (90, 160), "#ffffff"), Image.new("RGB", (160, 90), COLOURS.ground)
    for place, colour in enumerate(meant):
        tall.paste(colour, (0, 10 * place, 90, 10 * place + 10))
    paths = [tmp_path / "tall.png", tmp_path / "wide.png"]
    for picture, path in zip((tall, wide), paths, strict=True):
        picture.save(path)
    save(sheet(paths[:1], [paths[1], paths[1]], 160), tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as made:
        colours = {colour for _, colour in made.convert("RGB").getcolors(1 << 24) or []}
        assert made.height == 160
    assert {tuple(bytes.fromhex(one[1:])) for one in meant} <= colours
