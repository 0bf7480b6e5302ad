"""How long people waited and were served: by the machine's own counter within a boot, whatever the wall clock does."""

import pytest

from office.domain.moment import HOUR, MINUTE
from tests.office.at_work import Office
from tests.office_fixture import HEAD, rid


def waited(office: Office) -> int:
    return int(office.facts("ticket.called")[-1]["waited_ms"])


def served(office: Office) -> int:
    return int(office.facts("ticket.finished")[-1]["served_ms"])


@pytest.mark.parametrize("jump", [48 * HOUR, -2 * HOUR, 5 * MINUTE])
def test_a_wall_clock_that_is_set_changes_no_duration(office: Office, jump: int) -> None:
    office.take()
    office.clock.advance(4 * MINUTE)
    office.clock.jump(jump)
    office.next()
    assert waited(office) == 4 * MINUTE
    office.start()
    office.clock.advance(MINUTE)
    office.clock.jump(-jump)
    office.clock.advance(MINUTE)
    office.finish()
    assert served(office) == 2 * MINUTE
    assert office.desk.counter_day(1)["mean_ms"] == 2 * MINUTE


def test_an_implied_start_counts_from_the_call_also_over_a_jump(office: Office) -> None:
    office.take_many(2)
    office.next()
    office.clock.jump(3 * HOUR)
    office.clock.advance(90_000)
    office.next()
    assert served(office) == 90_000


def test_over_a_restart_of_the_machine_the_wall_clock_counts(office: Office) -> None:
    office.take()
    office.clock.advance(MINUTE)
    office.clock.reboot(off_ms=3 * MINUTE)
    office.next()
    assert waited(office) == 4 * MINUTE
    office.start()
    office.clock.reboot(off_ms=2 * MINUTE)
    office.clock.advance(MINUTE)
    office.finish()
    assert served(office) == 3 * MINUTE


def test_nobody_waited_less_than_nothing_after_a_restart_with_an_earlier_clock(office: Office) -> None:
    office.take()
    office.clock.reboot()
    office.clock.jump(-HOUR)
    office.next()
    assert waited(office) == 0


def test_a_number_written_by_hand_waited_by_the_wall_clock(office: Office) -> None:
    issued = office.clock.now().wall - 20 * MINUTE
    entry = {"number": "A050", "service": "A", "issued_at": issued, "called_at": None, "finished_at": None}
    office.desk.enter_by_hand(HEAD, rid(), tickets=[entry])
    assert office.next()["ticket"]["number"] == "A050"
    assert waited(office) == 20 * MINUTE


def test_after_an_undo_the_service_goes_on_from_its_real_start(office: Office) -> None:
    office.take()
    office.next()
    office.start()
    office.clock.advance(MINUTE)
    office.finish()
    office.undo()
    office.clock.advance(MINUTE)
    office.finish()
    assert served(office) == 2 * MINUTE


def test_who_is_called_a_second_time_is_served_from_the_second_start(office: Office) -> None:
    ticket = office.take()
    office.next()
    office.start()
    office.clock.advance(10 * MINUTE)
    office.park()
    office.bring_back(ticket)
    office.next()
    office.clock.advance(MINUTE)
    office.start()
    office.clock.advance(MINUTE)
    office.finish()
    assert served(office) == MINUTE
