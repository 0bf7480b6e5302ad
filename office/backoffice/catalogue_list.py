"""The catalogue as the back office looks at it: everything there is, also what is coming and what was repealed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, select

from look.folding import fold
from office.domain.refusals import UnknownProcedure
from office.store import procedures as store
from office.store.procedure_tables import procedure, procedure_version
from office.store.procedures import Kept


class Standing(StrEnum):
    IN_FORCE = "in_force"
    COMING = "coming"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One procedure by the version that holds, else the nearest one. `since` and `until` as they are kept."""

    code: str
    version: int
    name: str
    field: str
    service: str | None
    since: str
    repealed: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Listed:
    """`entries`: of one page; `counts`: standing → how many; `fields`: (field, how many), of the asked standing."""

    entries: tuple[Entry, ...]
    total: int
    counts: dict[str, int]
    fields: tuple[tuple[str, int], ...]


def listed(
    conn: Connection, today: str, *, q: str = "", field: str = "", standing: str = "", offset: int = 0, limit: int = 50
) -> Listed:
    """By code. `q`: words of the name or the begin of the code, in any order; "" for `standing`: all of them."""
    words = fold(q[:100]).split()
    named = [one for one in _all(conn, today) if _fits(one, words)]
    counts = Counter(str(one.standing) for one in named)
    of_standing = [one for one in named if standing in ("", one.standing)]
    fields = Counter(one.field for one in of_standing)
    found = [one for one in of_standing if field in ("", one.field)]
    return Listed(
        entries=tuple(found[offset : offset + limit]),
        total=len(found),
        counts={str(one): counts[one] for one in Standing},
        fields=tuple(sorted(fields.items(), key=lambda one: fold(one[0]))),
    )


def history(conn: Connection, code: str) -> list[Kept]:
    """Every version, the newest first. Raises UnknownProcedure."""
    found = store.versions(conn, code)
    if not found:
        raise UnknownProcedure(procedure=code)
    return found


def nearest(versions: Sequence[Kept], today: str) -> Kept:
    """The one that holds, else the next one to come, else the last one."""
    coming = sorted((one for one in versions if not one.is_over(today)), key=lambda one: (one.since, -one.version))
    return next((one for one in versions if one.holds(today)), (coming or list(versions))[0])


def standing_of(one: Kept, today: str) -> Standing:
    return _standing(one.repealed, today, holds=one.holds(today))


def _all(conn: Connection, today: str) -> list[Entry]:
    """One row a procedure, without their bodies."""
    of = procedure_version.c
    holds = store.holding(today)
    # The one in force before the coming ones (the nearest first) before those that are over (the last first).
    place = func.row_number().over(
        partition_by=of.code, order_by=(holds.desc(), (of.since > today).desc(), of.since, of.version.desc())
    )
    columns = (of.code, of.version, of.name, of.field, of.service, of.since, procedure.c.repealed)
    ranked = select(*columns, holds.label("holds"), place.label("place")).join(procedure).subquery()
    rows = conn.execute(select(ranked).where(ranked.c.place == 1).order_by(ranked.c.code))
    return [
        Entry(row.code, row.version, row.name, row.field, row.service, row.since, row.repealed, standing)
        for row in rows
        if (standing := _standing(row.repealed, today, holds=row.holds))
    ]


def _standing(repealed: str | None, today: str, *, holds: bool) -> Standing:
    if holds:
        return Standing.IN_FORCE
    return Standing.REPEALED if repealed is not None and repealed <= today else Standing.COMING


def _fits(one: Entry, words: Sequence[str]) -> bool:
    told = fold(one.name)
    return all(word in told or one.code.startswith(word) for word in words)
