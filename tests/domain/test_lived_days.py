"""A day read from its facts: what each fact means for the people and the counters, and that nothing is invented."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any

import pytest

from office.domain import load
from office.domain.house import Calling
from office.domain.lived import LONGEST_MOMENT_MS, LivedDay, Told, lived_day
from office.domain.load import Citizen
from office.domain.moment import HOUR, MINUTE, SECOND
from office.domain.simulation import Place, Visit, simulate
from office.domain.waits import under

EIGHT = 8 * HOUR
SERVES = {1: ("A", "B"), 2: ("C",)}


class Facts:
    """Facts of a day, a minute apart unless said otherwise."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.at = EIGHT
        self.say("counter.opened", "counter:1", counter=1)

    def say(self, kind: str, subject: str = "ticket:1", after: int = MINUTE, **body: Any) -> "Facts":
        self.at += after
        self.told.append(Told(self.at, kind, subject, body))
        return self

    def ticket(self, kind: str, number: int = 1, *, state: str, service: str = "A", **body: Any) -> "Facts":
        after = body.pop("after", MINUTE)
        return self.say(f"ticket.{kind}", f"ticket:{number}", after, state=state, service=service, **body)

    def issued(self, number: int = 1, service: str = "A", **body: Any) -> "Facts":
        return self.ticket("issued", number, state="waiting", service=service, **body)

    def called(self, number: int = 1, service: str = "A", **body: Any) -> "Facts":
        return self.ticket("called", number, state="called", service=service, **({"counter": 1} | body))

    def started(self, number: int = 1, service: str = "A", **body: Any) -> "Facts":
        return self.ticket("started", number, state="serving", service=service, **({"counter": 1} | body))

    def finished(self, number: int = 1, service: str = "A", **body: Any) -> "Facts":
        return self.ticket("finished", number, state="done", service=service, **({"counter": 1} | body))

    def day(self) -> LivedDay:
        return lived_day(self.told, SERVES)

    def one(self) -> Citizen:
        (found,) = self.day().played.citizens
        return found


def test_a_visit_is_its_way_and_its_time_at_the_counter() -> None:
    one = Facts().issued().called().started(after=15 * SECOND).finished(after=4 * MINUTE).one()
    assert (one.service, one.comes, one.moves_to) == ("A", True, None)
    assert (one.walk_ms, one.service_ms) == (15 * SECOND, 4 * MINUTE)


def test_an_implied_start_is_at_the_call() -> None:
    one = Facts().issued().called().started(after=3 * MINUTE, implied_start=True).finished(after=0).one()
    assert (one.walk_ms, one.service_ms) == (0, 3 * MINUTE)


def test_who_did_not_come_did_not_come_unless_they_came_back() -> None:
    facts = Facts().issued().called().ticket("no_show", state="no_show", counter=1)
    assert not facts.one().comes
    facts.ticket("returned", state="waiting").called().started().finished(after=2 * MINUTE)
    one = facts.one()
    assert (one.comes, one.service_ms) == (True, 2 * MINUTE)
    (waited,) = facts.day().waited
    assert waited.ms == MINUTE, "the wait is to the first call"


def test_who_is_sent_on_takes_both_times() -> None:
    facts = Facts().issued().called().started().ticket("transferred", state="waiting", service="C", after=3 * MINUTE)
    facts.called(service="C", counter=2).started(service="C").finished(service="C", after=5 * MINUTE)
    one = facts.one()
    assert (one.service, one.service_ms, one.moves_to, one.then_ms) == ("A", 3 * MINUTE, "C", 5 * MINUTE)


def test_several_services_on_one_ticket_are_one_stay() -> None:
    facts = Facts().issued().called().started().ticket("continued", state="serving", service="B", counter=1)
    one = facts.finished(service="B", after=4 * MINUTE).one()
    assert (one.service, one.moves_to, one.service_ms) == ("A", None, 5 * MINUTE)


def test_an_undone_act_never_happened() -> None:
    facts = Facts().issued().called().started().finished()
    facts.ticket("undone", state="serving", counter=1, act="finish").finished(after=6 * MINUTE)
    assert facts.one().service_ms == 8 * MINUTE
    called = Facts().issued().called().ticket("undone", state="waiting", act="next").day()
    assert [one.ms for one in called.waited] == [None]
    assert called.guessed == 1


