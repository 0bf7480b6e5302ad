"""Rows of a CSV file, whatever divides its columns: semicolon, comma or tab, whichever names most columns."""

import csv
import io
import itertools
from collections.abc import Iterator
from contextlib import suppress

from office.lookup.columns import TOP_ROWS, meaning_of
from office.lookup.findings import Unreadable

DIVIDERS = ";,\t"
MOST_ROWS = 20_000
LONGEST_CELL = 131_072
"""As the csv module has it."""


def rows_of(text: str) -> list[list[str]]:
    """All rows, the first is row 1. Raises Unreadable: a quotation mark that never ends would swallow the rest."""
    divider = max(DIVIDERS, key=lambda sign: _named(text, sign))
    rows = list(itertools.islice(_rows(text, divider), MOST_ROWS + TOP_ROWS + 1))
    if len(rows) > MOST_ROWS + TOP_ROWS:
        raise Unreadable("too_many", most=MOST_ROWS)
    return rows


def _named(text: str, divider: str) -> int:
    """How many columns of the best of the first rows are known when this sign divides them."""
    most = 0
    with suppress(Unreadable):
        for row in itertools.islice(_rows(text, divider), TOP_ROWS):
            most = max(most, sum(meaning_of(cell) is not None for cell in row))
    return most


def _rows(text: str, divider: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable("unreadable", detail=f"line {reader.line_num}: {error}") from None
