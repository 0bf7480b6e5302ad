"""The catalogue on disk: every version of every procedure, and which of them holds on a day.

Days are ISO dates of the office. Whoever writes here calls `settle` for what was changed: it draws the line between
the versions anew and brings the index of the search along, in the same transaction.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain.procedures import Procedure, body_of, digest_of, holds_until, procedure_from
from office.store.lookup import parts, reindex
from office.store.procedure_tables import procedure, procedure_version


@dataclass(frozen=True, slots=True)
class Kept:
    """One version as it is kept; `made_at` in ms of UTC; `repealed`: of the procedure."""

    code: str
    version: int
    since: str
    until: str | None
    name: str
    field: str
    service: str | None
    body: str
    digest: bytes
    source: str
    made_by: str
    made_at: int
    repealed: str | None

    @property
    def procedure(self) -> Procedure:
        return replace(procedure_from(self.body), repealed=self.repealed)

    def is_over(self, day: str) -> bool:
        """Neither in force nor coming."""
        return self.until is not None and (self.until <= day or self.until <= self.since)

    def holds(self, day: str) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A version to be kept; `source`: where it comes from, `made_by`: who did it."""

    procedure: Procedure
    since: str
    source: str
    made_by: str
    made_at: int


def on_day(conn: Connection, code: str, day: str) -> Kept | None:
    """What holds of this procedure on that day."""
    row = conn.execute(_all().where(procedure_version.c.code == code, holding(day))).first()
    return None if row is None else _kept(row)


def all_on_day(conn: Connection, day: str) -> list[Kept]:
    """Everything that holds on that day, by code."""
    return [_kept(row) for row in conn.execute(_all().where(holding(day)).order_by(procedure_version.c.code))]


def versions(conn: Connection, code: str) -> list[Kept]:
    """Every version, the newest first."""
    query = _all().where(procedure_version.c.code == code).order_by(procedure_version.c.version.desc())
    return [_kept(row) for row in conn.execute(query)]


def particular(conn: Connection, wanted: Sequence[tuple[str, int]]) -> dict[str, Kept]:
    """Code → that version of it."""
    of = procedure_version.c
    query = _all().where(tuple_(of.code, of.version).in_(wanted))
    return {row.code: _kept(row) for row in conn.execute(query)} if wanted else {}


def not_over(conn: Connection, day: str, codes: Collection[str] | None = None) -> Iterator[Kept]:
    """Of each of these procedures (None: of all) what is in force or coming, else its last version; by first day."""
    until = procedure_version.c.until
    is_last = procedure_version.c.version == procedure.c.latest
    is_over = and_(until.is_not(None), or_(until <= day, until <= procedure_version.c.since))
    query = _all().where(or_(~is_over, is_last)).order_by(procedure_version.c.code, procedure_version.c.since)
    for part in [None] if codes is None else parts(sorted(codes)):
        rows = conn.execute(query if part is None else query.where(procedure_version.c.code.in_(part)))
        for _, group in groupby((_kept(row) for row in rows), key=lambda one: one.code):
            found = list(group)
            yield from [one for one in found if not one.is_over(day)] or found


def how_many(conn: Connection, day: str) -> int:
    return int(conn.execute(select(func.count()).select_from(procedure_version).where(holding(day))).scalar_one())


def holding(day: str) -> ColumnElement[bool]:
    """Of `procedure_version`: what is in force on that day."""
    until = procedure_version.c.until
    return and_(procedure_version.c.since <= day, or_(until.is_(None), until > day))


def keep(conn: Connection, fresh: Sequence[Fresh]) -> dict[str, int]:
    """Adds a version to each, at most one of a procedure: code → its number. The caller settles afterwards."""
    if not fresh:
        return {}
    latest = _latest(conn, [one.procedure.code for one in fresh])
    rows = [_row(one, latest.get(one.procedure.code, 0) + 1) for one in fresh]
    known = upsert(procedure).values(code=bindparam("code"), latest=bindparam("version"))
    heads = [{"code": row["code"], "version": row["version"]} for row in rows]
    conn.execute(known.on_conflict_do_update(index_elements=["code"], set_={"latest": known.excluded.latest}), heads)
    conn.execute(insert(procedure_version), rows)
    return {row["code"]: row["version"] for row in rows}


def repeal(conn: Connection, codes: Sequence[str], day: str | None) -> None:
    """From that day on nothing of them is in force; None takes it back. The caller settles afterwards."""
    if codes:
        asked = update(procedure).where(procedure.c.code == bindparam("which")).values(repealed=day)
        conn.execute(asked, [{"which": code} for code in codes])


def settle(conn: Connection, codes: Collection[str]) -> None:
    """Which version holds until when, and what the search finds, after something about these was changed."""
    if not codes:
        return
    ends = [end for part in parts(sorted(codes)) for end in _ends(conn, part)]
    asked = update(procedure_version).where(procedure_version.c.id == bindparam("which"))
    if ends:
        conn.execute(asked.values(until=bindparam("end")), ends)
    reindex(conn, list(codes))


def _ends(conn: Connection, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows whose end is another than it was."""
    of = procedure_version.c
    query = select(of.id, of.code, of.version, of.since, of.until, procedure.c.repealed).join(procedure)
    found: dict[str, list[Any]] = {}
    for row in conn.execute(query.where(of.code.in_(codes))):
        found.setdefault(row.code, []).append(row)
    for rows in found.values():
        ends = holds_until([(row.since, row.version) for row in rows], rows[0].repealed)
        yield from ({"which": row.id, "end": ends[row.version]} for row in rows if row.until != ends[row.version])


def _latest(conn: Connection, codes: Sequence[str]) -> dict[str, int]:
    asked = select(procedure.c.code, procedure.c.latest)
    return {
        row.code: row.latest for part in parts(codes) for row in conn.execute(asked.where(procedure.c.code.in_(part)))
    }


def _row(one: Fresh, version: int) -> dict[str, Any]:
    body = body_of(one.procedure)
    return {
        "code": one.procedure.code,
        "version": version,
        "since": one.since,
        "name": one.procedure.name,
        "field": one.procedure.field,
        "service": one.procedure.service,
        "body": body,
        "digest": digest_of(body),
        "source": one.source,
        "made_by": one.made_by,
        "made_at": one.made_at,
    }


def _all() -> Select[Any]:
    return select(procedure_version, procedure.c.repealed).join(procedure)


def _kept(row: Row[Any]) -> Kept:
    told = row._asdict()
    del told["id"]
    return Kept(**told)