def test_a_number_that_was_given_up_is_left_out_unless_it_was_taken_back() -> None:
    facts = Facts().issued().ticket("cancelled", state="cancelled")
    assert (facts.day().played.citizens, facts.day().cancelled) == ([], 1)
    facts.ticket("undone", state="waiting", act="cancel")
    assert (len(facts.day().played.citizens), facts.day().cancelled) == (1, 0)


def test_practice_is_left_out() -> None:
    assert Facts().issued(training=True).called(training=True).day().played.citizens == []


def test_a_number_written_by_hand_has_the_times_that_were_written() -> None:
    times: dict[str, Any] = {"issued_at": EIGHT, "called_at": EIGHT + MINUTE, "finished_at": EIGHT + 6 * MINUTE}
    facts = Facts().ticket("entered_by_hand", state="done", **times)
    one = facts.one()
    assert (one.arrives_ms, one.comes, one.service_ms) == (EIGHT, True, 5 * MINUTE)
    assert [waited.ms for waited in facts.day().waited] == [MINUTE]


def test_of_a_number_written_by_hand_without_its_end_nobody_knows_how_long_it_took() -> None:
    facts = Facts().issued(1).called(1).started(1).finished(1, after=6 * MINUTE)
    written: dict[str, Any] = {"issued_at": EIGHT, "called_at": EIGHT + MINUTE, "finished_at": None}
    day = facts.ticket("entered_by_hand", 2, state="done", **written).day()
    assert [one.service_ms for one in day.played.citizens] == [6 * MINUTE, 6 * MINUTE]
    assert (day.guessed, [one.ms for one in day.waited]) == (1, [MINUTE, MINUTE])


def test_of_a_number_written_by_hand_without_its_call_nobody_knows_how_long_it_waited() -> None:
    written: dict[str, Any] = {"issued_at": EIGHT, "called_at": None, "finished_at": EIGHT + 5 * MINUTE}
    day = Facts().ticket("entered_by_hand", state="done", **written).day()
    assert (len(day.played.citizens), day.waited) == (1, []), "served, so not one of those who were never called"


def test_the_priority_is_what_staff_said_last() -> None:
    assert Facts().issued().ticket("prioritised", state="waiting", priority=True).one().priority
    assert not Facts().issued(priority=True).ticket("prioritised", state="waiting").one().priority


def test_inexact_times_are_the_median_of_the_day() -> None:
    facts = Facts()
    for number, minutes in enumerate((2, 4, 9), 1):
        facts.issued(number).called(number).started(number).finished(number, after=minutes * MINUTE)
    facts.issued(4).called(4).started(4).finished(4, after=HOUR).ticket("times", 4, state="done", inexact=True)
    facts.issued(5).issued(6, "G")
    day = facts.day()
    taken = [one.service_ms for one in day.played.citizens]
    assert taken == [2 * MINUTE, 4 * MINUTE, 9 * MINUTE, 4 * MINUTE, 4 * MINUTE, load.ERRANDS["G"].median]
    assert (day.guessed, len(day.waited)) == (3, 5)


def test_the_moment_that_a_clerk_takes_keeps_the_counter_only_while_somebody_waits() -> None:
    facts = Facts().issued(1).called(1).started(1).issued(2, after=0).finished(1)
    facts.called(2, after=30 * SECOND).started(2).finished(2)
    facts.issued(3, after=MINUTE).called(3, after=10 * SECOND).started(3).finished(3)
    facts.issued(4, after=0).called(4, after=HOUR).started(4).finished(4)
    taken = [one.service_ms for one in facts.day().played.citizens]
    assert taken == [MINUTE + 30 * SECOND, MINUTE, MINUTE + LONGEST_MOMENT_MS, MINUTE]


def test_pauses_are_breaks_and_the_day_ends_what_is_open() -> None:
    facts = Facts().say("counter.paused", "counter:1", counter=1).say("counter.resumed", "counter:1", counter=1)
    facts.say("counter.opened", "counter:2", counter=2).issued(1, "D").called(1, "D", counter=2)
    facts.say("day.closed", "day:1", HOUR)
    first, second = facts.day().played.places
    end = facts.at
    assert first.sessions == ((EIGHT + MINUTE, EIGHT + 2 * MINUTE), (EIGHT + 3 * MINUTE, end))
    assert (second.services, second.sessions) == (("C", "D"), ((EIGHT + 4 * MINUTE, end),))
    assert facts.day().played.closes_ms == end


