"""What hands, wires and clocks do wrong at a desk: told plainly, nothing lost, nothing done twice."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from office.clock import SetClock
from office.domain.house import Counter
from office.domain.refusals import NothingToUndo, NotServedHere, Refusal, Stale, WrongState
from office.store.engine import FILE_NAME
from tests.office.at_work import Json, Office, working
from tests.office_fixture import FIRST, TOUCH, opened, rid, seat
from tests.replay import Replay, facts_in

HALL = replace(
    FIRST,
    counters=tuple(Counter(number, f"Quầy {number}", ("A", "B", "T")) for number in (1, 2, 3)),
)
WITHOUT_SERVICE = replace(FIRST, counters=(*FIRST.counters[:2], Counter(3, "Quầy 3", ())))


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each answered, or its refusal."""
    gate, found = threading.Barrier(len(acts)), list[Any]([None] * len(acts))

    def do(place: int) -> None:
        gate.wait()
        try:
            found[place] = acts[place]()
        except Refusal as refusal:
            found[place] = refusal

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


# --- two clerks, one ticket ------------------------------------------------------------------------------------------
def test_two_clerks_who_call_the_same_number_get_it_once() -> None:
    with working(HALL) as office:
        office.take()
        found = at_once(*(lambda n=n: office.call("A001", n) for n in (1, 2)))
        refused = [one for one in found if isinstance(one, Refusal)]
        assert [type(one) for one in refused] == [WrongState]
        holder = next(n for n in (1, 2) if office.counter(n)["ticket"] is not None)
        assert refused[0].facts == {"state": "called", "number": "A001", "counter": holder}  # who has it, and where
        assert len(office.facts("ticket.called")) == 1


def test_one_sends_on_whom_the_other_has_just_finished() -> None:
    with working(HALL) as office:
        one = office.take()
        office.next()
        office.start()
        found = at_once(lambda: office.finish(expect=one["id"]), lambda: office.send(one, service="B"))
        assert sum(isinstance(answer, Refusal) for answer in found) == 1
        assert office.ticket(one)["state"] in ("done", "waiting")


def test_nobody_takes_back_what_another_clerk_has_built_upon() -> None:
    with working(HALL) as office:
        one = office.take()
        office.next(1)
        office.start(1)
        office.send(one, by=1, service="B")
        office.next(2)
        assert office.desk.line(1)["undo"] is None
        with office.refuses(NothingToUndo):
            office.undo(1)
        assert office.counter(2)["ticket"]["id"] == one["id"]


def test_a_page_that_is_behind_is_told_who_stands_there_now(office: Office) -> None:
    office.take_many(2)
    first = office.next()["ticket"]["id"]
    second = office.next()["ticket"]["id"]
    for act in (office.start, office.finish, office.next, office.park, lambda **seen: office.go_on("T", **seen)):
        with office.refuses(Stale, current=second):
            act(expect=first)


# --- a counter without a service -------------------------------------------------------------------------------------
@pytest.fixture
def bare() -> Iterator[Office]:
    with working(WITHOUT_SERVICE) as office:
        yield office


def test_a_counter_without_a_service_calls_nobody_and_says_so(bare: Office) -> None:
    bare.take()
    assert bare.next(3)["reason"] == "nobody_waiting"
    assert bare.desk.line(3)["waiting"] == []
    assert bare.counter(3)["services"] == []
    with bare.refuses(NotServedHere, number="A001", service="A"):
        bare.call("A001", 3)


def test_it_still_serves_whom_others_send(bare: Office) -> None:
    one = bare.take()
    bare.next(1)
    bare.send(one, by=1, counter=3)
    assert bare.line(3) == ["A001"]
    assert bare.next(3)["ticket"]["number"] == "A001"
    bare.start(3)
    with bare.refuses(NotServedHere, service="A"):
        bare.go_on("A", 3)
    assert bare.finish(3)["state"] == "done"


def test_a_service_that_no_counter_serves_is_still_given_and_nobody_is_ahead(bare: Office) -> None:
    """Chi, the only one for B, is on a pause."""
    bare.pause(2)
    service = bare.service("B")
    assert (service["open"], service["why"]) == (True, "no_counter")
    assert bare.take("B")["wait"] is None


# --- sixty calls a minute --------------------------------------------------------------------------------------------
def test_sixty_calls_in_a_minute_are_sixty_calls() -> None:
    """Each press comes twice, as from a bad line: the second one gets the first answer."""
    with working(HALL) as office:
        office.take_many(60)
        called = list[str]()
        for press in range(60):
            counter, once = press % 3 + 1, rid()
            expect = (office.counter(counter)["ticket"] or {}).get("id")
            first, again = (
                office.desk.call_next(office.people[counter], once, counter=counter, expect=expect).body
                for _ in range(2)
            )
            assert first == again
            called.append(first["ticket"]["number"])
            office.clock.advance(1_000)
        assert called == [f"A{number:03d}" for number in range(1, 61)]
        assert [fact["number"] for fact in office.facts("ticket.called")] == called
        assert [one["number"] for one in office.desk.state()["recent_calls"]] == called[:-11:-1]
        path = office.premises.data / FILE_NAME
        assert Replay(dict.fromkeys((1, 2, 3), ("A", "B", "T"))).read(facts_in(path)).mistakes == []


# --- a restart in the middle of an act -------------------------------------------------------------------------------
@pytest.mark.parametrize("act", ["next", "finish", "continue", "note"])
def test_an_answer_that_a_restart_swallowed_is_given_again(tmp_path: Path, act: str) -> None:
    clock, once = SetClock(), rid()

    def do(desk: Any, an: Any) -> Json:
        answers: dict[str, Callable[[], Any]] = {
            "next": lambda: desk.call_next(an, once, counter=1, expect=1),
            "finish": lambda: desk.finish(an, once, counter=1, expect=1),
            "continue": lambda: desk.continue_with(an, once, counter=1, service="T", expect=1),
            "note": lambda: desk.note(an, once, ticket=1, text="Bổ sung bản sao"),
        }
        body: Json = answers[act]().body
        return body

    with opened(tmp_path, clock) as premises:
        an = seat(premises, "an", 1)
        for _ in range(2):
            premises.desk.issue(TOUCH, rid(), service="A")
        premises.desk.call_next(an, rid(), counter=1)
        premises.desk.start(an, rid(), counter=1)
        first, seq = do(premises.desk, an), premises.desk.seq  # and the line breaks before it is heard
    with opened(tmp_path, clock) as premises:
        before = premises.desk.seq
        assert do(premises.desk, an) == first
        assert premises.desk.seq == before >= seq
        if act != "note":
            assert premises.desk.line(1)["undo"] == first["undo"]  # and it can still be taken back
            assert premises.desk.undo(an, rid(), counter=1).body["undone"] == act
