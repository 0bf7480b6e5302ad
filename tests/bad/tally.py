"""What came of thousands of bad inputs, and what a database holds, so that nothing changes unseen."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, MetaData, Table, inspect, text

from tests.bench.figures import Row


@dataclass(slots=True)
class Tally:
    """`refused` by word; `crashes` and `changes` with what was said, at most a few of each are shown."""

    what: str
    count: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def refuse(self, word: str) -> None:
        self.count += 1
        self.refused[word] += 1

    def crash(self, said: str) -> None:
        self.count += 1
        self.crashes.append(said)

    def row(self) -> Row:
        words = ", ".join(f"{word} {count}" for word, count in self.refused.most_common(6))
        found = f"{self.count} bad inputs ({words}): {len(self.crashes)} crashes, {len(self.changes)} changes"
        worst = "".join(f" · {said[:300]}" for said in [*self.crashes[:3], *self.changes[:3]])
        return Row(self.what, found + worst, "0 crashes, 0 changes", not self.crashes and not self.changes)


def contents(engine: Engine, *passed_over: str) -> dict[str, str]:
    """A digest of every table, but for those that are there to note what was refused."""
    with engine.connect() as conn:
        return {name: _digest(conn, name) for name in inspect(conn).get_table_names() if name not in passed_over}


def _digest(conn: Connection, name: str) -> str:
    table = Table(name, MetaData())
    rows = sorted(repr(tuple(row)) for row in conn.execute(text(f"SELECT * FROM {table.name}")))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
