"""Facts in, rows out: whatever the order, however often, and whatever a stranger wrote into them."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from district.projections.merging import Merged, columns
from district.projections.reading import Reading
from district.projections.rules import RULES
from district.store.projected import ANSWER, CALL, SHAPES, TICKET, UNDOING, WINDOW, Shape
from office.domain.facts import KINDS
from tests.district.recorded import Recorder

SMALL = Recorder("xa-1")
SMALL.day(tickets=12)
FACTS = [Reading(1, f.seq, f.kind, f.version, f.at, f.subject, f.text) for f in SMALL.facts]


def rows(facts: list[Reading]) -> list[list[tuple[Any, ...]]]:
    merged = Merged()
    merged.add(facts)
    return [merged.rows(shape) for shape in SHAPES]


def row(shape: Shape, facts: list[Reading]) -> dict[str, Any]:
    merged = Merged()
    merged.add(facts)
    (only,) = merged.rows(shape)
    return dict(zip(columns(shape), only, strict=True))


def history(*told: tuple[str, dict[str, Any]]) -> list[Reading]:
    return [
        Reading(1, seq, kind, 1, seq * 1_000, "ticket:7", json.dumps({"number": "A007", "service": "A", **body}))
        for seq, (kind, body) in enumerate(told, 1)
    ]


@given(st.permutations(range(len(FACTS))), st.lists(st.sampled_from(range(len(FACTS)))))
def test_any_order_and_any_repetition_give_the_same_rows(order: list[int], again: list[int]) -> None:
    assert rows([FACTS[place] for place in [*order, *again]]) == rows(FACTS)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_KEYS = st.sampled_from(
    ("number", "service", "state", "counter", "level", "question", "date", "reasons", "counts", "last")
)


@given(st.sampled_from(sorted(RULES)), st.text(max_size=30), st.dictionaries(_KEYS, _VALUES))
def test_nothing_that_a_stranger_writes_is_an_error(kind: str, subject: str, body: dict[str, Any]) -> None:
    for about in (subject, "ticket:7", f"ticket:{subject}"):
        rows([Reading(1, 1, kind, 1, 0, about, json.dumps(body))])


def test_every_kind_with_a_rule_is_a_kind_of_the_office() -> None:
    assert set(RULES) - {"journal.counted"} <= set(KINDS)


def test_a_version_from_the_future_is_left_for_later() -> None:
    assert rows([one._replace(version=9) for one in FACTS]) == [[] for _ in SHAPES]


def test_an_undone_call_leaves_no_call_in_the_ticket_and_a_trace_of_its_own() -> None:
    told = history(
        ("ticket.issued", {"state": "waiting", "date": "2026-11-16"}),
        ("ticket.called", {"state": "called", "counter": 2, "clerk": "an", "waited_ms": 900}),
        ("ticket.undone", {"state": "waiting", "act": "next"}),
    )
    found = row(TICKET, told)
    assert (found["state"], found["called_at"], found["waited_ms"], found["issued_at"]) == (
        "waiting",
        None,
        None,
        1_000,
    )
    assert row(CALL, told)["at"] == 2_000
    assert row(UNDOING, told)["act"] == "next"


def test_an_undone_finish_leaves_the_start() -> None:
    told = history(
        ("ticket.started", {"state": "serving"}),
        ("ticket.finished", {"state": "done", "served_ms": 5}),
        ("ticket.undone", {"state": "serving", "act": "finish"}),
    )
    found = row(TICKET, told)
    assert (found["state"], found["started_at"], found["finished_at"]) == ("serving", 1_000, None)


def test_a_visit_of_two_services_is_known_by_the_last_one_and_its_start() -> None:
    told = history(
        ("ticket.started", {"state": "serving"}),
        ("ticket.continued", {"state": "serving", "service": "T", "from_service": "A", "part": 1, "served_ms": 5}),
        ("ticket.undone", {"state": "serving", "act": "continue", "part": 1, "started_at": 1_000}),
    )
    found = row(TICKET, told[:2])
    assert (found["service"], found["started_at"]) == ("T", 2_000)
    found = row(TICKET, told)
    assert (found["service"], found["started_at"], found["finished_at"]) == ("A", 1_000, None)
    assert row(UNDOING, told)["act"] == "continue"


def test_what_is_only_said_about_a_ticket_changes_nothing_of_it() -> None:
    told = history(
        ("ticket.started", {"state": "serving", "counter": 2}),
        ("ticket.noted", {"state": "serving", "counter": 2, "text": 1, "text_hash": "ab"}),
        ("ticket.times_marked", {"state": "serving", "counter": 2, "inexact": True}),
    )
    before, after = row(TICKET, told[:1]), row(TICKET, told)
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"state_seq", "changed_at"}


def test_numbers_written_by_hand_bring_their_own_times() -> None:
    times = {"issued_at": 100, "called_at": 200, "finished_at": 300}
    found = row(TICKET, history(("ticket.entered_by_hand", {"state": "done", "date": "2026-11-16", **times})))
    assert (found["issued_at"], found["called_at"], found["finished_at"], found["channel"]) == (
        100,
        200,
        300,
        "by_hand",
    )


def test_a_window_that_was_withdrawn_and_opened_again_counts_once() -> None:
    told = history(
        ("rating.opened", {"scale": 4, "counter": 1}),
        ("rating.withdrawn", {"scale": 4, "counter": 1}),
        ("rating.opened", {"scale": 4, "counter": 1}),
        ("rating.closed", {"scale": 4, "counter": 1, "outcome": "timeout"}),
    )
    assert row(WINDOW, told[:2])["outcome"] == "withdrawn"
    assert row(WINDOW, told[:3])["outcome"] is None
    assert row(WINDOW, told)["outcome"] == "timeout"


def test_a_changed_mind_keeps_the_time_of_the_first_press() -> None:
    told = history(
        ("rating.given", {"scale": 4, "question": "overall", "level": 1, "channel": "tablet"}),
        ("rating.changed", {"scale": 4, "question": "overall", "level": 4}),
    )
    found = row(ANSWER, told)
    assert (found["level"], found["given_at"], found["channel"]) == (4, 1_000, "tablet")


def test_training_is_marked_in_every_table() -> None:
    made = Recorder("xa-2")
    made.day(tickets=5, training=True)
    merged = Merged()
    merged.add(Reading(1, f.seq, f.kind, f.version, f.at, f.subject, f.text) for f in made.facts)
    for shape in (TICKET, CALL, WINDOW, ANSWER):
        place = columns(shape).index("training")
        assert all(one[place] is True for one in merged.rows(shape))
