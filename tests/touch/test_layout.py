"""Every screen in both orientations and three languages, measured: sizes, gaps, contrast, fitting, keys, letters.

The checks of the design, by number: 1 targets, 2 letters, 3 contrast, 4 fitting, 5 keys and spoken texts, 7 faces,
8 no literal words, 9 every letter is in the font. (6, the warning before a screen leaves, is in the flows.)
"""

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

import kiosk.touch
from kiosk.touch.glass.keys import ARROWS, towards
from kiosk.touch.layout.counter import FACE_COLOURS
from kiosk.touch.layout.placing import placed
from kiosk.touch.layout.sheet import Sheet
from kiosk.touch.page import Page
from look.drawing.raster import Pictures, drawing_of
from look.fonts import WEIGHTS, missing_letters
from look.sheet.areas import Area
from look.sheet.lettering import LEADING
from look.sheet.measures import CAPITAL, KEY_MIN, Measures
from look.sheet.things import Drawing, Plate, Target, Writing
from look.theme import contrast
from tests.touch import examples

TICKET_PANELS = (
    Measures(1080, 1920, 21.5),
    Measures(1920, 1080, 21.5),
    Measures(768, 1366, 18.5),
    Measures(1080, 1920, 15.6),
    Measures(1920, 1080, 15.6),
)
RATE_PANELS = (
    Measures(1280, 800, 15.6),
    Measures(1280, 800, 10.1),
    Measures(800, 1280, 10.1),
    Measures(1080, 1920, 15.6),
)
SECONDARY_MM, GAP_MM = 15.0, 3.0
TEXT_FIELDS = frozenset({"text", "title", "subtitle", "kicker", "hint", "status", "more", "complaint", "strip", "band",
                         "code_caption", "calls_title", "counter_word"})  # fmt: skip
OFFICES_OWN = re.compile(
    r"service:.*\.(title|detail|status)|clerk\..*|parent|office|notice|leader\..*|person:.*|service|typed|written|page:.*|dossier"
    r"|procedure:.*\.(title|detail)|field:.*|name|origin|fact.*\.text"
)
"""Keys of texts that the office wrote: however long, they are cut rather than refused."""

LANGUAGES = ("vi", "en", "longer")
TIGHT = (*TICKET_PANELS[2:3], *RATE_PANELS[1:3])
"""Small panels: there the longer language may lose the end of a text, everything else holds."""


@cache
def page_of(name: str, language: str) -> Page:
    reach = {**examples.TICKET_SCREENS, **examples.RATE_SCREENS}[name]
    page = examples.in_language(reach(), "en" if language == "longer" else language)
    return longer(page) if language == "longer" else page