def test_another_browser_at_the_same_counter_is_no_break() -> None:
    """Whoever takes the counter over in a second browser goes on sitting there, or goes on being away."""
    facts = Facts().say("counter.taken_over", "counter:1", counter=1).issued().called().started()
    facts.say("counter.taken_over", "counter:1", counter=1).finished(after=4 * MINUTE)
    facts.say("counter.paused", "counter:1", counter=1).say("counter.taken_over", "counter:1", counter=1)
    facts.say("day.closed", "day:1", HOUR)
    (place,) = facts.day().played.places
    assert place.sessions == ((EIGHT + MINUTE, facts.at - HOUR - MINUTE),)
    assert facts.one().service_ms == 5 * MINUTE


def test_a_day_that_was_opened_again_goes_on() -> None:
    facts = Facts().issued(1).say("day.closed", "day:1").say("day.opened", "day:2").issued(2)
    assert len(facts.day().played.citizens) == 2
    assert facts.day().played.closes_ms == facts.at + 1


def test_an_empty_day_is_empty() -> None:
    day = lived_day([], SERVES)
    assert (day.played.citizens, day.played.places, day.waited) == ([], [], [])
    assert under(Calling(), [day.played], Random(1))["all"].waits is None


# --- there and back --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", ["fifo", "strict", "interleaved"])
def test_a_played_day_comes_back_from_its_facts_with_the_same_waits(rule: str) -> None:
    """One counter, so that no lot is drawn; nobody is missed, because a real clerk's patience is not in the facts."""
    rng, calling = Random(5), Calling(rule=rule)
    people = load.citizens(rng, load.arrivals_of_a_day(rng, 60), "AB", load.Habits(no_show=0.0, transfer=0.0))
    place = Place(1, ("A", "B"), ((7 * HOUR, 12 * HOUR), (13 * HOUR, 19 * HOUR)))
    visits = simulate([place], calling, people, closes_ms=19 * HOUR, rng=rng)
    day = lived_day(facts_of(place, visits), {1: place.services})
    assert [one.ms for one in day.waited] == [visit.waited_ms for visit in visits]
    again = simulate(day.played.places, calling, day.played.citizens, closes_ms=day.played.closes_ms, rng=rng)
    assert [visit.waited_ms for visit in again] == [visit.waited_ms for visit in visits]


def facts_of(place: Place, visits: list[Visit]) -> list[Told]:
    order = count()
    return [told for _, _, told in sorted((told.at, next(order), told) for told in _facts_of(place, visits))]


def _facts_of(place: Place, visits: list[Visit]) -> Iterator[Told]:
    for begin, end in place.sessions:
        yield Told(begin, "counter.opened", "counter:1", {"counter": 1})
        yield Told(end, "counter.closed", "counter:1", {"counter": 1})
    for visit in visits:
        body = {"service": visit.citizen.service, "priority": visit.citizen.priority, "counter": 1}
        times = (visit.issued_ms, visit.called_ms, visit.started_ms, visit.finished_ms)
        steps = (("issued", "waiting"), ("called", "called"), ("started", "serving"), ("finished", "done"))
        for at, (kind, state) in zip(times, steps, strict=True):
            if at is not None:
                yield Told(at, f"ticket.{kind}", f"ticket:{visit.ticket}", {**body, "state": state})
    last = max(visit.finished_ms or 0 for visit in visits)
    yield Told(max(last, 19 * HOUR) + SECOND, "day.closed", "day:1", {})


def test_another_rule_changes_the_waits_and_not_the_people() -> None:
    facts = Facts()
    facts.at = EIGHT - HOUR
    for number in (1, 2, 3):
        facts.issued(number, priority=number == 3)
    facts.at = EIGHT
    facts.say("counter.opened", "counter:1", counter=1)
    for number in (1, 2, 3):
        facts.called(number, priority=number == 3).started(number, priority=number == 3)
        facts.finished(number, priority=number == 3, after=10 * MINUTE)
    played = replace(facts.day().played, closes_ms=24 * HOUR)
    fifo, strict = (under(Calling(rule=rule), [played], Random(1)) for rule in ("fifo", "strict"))
    assert fifo["all"].waits is not None
    assert strict["priority"].waits is not None
    assert fifo["all"].waits.people == 3
    assert fifo["priority"].waits is not None
    assert strict["priority"].waits.mean < fifo["priority"].waits.mean
