"""The wall clock cannot always be believed: what the office does when it jumps, and at midnight."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from office.clock import SetClock
from office.domain.day import DayHours
from office.domain.refusals import DayClosed, WrongState
from office.premises import Premises
from tests.office_fixture import HEAD, ZONE, opened, rid, seat, take

MINUTE = 60_000
HOUR = 60 * MINUTE
HOURS = DayHours(begins=6 * 60, ends=19 * 60)
YEAR_2020 = 1_577_836_800_000
NIGHT_AND_DAY = DayHours(begins=0, ends=1440)


@pytest.fixture
def clock() -> SetClock:
    """08:00 on Monday, 23 November 2026, without time sync."""
    return SetClock()


def at(text: str) -> int:
    """Local time as ms of UTC."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def day(premises: Premises) -> Any:
    premises.desk.tick()
    return premises.desk.state()["day"]


def kinds(premises: Premises) -> list[str]:
    return [fact["kind"] for fact in premises.desk.facts_after(0)]


@pytest.mark.parametrize("jump", [-10 * MINUTE, 40 * HOUR], ids=["10 min back", "40 h forward"])
def test_a_jump_without_time_sync_keeps_the_day_until_the_head_confirms(
    tmp_path: Path, clock: SetClock, jump: int
) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        first, before = take(premises.desk), day(premises)
        clock.jump(jump)
        assert day(premises) == {**before, "clock_suspect": True}
        assert take(premises.desk)["number"] == "A002"
        assert premises.desk.ticket(first["id"])["state"] == "waiting"
        premises.desk.confirm_clock(HEAD, rid())
        assert kinds(premises).count("clock.suspect") == 1
        assert "clock.trusted" in kinds(premises)
        confirmed = day(premises)
        assert not confirmed["clock_suspect"]
        # 40 h forward is Wednesday at midnight: the Monday ends; 10 minutes back is still Monday.
        assert confirmed["status"] == ("closed" if jump > 0 else "open")


def test_nothing_to_confirm_is_said(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock) as premises, pytest.raises(WrongState):
        premises.desk.confirm_clock(HEAD, rid())


