"""What comes back from above after a restore: the facts exactly, the people where they were, nothing twice."""

import json
from pathlib import Path

import pytest

from office.clock import SetClock
from office.domain.moment import HOUR, MINUTE
from office.journal import verify
from office.premises import Premises
from office.refill.keeping import Stage
from office.refill.taking import Unfitting
from office.store.tables import ticket as ticket_table
from tests.office.put_back import (
    Above,
    above,
    asked,
    copy_of,
    forged,
    office,
    put_back,
    refill,
    refiller,
    tables,
)
from tests.office_fixture import HEAD, SCREEN, TOUCH, rid, seat, take

MORNING = 2
"""Numbers that the copy has."""


class Lost:
    """An office that was copied in the morning, worked on, and was put back; `given`: what the tier above has."""

    def __init__(self, data: Path, *, copied: bool = True) -> None:
        self.data, self.clock = data, SetClock()
        with office(data, self.clock) as premises:
            for _ in range(MORNING):
                take(premises.desk)
        self.kept = copy_of(data) if copied else None
        with office(data, self.clock) as premises:
            self.began = premises.desk.seq + 1 if copied else 1
            self.play(premises)
            self.given: Above = above(premises)
            self.before = tables(premises)
        self.clock.advance(MINUTE)
        put_back(data, self.kept)

    def play(self, premises: Premises) -> None:
        """Everything that may happen to a number."""
        desk, clock = premises.desk, self.clock
        an, chi = seat(premises, "an", 1), seat(premises, "chi", 2)
        for service in "AABBAAT":
            take(desk, service)
            clock.advance(MINUTE)
        called = desk.call_next(an, rid(), counter=1).body["ticket"]["id"]
        clock.advance(MINUTE)
        desk.recall(an, rid(), counter=1)
        desk.start(an, rid(), counter=1)
        clock.advance(5 * MINUTE)
        desk.finish(an, rid(), counter=1)
        clock.advance(1_000)
        desk.rate(SCREEN, rid(), ticket=called, level=1, channel="tablet", age_ms=1_000)
        desk.give_reasons(SCREEN, rid(), ticket=called, reasons=["cho-lau"], comment="lâu quá")
        desk.call_next(chi, rid(), counter=2)
        desk.start(chi, rid(), counter=2)
        clock.advance(MINUTE)
        desk.continue_with(chi, rid(), counter=2, service="B")
        clock.advance(MINUTE)
        moved = desk.finish(chi, rid(), counter=2).body["ticket"]["id"]
        desk.undo(chi, rid(), counter=2)
        desk.transfer(chi, rid(), ticket=moved, counter=3, position="front")
        parked = desk.call_next(chi, rid(), counter=2).body["ticket"]["id"]
        desk.park(chi, rid(), counter=2, reason="thieu-giay")
        desk.return_ticket(chi, rid(), ticket=parked)
        desk.suggest(TOUCH, rid(), reasons=[], text="Cần thêm ghế ngồi")
        desk.pause(chi, rid(), counter=2, reason="nghi")
        clock.advance(MINUTE)
        desk.resume(chi, rid(), counter=2)
        desk.cancel(HEAD, rid(), ticket=take(desk, "B")["id"])


@pytest.fixture
def lost(tmp_path: Path) -> Lost:
    return Lost(tmp_path / "office")


def _people(found: dict[str, list[tuple[object, ...]]], columns: tuple[str, ...] = ()) -> list[dict[str, object]]:
    names = [*(column.name for column in ticket_table.columns), "date"]
    unsaid = {"day", "version", "learned", "wait_kind", "noted", "calls_at_left", *columns}
    rows = [dict(zip(names, row, strict=True)) for row in found["ticket"]]
    return [{key: value for key, value in row.items() if key not in unsaid} for row in rows]


def test_people_and_facts_are_where_they_were(lost: Lost) -> None:
    with office(lost.data, lost.clock) as premises:
        refill(premises, lost.given, lost.began)
        after = tables(premises)
        with premises.readers.begin() as conn:
            assert [found for _, _, found in verify(conn)] == [None, None]
    assert _people(after) == _people(lost.before)
    for name in ("call", "rating", "reasons", "window", "letter"):
        assert after[name] == lost.before[name], name
    assert [row for row in after["fact"] if row[0] == 1] == lost.before["fact"]


def test_seats_are_closed_and_the_present_is_told(lost: Lost) -> None:
    with office(lost.data, lost.clock) as premises:
        refill(premises, lost.given, lost.began)
        assert asked(premises, "SELECT count(*) FROM counter_session WHERE closed_at IS NULL") == [(0,)]
        (told,) = _told(premises, "stream.refilled")
        waits = sum(one["waiting"] for one in premises.desk.state()["services"])
    assert told["stream"] == lost.given.stream
    assert (told["first"], told["last"], told["done"], told["lost"]) == (lost.began, lost.given.last, True, 0)
    assert told["waiting"]
    assert waits == len([row for row in _people(lost.before) if row["state"] == "waiting"])


