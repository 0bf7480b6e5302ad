"""The checks of the screens that hold for a display without controls: sizes, contrast, texts that fit, letters."""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from display.hall.board import Board
from display.hall.layout import placed
from display.hall.panel import NUMBER_MM_PER_M, Panel
from display.hall.sheet import Sheet
from look.fonts import WEIGHTS, missing_letters
from look.sheet.areas import Area
from look.sheet.measures import CAPITAL
from look.sheet.things import Plate, Writing
from look.theme import COLOURS, contrast
from tests.hall.pictures import PANELS
from tests.hall.states import STATES

TOP = Path(__file__).resolve().parents[2]
LANGUAGES = ("vi", "en", "vi+en", "pseudo")
LONG_DATA = {"everything_at_once"}
"""States with texts of the office that no room would hold: they may end in an ellipsis."""

TITLES = ("invite", "title", "to", "last", "last.place")
OUR_TEXTS = ("training", "away", "title", "text", "last_title", "last_place", "missed_title", "waiting_title", "date")
OF_THE_NUMBER = ("invite", "to", "priority")


def longer(text: str) -> str:
    """The text as a language that needs 40 % more room, with the highest and lowest letters there are."""
    more = -(-len(text) * 2 // 5)
    return text + "Ẵệ ỷg"[: more % 5] + " Ẵệỷg" * (more // 5) if text else ""


def pseudo(board: Board) -> Board:
    texts: dict[str, Any] = {name: longer(getattr(board, name)) for name in OUR_TEXTS}
    last = tuple(dataclasses.replace(row, mark=longer(row.mark)) for row in board.last)
    now = board.now
    if now is not None:
        said: dict[str, Any] = {name: longer(getattr(now, name)) for name in OF_THE_NUMBER}
        now = dataclasses.replace(now, **said)
    return dataclasses.replace(board, **texts, last=last, now=now)


def sheet_of(name: str, language: str, panel: Panel) -> Sheet:
    board = STATES[name]("vi" if language == "pseudo" else language).board
    return placed(pseudo(board) if language == "pseudo" else board, panel)


def written(sheet: Sheet) -> dict[str, Writing]:
    return {key: thing for key, thing in sheet.things.items() if isinstance(thing, Writing)}


SHEETS = {
    f"{name}-{language}-{panel.width}x{panel.height}": (name, language, panel)
    for name in STATES
    for language in LANGUAGES
    for panel in PANELS
}


@pytest.fixture(params=list(SHEETS))
def case(request: pytest.FixtureRequest) -> tuple[str, Sheet]:
    name, language, panel = SHEETS[request.param]
    return name, sheet_of(name, language, panel)


def test_every_letter_is_large_enough_dark_or_light_enough_and_in_its_place(case: tuple[str, Sheet]) -> None:
    name, sheet = case
    mm = sheet.panel.mm_per_px
    for key, thing in written(sheet).items():
        capitals = thing.fitted.size * CAPITAL * mm
        assert capitals >= (7.3 if key in TITLES else 4.8), key
        assert all(contrast(colour, thing.ground) >= 7 for line in thing.fitted.lines for _, colour in line), key
        assert ground_under(sheet, key) == thing.ground, key
        assert thing.fitted.widest <= thing.area.w + 1, key
        assert thing.fitted.cut is False or name in LONG_DATA, (key, thing.fitted.text)
        assert is_within(thing.area, sheet.area), key
    assert overlapping(sheet) == []


def ground_under(sheet: Sheet, key: str) -> str:
    """The colour of the last plate below the letters' middle."""
    area, fill = sheet.things[key].area, sheet.ground
    x, y = area.x + area.w / 2, area.y + area.h / 2
    for other, thing in sheet.things.items():
        if other == key:
            return fill
        if isinstance(thing, Plate) and holds(thing.area, x, y):
            fill = thing.fill
    raise KeyError(key)


def holds(area: Area, x: float, y: float) -> bool:
    return area.x <= x <= area.x + area.w and area.y <= y <= area.y + area.h


def is_within(area: Area, whole: Area) -> bool:
    return area.x >= -1 and area.y >= -1 and area.x + area.w <= whole.w + 1 and area.y + area.h <= whole.h + 1


def inked(thing: Writing) -> Area:
    """Where there is really something to see: from the accents above the capitals to the descenders."""
    fitted, area = thing.fitted, thing.area
    is_number = set(fitted.text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:")
    high = fitted.size * CAPITAL if is_number else fitted.height - fitted.size * 0.16
    return Area(
        area.x + (area.w - fitted.widest) * thing.across,
        area.y + area.h * thing.down - high * thing.down,
        fitted.widest,
        high,
    )


def overlapping(sheet: Sheet) -> list[tuple[str, str]]:
    inks = [(key, inked(thing)) for key, thing in written(sheet).items()]
    return [
        (one, other)
        for place, (one, a) in enumerate(inks)
        for other, b in inks[place + 1 :]
        if a.x < b.x + b.w - 1 and b.x < a.x + a.w - 1 and a.y < b.y + b.h - 1 and b.y < a.y + a.h - 1
    ]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: f"{panel.width}x{panel.height}")
@pytest.mark.parametrize("name", [name for name in STATES if STATES[name]("vi").board.now is not None])
def test_the_called_number_can_be_read_from_the_last_row(name: str, panel: Panel) -> None:
    for language in LANGUAGES:
        number = sheet_of(name, language, panel).things["number"]
        assert isinstance(number, Writing)
        millimetres = number.fitted.size * CAPITAL * panel.mm_per_px
        assert millimetres >= NUMBER_MM_PER_M * panel.depth_m
        assert panel.reads_as_far(number.fitted.size)


def test_the_edge_of_a_letter_s_field_is_seen() -> None:
    assert contrast(COLOURS.edge, COLOURS.night) >= 3


def test_every_sign_exists_in_the_font() -> None:
    for name in STATES:
        for language in LANGUAGES:
            for thing in written(sheet_of(name, language, PANELS[0])).values():
                assert missing_letters(WEIGHTS[thing.fitted.weight], thing.fitted.text) == set()


def test_names_of_300_signs_break_nothing() -> None:
    office = STATES["full"]("vi")
    long = "Nghiên cứu " * 27
    office.state["office"]["name"] = office.state["office"]["parent"] = long
    for one in (*office.state["services"], office.at(3)):
        one["name"] = long
    office.state["notices"] = [long, "A" * 160]
    board = office.tell_state().after(9).board
    for panel in PANELS:
        sheet = placed(board, panel)
        assert overlapping(sheet) == []
        assert all(thing.fitted.widest <= thing.area.w + 1 for thing in written(sheet).values())


def on_glass(*what: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hall.on_glass", *what],
        cwd=TOP,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_on_real_glass_every_text_keeps_to_its_place_and_the_number_is_painted_large_enough() -> None:
    seen = on_glass("spans")
    assert seen["too_wide"] == {}
    print("\npainted height of the called number, mm:", seen["heights"])
    assert all(mm >= NUMBER_MM_PER_M * Panel(1, 1).depth_m for mm in seen["heights"].values())
