"""What is deleted for its age, so that a disk that was large enough stays so.

1. Facts `facts_days` after the tier above acknowledged them (at least 90: a tier that was put back to an old copy is
   filled again from here); so every night's places are noted. Where there is no tier above, or it never answered, as
   long as the tickets.
2. A day with its tickets, calls, ratings, notes and seats after `tickets_months`; letters too. Their words went before,
   after the months that the head decides.

Everything goes in small pieces, one act each, oldest first, so that a press never waits for it; the journal keeps an
anchor. Nothing goes while the clock is doubtful (suspect, or given by hand less than a week of nights ago, because a
wrong year would make everything old), and never the last fact of a stream.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql.dml import ReturningDelete

from office.answers import Answer
from office.domain.people import SYSTEM
from office.journal import prune
from office.ledger import READER
from office.performing import Act, Performer
from office.readers import LedgerReader
from office.store import days
from office.store.letter_tables import letter
from office.store.lookup_tables import lookup_told
from office.store.tables import (
    call,
    counter_session,
    day,
    fact,
    free_text,
    last_act,
    rating,
    rating_reasons,
    rating_window,
    series,
    series_floor,
    setting,
    stream,
    ticket,
    ticket_note,
)

DAY_MS = 86_400_000
MONTH_DAYS = 31
LEAST_FACTS_DAYS = 90
PIECE, TICKETS = 300, 40
"""Facts or letters of one act, and tickets with all that hangs on them: some ten milliseconds, as long as a number."""
PLACES = "acknowledged"
"""The row of `setting` with the places of the last nights: [{at, places: {stream number: seq}}]."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How long; `reader`: whose acknowledgement counts; `breath_s` between two pieces belong to those who come."""

    facts_days: int = LEAST_FACTS_DAYS
    tickets_months: int = 24
    reader: str = READER
    breath_s: float = 0.25

    def acknowledged_before(self, now: int) -> int:
        return now - max(LEAST_FACTS_DAYS, self.facts_days) * DAY_MS

    def days_before(self, now: int) -> int:
        return now - self.tickets_months * MONTH_DAYS * DAY_MS


@dataclass(frozen=True, slots=True)
class Gone:
    """How many rows went."""

    facts: int
    tickets_and_days: int
    letters: int
    words: int


def sweep(performer: Performer, keep: Keep, go_on: Callable[[], bool]) -> Gone:
    """Until nothing old is left or `go_on` says no. Raises StoreUnavailable."""
    places = _note_places(performer, keep)
    return Gone(
        facts=_in_pieces(performer, lambda act: _facts(act, keep, places), keep.breath_s, go_on),
        tickets_and_days=_in_pieces(performer, lambda act: _one_day(act, keep), keep.breath_s, go_on),
        letters=_in_pieces(performer, lambda act: _letters(act, keep), keep.breath_s, go_on),
        words=_in_pieces(performer, lambda act: _erased_words(act, keep), keep.breath_s, go_on),
    )


def _in_pieces(performer: Performer, one: Callable[[Act], int], breath_s: float, go_on: Callable[[], bool]) -> int:
    def work(act: Act) -> Answer:
        return Answer({"gone": 0 if days.is_doubtful(act.conn) else one(act)})

    gone = 0
    while go_on() and (more := performer.perform("retention", SYSTEM, None, {}, work).body["gone"]):
        gone += int(more)
        time.sleep(breath_s)
    return gone


def _note_places(performer: Performer, keep: Keep) -> dict[str, int]:
    """Writes down how far the tier above is in each stream; how far it was `facts_days` ago."""

    def work(act: Act) -> Answer:
        days.clock_stood_a_night(act.conn)
        notes, now = _notes(act.conn, act.now.wall), act.now.wall
        old = [note for note in notes if note["at"] <= keep.acknowledged_before(now)]
        streams = act.conn.execute(select(stream.c.no)).scalars().all()
        places = {str(no): LedgerReader(keep.reader, no).place(act.conn) for no in streams}
        row = {"key": PLACES, "value": [*old[-1:], *notes[len(old) :], {"at": now, "places": places}]}
        act.conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))
        return Answer({"places": old[-1]["places"] if old else {}})

    found: dict[str, int] = performer.perform("retention", SYSTEM, None, {}, work).body["places"]
    return found