def test_a_power_cut_after_any_step_loses_nothing_and_doubles_nothing(lost: Lost) -> None:
    first = lost.began
    while first <= lost.given.last:
        with office(lost.data, lost.clock) as premises:
            mine = refiller(premises)
            if lost.given.stream in mine.standing():
                mine.tell(lost.given.stream)
            assert _told(premises, "stream.refilled") == [], "nobody is told before all of it is here"
            first = mine.take(lost.given.batch(first, 7), lost.given.last) + 1
            assert mine.take(lost.given.batch(max(1, first - 9), 7), lost.given.last) == first - 1, "again is harmless"
    for _ in range(3):
        with office(lost.data, lost.clock) as premises:
            refiller(premises).tell(lost.given.stream)
            after = tables(premises)
            assert len(_told(premises, "stream.refilled")) == 1
            assert refiller(premises).standing()[lost.given.stream].stage is Stage.DONE
    assert _people(after) == _people(lost.before)
    assert after["call"] == lost.before["call"]
    assert after["letter"] == lost.before["letter"]


@pytest.mark.parametrize("what", ["forged", "torn", "gap", "present"])
def test_what_does_not_continue_our_own_chain_is_not_believed(lost: Lost, what: str) -> None:
    with office(lost.data, lost.clock) as premises:
        before, given = tables(premises), lost.given
        batch = given.batch(lost.began)
        if what == "forged":
            batch = forged(batch, 1, '{"number":"A666"}')
        elif what == "torn":
            batch = Above(given.stream, [*given.facts[: lost.began - 1], *given.facts[lost.began :]], {}).batch(
                lost.began
            )
        elif what == "gap":
            batch = given.batch(lost.began + 1)
        else:
            own = above(premises)
            batch = own.batch(1)
        with pytest.raises(Unfitting):
            refiller(premises).take(batch, given.last)
        assert tables(premises) == before


def test_what_somebody_did_since_holds(lost: Lost) -> None:
    """A001 was called again in the present stream before its older facts came: it stays where it is now."""
    with office(lost.data, lost.clock) as premises:
        clerk = seat(premises, "an", 1)
        mine = premises.desk.call_next(clerk, rid(), counter=1).body["ticket"]
        refill(premises, lost.given, lost.began)
        here = premises.desk.ticket(mine["id"])
        (told,) = _told(premises, "stream.refilled")
    assert (here["state"], here["counter"]) == ("called", 1)
    assert told["passed"] == 1


def test_whoever_stood_at_a_counter_stands_there(tmp_path: Path) -> None:
    class Standing(Lost):
        def play(self, premises: Premises) -> None:
            desk = premises.desk
            an, chi = seat(premises, "an", 1), seat(premises, "chi", 2)
            desk.call_next(an, rid(), counter=1)
            desk.start(an, rid(), counter=1)
            desk.call_next(chi, rid(), counter=2)

    lost = Standing(tmp_path / "office")
    with office(lost.data, lost.clock) as premises:
        refill(premises, lost.given, lost.began)
        an = seat(premises, "an", 1)
        assert premises.desk.finish(an, rid(), counter=1).body["ticket"]["number"] == "A001"


def test_where_somebody_else_stands_by_now_the_served_are_done_and_the_called_wait_in_front(tmp_path: Path) -> None:
    class Standing(Lost):
        def play(self, premises: Premises) -> None:
            desk = premises.desk
            for _ in range(3):
                take(desk)
            an, chi = seat(premises, "an", 1), seat(premises, "chi", 2)
            for _ in range(2):
                desk.call_next(an, rid(), counter=1)
            desk.call_next(an, rid(), counter=1)
            desk.start(an, rid(), counter=1)
            desk.call_next(chi, rid(), counter=2)

    lost = Standing(tmp_path / "office")
    with office(lost.data, lost.clock) as premises:
        desk, an, chi = premises.desk, seat(premises, "an", 1), seat(premises, "chi", 2)
        desk.call_next(an, rid(), counter=1)
        desk.call_next(chi, rid(), counter=2)
        refill(premises, lost.given, lost.began)
        states = dict(asked(premises, "SELECT number, state FROM ticket"))
        facts = {row[0] for row in asked(premises, "SELECT kind FROM fact WHERE json_extract(fact, '$.refilled')")}
        again = desk.call_next(chi, rid(), counter=2).body["ticket"]["number"]
    assert states == {"A001": "called", "A002": "called", "A003": "done", "A004": "waiting", "A005": "waiting"}
    assert facts == {"ticket.finished", "ticket.returned"}
    assert again == "A004"


