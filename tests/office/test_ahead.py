"""How many people are ahead: those who would be called before you if nobody else came."""

from office.domain.moment import SECOND
from tests.office.at_work import Office, working
from tests.office_fixture import fill_with


def test_the_first_in_an_empty_line_has_nobody_ahead(office: Office) -> None:
    assert office.take()["ahead"] == 0


def test_people_of_other_services_of_the_same_counter_are_ahead_too() -> None:
    with working(seated=False) as office:
        office.sit("an", 1)
        office.take_many(3, "T")
        assert office.take()["ahead"] == 3


def test_with_two_open_counters_only_those_count_who_are_called_before() -> None:
    with working(seated=False) as office:
        office.sit("an", 1)
        office.sit("chi", 2)
        office.take_many(3, "T")
        assert office.take()["ahead"] == 1  # counter 1 calls T001, then counter 2 calls this one


def test_without_an_open_counter_all_counters_of_the_service_are_counted() -> None:
    with working(seated=False) as office:
        office.take_many(3, "T")
        assert office.take()["ahead"] == 1


def test_a_paused_counter_counts_as_away(office: Office) -> None:
    office.take_many(3, "T")
    office.pause(2)
    one = office.take()
    assert one["ahead"] == 3
    office.resume(2)
    assert office.ticket(one)["ahead"] == 1


def test_whoever_is_called_or_gives_up_is_no_longer_ahead(office: Office) -> None:
    first, second, last = office.take_many(3)
    office.next()
    assert office.ticket(last)["ahead"] == 1
    office.cancel(second)
    assert office.ticket(last)["ahead"] == 0
    assert office.ticket(first)["ahead"] is None


def test_under_strict_a_priority_person_has_only_priority_ahead() -> None:
    with working(fill_with(rule="strict")) as office:
        office.take_many(4)
        assert office.take(priority=True)["ahead"] == 0
        assert office.take(priority=True)["ahead"] == 1


def test_under_interleaved_the_counters_memory_counts() -> None:
    with working(seated=False) as office:
        office.sit("an", 1)
        office.take_many(8)
        office.calls(3)
        assert office.take(priority=True)["ahead"] == 1
        office.calls(1)
        assert office.take(priority=True)["ahead"] == 5  # the first priority, and four ordinary calls after it


def test_the_returned_are_ahead_of_everybody_else(office: Office) -> None:
    office.take_many(3)
    gone = office.miss()
    waiting = office.take()
    before = office.ticket(waiting)["ahead"]
    office.bring_back(gone)
    assert office.ticket(gone)["ahead"] == 0
    assert office.ticket(waiting)["ahead"] == before + 1


def test_one_who_was_sent_to_a_counter_waits_for_that_counter_alone(office: Office) -> None:
    office.take_many(4)
    one = office.next(2)["ticket"]
    sent = office.send(one, by=2, counter=3, position="back")
    assert (sent["for_counter"], sent["ahead"]) == (3, 0)


def test_ahead_is_told_truly_when_nobody_else_comes(office: Office) -> None:
    for service, priority in (("A", False), ("T", False), ("B", False), ("A", True), ("T", True), ("A", False)) * 3:
        office.take(service, priority=priority)
        office.clock.advance(SECOND)
    last = office.take()
    office.pause(3)
    before = 0
    while office.ticket(last)["state"] == "waiting":
        for counter in (1, 2):
            if office.ticket(last)["state"] == "waiting":
                office.next(counter)
                before += 1
    assert before - 1 == last["ahead"]


def test_the_line_of_a_counter_is_shown_in_calling_order(office: Office) -> None:
    office.take_many(6)
    office.take(priority=True)
    gone = office.miss()
    office.bring_back(gone)
    line = office.line()
    assert line == ["A001", "A002", "A003", "A007", "A004", "A005", "A006"]
    assert office.calls(7) == line
