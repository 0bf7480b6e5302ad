"""The page of offices as values: the tree's names joined with what the offices have sent, for one reader.

Owns the order of attention (what is wrong and since when) and the sum line. The rule that surprises: sums are made of
counts, never of percentages, and an office without any rating has no share instead of 0 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from district.offices import Node, Tree

CLOCK_OFF_MS = 120_000
"""A clock of an office that is this far from ours is shown."""

MOST_BACKLOG = 500
"""Facts that may be on their way without anybody being told: one batch."""


class Alarms(Protocol):
    """What `district.figures` says is wrong with an office."""

    @property
    def forks(self) -> int: ...
    @property
    def clones(self) -> int: ...
    @property
    def rejects(self) -> int: ...
    @property
    def gaps(self) -> int: ...
    @property
    def audit(self) -> int: ...


class Figures(Protocol):
    """One office as `district.figures.offices` gives it."""

    @property
    def id(self) -> str: ...
    @property
    def stream(self) -> str | None: ...
    @property
    def complete_to(self) -> int: ...
    @property
    def known_to(self) -> int: ...
    @property
    def online(self) -> bool: ...
    @property
    def backlog(self) -> int: ...
    @property
    def last_fact_at(self) -> int | None: ...
    @property
    def clock_offset_ms(self) -> int | None: ...
    @property
    def tickets_today(self) -> int: ...
    @property
    def ratings_today(self) -> int: ...
    @property
    def windows_today(self) -> int: ...
    @property
    def rated_share(self) -> float | None: ...
    @property
    def alarms(self) -> Alarms: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One office as the page shows it. `path`: the units above; `state`: good | warn | bad | off | new."""

    id: str
    name: str
    path: tuple[str, ...]
    units: tuple[str, ...]
    known: bool
    enrolled: bool
    revoked: bool
    merged_into: str | None
    state: str
    alarms: Mapping[str, int]
    stream: str | None = None
    complete_to: int = 0
    known_to: int = 0
    online: bool = False
    backlog: int = 0
    last_fact_at: int | None = None
    clock_offset_ms: int | None = None
    tickets_today: int = 0
    ratings_today: int = 0
    windows_today: int = 0
    rated_share: float | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Of the offices that a reader sees."""

    offices: int
    online: int
    complete: int
    backlog: int
    tickets_today: int
    ratings_today: int
    windows_today: int
    alarmed: int

    @property
    def rated_share(self) -> float | None:
        return self.ratings_today / self.windows_today if self.windows_today else None


def rows(tree: Tree, figures: Iterable[Figures], top: str | None) -> list[Row]:
    """The offices that somebody placed at `top` may see, by name; a merged one stays while it still drains."""
    known = {one.id: one for one in figures}
    places = {one.id: one for one in tree.offices()}
    strangers = [Node(key, is_office=True, name=key) for key in known.keys() - places.keys()]
    seen = [one for one in (*places.values(), *strangers) if tree.sees(top, one.id)]
    made = [_row(tree, one, known.get(one.id), is_known=one.id in places) for one in seen]
    return sorted((row for row in made if row.merged_into is None or row.backlog), key=_order)


def total(made: Sequence[Row]) -> Sum:
    return Sum(
        offices=len(made),
        online=sum(row.online for row in made),
        complete=sum(row.stream is not None and row.complete_to >= row.known_to for row in made),
        backlog=sum(row.backlog for row in made),
        tickets_today=sum(row.tickets_today for row in made),
        ratings_today=sum(row.ratings_today for row in made),
        windows_today=sum(row.windows_today for row in made),
        alarmed=sum(row.state == "bad" for row in made),
    )


def _order(row: Row) -> tuple[str, str]:
    return (row.name.casefold(), row.id)


def _row(tree: Tree, one: Node, found: Figures | None, *, is_known: bool) -> Row:
    above = tuple(reversed(tree.above(one.id))) if is_known else ()
    empty = Row(
        id=one.id,
        name=one.name,
        path=tuple(tree.nodes[unit].name for unit in above),
        units=above,
        known=is_known,
        enrolled=one.serial is not None,
        revoked=one.revoked,
        merged_into=one.merged_into,
        state="new",
        alarms={},
    )
    return empty if found is None else _filled(empty, found, _alarms(found.alarms))


def _filled(empty: Row, found: Figures, alarms: Mapping[str, int]) -> Row:
    return replace(
        empty,
        state=_state(found, alarms),
        alarms=alarms,
        stream=found.stream,
        complete_to=found.complete_to,
        known_to=found.known_to,
        online=found.online,
        backlog=found.backlog,
        last_fact_at=found.last_fact_at,
        clock_offset_ms=found.clock_offset_ms,
        tickets_today=found.tickets_today,
        ratings_today=found.ratings_today,
        windows_today=found.windows_today,
        rated_share=found.rated_share,
    )


def _alarms(found: Alarms) -> dict[str, int]:
    counts = {
        "forks": found.forks,
        "clones": found.clones,
        "rejects": found.rejects,
        "gaps": found.gaps,
        "audit": found.audit,
    }
    return {what: times for what, times in counts.items() if times}


def _state(found: Figures, alarms: Mapping[str, int]) -> str:
    if alarms.keys() - {"gaps"}:
        return "bad"
    if not found.online:
        return "off"
    late = found.backlog > MOST_BACKLOG or abs(found.clock_offset_ms or 0) > CLOCK_OFF_MS
    return "warn" if late or alarms else "good"