def test_time_sync_ends_the_suspicion_by_itself(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        take(premises.desk)
        clock.jump(-3 * HOUR)
        assert day(premises)["clock_suspect"]
        clock.jump(3 * HOUR)
        assert day(premises)["clock_suspect"]  # right again, but nobody knows it yet
        clock.set_synced(True)
        assert day(premises) == {**day(premises), "clock_suspect": False, "status": "open"}
        assert take(premises.desk)["number"] == "A002"


def test_a_jump_that_time_sync_made_is_believed(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        clock.set_synced(True)
        clock.jump(50 * HOUR)  # Wednesday, 10:00
        assert day(premises) == {**day(premises), "date": "2026-11-25", "clock_suspect": False}


def test_an_empty_battery_keeps_the_running_day(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        take(premises.desk)
        before = day(premises)
    clock.reboot(off_ms=5 * MINUTE)
    right = clock.now().wall
    clock.set_wall(YEAR_2020)
    with opened(tmp_path, clock, hours=HOURS) as premises:
        assert day(premises) == {**before, "clock_suspect": True}
        assert take(premises.desk)["number"] == "A002"
        clock.set_wall(right)
        clock.set_synced(True)
        assert day(premises) == before
        assert take(premises.desk)["number"] == "A003"


def test_an_empty_battery_is_seen_although_the_database_was_restored(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        take(premises.desk)
    (tmp_path / "notebook.json").unlink()
    clock.reboot()
    clock.set_wall(YEAR_2020)
    with opened(tmp_path, clock, hours=HOURS) as premises:
        assert day(premises)["clock_suspect"]


def test_the_suspicion_survives_a_restart(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        clock.jump(-2 * HOUR)
        assert day(premises)["clock_suspect"]
        take(premises.desk)
    clock.reboot()
    with opened(tmp_path, clock, hours=HOURS) as premises:
        assert day(premises)["clock_suspect"]
        assert kinds(premises).count("clock.suspect") == 1


def test_no_day_opens_by_itself_under_an_empty_battery(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        premises.desk.close_day(HEAD, rid())
    clock.reboot(off_ms=13 * HOUR)
    clock.set_wall(at("2020-01-01T08:00"))
    with opened(tmp_path, clock, hours=HOURS) as premises:
        assert day(premises)["status"] == "closed"
        with pytest.raises(DayClosed):
            take(premises.desk)
        clock.set_wall(at("2026-11-24T08:00"))
        clock.set_synced(True)
        assert day(premises) == {**day(premises), "status": "open", "date": "2026-11-24", "clock_suspect": False}


def test_a_day_with_a_wrong_date_can_be_closed_and_followed_by_an_earlier_one(tmp_path: Path, clock: SetClock) -> None:
    clock.set_wall(at("2027-03-01T08:00"))
    with opened(tmp_path, clock, hours=HOURS) as premises:
        assert [take(premises.desk)["number"] for _ in range(2)] == ["A001", "A002"]
        assert day(premises)["date"] == "2027-03-01"
        clock.set_wall(at("2026-11-23T09:00"))
        assert day(premises) == {**day(premises), "date": "2027-03-01", "clock_suspect": True}
        premises.desk.confirm_clock(HEAD, rid())
        assert day(premises)["date"] == "2027-03-01"  # people wait: the head decides when
        premises.desk.close_day(HEAD, rid())
        assert day(premises) == {**day(premises), "status": "open", "date": "2026-11-23"}
        assert take(premises.desk)["number"] == "A001"


def test_at_midnight_those_who_wait_go_home_and_a_new_day_begins(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=NIGHT_AND_DAY) as premises:
        desk, an, chi = premises.desk, seat(premises, "an", 1), seat(premises, "chi", 2)
        tickets = [take(desk)["id"] for _ in range(3)]
        desk.call_next(an, rid(), counter=1)
        desk.start(an, rid(), counter=1)
        desk.call_next(chi, rid(), counter=2)
        clock.advance(16 * HOUR - 1_000)  # 23:59:59
        assert day(premises)["date"] == "2026-11-23"
        clock.advance(2_000)
        assert day(premises) == {**day(premises), "date": "2026-11-24", "status": "open"}
        assert [desk.ticket(one)["state"] for one in tickets] == ["done", "no_show", "expired"]
        state = desk.state()
        assert all(one["ticket"] is None and one["rating"] is None for one in state["counters"])
        assert state["recent_calls"] == []
        assert take(desk)["number"] == "A001"


def test_the_day_closes_at_its_hour_and_opens_the_next_morning(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        take(premises.desk)
        clock.advance(11 * HOUR)  # 19:00
        assert day(premises)["status"] == "closed"
        clock.advance(10 * HOUR)
        assert day(premises)["status"] == "closed"
        clock.advance(HOUR)  # 06:00
        assert day(premises) == {**day(premises), "date": "2026-11-24", "status": "open"}


def test_a_weekend_switched_off_is_no_reason_for_doubt(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        clock.advance(11 * HOUR)
        assert day(premises)["status"] == "closed"
    clock.reboot(off_ms=61 * HOUR)
    with opened(tmp_path, clock, hours=HOURS) as premises:
        assert day(premises) == {**day(premises), "date": "2026-11-26", "status": "open", "clock_suspect": False}


def test_a_retry_is_known_although_the_clock_ran_away_in_between(tmp_path: Path, clock: SetClock) -> None:
    """A clock that is not believed must not make the office forget which requests it has answered."""
    once = rid()
    with opened(tmp_path, clock, hours=HOURS) as premises:
        first = premises.desk.issue(HEAD, once, service="A")
        clock.jump(30 * 24 * HOUR)
        clock.advance(HOUR)
        assert day(premises)["clock_suspect"]
        assert premises.desk.issue(HEAD, once, service="A") == first


def test_times_at_the_counter_are_measured_by_the_machine_not_by_the_wall(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock, hours=HOURS) as premises:
        desk, an = premises.desk, seat(premises, "an", 1)
        ticket = take(desk)["id"]
        desk.call_next(an, rid(), counter=1)
        desk.start(an, rid(), counter=1)
        desk.finish(an, rid(), counter=1)
        clock.jump(-5 * MINUTE)
        clock.advance(44_000)
        premises.desk.tick()
        assert desk.state()["counters"][0]["rating"] is not None
        clock.advance(2_000)
        premises.desk.tick()
        assert desk.state()["counters"][0]["rating"] is None
        assert desk.ticket(ticket)["state"] == "done"
