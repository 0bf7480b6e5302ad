"""A service with a name of 300 signs: the screens cut it, keep everything in its place, and still give a number."""

import itertools
from typing import Any

import pytest

from kiosk.touch.layout.placing import placed
from look.sheet.measures import Measures
from look.sheet.things import Writing
from tests.touch.double import morning, ticket
from tests.touch.test_layout import TICKET_PANELS, letters_box
from tests.touch.walk import Walk

NAMES = {
    "words": ("Tiếp nhận hồ sơ và trả kết quả giải quyết thủ tục hành chính " * 5)[:300],
    "no blanks": "Đ" * 300,
}


def office(name: str) -> Walk:
    state: Any = morning()
    state["services"][0].update(name=name, name_en=name, detail=name, detail_en=name)
    return Walk(state=state)


def number_page(name: str) -> Walk:
    walk = office(name)
    walk.office.says["issue"] = [ticket(id=23)]
    walk.office.given["x"] = ticket(id=23)
    return walk.press("service:A").printed(23, "printed", None)


def closed_page(name: str) -> Walk:
    walk = office(name)
    walk.office.now_state["services"][0].update(open=False, why="quota_reached", opens_at="2026-11-24T07:30")
    return walk.hear().press("service:A")


def confirming_page(name: str) -> Walk:
    walk = office(name)
    walk.office.given["x"] = ticket(id=23)
    return walk.press("give_back").type_keys("A23").press("next")


def failed_page(name: str) -> Walk:
    walk = office(name)
    walk.office.says["issue"] = [ticket(id=23)]
    walk.office.given["x"] = ticket(id=23)
    return walk.press("service:A").printed(23, "failed", "paper_out")


@pytest.mark.parametrize(
    "panel", TICKET_PANELS, ids=lambda panel: f"{panel.width}x{panel.height}@{panel.diagonal_in:g}"
)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reach", [office, number_page, failed_page, closed_page, confirming_page])
def test_a_service_name_of_300_signs_keeps_everything_in_its_place(reach: Any, name: str, panel: Measures) -> None:
    sheet = placed(reach(NAMES[name]).page, panel)
    usual = placed(reach("Chứng thực").page, panel)
    assert {one.name: one.area for one in sheet.targets} == {one.name: one.area for one in usual.targets}
    for key, thing in sheet.things.items():
        if isinstance(thing, Writing):
            box = letters_box(thing)
            assert thing.area.x - 1 <= box.x, key
            assert box.right <= thing.area.right + 1, key
            assert box.bottom <= panel.height, key


def list_of(name: str) -> Walk:
    walk = Walk()
    walk.lookup.known[1] = (*walk.lookup.known[1][:1], name, name, "A", name, name)
    return walk.press("lookup")


def procedure_page(name: str) -> Walk:
    return list_of(name).press("procedure:2.000815")


@pytest.mark.parametrize(
    "panel", TICKET_PANELS, ids=lambda panel: f"{panel.width}x{panel.height}@{panel.diagonal_in:g}"
)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reach", [list_of, procedure_page])
def test_a_procedure_name_of_300_signs_keeps_every_letter_in_its_place(reach: Any, name: str, panel: Measures) -> None:
    sheet = placed(reach(NAMES[name]).page, panel)
    for key, thing in sheet.things.items():
        if isinstance(thing, Writing):
            box = letters_box(thing)
            assert thing.area.x - 1 <= box.x, key
            assert box.right <= thing.area.right + 1, key
            assert box.bottom <= panel.height, key
    for one, other in itertools.pairwise(sorted(sheet.targets, key=lambda target: target.area.y)):
        assert one.area.bottom <= panel.height
        assert other.area.right <= panel.width
