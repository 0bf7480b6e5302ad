"""What somebody far away may know of an office's database: how much there is of what, and which words are people's.

Counts only, never a row. `ask` is any way to put SQL: `exec_driver_sql` of a connection, or `execute` of one of the
standard library when no service has the file.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError

from office.store.metadata import metadata
from office.store.schema import Ask, standing

_PEOPLE = ("SELECT id FROM clerk", "SELECT name FROM clerk", "SELECT title FROM clerk", "SELECT name FROM device_token")
_SETTINGS = "SELECT value FROM setting"
LETTERS = 3
"""Fewer are no name."""


@dataclass(frozen=True, slots=True)
class Insight:
    """`words`: of people and of the head; `counts`: {"schema", "tables": table → rows, "facts": kind → how many}."""

    words: frozenset[str]
    counts: dict[str, Any]


def insight(ask: Ask) -> Insight | None:
    """None: the database cannot be read."""
    try:
        return Insight(frozenset(_personal_words(ask)), _counts(ask))
    except (DBAPIError, sqlite3.Error, ValueError):
        return None


def _counts(ask: Ask) -> dict[str, Any]:
    found = standing(ask)
    there = {str(row[0]) for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = sorted(there & set(metadata.tables))
    rows = {name: _one(ask, f'SELECT count(*) FROM "{name}"') for name in tables}  # noqa: S608 -- our own tables
    kinds = {str(kind): int(n) for kind, n in ask("SELECT kind, count(*) FROM fact GROUP BY kind ORDER BY kind")}
    return {"schema": None if found is None else found.version, "tables": rows, "facts": kinds}


def _personal_words(ask: Ask) -> set[str]:
    """Names and ids of people and of their devices, and every text that the head wrote into the settings."""
    people = {str(row[0]) for query in _PEOPLE for row in ask(query) if row[0]}
    return people | {text for (value,) in ask(_SETTINGS) for text in _texts(json.loads(str(value)))}


def _one(ask: Ask, query: str) -> int:
    return next(int(row[0]) for row in ask(query))


def _texts(value: object) -> Iterator[str]:
    """Those with a space or a capital letter: what a program would write itself stays readable, and so do times."""
    if isinstance(value, str):
        is_word_of_program = value.isascii() and value.islower() and " " not in value
        if sum(map(str.isalpha, value)) >= LETTERS and not is_word_of_program:
            yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
