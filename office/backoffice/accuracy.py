"""How right the shown waiting times were: what each ticket was told, beside how long it really waited. Reading only.

Counted is every ticket of these days whose holder was called, without practice, without those written by hand and
those whose times the clerk marked as inexact. The error is what was told (the point between the two shown minutes)
less what it was: above zero, people waited less than they were told. Inside means within the two minutes shown.
Tickets that were told nothing ("—") are counted beside it. Whoever came to a free counter stands apart (`free`): to
say "0 to 1 minute" there is no art, and would make the other figures look better than they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from sqlalchemy import Connection, func, select

from office.domain.moment import MINUTE
from office.store.tables import day, service, ticket

USUAL_DAYS, MOST_DAYS = 14, 92
FREE = "free"
"""The kind of an estimate that was made while a counter was free."""
LENGTHS = (5, 15, 30, 60)
"""Minutes between which real waits are told apart: up to 5, up to 15, …, above the last."""


class ErrorView(TypedDict):
    """`told`: of `people`, how many got a time. Times in ms, None = nobody got one.

    `off_ms`: mean distance from the truth · `bias_ms`: mean error with its sign · `inside`: of those told.
    """

    people: int
    told: int
    wait_ms: int | None
    off_ms: int | None
    bias_ms: int | None
    inside: int


class ErrorGroupView(TypedDict):
    """`key`: a service's id, a date, or the length of the real wait ("5" = up to 5 minutes, "60+" above the last)."""

    key: str
    prefix: str | None
    name: str | None
    name_en: str | None
    error: ErrorView


class AccuracyView(TypedDict):
    """`since`, `until`: the first and last date; `days` the newest first."""

    since: str | None
    until: str | None
    total: ErrorView
    free: ErrorView
    services: list[ErrorGroupView]
    lengths: list[ErrorGroupView]
    days: list[ErrorGroupView]


@dataclass(frozen=True, slots=True)
class Judged:
    """One ticket; `told_ms` None: it was told nothing, `is_inside` then has no meaning."""

    date: str
    service: str
    waited_ms: int
    told_ms: int | None
    is_inside: bool
    is_free: bool = False


def accuracy(conn: Connection, days: int = USUAL_DAYS) -> AccuracyView:
    """Of so many days back from the latest one on record, counted by the calendar."""
    last = conn.execute(select(func.max(day.c.date))).scalar_one()
    if last is None:
        none = error_of([])
        return AccuracyView(since=None, until=None, total=none, free=none, services=[], lengths=[], days=[])
    since = (date.fromisoformat(last) - timedelta(days=max(1, days) - 1)).isoformat()
    everybody = judged(conn, since)
    found = [one for one in everybody if not one.is_free]
    return AccuracyView(
        since=since,
        until=last,
        total=error_of(found),
        free=error_of([one for one in everybody if one.is_free]),
        services=_services(conn, found),
        lengths=_lengths(found),
        days=_days(found),
    )


def judged(conn: Connection, since: str) -> list[Judged]:
    """Every ticket from this date on of which the real wait is known."""
    told = (ticket.c.wait_ms, ticket.c.wait_low, ticket.c.wait_high, ticket.c.wait_kind)
    wanted = (
        select(day.c.date, ticket.c.service, ticket.c.waited_ms, *told)
        .join(day, day.c.id == ticket.c.day)
        .where(day.c.date >= since, ticket.c.waited_ms.is_not(None))
        .where(~ticket.c.training, ~ticket.c.by_hand, ~ticket.c.inexact)
        .order_by(ticket.c.id)
    )
    return [
        Judged(
            date=row.date,
            service=row.service,
            waited_ms=row.waited_ms,
            told_ms=row.wait_ms,
            is_inside=is_inside(row.waited_ms, row.wait_low, row.wait_high),
            is_free=row.wait_kind == FREE,
        )
        for row in conn.execute(wanted)
    ]


def is_inside(waited_ms: int, low: int | None, high: int | None) -> bool:
    """`low`, `high`: the minutes shown."""
    return low is not None and high is not None and low * MINUTE <= waited_ms <= high * MINUTE


def error_of(found: Sequence[Judged]) -> ErrorView:
    errors = [one.told_ms - one.waited_ms for one in found if one.told_ms is not None]
    return ErrorView(
        people=len(found),
        told=len(errors),
        wait_ms=_mean([one.waited_ms for one in found]),
        off_ms=_mean([abs(error) for error in errors]),
        bias_ms=_mean(errors),
        inside=sum(one.is_inside for one in found if one.told_ms is not None),
    )


def _mean(values: Sequence[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def _services(conn: Connection, found: Sequence[Judged]) -> list[ErrorGroupView]:
    """In the order of the tiles."""
    rows = conn.execute(select(service).order_by(service.c.position, service.c.id))
    groups = ((row, [one for one in found if one.service == row.id]) for row in rows)
    return [
        ErrorGroupView(key=row.id, prefix=row.prefix, name=row.name, name_en=row.name_en, error=error_of(those))
        for row, those in groups
        if those
    ]


def _lengths(found: Sequence[Judged]) -> list[ErrorGroupView]:
    keys = [*map(str, LENGTHS), f"{LENGTHS[-1]}+"]
    return _by(keys, found, [length_of(one.waited_ms) for one in found])


def length_of(waited_ms: int) -> str:
    """The key of the real wait's length."""
    return next((str(most) for most in LENGTHS if waited_ms <= most * MINUTE), f"{LENGTHS[-1]}+")


def _days(found: Sequence[Judged]) -> list[ErrorGroupView]:
    dates = [one.date for one in found]
    return _by(sorted(set(dates), reverse=True), found, dates)


def _by(keys: Iterable[str], found: Sequence[Judged], belongs: Sequence[str]) -> list[ErrorGroupView]:
    """The groups in the order of the keys, without the empty ones."""
    groups: dict[str, list[Judged]] = {key: [] for key in keys}
    for one, key in zip(found, belongs, strict=True):
        groups[key].append(one)
    return [
        ErrorGroupView(key=key, prefix=None, name=None, name_en=None, error=error_of(those))
        for key, those in groups.items()
        if those
    ]
