"""A day of the largest office at its 24 counters, through the real API; its journal keeps every rule.

A fifth of its people come here; all 1,200 do in `./run soak day`, which judges in the same way.
"""

import pytest

from office.journal import verify
from office.store.engine import FILE_NAME, open_readers
from tests.demo.large_day import Day, play_a_day
from tests.demo.offices import LARGEST
from tests.replay import Replay

SPEED = 1_000.0
PEOPLE = LARGEST.tickets // 5


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("large")
    return play_a_day(folder, people=PEOPLE, counters=LARGEST.counters, speed=SPEED)


@pytest.mark.slow
def test_every_number_is_given_once_and_everybody_is_served_or_gone(day: Day) -> None:
    numbers = [one.number for one in day.replay.people.values()]
    assert len(set(numbers)) == len(numbers) == PEOPLE
    assert day.replay.of_state("done", "no_show") == PEOPLE
    assert day.complaints == []


@pytest.mark.slow
def test_nobody_is_called_before_those_ahead_and_no_counter_has_two_people(day: Day) -> None:
    assert day.replay.mistakes == []


@pytest.mark.slow
def test_the_chain_of_the_journal_is_whole(day: Day) -> None:
    readers = open_readers(day.data / FILE_NAME)
    with readers.begin() as conn:
        checked = list(verify(conn))
    readers.dispose()
    assert [found for _, _, found in checked] == [None]
    assert checked[0][1] > PEOPLE * 4


def test_the_replay_itself_finds_a_number_given_twice_and_a_call_out_of_turn() -> None:
    """A judge that never says no is no judge."""

    def issued(number: str) -> dict[str, object]:
        return {"number": number, "service": "A", "state": "waiting"}

    called = {"number": "A002", "service": "A", "state": "called", "counter": 1, "because": "oldest"}
    facts = [
        (1, "ticket.issued", "ticket:1", issued("A001")),
        (2, "ticket.issued", "ticket:2", issued("A002")),
        (3, "ticket.issued", "ticket:3", issued("A002")),
        (4, "ticket.called", "ticket:2", called),
        (5, "ticket.called", "ticket:3", called),
    ]
    mistakes = Replay({1: ("A",)}).read(iter(facts)).mistakes
    assert [line.partition(":")[0] for line in mistakes] == ["3", "4", "5", "5"]
