"""Clerks sit down, move, pause and leave; never while somebody stands before them."""

import pytest

from office.domain.refusals import (
    CounterTaken,
    NotYourCounter,
    TicketActive,
    UnknownClerk,
    UnknownCounter,
    WrongState,
)
from office.keyring import Ended, SessionKeys
from tests.office.at_work import Office, working
from tests.office_fixture import HEAD, rid


def leave(office: Office, clerk: str, counter: int) -> SessionKeys:
    """Signs in once more at the own counter, and out again."""
    keys = office.premises.doors.fresh_keys()
    actor = office.premises.doors.sign_in(clerk, counter, keys)
    office.premises.doors.sign_out(actor, keys.token)
    return keys


def test_signing_in_opens_the_counter() -> None:
    with working(seated=False) as office:
        assert office.counter(1)["status"] == "closed"
        office.sit("an", 1)
        counter = office.counter(1)
        assert (counter["status"], counter["clerk"]["name"]) == ("open", "Trần Lan Anh")
        assert office.facts("counter.opened")[-1] == {"counter": 1, "clerk": "an", "by": "clerk:an"}


def test_a_counter_held_by_another_is_taken(office: Office) -> None:
    with office.refuses(CounterTaken, counter=2, clerk="chi"):
        office.premises.doors.sign_in("an", 2, office.premises.doors.fresh_keys())


def test_at_another_counter_one_takes_ones_seat_along_with_a_notice() -> None:
    with working(seated=False) as office:
        office.sit("an", 1)
        office.sit("an", 3)
        assert (office.counter(1)["status"], office.counter(3)["status"]) == ("closed", "open")
        assert office.facts("counter.closed")[-1]["moved_to"] == 3


def test_nobody_moves_away_from_a_person() -> None:
    with working(seated=False) as office:
        office.sit("an", 1)
        office.take()
        office.next()
        with office.refuses(TicketActive, counter=1, number="A001"):
            office.premises.doors.sign_in("an", 3, office.premises.doors.fresh_keys())
        office.start()
        with office.refuses(TicketActive):
            office.pause()


def test_again_at_ones_own_counter_the_older_session_ends(office: Office) -> None:
    doors = office.premises.doors
    old, new = doors.fresh_keys(), doors.fresh_keys()
    doors.sign_in("an", 1, old)
    seq = office.desk.seq
    office.clock.advance(60_000)
    doors.sign_in("an", 1, new)
    assert (doors.who(old.token), doors.who(new.token) is not None) == (None, True)
    assert office.kinds(seq) == ["counter.taken_over"]
    assert doors.ended(old.token) == Ended(1, 1, office.clock.now().wall)
    assert (doors.ended(new.token), doors.ended("a stranger's")) == (None, None)


def test_a_page_is_told_to_which_counter_its_person_has_moved(office: Office) -> None:
    doors, old = office.premises.doors, office.premises.doors.fresh_keys()
    doors.sign_in("an", 1, old)
    office.desk.close_day(HEAD, rid())  # everybody has left
    doors.sign_in("an", 2, doors.fresh_keys())
    assert doors.ended(old.token) == Ended(1, 2, office.clock.now().wall)


def test_a_person_who_signs_out_has_not_been_taken_over(office: Office) -> None:
    doors, keys = office.premises.doors, office.premises.doors.fresh_keys()
    actor = doors.sign_in("an", 1, keys)
    doors.sign_out(actor, keys.token)
    assert doors.ended(keys.token) is None


def test_an_ended_session_is_forgotten_when_it_would_be_over_anyway(office: Office) -> None:
    doors, old = office.premises.doors, office.premises.doors.fresh_keys()
    doors.sign_in("an", 1, old)
    doors.sign_in("an", 1, doors.fresh_keys())
    office.clock.advance(15 * 3_600_000)
    office.desk.tick()
    doors.refresh()
    assert doors.ended(old.token) is None


def test_a_person_at_the_counter_survives_a_new_sign_in(office: Office) -> None:
    office.take()
    office.next()
    office.sit("an", 1)
    assert office.start()["state"] == "serving"


def test_signing_out_closes_the_counter(office: Office) -> None:
    keys = leave(office, "an", 1)
    assert office.counter(1)["status"] == "closed"
    assert office.premises.doors.who(keys.token) is None
    with office.refuses(NotYourCounter):
        office.next(1)


def test_signing_out_with_somebody_at_the_counter_is_refused(office: Office) -> None:
    office.take()
    office.next()
    keys = office.premises.doors.fresh_keys()
    actor = office.premises.doors.sign_in("an", 1, keys)
    with office.refuses(TicketActive, counter=1, number="A001"):
        office.premises.doors.sign_out(actor, keys.token)
    assert office.premises.doors.who(keys.token) is not None


def test_unknown_counters_and_people_are_refused(office: Office) -> None:
    with office.refuses(UnknownCounter, counter=9):
        office.premises.doors.sign_in("an", 9, office.premises.doors.fresh_keys())
    with office.refuses(UnknownClerk):
        office.premises.doors.sign_in("nobody", 1, office.premises.doors.fresh_keys())
    with office.refuses(UnknownCounter, counter=9):
        office.desk.pause(office.people[1], None, counter=9, reason="Nghỉ")


def test_a_paused_counter_calls_nobody(office: Office) -> None:
    office.take()
    office.pause()
    counter = office.counter(1)
    assert (counter["status"], counter["pause_reason"]) == ("paused", "Nghỉ trưa")
    for act in (office.next, office.start, office.finish, office.recall, office.no_show, office.park):
        with office.refuses(WrongState, state="paused"):
            act(1)
    with office.refuses(WrongState, state="paused"):
        office.call("A001")
    office.resume()
    assert office.next()["ticket"]["number"] == "A001"
    assert [fact.get("reason") for fact in office.facts("counter.paused", "counter.resumed")] == ["Nghỉ trưa", None]


def test_a_pause_is_begun_and_ended_once(office: Office) -> None:
    with office.refuses(WrongState, state="open"):
        office.resume()
    office.pause()
    with office.refuses(WrongState, state="paused"):
        office.pause()


@pytest.mark.parametrize("act", ["next", "start", "recall", "finish", "no_show", "park", "undo", "pause", "resume"])
def test_at_a_counter_where_one_does_not_sit_nothing_can_be_done(office: Office, act: str) -> None:
    office.people[2] = office.people[1]
    with office.refuses(NotYourCounter, counter=2):
        getattr(office, act)(2)


def test_clerk_and_counter_are_remembered_with_what_was_done(office: Office) -> None:
    office.take()
    office.serve(2)
    fact = office.facts("ticket.finished")[-1]
    assert (fact["counter"], fact["clerk"], fact["by"]) == (2, "chi", "clerk:chi")
