"""Old facts and old days go in pieces, the chain still holds, and what is young or not acknowledged stays."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from office.clock import SetClock
from office.domain.people import SYSTEM
from office.journal import verify
from office.ledger import READER, Ledger
from office.premises import Premises
from office.safekeeping.retention import DAY_MS, Gone, Keep, sweep
from office.store.tables import (
    call,
    day,
    fact,
    free_text,
    rating,
    rating_reasons,
    rating_window,
    series,
    ticket,
    ticket_note,
)
from tests.office_fixture import HEAD, SCREEN, ZONE, opened, rid, seat, take

ALWAYS = lambda: True  # noqa: E731
SHORT = Keep(facts_days=90, tickets_months=3, breath_s=0.0)


def played(premises: Premises, clock: SetClock) -> None:
    """A day with everything that hangs on a ticket, and its end."""
    desk, clerk = premises.desk, seat(premises, "an", 1)
    for _ in range(3):
        made = take(desk)
        desk.call_next(clerk, rid(), counter=1)
        desk.start(clerk, rid(), counter=1)
        desk.note(clerk, rid(), ticket=made["id"], text="Thiếu bản sao")
        desk.finish(clerk, rid(), counter=1)
        clock.advance(1_000)
        desk.rate(SCREEN, rid(), ticket=made["id"], level=1, channel="screen", age_ms=900)
        desk.give_reasons(SCREEN, rid(), ticket=made["id"], reasons=["cho-lau"], comment="Lâu quá")
        clock.advance(60_000)
        desk.tick()
    desk.close_day(HEAD, rid())


def later(premises: Premises, clock: SetClock, days: int) -> None:
    clock.set_synced(True)
    clock.advance(days * DAY_MS)
    premises.desk.tick()


def acknowledge(premises: Premises) -> None:
    ledger = Ledger(premises.performer, premises.readers, ZONE)
    ledger.write_down({one.no: one.head for one in ledger.streams()})


def count(premises: Premises, table: object) -> int:
    with premises.readers.begin() as conn:
        return int(conn.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def chain_holds(premises: Premises) -> bool:
    with premises.readers.begin() as conn:
        return all(fault is None for *_, fault in verify(conn))


def test_facts_go_ninety_days_after_their_acknowledgement_and_the_chain_holds(
    premises: Premises, clock: SetClock
) -> None:
    played(premises, clock)
    later(premises, clock, 50)  # the line was down for long
    sweep(premises.performer, Keep(), ALWAYS)
    acknowledge(premises)
    before = count(premises, fact)
    sweep(premises.performer, Keep(), ALWAYS)
    later(premises, clock, 89)
    assert sweep(premises.performer, Keep(), ALWAYS).facts == 0
    later(premises, clock, 2)
    gone = sweep(premises.performer, Keep(), ALWAYS)
    assert gone.facts == before
    assert gone.tickets_and_days == 0
    assert chain_holds(premises)
    assert take(premises.desk)["number"] == "A001"
    assert chain_holds(premises)


def test_what_the_tier_above_has_not_acknowledged_stays_as_long_as_the_tickets(
    premises: Premises, clock: SetClock
) -> None:
    played(premises, clock)
    later(premises, clock, 91)
    assert sweep(premises.performer, SHORT, ALWAYS).facts == 0
    later(premises, clock, 10)
    assert sweep(premises.performer, SHORT, ALWAYS).facts > 0
    assert chain_holds(premises)


def test_an_old_day_goes_with_all_that_hangs_on_it(premises: Premises, clock: SetClock) -> None:
    played(premises, clock)
    tables = (ticket, call, rating, rating_window, rating_reasons, ticket_note, free_text)
    assert all(count(premises, table) for table in tables)
    later(premises, clock, 100)
    assert sweep(premises.performer, SHORT, ALWAYS).tickets_and_days > 3
    assert [count(premises, table) for table in tables[:-1]] == [0] * 6
    assert (count(premises, day), count(premises, series)) == (1, 0)


def test_of_erased_words_only_the_last_row_stays_so_that_no_new_text_gets_its_id(
    premises: Premises, clock: SetClock
) -> None:
    played(premises, clock)
    for _ in range(2):
        later(premises, clock, 100)
        sweep(premises.performer, SHORT, ALWAYS)
    assert count(premises, free_text) == 1


def test_days_are_flat_when_every_night_is_swept(data: Path, clock: SetClock) -> None:
    with opened(data, clock) as premises:
        sizes = []
        for _ in range(8):
            played(premises, clock)
            acknowledge(premises)
            later(premises, clock, 31)
            sweep(premises.performer, SHORT, ALWAYS)
            sizes.append((count(premises, fact), count(premises, ticket), count(premises, free_text)))
        assert max(sizes[5:]) <= max(sizes[:5])


def test_a_doubtful_clock_deletes_nothing(premises: Premises, clock: SetClock) -> None:
    played(premises, clock)
    acknowledge(premises)
    premises.desk.open_day(HEAD, rid())
    clock.jump(5 * 365 * DAY_MS)
    premises.desk.tick()
    assert premises.desk.state()["day"]["clock_suspect"]
    assert sweep(premises.performer, Keep(), ALWAYS) == Gone(0, 0, 0, 0)


def test_a_wrong_year_given_by_hand_deletes_nothing_before_people_could_see_it(
    premises: Premises, clock: SetClock
) -> None:
    played(premises, clock)
    acknowledge(premises)
    facts = count(premises, fact)
    was = clock.now().wall
    clock.jump(3 * 366 * DAY_MS)
    premises.desk.clock_was_set(HEAD, rid(), was=was)
    for _ in range(6):
        later(premises, clock, 1)
        assert sweep(premises.performer, SHORT, ALWAYS) == Gone(0, 0, 0, 0)
    assert count(premises, fact) >= facts
    later(premises, clock, 1)
    assert sweep(premises.performer, SHORT, ALWAYS).tickets_and_days > 0, "a week of nights, and nobody minded"


def test_the_words_of_citizens_outlive_a_wrong_year(premises: Premises, clock: SetClock) -> None:
    played(premises, clock)
    was = clock.now().wall
    clock.jump(3 * 366 * DAY_MS)
    premises.desk.clock_was_set(HEAD, rid(), was=was)
    clock.advance(2 * 3_600_000)
    premises.desk.tick()
    with premises.readers.begin() as conn:
        assert "Lâu quá" in conn.execute(select(free_text.c.text)).scalars().all()


@pytest.mark.parametrize("away", [-2 * DAY_MS, 2 * DAY_MS])
def test_a_clock_that_was_a_little_wrong_keeps_nobody_from_sweeping(
    premises: Premises, clock: SetClock, away: int
) -> None:
    played(premises, clock)
    acknowledge(premises)
    later(premises, clock, 400)
    clock.set_synced(False)
    was = clock.now().wall
    clock.jump(away)
    premises.desk.clock_was_set(HEAD, rid(), was=was)
    assert sweep(premises.performer, SHORT, ALWAYS).tickets_and_days > 0


def test_it_stops_when_the_office_ends(premises: Premises, clock: SetClock) -> None:
    played(premises, clock)
    acknowledge(premises)
    later(premises, clock, 400)
    assert sweep(premises.performer, SHORT, lambda: False) == Gone(0, 0, 0, 0)


@pytest.mark.parametrize("days", [1, 30])
def test_less_than_ninety_days_is_ninety(days: int) -> None:
    assert Keep(facts_days=days).acknowledged_before(100 * DAY_MS) == 10 * DAY_MS
    assert (Keep().reader, SYSTEM.word) == (READER, SYSTEM.word)
