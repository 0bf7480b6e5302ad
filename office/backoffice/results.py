"""What a day was: how many people came, were served, and how long they waited, by hour, by service, by counter.

Of the running day as far as it went, or of any earlier one that is kept. A person belongs to the hour in which the
number was taken, to the service that it stands for at last, and to the counter that called last. Waits are from the
number to the first call. Practice counts in nothing; what the clerk marked as inexact counts as a person but in no
average. Ratings are not here: of one counter on one day they would be about a person. Reading only.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import Connection, null, select

from office.domain.house import House
from office.domain.moment import local
from office.domain.ticket import Part, State
from office.domain.waits import Waits
from office.store.tables import counter, day, service, ticket

KEPT_DATES = 400
"""The newest dates that are offered to choose from."""


class TallyView(TypedDict):
    """Times in ms, None = nobody yet. `people` = served + absent + gone + left + present.

    `absent`: called and did not come · `gone`: gave the number up · `left`: the day ended first · `present`: still here
    · `served_ms`: the mean time at the counter.
    """

    people: int
    served: int
    absent: int
    gone: int
    left: int
    present: int
    wait_ms: int | None
    wait_p95_ms: int | None
    wait_longest_ms: int | None
    served_ms: int | None


class GroupView(TypedDict):
    """`key`: an hour from 0 to 23, a service's id, a counter's number; `name` is None for an hour."""

    key: int | str
    prefix: str | None
    name: str | None
    name_en: str | None
    tally: TallyView


class ResultView(TypedDict):
    """`status`: open | closed; `dates`: all that are kept, the newest first."""

    date: str | None
    status: str | None
    total: TallyView
    hours: list[GroupView]
    services: list[GroupView]
    counters: list[GroupView]
    dates: list[str]


class Served(NamedTuple):
    """A stay at a counter for one service."""

    service: str
    counter: int | None
    ms: int


@dataclass(frozen=True, slots=True)
class Person:
    """One ticket, as the result counts it. `wait_ms` None: never called, or inexact."""

    hour: int
    service: str
    counter: int | None
    outcome: str
    wait_ms: int | None
    stays: tuple[Served, ...]


def result(conn: Connection, house: House, wanted: str = "") -> ResultView:
    """Of the date, "2026-11-23", or of the latest day; a date without a day has no people."""
    dates = list(conn.execute(select(day.c.date).distinct().order_by(day.c.date.desc()).limit(KEPT_DATES)).scalars())
    date = wanted or (dates[0] if dates else None)
    people = list(people_of(conn, date, house.zone))
    states = set(conn.execute(select(day.c.status).where(day.c.date == date)).scalars())
    return ResultView(
        date=date,
        status=None if not states else "open" if "open" in states else "closed",
        total=tally(people, stays_of(people)),
        hours=_hours(people),
        services=_services(conn, people),
        counters=_counters(conn, people),
        dates=dates,
    )


def people_of(conn: Connection, date: str | None, zone: tzinfo) -> Iterable[Person]:
    of_date = select(*_COUNTED).join(day, day.c.id == ticket.c.day).where(day.c.date == date, ~ticket.c.training)
    return (_person(row, zone) for row in conn.execute(of_date.order_by(ticket.c.id)))


_COUNTED = tuple(
    ticket.c[name]
    for name in (
        *("id", "service", "counter", "state", "issued_at", "called_at", "started_at", "finished_at"),
        *("left", "park_reason", "served_ms", "waited_ms", "parts", "inexact"),
    )
)


def _person(row: Any, zone: tzinfo) -> Person:
    return Person(
        hour=local(row.issued_at, zone).hour,
        service=row.service,
        counter=row.counter,
        outcome=_outcome(row),
        wait_ms=None if row.inexact else _wait(row),
        stays=() if row.inexact else tuple(_stays(row)),
    )


def _stays(row: Any) -> Iterator[Served]:
    parts: Sequence[Part] = row.parts
    for part in parts:
        yield Served(part.service, part.counter, part.served_ms)
    took = _took(row)
    if took is not None:
        yield Served(row.service, row.counter, took)


def _took(row: Any) -> int | None:
    if row.state != State.DONE:
        return None
    if row.served_ms is None and row.started_at is not None and row.finished_at is not None:
        return max(0, int(row.finished_at - row.started_at))  # written by hand
    return None if row.served_ms is None else int(row.served_ms)


def _wait(row: Any) -> int | None:
    if row.waited_ms is not None:
        return int(row.waited_ms)
    return None if row.called_at is None else max(0, int(row.called_at - row.issued_at))


def _outcome(row: Any) -> str:
    if row.state == State.EXPIRED:
        return "absent" if row.left is not None and row.park_reason is None else "left"
    return _OUTCOMES.get(row.state, "present")


_OUTCOMES = {State.DONE: "served", State.NO_SHOW: "absent", State.CANCELLED: "gone"}


def tally(people: Sequence[Person], stays: Iterable[Served]) -> TallyView:
    """`stays`: those whose mean is told; not only those of these people."""
    waits = Waits.of(one.wait_ms for one in people if one.wait_ms is not None)
    took = [stay.ms for stay in stays]
    ended = Counter(one.outcome for one in people)
    return TallyView(
        people=len(people),
        served=ended["served"],
        absent=ended["absent"],
        gone=ended["gone"],
        left=ended["left"],
        present=ended["present"],
        wait_ms=None if waits is None else waits.mean,
        wait_p95_ms=None if waits is None else waits.p95,
        wait_longest_ms=None if waits is None else waits.longest,
        served_ms=round(sum(took) / len(took)) if took else None,
    )


def stays_of(people: Iterable[Person]) -> list[Served]:
    return [stay for one in people for stay in one.stays]


def _hours(people: Sequence[Person]) -> list[GroupView]:
    """Without a gap between the first hour and the last."""
    found = [one.hour for one in people]
    every = range(min(found), max(found) + 1) if found else range(0)
    groups = ((hour, [one for one in people if one.hour == hour]) for hour in every)
    return [_group(hour, None, tally(those, stays_of(those))) for hour, those in groups]


def _services(conn: Connection, people: Sequence[Person]) -> list[GroupView]:
    """In the order of the tiles, without those for which nobody came."""
    rows, stays, groups = conn.execute(_TILES), stays_of(people), list[GroupView]()
    for row in rows:
        mine = [one for one in people if one.service == row.id]
        took = [stay for stay in stays if stay.service == row.id]
        if mine or took:
            groups.append(_group(row.id, row, tally(mine, took)))
    return groups


def _counters(conn: Connection, people: Sequence[Person]) -> list[GroupView]:
    """Those that called somebody, by number."""
    stays, groups = stays_of(people), list[GroupView]()
    for row in conn.execute(_DESKS):
        mine = [one for one in people if one.counter == row.number]
        took = [stay for stay in stays if stay.counter == row.number]
        if mine or took:
            groups.append(_group(row.number, row, tally(mine, took)))
    return groups


_TILES = select(service.c.id, service.c.prefix, service.c.name, service.c.name_en).order_by(
    service.c.position, service.c.id
)
_DESKS = select(counter.c.number, null().label("prefix"), counter.c.name, null().label("name_en")).order_by(
    counter.c.number
)


def _group(key: int | str, row: Any, counted: TallyView) -> GroupView:
    """`row`: with the names, None when there is nothing to name."""
    if row is None:
        return GroupView(key=key, prefix=None, name=None, name_en=None, tally=counted)
    return GroupView(key=key, prefix=row.prefix, name=row.name, name_en=row.name_en, tally=counted)
