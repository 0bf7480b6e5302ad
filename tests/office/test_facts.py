"""Every act leaves its facts: in the past tense, with the state after it, who did it, and nothing about citizens."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from office.domain.facts import KINDS
from office.journal import verify
from office.store.tables import ticket as ticket_table
from tests.office.at_work import Office
from tests.office_fixture import HEAD, SCREEN, rid


def _called(office: Office) -> None:
    office.take_many(2)
    office.next()


def _serving(office: Office) -> None:
    _called(office)
    office.start()


def _finished(office: Office) -> None:
    _serving(office)
    office.finish()
    office.clock.advance(1_000)


def _missing(office: Office) -> None:
    _called(office)
    office.recall()
    office.clock.advance(60_000)


def _parked(office: Office) -> None:
    _called(office)
    office.park()


def _nothing(_office: Office) -> None:
    pass


ONE = {"id": 1}
Step = Callable[[Office], Any]
ACTS: list[tuple[str, Step, Step, list[str]]] = [
    ("issue", _nothing, lambda o: o.take(), ["ticket.issued"]),
    ("call", lambda o: o.take(), lambda o: o.next(), ["ticket.called"]),
    ("recall", _called, lambda o: o.recall(), ["ticket.recalled"]),
    ("start", _called, lambda o: o.start(), ["ticket.started"]),
    ("finish", _serving, lambda o: o.finish(), ["ticket.finished", "rating.opened"]),
    ("next", _serving, lambda o: o.next(), ["ticket.finished", "rating.opened", "ticket.called"]),
    (
        "next after a call",
        _called,
        lambda o: o.next(),
        ["ticket.started", "ticket.finished", "rating.opened", "ticket.called"],
    ),
    ("no_show", _missing, lambda o: o.no_show(), ["ticket.no_show"]),
    ("park", _serving, lambda o: o.park(), ["ticket.parked"]),
    ("return", _parked, lambda o: o.bring_back(ONE), ["ticket.returned"]),
    ("call a parked one", _parked, lambda o: o.call("A001"), ["ticket.returned", "ticket.called"]),
    ("transfer", _serving, lambda o: o.send(ONE, service="B"), ["ticket.transferred"]),
    ("cancel", lambda o: o.take(), lambda o: o.cancel(ONE), ["ticket.cancelled"]),
    ("undo", _called, lambda o: o.undo(), ["ticket.undone"]),
    ("undo a finish", _finished, lambda o: o.undo(), ["ticket.undone", "rating.withdrawn"]),
    ("rate", _finished, lambda o: o.rate(ONE), ["rating.given", "rating.closed"]),
    ("decline", _finished, lambda o: o.desk.decline_rating(SCREEN, rid(), ticket=1), ["rating.closed"]),
    ("pause", _nothing, lambda o: o.pause(), ["counter.paused"]),
    ("resume", lambda o: o.pause(), lambda o: o.resume(), ["counter.resumed"]),
    ("training", _nothing, lambda o: o.desk.set_training(HEAD, rid(), on=True), ["day.training"]),
    ("close the day", _nothing, lambda o: o.desk.close_day(HEAD, rid()), ["counter.closed"] * 3 + ["day.closed"]),
    ("a quiet tick", _nothing, lambda o: o.desk.tick(), []),
]


@pytest.mark.parametrize(("prepare", "act", "kinds"), [a[1:] for a in ACTS], ids=[a[0] for a in ACTS])
def test_an_act_leaves_exactly_these_facts(office: Office, prepare: Step, act: Step, kinds: list[str]) -> None:
    prepare(office)
    seq = office.desk.seq
    act(office)
    assert office.kinds(seq) == kinds


@pytest.mark.parametrize("act", [a for a in ACTS if a[3]], ids=[a[0] for a in ACTS if a[3]])
def test_a_fact_about_a_ticket_carries_its_state_and_who_did_it(
    office: Office, act: tuple[str, Step, Step, list[str]]
) -> None:
    act[1](office)
    seq = office.desk.seq
    act[2](office)
    for fact in office.desk.facts_after(seq):
        assert fact["version"] == KINDS[fact["kind"]]
        assert fact["fact"]["by"].split(":")[0] in ("clerk", "device", "system")
        if fact["kind"].startswith("ticket."):
            assert fact["subject"].startswith("ticket:")
            assert {"number", "service", "state"} <= set(fact["fact"])


def test_the_facts_alone_tell_the_state_of_every_ticket(office: Office) -> None:
    office.take_many(6)
    office.miss()
    office.serve()
    office.next()
    office.park()
    office.next()
    office.undo()
    office.send(office.next(2)["ticket"], by=2, service="B")
    office.next(3)
    told: dict[str, dict[str, Any]] = {}
    for fact in office.desk.facts_after(0):
        if fact["kind"].startswith("ticket."):
            told[fact["subject"]] = fact["fact"]
    with office.premises.readers.begin() as conn:
        for row in conn.execute(select(ticket_table)):
            fact_body = told[f"ticket:{row.id}"]
            assert (fact_body["state"], fact_body["service"], fact_body.get("counter"), fact_body.get("clerk")) == (
                *(row.state, row.service, row.counter, row.clerk),
            )


def test_seq_has_no_gaps_and_the_chain_holds(office: Office) -> None:
    _finished(office)
    office.rate(ONE)
    office.desk.close_day(HEAD, rid())
    facts = office.desk.facts_after(0, 10_000)
    assert [fact["seq"] for fact in facts] == list(range(1, office.desk.seq + 1))
    with office.premises.readers.begin() as conn:
        assert [(checked, wrong) for _, checked, wrong in verify(conn)] == [(len(facts), None)]


def test_listeners_hear_each_fact_once_and_in_order(office: Office) -> None:
    heard: list[int] = []
    stop = office.desk.on_facts(lambda facts: heard.extend(fact["seq"] for fact in facts))
    seq = office.desk.seq
    _finished(office)
    stop()
    office.take()
    assert heard == list(range(seq + 1, office.desk.seq))
