"""A session that ends during a call: the office's, the clerk's own, the whole day. Told plainly, nothing lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from office.acts.seating import SESSION_MS
from office.domain.day import DayHours
from office.domain.moment import HOUR, MINUTE
from tests.api.conftest import OFFICE, PIN, Api, code, opened_api
from tests.office_fixture import rid

WORKING = ((450, 690), (810, 1020))
HOURS = DayHours(360, 1140)


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Api]:
    """Monday 11:29, the morning ends at 11:30: "an" at counter 1 has just called A001, and A002 waits."""
    with opened_api(tmp_path, weekly=(WORKING,) * 5 + ((), ()), services=_limited()) as api:
        api.clock.advance(3 * HOUR + 29 * MINUTE)
        api.take()
        api.take()
        api.seat("an", 1)
        assert api.post("an", "/counters/1/next").json()["ticket"]["number"] == "A001"
        yield api


def _limited() -> tuple[object, ...]:
    first = OFFICE.services[1]
    return (OFFICE.services[0], replace(first, quota_morning=1), *OFFICE.services[2:])


def test_a_walk_in_that_is_refused_says_in_words_when_to_come_back(morning: Api) -> None:
    body = {"service": "B", "channel": "console"}
    assert morning.post("an", "/tickets", **body).status_code == 201
    full = morning.post("an", "/tickets", **body, request_id=rid())
    assert code(full) == (409, "quota_reached")
    assert (full.json()["opens_at"], full.json()["when"]) == ("13:30", "lúc 13:30")
    morning.clock.advance(MINUTE)
    closed = morning.ask("an", "POST", "/tickets", body, headers={"Accept-Language": "en"}).json()
    assert (closed["code"], closed["when"]) == ("closed", "at 13:30")
    assert "at 13:30" in closed["detail"]
    morning.clock.advance(6 * HOUR)
    later = morning.ask("touch", "POST", "/tickets", body, headers={"Accept-Language": "en"}).json()
    assert (later["opens_at"], later["when"]) == ("2026-11-24T07:30", "at 07:30 on Tuesday, 24/11/2026")
    assert "24/11/2026" in later["detail"]


def test_the_end_of_a_session_of_the_office_stops_new_numbers_and_nothing_else(morning: Api) -> None:
    morning.clock.advance(2 * MINUTE)
    assert code(morning.post("touch", "/tickets", service="A")) == (409, "closed")
    for act in ("recall", "start", "finish"):
        assert morning.post("an", f"/counters/1/{act}").status_code == 200
    assert morning.post("an", "/counters/1/next").json()["ticket"]["number"] == "A002"
    opening = morning.get("an", "/state").json()["opening"]
    assert opening["opens_at"] == "13:30"
    assert [one["stops"] for one in opening["sessions"]] == ["11:30", "17:00"]


def test_a_clerk_whose_own_session_ends_during_a_call_finds_the_same_person_again(morning: Api) -> None:
    """The sign-in lasts so long; then the act is refused, and the same request does it after signing in again."""
    morning.clock.advance(SESSION_MS + MINUTE)
    request = {"request_id": rid(), "expect": 1}
    facts = morning.seq
    assert code(morning.ask("an", "POST", "/counters/1/start", request)) == (401, "unauthenticated")
    assert morning.seq == facts
    body = {"clerk": "an", "pin": PIN}
    morning.tokens["an"] = morning.client.post("/api/v1/counters/1/sign-in", json=body).json()["token"]
    state = morning.get("an", "/state").json()["counters"][0]["ticket"]
    assert (state["number"], state["state"]) == ("A001", "called")
    assert [one["number"] for one in morning.get("an", "/counters/1/line").json()["waiting"]] == ["A002"]
    assert morning.ask("an", "POST", "/counters/1/start", request).json()["ticket"]["state"] == "serving"


def test_a_day_that_ends_by_itself_during_a_call_is_told_and_every_number_has_an_end(tmp_path: Path) -> None:
    with opened_api(tmp_path, hours=HOURS) as api:
        for _ in range(3):
            api.take()
        api.seat("an", 1)
        api.seat("chi", 2)
        for counter, name in enumerate(("an", "chi"), start=1):
            api.post(name, f"/counters/{counter}/next")
        api.post("an", "/counters/1/start")
        api.clock.advance(11 * HOUR)
        api.premises.desk.tick()
        refused = api.post("an", "/counters/1/finish", expect=1)
        assert code(refused) in ((401, "unauthenticated"), (403, "not_your_counter"), (409, "day_closed"))
        ends = [api.get("head", f"/tickets/{ticket}").json()["state"] for ticket in (1, 2, 3)]
        assert ends == ["done", "no_show", "expired"]
        assert api.get("hall", "/state").json()["day"]["status"] == "closed"
        assert code(api.post("touch", "/tickets", service="A")) == (409, "day_closed")
