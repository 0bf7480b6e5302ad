"""The calendar through the API: refused as a whole beside its field, previewed before it holds, moved in the file."""

import copy
import json
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import load
from kiosk.web.admin.office_json import office_from, office_json, whole_of
from office.backoffice.from_above import FromAboveActs
from office.domain.above import SpecialDay, body_of_days
from office.domain.house import Notice
from tests.admin import conftest
from tests.admin.conftest import Caller, House
from tests.domain.test_opening_hours import some_house

SHIPPED = whole_of(load(conftest.SHIPPED).first)

CLOSED = {"date": "2026-11-24", "kind": "closed", "name": "Lễ hội xã"}
WORKED = {"date": "2026-11-28", "kind": "hours", "name": "Làm bù", "sessions": [[450, 690]]}


def calendar(head: Caller, **changes: Any) -> dict[str, Any]:
    """What the page sends for a preview."""
    settings = head.get("/settings").json()["settings"]
    held = {key: settings[key] for key in ("weekly", "days", "notices")}
    return {**held, **settings["margins"], **changes}


def days_ahead(head: Caller, **changes: Any) -> dict[str, Any]:
    answer = head.post("/opening/preview", **calendar(head, **changes))
    assert answer.status_code == 200, answer.text
    return {one["date"]: one for one in answer.json()["days"]}


def test_days_that_are_marked_hold_at_once_and_stand_in_the_settings(house: House, head: Caller) -> None:
    answer = head.post("/settings/days", days=[WORKED, CLOSED]).json()["settings"]["days"]
    assert answer == [{**CLOSED, "sessions": []}, WORKED]
    assert house.back.house.days["2026-11-24"] == SpecialDay("closed", "Lễ hội xã")
    house.clock.advance(24 * 3_600_000)
    assert house.premises.desk.state()["opening"]["name"] == "Lễ hội xã"


WRONG_DAYS: list[tuple[dict[str, Any], str]] = [
    ({"date": "2026-02-30"}, "This is not a date."),
    ({"kind": "ajar"}, "Choose what is different on this day."),
    ({"kind": "hours"}, "Write at least one session, or choose “Closed all day”."),
    ({"kind": "hours", "sessions": [[690, 450]]}, "A session must close after it opens."),
    (
        {"kind": "hours", "sessions": [[450, 690], [600, 720]]},
        "A session must begin after the one before has closed.",
    ),
    ({"name": "Lễ" * 41}, "This text is too long."),
]


def test_a_day_that_no_calendar_has_changes_nothing(head: Caller) -> None:
    for change, why in WRONG_DAYS:
        wrong = CLOSED | change
        answer = head.post("/settings/days", days=[WORKED, wrong])
        assert (answer.status_code, answer.json()["errors"]) == (422, [{"field": f"days.{wrong['date']}", "why": why}])
    assert head.get("/settings").json()["settings"]["days"] == []


def test_the_preview_shows_two_weeks_of_what_is_not_saved_yet(house: House, head: Caller) -> None:
    notices = [{"text": "Nghỉ lễ", "since": "2026-11-24", "until": "2026-11-25"}, "Luôn hiện"]
    before = house.premises.desk.seq
    ahead = days_ahead(head, days=[CLOSED, WORKED], issue_before=30, stop_before=15, notices=notices)
    assert len(ahead) == 14
    assert min(ahead) == "2026-11-23"
    assert ahead["2026-11-23"]["sessions"][0] == {
        "begins": "07:30",
        "ends": "11:30",
        "gives": "07:00",
        "stops": "11:15",
    }
    assert (ahead["2026-11-24"]["sessions"], ahead["2026-11-24"]["name"]) == ([], "Lễ hội xã")
    assert [len(ahead[f"2026-11-{day}"]["notices"]) for day in (23, 24, 25, 26)] == [1, 2, 2, 1]
    assert {one["set_by"] for one in ahead.values()} == {"week", "own"}
    assert house.premises.desk.seq == before


def test_the_preview_joins_what_the_tier_above_has_set(house: House, head: Caller) -> None:
    days = {"2026-11-24": SpecialDay("morning", "Nghỉ chiều"), "2026-11-28": SpecialDay("closed", "Tết")}
    above = FromAboveActs(house.premises.performer, house.premises.readers)
    above.apply("opening", 1, body_of_days(days).decode())
    ahead = days_ahead(head, days=[{"date": "2026-11-24", "kind": "hours", "sessions": [[540, 1020]]}, WORKED])
    assert [(one["begins"], one["ends"]) for one in ahead["2026-11-24"]["sessions"]] == [("09:00", "11:30")]
    assert (ahead["2026-11-28"]["sessions"], ahead["2026-11-28"]["set_by"]) == ([], "both")