def _notes(conn: Connection, now: int) -> list[dict[str, Any]]:
    """The oldest first; what a clock wrote that was ahead does not count, nor a second one of the same half day."""
    value = conn.execute(select(setting.c.value).where(setting.c.key == PLACES)).scalar()
    return [note for note in value or () if note["at"] <= now - DAY_MS // 2]


def _facts(act: Act, keep: Keep, places: Mapping[str, int]) -> int:
    for row in act.conn.execute(select(stream.c.no)).all():
        upto = _oldest_piece(act, row.no, places.get(str(row.no), 0), keep)
        if upto and (gone := prune(act.conn, row.no, upto, act.now)):
            return gone
    return 0


def _oldest_piece(act: Act, stream_no: int, place: int, keep: Keep) -> int | None:
    """The end of the next piece of old facts in this stream, None when there is nothing to take."""
    mine = fact.c.stream_no == stream_no
    # One question each: SQLite reads the whole stream when it is asked for both ends at once.
    first, last = (act.conn.execute(select(end(fact.c.seq)).where(mine)).scalar() for end in (func.min, func.max))
    if first is None or last is None:
        return None
    end = min(first + PIECE, last, place + 1) if first <= place else _old_end(act, stream_no, first, last, keep)
    return int(end) - 1 if end > first else None


def _old_end(act: Act, stream_no: int, first: int, last: int, keep: Keep) -> int:
    """Where those begin that nobody acknowledged and that are too young to go without it."""
    end, limit = min(first + PIECE, last), keep.days_before(act.now.wall)
    young = select(func.min(fact.c.seq)).where(
        fact.c.stream_no == stream_no, fact.c.seq.between(first, end - 1), fact.c.at >= limit
    )
    found = act.conn.execute(young).scalar()
    return end if found is None else int(found)


def _one_day(act: Act, keep: Keep) -> int:
    """A piece of the tickets of the oldest day; the day itself when it has none left."""
    conn, limit = act.conn, keep.days_before(act.now.wall)
    old = select(day.c.id, day.c.date).where(day.c.status == "closed", day.c.closed_at < limit).order_by(day.c.id)
    row = conn.execute(old.limit(1)).first()
    if row is None:
        return conn.execute(delete(counter_session).where(counter_session.c.closed_at < limit)).rowcount
    if tickets := _tickets(conn, row.id):
        return tickets
    conn.execute(delete(call).where(call.c.day == row.id))
    conn.execute(delete(last_act).where(last_act.c.day == row.id))
    conn.execute(delete(series).where(series.c.day == row.id))
    conn.execute(delete(series_floor).where(series_floor.c.date == row.date))
    conn.execute(delete(day).where(day.c.id == row.id))
    return 1


def _tickets(conn: Connection, day_id: int) -> int:
    mine = conn.execute(select(ticket.c.id).where(ticket.c.day == day_id).limit(TICKETS)).scalars().all()
    _with_words(conn, delete(ticket_note).where(ticket_note.c.ticket.in_(mine)).returning(ticket_note.c.text))
    _with_words(conn, delete(rating_reasons).where(rating_reasons.c.ticket.in_(mine)).returning(rating_reasons.c.text))
    conn.execute(delete(rating).where(rating.c.ticket.in_(mine)))
    conn.execute(delete(rating_window).where(rating_window.c.ticket.in_(mine)))
    conn.execute(delete(call).where(call.c.ticket.in_(mine)))
    return conn.execute(delete(ticket).where(ticket.c.id.in_(mine))).rowcount


def _letters(act: Act, keep: Keep) -> int:
    old = select(letter.c.id).where(letter.c.at < keep.days_before(act.now.wall)).order_by(letter.c.id).limit(PIECE)
    return _with_words(act.conn, delete(letter).where(letter.c.id.in_(old)).returning(letter.c.text))


def _erased_words(act: Act, keep: Keep) -> int:
    """What was left of words that were erased long ago. The last id stays, or a new text would be taken for its own."""
    of = free_text.c
    naming = (ticket_note.c.text, rating_reasons.c.text, letter.c.text, lookup_told.c.text)
    alone = and_(*(~select(column).where(column == of.id).exists() for column in naming))
    last = select(func.max(free_text.alias().c.id)).scalar_subquery()
    old = and_(of.text.is_(None), of.erased_at < keep.days_before(act.now.wall), of.id < last)
    piece = select(of.id).where(old, alone).limit(PIECE)
    return act.conn.execute(delete(free_text).where(of.id.in_(piece))).rowcount


def _with_words(conn: Connection, removing: ReturningDelete[int]) -> int:
    """Deletes rows and empties the words that they named, which `_erased_words` takes away; how many rows."""
    texts = conn.execute(removing).scalars().all()
    named = set(texts) - {None}
    if named:
        gone = {"text": None, "salt": b"", "erased_at": 0}
        conn.execute(update(free_text).where(free_text.c.id.in_(named)).values(gone))
    return len(texts)
