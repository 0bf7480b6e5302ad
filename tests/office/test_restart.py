"""A restart in the middle of a day: everything goes on where it was."""

from pathlib import Path

from office.clock import SetClock
from office.domain.people import Actor
from tests.office.at_work import Office
from tests.office_fixture import opened

AN = Actor("clerk", "an", "clerk", 1)


def test_the_line_the_numbers_and_the_person_at_the_counter_are_still_there(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        office = Office(premises, clock)
        office.sit("an", 1)
        office.take_many(3)
        office.next()
        before, stream = office.restorable(), office.desk.stream
    clock.reboot(off_ms=90_000)
    with opened(tmp_path, clock) as premises:
        office = Office(premises, clock, {1: AN})
        assert (office.restorable(), office.desk.stream) == (before, stream)
        assert office.take()["number"] == "A004"
        assert office.next()["finished"]["number"] == "A001"


def test_patience_undo_and_window_go_on_by_the_wall_clock(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        office = Office(premises, clock)
        office.sit("an", 1)
        office.take_many(2)
        served = office.serve()
        office.next()
        office.recall()
    clock.reboot(off_ms=30_000)
    with opened(tmp_path, clock) as premises:
        office = Office(premises, clock, {1: AN})
        assert office.rate(served)["outcome"] == "rated"
        office.clock.advance(30_000)
        office.no_show()
    clock.reboot(off_ms=5_000)
    with opened(tmp_path, clock) as premises:
        office = Office(premises, clock, {1: AN})
        assert office.undo()["ticket"]["state"] == "called"


def test_the_memory_of_the_calling_rule_survives(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        office = Office(premises, clock)
        office.sit("an", 1)
        office.take_many(6)
        office.take(priority=True)
        office.calls(4)
    with opened(tmp_path, clock) as premises:
        assert Office(premises, clock, {1: AN}).calls(2) == ["A007", "A005"]
