"""Batches become rows: once, in any order, and never over what is there."""

import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from district import receiving
from district.projections import drain, rebuild
from district.receiving import MOST_SPANS, Kept
from district.store.places import Places
from district.store.projected import SHAPES, answer, call, rating_window, ticket
from district.store.tables import alarm, fact, head, quarantine, tally, unprojected
from sync.wire.batch import Batch
from tests.district.recorded import Recorder, offices, shuffled

NOW = 1_795_000_000_000


def keep(store: Engine, *batches: Batch, live: bool = False, aside: bool = False) -> Kept:
    with store.begin() as conn:
        return receiving.keep(conn, Places(), batches, NOW, live=live, aside=aside)


def project(store: Engine) -> None:
    more = True
    while more:
        with store.begin() as conn:
            more = drain(conn) > 0


def count(store: Engine, table: Any) -> int:
    with store.connect() as conn:
        return int(conn.execute(select(func.count()).select_from(table)).scalar_one())


def tables(store: Engine) -> list[list[tuple[Any, ...]]]:
    """All projections, with streams by their names."""
    with store.connect() as conn:
        names = {row.no: row.id for row in conn.exec_driver_sql("SELECT no, id FROM stream")}
        return [sorted((names[row[0]], *row[1:]) for row in conn.execute(select(shape.table))) for shape in SHAPES]


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder("xa-1")
    made.day(tickets=30)
    return made


def test_a_batch_arrives_once_however_often_it_is_sent(store: Engine, recorder: Recorder) -> None:
    first, last = recorder.batch(1, 100), len(recorder.facts)
    assert keep(store, first).new == 100
    again = keep(store, first, recorder.batch(101, last), first)
    assert again.new == last - 100
    assert again.heads[recorder.office, recorder.stream].complete_to == last
    assert count(store, fact) == last
    assert count(store, alarm) == 0


def test_facts_lie_there_as_they_were_hashed(store: Engine, recorder: Recorder) -> None:
    keep(store, *recorder.batches(50))
    with store.connect() as conn:
        rows = conn.execute(select(fact).order_by(fact.c.seq)).all()
    assert [(r.seq, r.kind, r.at, r.subject, r.body, bytes(r.digest)) for r in rows] == [
        (f.seq, f.kind, f.at, f.subject, f.text, f.digest) for f in recorder.facts
    ]
    assert all(row.at - row.mono == 1_790_000_000_000 for row in rows)


def test_a_gap_holds_the_number_back_until_it_is_filled(store: Engine, recorder: Recorder) -> None:
    named = (recorder.office, recorder.stream)
    assert keep(store, recorder.batch(51, 100)).heads[named].complete_to == 0
    assert keep(store, recorder.batch(1, 40)).heads[named].complete_to == 40
    kept = keep(store, recorder.batch(31, 60)).heads[named]
    assert (kept.complete_to, kept.known_to, kept.received) == (100, 100, 100)


def test_two_contents_under_one_number_are_a_fork_and_the_first_stays(store: Engine, recorder: Recorder) -> None:
    other = recorder.forked(after=90)
    for number in range(20):
        other.write("counter.paused", "counter:1", {"counter": 1, "clerk": "an", "reason": f"r{number}"})
    keep(store, recorder.batch(1, 100))
    kept = keep(store, other.batch(81, 105))
    assert kept.new == 0
    assert kept.heads[recorder.office, recorder.stream].complete_to == 100
    assert count(store, quarantine) == 15  # 91…100 differ, 101…105 continue another history
    with store.connect() as conn:
        assert conn.execute(select(alarm.c.what)).scalars().all() == ["fork"]
        stored = conn.execute(select(fact.c.digest).where(fact.c.seq == 95)).scalar_one()
    assert bytes(stored) == recorder.facts[94].digest
    assert keep(store, recorder.batch(101, 110)).heads[recorder.office, recorder.stream].complete_to == 110


def test_a_history_that_continues_another_one_is_not_joined_to_it(store: Engine, recorder: Recorder) -> None:
    other = recorder.forked(after=90)
    for _ in range(30):
        other.write("counter.resumed", "counter:1", {"counter": 1, "clerk": "an"})
    keep(store, recorder.batch(1, 100))
    kept = keep(store, other.batch(101, 110))
    assert kept.heads[recorder.office, recorder.stream].complete_to == 100
    assert count(store, quarantine) == 10


