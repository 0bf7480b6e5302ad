"""Merged rows go into their tables: a group is replaced only by one that a later fact wrote."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, Integer, Text

from district.projections.merging import Merged, columns
from district.store import raw
from district.store.engine import is_postgres
from district.store.projected import SHAPES, Shape

_TYPES = {BigInteger: "int8", Integer: "int4", Text: "text", Boolean: "bool"}


def write(conn: Connection, merged: Merged) -> None:
    for place, shape in enumerate(SHAPES):
        rows = merged.rows(shape)
        if rows:
            _upsert(conn, place, rows)


def _upsert(conn: Connection, place: int, rows: Sequence[tuple[Any, ...]]) -> None:
    if is_postgres(conn):
        arrays = [list(column) for column in zip(*rows, strict=True)]
        with raw.cursor(conn) as cursor:
            cursor.execute(_for_postgres(place), arrays)
    else:
        conn.exec_driver_sql(_for_sqlite(place), list(rows))


@cache
def _for_postgres(place: int) -> str:
    shape = SHAPES[place]
    marks = ", ".join(f"%b::{_TYPES[type(shape.table.c[name].type)]}[]" for name in columns(shape))
    return f"{_into(shape)} SELECT * FROM unnest({marks}) {_conflict(shape)}"  # noqa: S608 - names are ours


@cache
def _for_sqlite(place: int) -> str:
    shape = SHAPES[place]
    marks = ", ".join("?" for _ in columns(shape))
    return f"{_into(shape)} VALUES ({marks}) {_conflict(shape)}"


def _into(shape: Shape) -> str:
    return f"INSERT INTO {shape.table.name} ({', '.join(columns(shape))})"


def _conflict(shape: Shape) -> str:
    """Names are ours, never an office's."""
    if "" in shape.groups:
        return "ON CONFLICT DO NOTHING"
    table, sets = shape.table.name, list[str]()
    for name, names in shape.groups.items():
        newer = f"excluded.{name}_seq > {table}.{name}_seq"
        sets += [f"{one} = CASE WHEN {newer} THEN excluded.{one} ELSE {table}.{one} END" for one in names]
        sets.append(f"{name}_seq = CASE WHEN {newer} THEN excluded.{name}_seq ELSE {table}.{name}_seq END")
    changed = " OR ".join(f"excluded.{name}_seq > {table}.{name}_seq" for name in shape.groups)
    return f"ON CONFLICT (stream_no, {', '.join(shape.key)}) DO UPDATE SET {', '.join(sets)} WHERE {changed}"
