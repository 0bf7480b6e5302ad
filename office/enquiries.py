"""What citizens look up: procedures by words, by field, by code, and the page of one; and that they did.

The words of the catalogue are kept in memory and read anew when the catalogue, the everyday words or the date changed;
everything else is asked of the database's own index. What is shown is in force today.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, Engine

from office.acts import lookups
from office.answers import Answer
from office.clock import Clock
from office.domain.house import Service
from office.domain.moment import MINUTE
from office.domain.people import Actor
from office.domain.procedures import Procedure
from office.domain.refusals import UnknownProcedure
from office.lookup.asking import Language, Reading, Term
from office.lookup.gathering import Gatherer
from office.lookup.ranking import Found, corrected, lit, ranked
from office.performing import Performer
from office.store import lookup, lookup_reading, procedures

LATELY_DAYS = 90
"""How far back it counts what people opened."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`service`: the office's own for it, None = it has none; `match`: the typed parts of the name, in characters."""

    procedure: Procedure
    service: str | None = None
    match: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """`fields`: the fields of all that was found, whatever field was asked for, with their numbers, the largest first;

    `day`: today; `searched`: what was looked for instead, None = as typed.
    """

    items: tuple[Hit, ...]
    total: int
    fields: tuple[tuple[str, int], ...]
    day: str
    searched: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A procedure as it is on `day`, today; `service`: the office's own for it, and the counters that serve it."""

    procedure: Procedure
    version: int
    day: str
    service: Service | None = None
    counters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is kept in memory of one state of the catalogue on one day; `subjects`: key → its field."""

    revision: int
    day: str
    language: Language
    subjects: Mapping[int, str]
    fields: tuple[tuple[str, int], ...]


class Enquiries:
    """Answers on reading connections, from many threads at once."""

    def __init__(self, readers: Engine, performer: Performer, clock: Clock) -> None:
        self._readers, self._performer, self._clock = readers, performer, clock
        self._shelf: _Shelf | None = None
        self._opened: tuple[tuple[int, int], Mapping[int, int]] = ((-1, -1), {})
        self._filling = threading.Lock()

    def find(self, query: str = "", *, field: str | None = None, limit: int = 20, offset: int = 0) -> Hits:
        """Without words in `query`: what is asked for most, first."""
        today = self._performer.today()
        with self._readers.begin() as conn:
            shelf = self._shelf_of(conn, today.isoformat())
            readings = shelf.language.readings(query)
            if not readings:
                return self._most_asked(conn, shelf, today, field, limit, offset)
            everywhere = self._ranked(conn, shelf, readings, today, None)
            found = everywhere if field is None else self._ranked(conn, shelf, readings, today, field)
            shown = found[offset : offset + limit]
            kept = lookup_reading.procedures_of(conn, [one.key for one in (*found[:1], *shown)])
        hits = tuple(self._hit(kept[one.key], one.reading.terms) for one in shown)
        searched = _searched(kept[found[0].key], found[0].reading) if found else None
        return Hits(hits, len(found), _largest_first(one.subject for one in everywhere), shelf.day, searched)

    def page(self, code: str) -> Page:
        """Raises `UnknownProcedure`, also for one that is not in force today."""
        today = self._performer.today().isoformat()
        with self._readers.begin() as conn:
            kept = procedures.on_day(conn, code, today)
        if kept is None:
            raise UnknownProcedure
        house = self._performer.house
        service = house.services.get(kept.service or "")
        counters = () if service is None else tuple(one.number for one in house.counters_of(service.id))
        return Page(kept.procedure, kept.version, today, service, counters)

    def note(self, actor: Actor, request_id: str | None, *, query: str | None, code: str | None) -> Answer:
        """A page was opened, or a search was left that found nothing. Raises `UnknownProcedure`."""
        args = {"q": query, "key": code}
        return self._performer.perform("asked", actor, request_id, args, lambda act: lookups.asked(act, query, code))

    def _most_asked(
        self, conn: Connection, shelf: _Shelf, today: date, field: str | None, limit: int, offset: int
    ) -> Hits:
        keys = lookup_reading.most_asked(conn, shelf.day, field, _lately(today), limit, offset)
        kept = lookup_reading.procedures_of(conn, keys)
        total = sum(n for name, n in shelf.fields if field in (None, name))
        return Hits(tuple(self._hit(kept[key], ()) for key in keys), total, shelf.fields, shelf.day)

    def _hit(self, procedure: Procedure, terms: Sequence[Term]) -> Hit:
        service = procedure.service if procedure.service in self._performer.house.services else None
        return Hit(procedure, service, tuple(lit(procedure.name, terms)))

    def _ranked(
        self, conn: Connection, shelf: _Shelf, readings: Sequence[Reading], today: date, field: str | None
    ) -> list[Found]:
        opened = self._opened_lately(conn, shelf, today)
        within = shelf.subjects.keys() if field is None else {k for k, name in shelf.subjects.items() if name == field}
        gatherer = Gatherer(lookup_reading.Words(conn), within, opened)
        gathered = [(one, gatherer.gather(one)) for one in readings]
        known = lookup_reading.candidates(conn, {key for _, keys in gathered for key in keys})
        asked = [(one, [known[key] for key in keys]) for one, keys in gathered]
        return ranked(asked, opened, shelf.language.weight)

    def _opened_lately(self, conn: Connection, shelf: _Shelf, today: date) -> Mapping[int, int]:
        """Key → times, as of this minute."""
        now = (shelf.revision, self._clock.now().mono // MINUTE)
        if self._opened[0] != now:
            self._opened = (now, lookup_reading.opened_since(conn, shelf.day, _lately(today)))
        return self._opened[1]

    def _shelf_of(self, conn: Connection, day: str) -> _Shelf:
        revision = lookup.revision(conn)
        with self._filling:
            if self._shelf is None or (self._shelf.revision, self._shelf.day) != (revision, day):
                self._shelf = _filled(conn, revision, day)
            return self._shelf


def _filled(conn: Connection, revision: int, day: str) -> _Shelf:
    rows = lookup_reading.words_on(conn, day)
    counts = Counter(word for row in rows for word in {*row.name.split(), *row.field.split()})
    language = Language(counts, len(rows), lookup_reading.synonyms(conn))
    names: dict[str, str] = {}  # the same few names of fields, each once in memory
    subjects = {row.rowid: names.setdefault(row.subject, row.subject) for row in rows}
    return _Shelf(revision, day, language, subjects, _largest_first(subjects.values()))


def _lately(today: date) -> str:
    return (today - timedelta(days=LATELY_DAYS)).isoformat()


def _largest_first(subjects: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(subjects).items(), key=lambda pair: (-pair[1], pair[0])))


def _searched(best: Procedure, reading: Reading) -> str | None:
    """What the best one was found by, when that is not what was typed."""
    return reading.instead or corrected(best.name, reading.terms)