def longer(value: Any) -> Any:
    """The page in a language whose every text is 40 % longer."""
    if isinstance(value, tuple):
        return tuple(longer(one) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {one.name: longer(getattr(value, one.name)) for one in fields(value)}
    for name in TEXT_FIELDS & changed.keys():
        if isinstance(changed[name], str) and len(changed[name]) > 2:
            changed[name] = stretched(changed[name])
    return replace(value, **changed)


def stretched(text: str) -> str:
    """Longer by letters in every word, as other languages are."""
    spare = -(-len(text) * 4 // 10)
    words = text.split(" ")
    while spare > 0:
        for place, word in enumerate(words):
            if spare > 0 and len(word) < 14:
                words[place], spare = word + "e", spare - 1
        if all(len(word) >= 14 for word in words):
            words, spare = [*words, "e" * min(spare, 8)], spare - 9
    return " ".join(words)


def cases() -> Iterator[Any]:
    for screens, panels in ((examples.TICKET_SCREENS, TICKET_PANELS), (examples.RATE_SCREENS, RATE_PANELS)):
        for name in screens:
            for panel in panels:
                size = f"{panel.width}x{panel.height}@{panel.diagonal_in:g}"
                yield pytest.param(name, panel, id=f"{name}-{size}")


every_screen = pytest.mark.parametrize(("name", "panel"), list(cases()))


def sheets(name: str, panel: Measures) -> Iterator[tuple[str, Sheet]]:
    for language in LANGUAGES[:2] if panel in TIGHT else LANGUAGES:
        yield language, sheet_of(name, language, panel)


@cache
def sheet_of(name: str, language: str, panel: Measures) -> Sheet:
    return placed(page_of(name, language), panel)


def letters_box(thing: Writing) -> Area:
    """Where the lines really stand."""
    area, fitted = thing.area, thing.fitted
    wide = fitted.widest
    left, top = area.x + (area.w - wide) * thing.across, area.y + (area.h - fitted.height) * thing.down
    return Area(left, top, wide, fitted.height)


def gap(one: Area, other: Area) -> float:
    across = max(one.x - other.right, other.x - one.right, 0)
    down = max(one.y - other.bottom, other.y - one.bottom, 0)
    return float((across**2 + down**2) ** 0.5)


@every_screen
def test_targets_are_large_and_apart_and_on_the_panel(name: str, panel: Measures) -> None:
    for language, sheet in sheets(name, panel):
        for target in sheet.targets:
            least = (SECONDARY_MM if target.secondary else KEY_MIN) - 2.2 * panel.is_small
            side = min(target.area.w, target.area.h) * panel.mm_per_px
            assert side >= least - 0.2, f"{language} {target.name}: {side:.1f} mm"
            assert target.area.x >= 0
            assert target.area.y >= 0
            assert target.area.right <= panel.width + 0.5
            assert target.area.bottom <= panel.height + 0.5
        for one, other in itertools.combinations(sheet.targets, 2):
            apart = gap(one.area, other.area) * panel.mm_per_px
            assert apart >= GAP_MM - 0.2, f"{language} {one.name}, {other.name}: {apart:.1f} mm"


@every_screen
def test_letters_are_large_enough_and_none_are_missing(name: str, panel: Measures) -> None:
    for language, sheet in sheets(name, panel):
        for key, thing in sheet.things.items():
            if not isinstance(thing, Writing):
                continue
            capital = thing.fitted.size * CAPITAL * panel.mm_per_px
            least = 7.3 if key == "title" else 4.8
            assert capital >= least, f"{language} {key}: {capital:.1f} mm"
            assert missing_letters(WEIGHTS[thing.fitted.weight], thing.fitted.text) == set()


@every_screen
def test_texts_are_whole_and_do_not_touch_one_another(name: str, panel: Measures) -> None:
    for language, sheet in sheets(name, panel):
        written = {key: thing for key, thing in sheet.things.items() if isinstance(thing, Writing)}
        boxes = {key: letters_box(thing) for key, thing in written.items()}
        for key, thing in written.items():
            if key != "number":
                assert boxes[key].y >= -1, f"{language} {key} begins above the panel"
                assert boxes[key].bottom <= panel.height + 1, f"{language} {key} ends below the panel"
            if not OFFICES_OWN.fullmatch(key):
                assert not thing.fitted.cut, f"{language} {key}: {thing.fitted.lines}"
        for (key, one), (other_key, other) in itertools.combinations(written.items(), 2):
            if {key, other_key} & {"number"}:
                continue  # the line box of the number is far higher than its digits
            upper, lower = sorted((boxes[key], boxes[other_key]), key=lambda box: box.y)
            overlap = upper.bottom - lower.y
            beside = upper.right <= lower.x + 3 or lower.right <= upper.x + 3
            smallest = min(one.fitted.size, other.fitted.size)
            assert beside or overlap <= smallest * (LEADING - 1), f"{language} {key}, {other_key}: {overlap:.0f} px"


@pytest.mark.parametrize("panel", TICKET_PANELS, ids=str)
def test_what_is_told_after_a_restored_database_is_whole_on_every_panel(panel: Measures) -> None:
    """Its end says what to do, so that it takes the place of the clock where there is no room beside it."""
    notice = sheet_of("idle-restored", "vi", panel).things["notice"]
    assert isinstance(notice, Writing)
    assert not notice.fitted.cut


@every_screen
def test_texts_and_pictures_stand_out_from_their_ground(name: str, panel: Measures) -> None:
    for language, sheet in sheets(name, panel):
        for key, thing in sheet.things.items():
            if isinstance(thing, Writing):
                assert all(contrast(one, thing.ground) >= 7 for one in thing.colours), f"{language} {key}"
            elif isinstance(thing, Drawing):
                assert contrast(thing.colour, thing.ground) >= 3, f"{language} {key}"
        for target in sheet.targets:
            plate = sheet.things[target.name]
            assert isinstance(plate, Plate)
            borders = [plate.edge] + ([plate.left[0]] if plate.left else [])
            assert max(contrast(one, sheet.ground) for one in borders) >= 3, f"{language} {target.name}"


@every_screen
def test_every_control_is_reached_by_arrows_and_has_a_spoken_text(name: str, panel: Measures) -> None:
    page = page_of(name, "vi")
    sheet = sheet_of(name, "vi", panel)
    assert {target.name for target in sheet.targets} == {control.name for control in page.controls}
    assert all(target.spoken.strip() for target in sheet.targets)
    targets = [target for target in sheet.targets if not target.off]
    assert reached(targets) == {target.name for target in targets}


def reached(targets: list[Target]) -> set[str]:
    """All controls that the arrow keys come to from the first one."""
    found = {targets[0].name} if targets else set()
    open_ones = list(found)
    while open_ones:
        here = open_ones.pop()
        for direction in ARROWS.values():
            there = towards(targets, here, direction)
            if there is not None and there not in found:
                found.add(there)
                open_ones.append(there)
    return found


@pytest.mark.parametrize("scale", ["rate-faces", "rate-faces-3", "rate-faces-5"])
def test_faces_differ_in_words_and_in_shape_without_any_colour(scale: str) -> None:
    sheet = placed(page_of(scale, "vi"), RATE_PANELS[0])
    faces = [thing for key, thing in sheet.things.items() if isinstance(thing, Drawing) and thing.name[:5] == "face:"]
    words = {key: thing for key, thing in sheet.things.items() if key.startswith("face:") and key.endswith(".text")}
    assert len({thing.fitted.text for thing in words.values() if isinstance(thing, Writing)}) == len(faces)
    grey = [Pictures().picture(face.name, 96, "#000000").getchannel("A") for face in faces]
    for one, other in itertools.combinations(grey, 2):
        assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] > 12
    assert {face.colour for face in faces} <= set(FACE_COLOURS.values())


def test_every_picture_that_a_page_names_exists() -> None:
    for name, panel in ((case.values[0], case.values[1]) for case in cases()):
        for thing in placed(page_of(str(name), "vi"), panel).things.values():
            if isinstance(thing, Drawing):
                assert drawing_of(thing.name)


def test_no_words_for_people_stand_in_the_code_without_being_marked() -> None:
    top = Path(next(iter(kiosk.touch.__path__)))
    for path in sorted((top / "models").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        marked = {id(leaf) for call in ast.walk(tree) if is_marking(call) for leaf in ast.walk(call)}
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in marked | docs:
                assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", node.value), f"{path.name}: {node.value!r}"


def is_marking(node: ast.AST) -> bool:
    called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
    return called in {"N_", "say", "say_many"}


def test_a_pressed_control_has_the_same_place_in_both_languages() -> None:
    """Somebody who changes the language finds everything where it was."""
    panel = TICKET_PANELS[0]
    one, other = (placed(page_of("home", language), panel).targets for language in ("vi", "en"))
    assert [target.area for target in one] == [target.area for target in other]


def test_the_same_page_is_the_same_sheet() -> None:
    first, again = (
        placed(examples.in_language(examples.TICKET_SCREENS["home"](), "vi"), TICKET_PANELS[0]) for _ in "12"
    )
    assert first.things == again.things


def test_a_code_on_the_screen_is_read_by_a_reader_of_codes() -> None:
    """The picture itself; `zbarimg` reads it in the test of the window."""
    from look.drawing.raster import qr

    square = qr("Số A023", 300)
    assert square.size == (300, 300)
    assert isinstance(square, Image.Image)