def test_a_parked_fact_lets_the_others_by_and_can_still_come(store: Engine, recorder: Recorder) -> None:
    keep(store, recorder.batch(1, 9), recorder.batch(11, 20))
    with store.begin() as conn:
        assert receiving.park(conn, Places(), recorder.office, recorder.stream, 10, NOW).complete_to == 20
    assert keep(store, recorder.batch(10, 10)).new == 1
    assert count(store, fact) == 20


def test_facts_that_went_with_age_are_not_taken_again(store: Engine, recorder: Recorder) -> None:
    keep(store, recorder.batch(1, 100))
    with store.begin() as conn:
        conn.execute(fact.delete().where(fact.c.seq <= 50))
        conn.execute(update(head).values(pruned_to=50))
    assert keep(store, recorder.batch(1, 100)).new == 0


def test_facts_that_somebody_deleted_by_hand_do_not_stop_the_others(store: Engine, recorder: Recorder) -> None:
    keep(store, recorder.batch(1, 200))
    with store.begin() as conn:
        conn.execute(update(head).values(spans="[]"))
    assert keep(store, *recorder.batches(), aside=True).heads[recorder.office, recorder.stream].complete_to == len(
        recorder.facts
    )
    assert count(store, fact) == len(recorder.facts)


def test_an_office_that_scatters_its_facts_is_counted_and_not_followed(trial: Engine) -> None:
    hostile = Recorder("xa-9")
    for _ in range(2 * MOST_SPANS + 10):
        hostile.write("counter.resumed", "counter:1", {"counter": 1})
    keep(trial, *(hostile.batch(seq, seq) for seq in range(2, 2 * MOST_SPANS + 10, 2)))
    assert count(trial, fact) == MOST_SPANS
    with trial.connect() as conn:
        assert conn.execute(select(tally.c.times).where(tally.c.what == "scattered")).scalar_one() == 4


def test_each_office_has_its_own_streams_whatever_their_names(store: Engine) -> None:
    one, other = Recorder("xa-1", stream="same"), Recorder("xa-2", stream="same")
    one.day(tickets=2)
    other.day(tickets=3)
    keep(store, *one.batches(), *other.batches())
    assert count(store, fact) == len(one.facts) + len(other.facts)
    assert count(store, alarm) == 0


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_arrival_gives_the_same_tables(store: Engine, tmp_path: Any, seed: int) -> None:
    from district.store.engine import open_store  # a second database of the same kind is not needed: SQLite compares
    from district.store.schema import migrate

    played = offices(3, tickets=12)
    straight = open_store(f"sqlite:///{tmp_path}/straight.db")
    migrate(straight)
    for made in played:
        keep(straight, *made.batches())
    project(straight)
    chance = random.Random(seed)
    for batch in shuffled([b for made in played for b in made.batches(chance.choice((1, 7, 40)))], seed):
        keep(store, batch)
        if chance.random() < 0.3:
            with store.begin() as conn:
                drain(conn, limit=chance.choice((1, 5)))
    project(store)
    assert tables(store) == tables(straight)
    straight.dispose()


def test_projections_made_anew_are_the_same(store: Engine, recorder: Recorder) -> None:
    keep(store, *recorder.batches(70))
    project(store)
    before = tables(store)
    rebuild(store)
    assert tables(store) == before
    assert count(store, unprojected) == 0


def test_tickets_calls_and_ratings_say_what_the_office_said(store: Engine, recorder: Recorder) -> None:
    keep(store, *recorder.batches())
    project(store)
    kinds = [one.kind for one in recorder.facts]
    assert count(store, ticket) == 30
    assert count(store, call) == kinds.count("ticket.called") + kinds.count("ticket.recalled")
    assert count(store, rating_window) == kinds.count("rating.opened")
    assert count(store, answer) == kinds.count("rating.given")
    with store.connect() as conn:
        row = conn.execute(select(ticket).where(ticket.c.ticket == 1)).one()
    assert (row.date, row.training, row.number[1:]) == ("2026-11-16", False, "001")
    assert row.issued_at < row.called_at < row.started_at < row.finished_at


def test_making_all_anew_looks_at_the_facts_that_are_there_and_not_at_the_numbers_between(store: Engine) -> None:
    """A stranger may number his facts as he likes, up to nineteen digits."""
    made = Recorder("xa-1")
    made.day(tickets=3)
    far = made.batch(1, 1)
    lonely = replace(far, facts=(replace(far.facts[0], seq=1_000_000),))
    keep(store, *made.batches(), lonely)
    assert rebuild(store) == 2
