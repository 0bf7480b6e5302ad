"""The suggestion box over the LAN: screens write, everybody sees who will read, and nobody else reads."""

from pathlib import Path

import pytest

from kiosk.web.api.suggestions import SuggestionView
from office.domain.house import Box, Leader
from office.public_views import FormView
from tests.api.conftest import Api, code, nothing_changes, opened_api
from tests.api.test_shapes import fits
from tests.office_fixture import rid


def test_the_form_says_what_to_tap_and_who_reads_it(api: Api) -> None:
    form = api.client.get("/api/v1/suggestions/form", headers={"Accept-Language": "en"}).json()
    assert fits(form, FormView)
    assert form["offered"] is True
    assert [one["label"] for one in form["reasons"]][:2] == ["Khen ngợi", "Thái độ phục vụ"]
    assert form["readers"] == ["the head of this office"]
    assert form["longest"] == 1_000


def test_the_readers_are_the_leaders_and_who_above_reads_too(tmp_path: Path) -> None:
    box = Box(tier_label="Ủy ban nhân dân tỉnh", reasons=())
    with opened_api(tmp_path, leaders=(Leader("Nguyễn Thị Hoa", "Chủ tịch"),), box=box) as api:
        form = api.get(None, "/suggestions/form").json()
    assert (form["readers"], form["reasons"]) == (["Chủ tịch Nguyễn Thị Hoa", "Ủy ban nhân dân tỉnh"], [])


def test_without_a_name_for_the_tier_it_is_said_only_when_letters_go_there(api: Api) -> None:
    class Above:
        goes_up = True

    api.app.state.district = Above()
    form = api.client.get("/api/v1/suggestions/form", headers={"Accept-Language": "en"}).json()
    assert form["readers"] == ["the head of this office", "the authority above this office"]


def test_a_letter_is_made_once(api: Api) -> None:
    once = rid()
    body = {"reasons": ["praise"], "text": "Cán bộ quầy 2\r\nrất tận tình", "request_id": once}
    first = api.ask("touch", "POST", "/suggestions", body)
    assert first.status_code == 201
    assert fits(first.json(), SuggestionView)
    assert api.ask("touch", "POST", "/suggestions", body).json() == first.json()
    assert code(api.ask("touch", "POST", "/suggestions", {**body, "reasons": []})) == (409, "request_id_reused")


def test_the_live_stream_of_screens_hears_nothing_of_it(api: Api) -> None:
    from kiosk.web.api.roles import hears

    for kind in ("suggestion.made", "suggestion.erased", "text.erased"):
        assert not hears(kind, sees_all=False)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reasons": [], "text": ""},
        {"reasons": ["x"]},
        {"reasons": "praise"},
        {"reasons": ["praise"] * 7},
        {"reasons": ["praise", "praise"]},
        {"text": "x" * 1_001},
        {"text": "a\x00b"},
        {"text": "\u202eab"},
        {"text": 1},
        {"text": "a", "name": "Nguyễn Văn An"},
    ],
    ids=str,
)
def test_what_is_no_letter_is_refused(house: Api, body: dict[str, object]) -> None:
    with nothing_changes(house):
        assert code(house.ask("touch", "POST", "/suggestions", body)) == (422, "invalid")


def test_the_seventh_in_a_minute_is_asked_to_wait(api: Api) -> None:
    for _ in range(6):
        assert api.post("touch", "/suggestions", reasons=["praise"]).status_code == 201
    answer = api.post("touch", "/suggestions", reasons=["praise"])
    assert code(answer) == (429, "too_many")
    assert answer.headers["retry-after"] == "60"
    assert "60" in answer.json()["detail"]
    assert api.post("screen", "/suggestions", reasons=["praise"]).status_code == 201


def test_an_office_without_a_box_offers_none(tmp_path: Path) -> None:
    with opened_api(tmp_path, box=Box(on=False)) as api:
        assert api.get(None, "/suggestions/form").json()["offered"] is False
        assert code(api.post("touch", "/suggestions", text="a")) == (404, "unknown_item")