def test_margins_have_bounds(head: Caller) -> None:
    for field, value in {"issue_before": -1, "stop_before": 241}.items():
        body: dict[str, Any] = {"issue_before": 0, "stop_before": 0} | {field: value}
        assert head.post("/settings/margins", **body).json()["errors"][0]["field"] == field
        assert head.post("/opening/preview", **calendar(head, **body)).json()["errors"][0]["field"] == field
    assert head.get("/settings").json()["settings"]["margins"] == {"issue_before": 0, "stop_before": 0}


def test_a_notice_has_its_days_and_they_are_in_order(house: House, head: Caller) -> None:
    good = {"text": "Nghỉ lễ", "since": "2026-11-24", "until": "2026-11-24"}
    assert head.post("/settings/notices", notices=[good]).json()["settings"]["notices"] == [good]
    assert house.premises.desk.state()["notices"] == []
    for wrong in ({"until": "2026-11-23"}, {"since": "2026-13-01"}, {"text": " "}):
        answer = head.post("/settings/notices", notices=["Luôn hiện", good | wrong])
        assert answer.json()["errors"][0]["field"] == "notices.1"


def test_the_limits_of_a_service_are_kept_and_bounded(house: House, head: Caller) -> None:
    limits: dict[str, Any] = {"quota": 80, "quota_morning": 50, "quota_afternoon": 30, "stop_before": 20}
    made = head.post("/services/A", name="Chứng thực", **limits, off_until="2026-12-01").json()["service"]
    assert {key: made[key] for key in limits} == limits
    assert made["off_until"] is None, "a service that is on has nothing to come back from"
    for field, value in {"quota_morning": 0, "quota_afternoon": 10_000, "stop_before": 241}.items():
        answer = head.post("/services/A", name="Chứng thực", **{**limits, field: value})
        assert answer.json()["errors"][0]["field"] == field
    house.take()
    assert head.get("/services").json()["services"][0]["given"] == 1


def test_the_offices_file_carries_the_calendar(house: House, head: Caller) -> None:
    head.post("/settings/days", days=[CLOSED, WORKED])
    head.post("/settings/margins", issue_before=20, stop_before=10)
    head.post("/settings/notices", notices=["Luôn hiện", {"text": "Nghỉ lễ", "since": "2026-11-24", "until": ""}])
    head.post("/services/G/switch", on=False)
    head.post("/services/G", name="Đất đai", quota_morning=40, stop_before=0, off_until="2026-12-01")
    office = head.get("/office").json()
    assert office["first"]["notices"] == [{"text": "Luôn hiện"}, {"text": "Nghỉ lễ", "since": "2026-11-24"}]
    wiped = copy.deepcopy(office)
    wiped["first"]["days"], wiped["first"]["notices"] = [], ["Chỉ còn một"]
    assert head.post("/office", office=wiped).status_code == 200
    assert (house.back.house.days, house.premises.desk.state()["notices"]) == ({}, ["Chỉ còn một"])
    assert head.post("/office", office=office).status_code == 200
    assert head.get("/office").json() == office
    service = house.back.house.services["G"]
    assert (service.quota_morning, service.stop_before, service.off_until) == (40, 0, "2026-12-01")
    assert house.back.house.margins.issue_before == 20


@given(st.integers(0, 2**32))
def test_any_calendar_comes_back_from_the_file_as_it_was(seed: int) -> None:
    chance, made = Random(seed), some_house(seed)
    service = replace(
        SHIPPED.services[0],
        switched_on=chance.random() < 0.5,
        quota_morning=chance.choice((None, 1, 40)),
        stop_before=chance.choice((None, 0, 20)),
        off_until=chance.choice((None, "2026-12-01")),
    )
    notices = (
        Notice("Nghỉ", chance.choice(("", "2026-11-24")), chance.choice(("", "2026-11-25"))),
        Notice("Luôn hiện"),
    )
    whole = replace(
        SHIPPED,
        services=(service, *SHIPPED.services[1:]),
        weekly=made.weekly,
        days=made.days,
        margins=made.margins,
        notices=notices,
    )
    assert office_from(json.loads(json.dumps(office_json(whole)))) == whole


WRONG_FILES: list[tuple[str, list[dict[str, Any]], str]] = [
    ("days", [CLOSED, CLOSED], "first.days[2].date: 2026-11-24 stands there twice"),
    ("days", [{**CLOSED, "sessions": ["07:30-11:30"]}], "first.days[1].sessions: belongs to kind"),
    ("days", [{**CLOSED, "date": "24/11/2026"}], "must be a date like"),
    ("notices", [{"text": "Nghỉ", "until": "mai"}], "must be a date like"),
]


def test_a_file_with_a_wrong_calendar_says_where(head: Caller) -> None:
    office = head.get("/office").json()
    for key, value, said in WRONG_FILES:
        wrong = {**office, "first": {**office["first"], key: value}}
        (mistake,) = head.post("/office", office=wrong).json()["mistakes"]
        assert said in mistake
