"""What the page of offices shows, what an audit finds, and what retention leaves."""

import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select, update

from district import audit, figures, receiving
from district.figures import OfficeFigures
from district.projections import drain
from district.store.places import Places
from district.store.projected import ticket
from district.store.retention import DAY_MS, Keep, sweep
from district.store.tables import alarm, fact, head
from tests.district.recorded import MONDAY, Recorder, offices

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def arrive(store: Engine, *made: Recorder, now: int = 1, live: bool = False) -> None:
    for one in made:
        with store.begin() as conn:
            receiving.keep(conn, Places(), one.batches(), now, live=live)
    more = True
    while more:
        with store.begin() as conn:
            more = drain(conn) > 0


def now_of(made: Recorder) -> int:
    return made.facts[-1].at


def shown(store: Engine, now: int) -> list[OfficeFigures]:
    with store.connect() as conn:
        return figures.offices(conn, now, ZONE)


def said(made: Recorder, kind: str) -> list[dict[str, Any]]:
    return [json.loads(one.text) for one in made.facts if one.kind == kind]


def test_each_office_shows_today_only(store: Engine) -> None:
    made = offices(2, days=2, tickets=15)
    arrive(store, *made)
    for one, found in zip(made, shown(store, now_of(made[0])), strict=True):
        today = (MONDAY + timedelta(days=1)).isoformat()
        midnight = now_of(one) - 86_400_000 / 2
        endings = [json.loads(f.text)["outcome"] for f in one.facts if f.kind == "rating.closed" and f.at > midnight]
        assert (found.id, found.stream) == (one.office, one.stream)
        assert found.complete_to == found.known_to == len(one.facts)
        assert found.tickets_today == sum(body["date"] == today for body in said(one, "ticket.issued"))
        assert found.windows_today == len(endings)
        assert found.ratings_today == endings.count("rated")
        assert found.rated_share == endings.count("rated") / len(endings)
        assert (found.backlog, found.alarms) == (0, figures.Alarms())


def test_where_no_window_ended_there_is_no_share(store: Engine) -> None:
    made = Recorder("xa-1")
    made.day(tickets=3)
    arrive(store, made)
    found = shown(store, now_of(made) + 5 * DAY_MS)[0]
    assert (found.tickets_today, found.windows_today, found.rated_share) == (0, 0, None)


def test_training_is_in_no_figure(store: Engine) -> None:
    made = Recorder("xa-1")
    made.day(tickets=10, training=True)
    arrive(store, made)
    found = shown(store, now_of(made))[0]
    assert (found.tickets_today, found.windows_today, found.ratings_today) == (0, 0, 0)
    with store.connect() as conn:
        assert conn.execute(select(func.count()).select_from(ticket).where(ticket.c.training)).scalar_one() == 10


def test_what_is_missing_is_the_backlog_and_a_gap(store: Engine) -> None:
    made = Recorder("xa-1")
    made.day(tickets=10)
    with store.begin() as conn:
        receiving.keep(conn, Places(), [made.batch(1, 20), made.batch(31, 40)], 1)
    found = shown(store, now_of(made))[0]
    assert (found.complete_to, found.known_to, found.backlog, found.alarms.gaps) == (20, 40, 10, 1)


def test_the_present_stream_is_the_one_that_spoke_last(store: Engine) -> None:
    old, new = Recorder("xa-1", stream="old"), Recorder("xa-1", stream="new")
    old.day(tickets=3)
    new.day(tickets=2)
    arrive(store, new, now=10, live=True)
    arrive(store, old, now=20)
    assert shown(store, now_of(old))[0].stream == "new"


def test_counts_that_agree_raise_nothing(store: Engine) -> None:
    made = Recorder("xa-1")
    made.day(tickets=5)
    made.day(MONDAY + timedelta(days=1), tickets=5)
    arrive(store, made)
    with store.begin() as conn:
        verdicts = audit.audit(conn, 5)
    assert [(one.date, one.agrees) for one in verdicts] == [("2026-11-16", True), ("2026-11-17", True)]
    with store.begin() as conn:
        assert audit.audit(conn, 6) == []
        assert conn.execute(select(alarm)).all() == []


def test_a_count_that_differs_is_shown_with_both_numbers(store: Engine) -> None:
    made = Recorder("xa-1")
    made.day(tickets=5)
    arrive(store, made)
    lost = next(one for one in made.facts if one.kind == "ticket.called")
    with store.begin() as conn:
        conn.execute(fact.delete().where(fact.c.seq == lost.seq))
        verdict = audit.audit(conn, 5)[0]
    assert verdict.differences == {"ticket.called": (5, 4)}
    assert shown(store, now_of(made))[0].alarms.audit == 1


def test_counts_wait_until_everything_they_count_is_here(store: Engine) -> None:
    made = Recorder("xa-1")
    made.day(tickets=5)
    last = len(made.facts)
    with store.begin() as conn:
        receiving.keep(conn, Places(), [made.batch(1, 10), made.batch(last, last)], 1)
        drain(conn)
        assert audit.audit(conn, 5) == []


def test_a_fact_that_was_changed_here_breaks_the_chain(store: Engine) -> None:
    made = Recorder("xa-1")
    made.day(tickets=5)
    arrive(store, made)
    with store.begin() as conn:
        assert [one.broken_at for one in audit.verify(conn, 5)] == [None]
        conn.execute(update(fact).where(fact.c.seq == 12).values(body="{}"))
        chains = list(audit.verify(conn, 5))
    assert [(one.checked, one.broken_at) for one in chains] == [(11, 12)]


def test_what_is_too_old_goes_and_is_never_asked_for_again(store: Engine) -> None:
    old, new = Recorder("xa-1"), Recorder("xa-2")
    old.day(tickets=5)
    last = len(old.facts)
    old.day(MONDAY + timedelta(days=1), tickets=5)
    new.day(tickets=5)
    late = now_of(old) + 800 * DAY_MS
    with store.begin() as conn:
        receiving.keep(conn, Places(), [old.batch(1, last)], now_of(old))
    arrive(store, old, new, now=late)
    with store.begin() as conn:
        gone = sweep(conn, late, Keep())
        left = conn.execute(select(fact.c.stream_no, func.count()).group_by(fact.c.stream_no)).all()
        pruned = conn.execute(select(head.c.pruned_to).order_by(head.c.stream_no)).scalars().all()
        chains = list(audit.verify(conn, late))
    assert gone["fact"] == last
    assert sorted(count for _, count in left) == sorted((len(old.facts) - last, len(new.facts)))
    assert pruned == [last, 0]
    assert all(one.broken_at is None for one in chains)
    with store.begin() as conn:
        assert receiving.keep(conn, Places(), old.batches(), late).new == 0
