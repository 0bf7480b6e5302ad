"""When numbers are given: sessions and their margins, quotas of day and session, days that are not like others."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from office.backoffice.from_above import FromAboveActs
from office.backoffice.office import BackOffice
from office.backoffice.services import Offer
from office.clock import SetClock
from office.domain.above import SpecialDay, body_of_days
from office.domain.house import Margins, Notice
from office.domain.moment import HOUR, MINUTE
from office.domain.people import OPERATOR, SYSTEM
from office.domain.refusals import Closed, DayClosed, Invalid, NotToday, QuotaReached, Refusal
from tests.office.at_work import Office
from tests.office_fixture import FIRST, HEAD, NO_HOURS, opened, rid

WORKING = ((450, 690), (810, 1020))
WEEK = (WORKING,) * 5 + ((), ())
DAY = 24 * HOUR


@contextmanager
def office_with(data: Path, **changes: Any) -> Iterator[Office]:
    """The example office on Monday at 08:00, open in the morning and in the afternoon, with these changes."""
    clock = SetClock()
    with opened(data, clock, first=replace(FIRST, weekly=WEEK, **changes)) as premises:
        yield Office(premises, clock)


def offering(**changes: Any) -> dict[str, Any]:
    """Service A with these limits."""
    return {"services": (replace(FIRST.services[0], **changes), *FIRST.services[1:])}


def refused(office: Office, service: str = "A") -> Refusal:
    with pytest.raises(Refusal) as error:
        office.take(service)
    return error.value


def shown(office: Office, service: str = "A") -> dict[str, Any]:
    state = office.desk.state()
    return dict(next(one for one in state["services"] if one["id"] == service))


def test_what_a_refused_person_hears_is_what_the_tile_says(tmp_path: Path) -> None:
    with office_with(tmp_path, margins=Margins(0, 15)) as office:
        office.clock.advance(3 * HOUR + 14 * MINUTE)
        office.take()
        office.clock.advance(MINUTE)
        said, tile = refused(office), shown(office)
        assert (said.code, said.facts["opens_at"]) == (Closed.code, "13:30")
        assert (tile["open"], tile["why"], tile["opens_at"]) == (False, "closed", "13:30")
        assert office.desk.state()["opening"]["opens_at"] == "13:30"


def test_a_full_morning_gives_numbers_again_in_the_afternoon_and_a_full_day_the_day_after(tmp_path: Path) -> None:
    with office_with(tmp_path, **offering(quota=3, quota_morning=2)) as office:
        office.take_many(2)
        said = refused(office)
        assert (said.code, said.facts["opens_at"]) == (QuotaReached.code, "13:30")
        assert shown(office)["why"] == "quota_reached"
        office.take("B")
        office.clock.advance(6 * HOUR)
        office.take()
        assert refused(office).facts["opens_at"] == "2026-11-24T07:30"


def test_practice_and_a_transfer_do_not_use_up_a_quota(tmp_path: Path) -> None:
    with office_with(tmp_path, **offering(quota_morning=1)) as office:
        office.sit("chi", 2)
        office.desk.set_training(HEAD, rid(), on=True)
        office.take_many(3)
        office.desk.set_training(HEAD, rid(), on=False)
        office.take("B")
        office.send(office.next(2)["ticket"], by=2, service="A")
        office.take()
        assert refused(office).code == QuotaReached.code


def test_a_session_that_was_counted_in_a_record_that_was_closed_goes_on_in_the_next(tmp_path: Path) -> None:
    with office_with(tmp_path, **offering(quota_morning=2)) as office:
        office.take_many(2)
        office.desk.close_day(HEAD, rid())
        assert refused(office).facts["opens_at"] == "2026-11-24T07:30", "nobody opens a day again by itself"
        office.desk.open_day(HEAD, rid())
        assert refused(office).facts["opens_at"] == "13:30"


def test_the_hours_of_the_day_record_bound_the_hours_of_numbers(tmp_path: Path) -> None:
    clock = SetClock()
    hours = replace(NO_HOURS, begins=9 * 60, ends=16 * 60)
    with opened(tmp_path, clock, first=replace(FIRST, weekly=WEEK), hours=hours) as premises:
        office = Office(premises, clock)
        said = refused(office)
        assert (said.code, said.facts["opens_at"]) == (DayClosed.code, "09:00")
        clock.advance(HOUR)
        office.desk.tick()
        office.take()
        clock.advance(7 * HOUR + MINUTE)
        office.desk.tick()
        assert refused(office).facts["opens_at"] == "2026-11-24T09:00"


def test_a_holiday_is_named_and_the_next_working_day_is_told(tmp_path: Path) -> None:
    with office_with(tmp_path, days={"2026-11-24": SpecialDay("closed", "Lễ hội xã")}) as office:
        office.clock.advance(DAY)
        said = refused(office)
        assert (said.facts["opens_at"], said.facts["day_name"]) == ("2026-11-25T07:30", "Lễ hội xã")
        opening = dict(office.desk.state()["opening"])
        assert opening == {"name": "Lễ hội xã", "sessions": [], "opens_at": "2026-11-25T07:30"}


def test_what_comes_from_above_cuts_the_day_that_the_head_has_marked(tmp_path: Path) -> None:
    with office_with(
        tmp_path, days={"2026-11-23": SpecialDay("hours", "Hội nghị", ((450, 660), (810, 900)))}
    ) as office:
        above = FromAboveActs(office.premises.performer, office.premises.readers)
        above.apply("opening", 1, body_of_days({"2026-11-23": SpecialDay("morning", "Nghỉ chiều")}).decode())
        opening = office.desk.state()["opening"]
        assert [(one["begins"], one["ends"]) for one in opening["sessions"]] == [("07:30", "11:00")]
        assert opening["name"] == "Nghỉ chiều"
        office.clock.advance(3 * HOUR)
        assert refused(office).facts["opens_at"] == "2026-11-24T07:30"
        above.apply("opening", 2, body_of_days({}).decode())
        assert refused(office).facts["opens_at"] == "13:30"


def test_numbers_begin_before_the_session_when_the_head_says_so(tmp_path: Path) -> None:
    with office_with(tmp_path, margins=Margins(30, 0)) as office:
        office.clock.advance(-61 * MINUTE)
        assert refused(office).facts["opens_at"] == "07:00"
        office.clock.advance(MINUTE)
        assert office.take()["number"] == "A001"


def test_a_service_that_is_off_until_a_day_is_back_when_that_day_opens(tmp_path: Path) -> None:
    with office_with(tmp_path) as office:
        services = BackOffice(office.premises.performer, office.premises.readers).services
        services.switch(OPERATOR, None, "A", on=False)
        assert refused(office).facts["opens_at"] is None
        services.change(OPERATOR, None, "A", Offer("Chứng thực", off_until="2026-11-25"))
        said = refused(office)
        assert (said.code, said.facts["opens_at"]) == (NotToday.code, "2026-11-25T07:30")
        for _ in range(2):
            office.desk.close_day(HEAD, rid())
            office.clock.advance(DAY)
            office.desk.tick()
        assert office.take()["number"] == "A001"
        assert office.premises.performer.house.services["A"].off_until is None
        told = [one["fact"] for one in office.desk.facts_after(0, 10_000) if one["kind"] == "service.changed"]
        assert told[-1] == {"switched_on": True, "by": SYSTEM.word}


def test_a_day_from_which_a_service_is_back_lies_ahead(tmp_path: Path) -> None:
    with office_with(tmp_path) as office:
        services = BackOffice(office.premises.performer, office.premises.readers).services
        for day in ("2026-11-23", "2026-02-30", "mai"):
            with pytest.raises(Invalid):
                services.change(OPERATOR, None, "A", Offer("Chứng thực", off_until=day))


def test_a_notice_stands_on_the_screens_on_its_days(tmp_path: Path) -> None:
    notices = (Notice("Luôn hiện"), Notice("Mai nghỉ", "", "2026-11-23"), Notice("Nghỉ lễ", "2026-11-24", "2026-11-25"))
    with office_with(tmp_path, notices=notices) as office:
        seen = list[list[str]]()
        for _ in range(4):
            seen.append(office.desk.state()["notices"])
            office.clock.advance(DAY)
        assert seen == [["Luôn hiện", "Mai nghỉ"], ["Luôn hiện", "Nghỉ lễ"], ["Luôn hiện", "Nghỉ lễ"], ["Luôn hiện"]]


def test_a_session_that_ends_during_a_call_loses_nobody(tmp_path: Path) -> None:
    """The one at the counter is served to the end, those who wait are called; only new numbers stop."""
    with office_with(tmp_path) as office:
        office.sit("an", 1)
        office.clock.advance(3 * HOUR + 20 * MINUTE)
        office.take_many(3)
        office.next()
        office.clock.advance(15 * MINUTE)
        assert refused(office).facts["opens_at"] == "13:30"
        office.recall()
        office.start()
        assert office.finish()["state"] == "done"
        assert [office.serve()["number"], office.serve()["number"]] == ["A002", "A003"]
        assert office.desk.state()["opening"]["sessions"][0]["ends"] == "11:30"
