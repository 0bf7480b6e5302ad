"""An office that is put back to an older copy of its database, and a tier above that is only a list of facts."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from office.clock import SetClock
from office.domain.chain import start_of
from office.journal import Fact
from office.ledger import Ledger
from office.premises import Premises
from office.refill.refiller import Refiller
from office.refill.taking import Returned
from tests.office_fixture import ZONE, opened


@dataclass(frozen=True, slots=True)
class Above:
    """What the tier above has of one stream."""

    stream: str
    facts: Sequence[Fact]
    words: Mapping[int, tuple[bytes, str]]

    def batch(self, first: int, most: int = 500) -> Returned:
        """Facts from `first` on."""
        before = start_of(self.stream) if first == 1 else self.facts[first - 2].digest
        chosen = self.facts[first - 1 : first - 1 + most]
        words = {one.seq: self.words[one.seq] for one in chosen if one.seq in self.words}
        return Returned(self.stream, before, chosen, words)

    @property
    def last(self) -> int:
        return self.facts[-1].seq


@contextmanager
def office(data: Path, clock: SetClock, **more: Any) -> Iterator[Premises]:
    with opened(data, clock, **more) as premises:
        yield premises


def above(premises: Premises) -> Above:
    """Everything of the present stream has come up."""
    ledger = Ledger(premises.performer, premises.readers, ZONE)
    own = ledger.streams()[-1]
    facts = ledger.facts(own.no, 1, own.head)
    return Above(own.id, facts, ledger.words(facts))


def refiller(premises: Premises) -> Refiller:
    return Ledger(premises.performer, premises.readers, ZONE).refiller


def refill(premises: Premises, given: Above, first: int = 1, most: int = 500) -> None:
    """All of it from `first` on, batch by batch, and told."""
    mine = refiller(premises)
    while first <= given.last:
        first = mine.take(given.batch(first, most), given.last) + 1
    while mine.tell(given.stream):
        pass


def copy_of(data: Path) -> bytes:
    """The database of a closed office."""
    return (data / "motcua.db").read_bytes()


def put_back(data: Path, kept: bytes | None) -> None:
    """The copy in place of the database, None: nothing at all. The notebook stays, as it does in life."""
    for path in data.glob("motcua.db*"):
        path.unlink()
    if kept is not None:
        (data / "motcua.db").write_bytes(kept)


def forged(one: Returned, at: int, text: str) -> Returned:
    """One fact says something else, with the digest it had."""
    facts = list(one.facts)
    facts[at] = replace(facts[at], text=text)
    return replace(one, facts=facts)


def asked(premises: Premises, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{premises.data / 'motcua.db'}?mode=ro", uri=True)) as db:
        return db.execute(query).fetchall()


def tables(premises: Premises) -> dict[str, list[tuple[Any, ...]]]:
    """All that a refill writes, without what is numbered anew."""
    queries = {
        "ticket": "SELECT t.*, d.date FROM ticket t JOIN day d ON d.id = t.day ORDER BY t.id",
        "call": "SELECT ticket, counter, at, recall FROM call ORDER BY at, id",
        "window": "SELECT ticket, counter, clerk, service, opened, outcome, closed FROM rating_window ORDER BY 1, id",
        "rating": "SELECT ticket, question, level, scale, channel, first FROM rating ORDER BY 1, 2",
        "reasons": "SELECT ticket, reasons FROM rating_reasons ORDER BY 1",
        "session": "SELECT counter, clerk, opened_at, closed_at, paused_ms FROM counter_session ORDER BY 3, 1",
        "letter": "SELECT l.id, at, reasons, f.text FROM letter l LEFT JOIN free_text f ON f.id = l.text ORDER BY l.id",
        "fact": "SELECT stream_no, seq, digest FROM fact ORDER BY 1, 2",
    }
    return {name: asked(premises, query) for name, query in queries.items()}
