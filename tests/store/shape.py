"""The shape of a database, and what a migration did to it that a program of the schema before could stumble over."""

import re
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One line of `table_xinfo`."""

    name: str
    kind: str
    required: bool
    default: str | None
    key: int


@dataclass(frozen=True, slots=True)
class Shape:
    """Tables with their columns in order, their rules, and everything else that the database keeps by name."""

    tables: dict[str, tuple[Column, ...]]
    unique: dict[str, frozenset[tuple[str, ...]]]
    links: dict[str, frozenset[tuple[str, ...]]]
    made: dict[str, str]
    others: dict[str, str]


def shape(db: sqlite3.Connection) -> Shape:
    """As SQLite itself tells it."""
    listed = db.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    made = {name: sql for kind, name, sql in listed if kind == "table"}
    return Shape(
        tables={table: _columns(db, table) for table in made},
        unique={table: _unique(db, table) for table in made},
        links={table: _links(db, table) for table in made},
        made=made,
        others={f"{kind} {name}": sql for kind, name, sql in listed if kind in ("trigger", "view")},
    )


def _columns(db: sqlite3.Connection, table: str) -> tuple[Column, ...]:
    rows = db.execute(f"PRAGMA table_xinfo({table})").fetchall()
    return tuple(Column(name, kind, bool(need), default, key) for _, name, kind, need, default, key, _ in rows)


def _unique(db: sqlite3.Connection, table: str) -> frozenset[tuple[str, ...]]:
    indexes = [(row[1], row[2]) for row in db.execute(f"PRAGMA index_list({table})")]
    return frozenset(
        tuple(str(row[2]) for row in db.execute(f"PRAGMA index_info({name})")) for name, unique in indexes if unique
    )


def _links(db: sqlite3.Connection, table: str) -> frozenset[tuple[str, ...]]:
    return frozenset((row[3], row[2], str(row[4])) for row in db.execute(f"PRAGMA foreign_key_list({table})"))


def stumbling(before: Shape, after: Shape) -> list[str]:
    """What a program that knows only `before` would stumble over; nothing when `after` only adds."""
    found = [f"{table} is gone" for table in before.tables if table not in after.tables]
    found += [f"{name} is new or other" for name, sql in after.others.items() if before.others.get(name) != sql]
    found += [f"{name} is gone" for name in before.others if name not in after.others]
    for table in before.tables.keys() & after.tables.keys():
        found += _in_table(table, before, after)
    return sorted(found)


def _in_table(table: str, before: Shape, after: Shape) -> list[str]:
    old, now = before.tables[table], after.tables[table]
    added = now[len(old) :]
    names = {column.name for column in added}
    found = [f"{table} has other columns than before"] if now[: len(old)] != old else []
    found += [f"{table}.{one.name} must be given" for one in added if one.required and one.default is None]
    for what, was, are in (("unique", before.unique, after.unique), ("linked", before.links, after.links)):
        new = [one for one in are[table] - was[table] if not names & set(one)]
        found += [f"{table} is newly {what} by {one}" for one in new]
    if not _only_columns(before.made[table], after.made[table], names):
        found.append(f"{table} was made anew")
    return found


def _only_columns(was: str, now: str, names: set[str]) -> bool:
    """Whether the sentence that made the table is the same but for new columns, as SQLite puts them into it."""
    same = next((at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    if not now.endswith(was[same:]) or len(now) < len(was):
        return False
    added = now[same : len(now) - len(was[same:])].strip()
    pieces = [piece.strip() for piece in re.split(r",(?![^(]*\))", added)]
    between = not pieces[0] or not pieces[-1]  # a column comes with its comma, a rule of an old column does not
    return not added or (between and all(piece.split()[0].strip('"') in names for piece in pieces if piece))