def test_on_a_day_that_is_over_everybody_has_gone_home(lost: Lost) -> None:
    lost.clock.advance(24 * HOUR)
    with office(lost.data, lost.clock) as premises:
        refill(premises, lost.given, lost.began)
        states = {row[0] for row in asked(premises, "SELECT DISTINCT state FROM ticket")}
        assert asked(premises, "SELECT date, status FROM day ORDER BY id") == [
            ("2026-11-23", "closed"),
            ("2026-11-24", "open"),
        ]
        assert sum(one["waiting"] for one in premises.desk.state()["services"]) == 0
    assert states <= {"done", "expired", "no_show", "cancelled"}


def test_a_database_that_was_lost_altogether_gets_its_people_back(tmp_path: Path) -> None:
    lost = Lost(tmp_path / "office", copied=False)
    with office(lost.data, lost.clock) as premises:
        fresh = take(premises.desk)
        refill(premises, lost.given)
        people = _people(tables(premises), ("id",))
        with premises.readers.begin() as conn:
            assert [found for _, _, found in verify(conn)] == [None, None]
        assert premises.desk.stream != lost.given.stream
    with office(lost.data, lost.clock) as premises:
        assert take(premises.desk)["number"] != fresh["number"]
    here = {row["number"]: row["state"] for row in people}
    del here[fresh["number"]]
    assert here == {row["number"]: row["state"] for row in _people(lost.before)}


def test_of_a_long_history_the_end_is_enough(tmp_path: Path) -> None:
    lost = Lost(tmp_path / "office", copied=False)
    with office(lost.data, lost.clock) as premises:
        refill(premises, lost.given, first=5)
        assert asked(premises, "SELECT seq FROM anchor WHERE stream_no = 0") == [(4,)]
        with premises.readers.begin() as conn:
            assert [found for _, _, found in verify(conn)] == [None, None]


def test_ids_that_the_present_has_given_to_others_are_not_taken_from_them(tmp_path: Path) -> None:
    """A new machine without even a notebook counts its tickets from 1 again."""
    lost = Lost(tmp_path / "office", copied=False)
    (lost.data / "notebook.json").unlink()
    with office(lost.data, lost.clock) as premises:
        fresh = [take(premises.desk, "T") for _ in range(3)]
        refill(premises, lost.given)
        assert [premises.desk.ticket(one["id"])["number"] for one in fresh] == [one["number"] for one in fresh]
        after = tables(premises)
    numbers = sorted(str(row["number"]) for row in _people(after))
    older = {str(row["number"]) for row in _people(lost.before)}
    assert older <= set(numbers)
    assert len(numbers) == len(set(numbers))


def test_a_second_restore_goes_on_where_the_tables_stood(lost: Lost) -> None:
    """The copy was made in the middle of a refill: facts were here that nobody had been told."""
    with office(lost.data, lost.clock) as premises:
        refiller(premises).take(lost.given.batch(lost.began, 10), lost.given.last)
    put_back(lost.data, copy_of(lost.data))
    with office(lost.data, lost.clock) as premises:
        refill(premises, lost.given, lost.began + 10)
        after = tables(premises)
    assert _people(after) == _people(lost.before)


def test_what_the_tier_above_never_had_is_counted_as_lost(lost: Lost) -> None:
    short = Above(lost.given.stream, lost.given.facts[:-3], lost.given.words)
    with office(lost.data, lost.clock) as premises:
        refill(premises, short, lost.began)
        (told,) = _told(premises, "stream.refilled")
    assert told["lost"] == 3


def test_a_part_that_never_comes_does_not_keep_the_rest_from_being_told(lost: Lost) -> None:
    with office(lost.data, lost.clock) as premises:
        mine = refiller(premises)
        mine.take(lost.given.batch(lost.began, 20), lost.given.last)
        mine.stop(lost.given.stream, Stage.REFUSED, "chain")
        while mine.tell(lost.given.stream):
            pass
        (refused,) = _told(premises, "stream.refill_refused")
        (told,) = _told(premises, "stream.refilled")
    assert refused["why"] == "chain"
    assert told["last"] == lost.began + 19


def test_words_that_were_erased_after_the_copy_are_erased_in_it(tmp_path: Path) -> None:
    class Erasing(Lost):
        def play(self, premises: Premises) -> None:
            self.clock.advance(HOUR)
            desk = premises.desk
            clerk = seat(premises, "an", 1)
            one = desk.call_next(clerk, rid(), counter=1).body["ticket"]["id"]
            desk.note(clerk, rid(), ticket=one, text="gặp ông Bảy")
            desk.note(clerk, rid(), ticket=one, text="")

    data = tmp_path / "office"
    lost = Erasing(data)
    with office(data, lost.clock) as premises:
        refill(premises, lost.given, lost.began)
        assert asked(premises, "SELECT text FROM free_text WHERE text IS NOT NULL") == []
        assert asked(premises, "SELECT noted FROM ticket WHERE noted") == []


def _told(premises: Premises, kind: str) -> list[dict[str, object]]:
    return [json.loads(row[0]) for row in asked(premises, f"SELECT fact FROM fact WHERE kind = '{kind}' ORDER BY seq")]
