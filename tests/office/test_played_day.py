"""The played day against the real desk: the same people come, and `next` calls whom the simulation has called."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest

from office.backoffice import lived_days
from office.backoffice.office import BackOffice
from office.clock import SetClock
from office.domain import load
from office.domain.house import Calling
from office.domain.moment import HOUR
from office.domain.refusals import Invalid
from office.domain.simulation import Place, Visit, simulate
from office.premises import Premises
from office.store.engine import FILE_NAME
from tests.office_fixture import FIRST, fill_with, opened, seat, take

DAY = ((7 * HOUR, 24 * HOUR),)
CLERKS = {1: "an", 2: "chi", 3: "dung"}
PLACES = [Place(counter.number, counter.services, DAY) for counter in FIRST.counters]
PEOPLE = 40


@pytest.mark.parametrize("rule", ["strict", "interleaved"])
def test_the_desk_calls_whom_the_played_day_has_called(tmp_path: Path, rule: str) -> None:
    calling, rng, clock = Calling(rule=rule, interleave=3), Random(4), SetClock()
    arrivals = [7 * HOUR + at for at in load.steady_arrivals(rng, PEOPLE, 90_000)]
    people = load.citizens(rng, arrivals, ["A", "B", "T"], load.Habits(no_show=0.0, transfer=0.0, priority=0.3))
    visits = simulate(PLACES, calling, people, closes_ms=24 * HOUR, rng=rng)
    with opened(tmp_path, clock, first=fill_with(rule=rule, interleave=3)) as premises:
        called = list(_lived(premises, clock, visits))
        assert called == sorted((v.called_ms or 0, v.counter, v.ticket) for v in visits)
        assert any(v.waited_ms for v in visits)
        assert _journal(premises) == [visit.waited_ms for visit in visits]


@pytest.mark.parametrize("damaged", ["{", "[]", "{}"])
@pytest.mark.parametrize("kind", ["day.opened", "ticket.called"])
def test_a_damaged_journal_is_told_and_nothing_is_made_of_it(tmp_path: Path, kind: str, damaged: str) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        clerk = seat(premises, "an", 1)
        take(premises.desk)
        premises.desk.call_next(clerk, None, counter=1)
        today = date.fromisoformat(str(premises.desk.state()["day"]["date"]))
    _write_over(tmp_path / FILE_NAME, kind, damaged)
    with opened(tmp_path, clock) as premises:
        back = BackOffice(premises.performer, premises.readers)
        with back.reading() as conn, pytest.raises(Invalid) as told:
            lived_days.lived(conn, back.house, today)
    assert told.value.facts["field"] == "date"


def _write_over(file: Path, kind: str, text: str) -> None:
    """As a dying disk does, past everything that keeps the journal as it is."""
    with closing(sqlite3.connect(file)) as db, db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute("UPDATE fact SET fact = ? WHERE kind = ?", (text, kind)).rowcount


def _lived(premises: Premises, clock: SetClock, visits: list[Visit]) -> Iterator[tuple[int, int, int]]:
    """Does at the desk what was played; gives (when, counter, who) of every call."""
    desk = premises.desk
    clerks = {counter: seat(premises, clerk, counter) for counter, clerk in CLERKS.items()}
    at = 7 * HOUR
    for ms, act, counter, visit in sorted(_acts(visits), key=lambda one: one[:2]):
        clock.advance(ms - at)
        at = ms
        if act == "b issue":
            take(desk, visit.citizen.service, priority=visit.citizen.priority)
        elif act == "c call":
            yield ms, counter, desk.call_next(clerks[counter], None, counter=counter).body["ticket"]["id"]
        elif act == "d start":
            desk.start(clerks[counter], None, counter=counter)
        else:
            desk.finish(clerks[counter], None, counter=counter)


def _acts(visits: list[Visit]) -> Iterator[tuple[int, str, int, Visit]]:
    """In the order in which the played day does them at the same moment."""
    for visit in visits:
        assert visit.counter is not None
        yield visit.issued_ms, "b issue", visit.counter, visit
        yield visit.called_ms or 0, "c call", visit.counter, visit
        yield visit.started_ms or 0, "d start", visit.counter, visit
        yield visit.finished_ms or 0, "a finish", visit.counter, visit


def _journal(premises: Premises) -> list[int | None]:
    """The waits as the journal tells them."""
    back = BackOffice(premises.performer, premises.readers)
    today = date.fromisoformat(str(premises.desk.state()["day"]["date"]))
    with back.reading() as conn:
        return [one.ms for one in lived_days.lived(conn, back.house, today).waited]
