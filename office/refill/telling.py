"""A stretch of refilled facts, read: what became of tickets, windows, calls, seats and letters of numbers in it.

Read on a connection that cannot write, so nobody at a counter waits for it; `writing` puts it into the tables in one
short transaction. A stretch ends with the day: whoever is in it has come to an end by then, except on the last day.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, or_, select

from office.domain.moment import Moment
from office.domain.retelling import GIVING, Places, Story, Told
from office.journal import Fact, facts_between
from office.store import tickets
from office.store.tables import fact, ticket

MOST = 20_000
"""Facts in one stretch; a day of a large office has a quarter of it."""
_AT_ONCE, _NAMES = 2_000, 5_000
HOUSE = ("service.", "desk.", "person.", "setting.", "content.", "office.", "synonyms.", "procedure")
"""Beginnings of kinds that changed the house: they are not told again, but somebody should hear how many there are."""


@dataclass(slots=True)
class Sitting:
    """A clerk at a counter, from a fact to a fact; `closed` None: not in this stretch."""

    counter: int
    clerk: str
    opened: int
    closed: int | None = None
    paused: int | None = None
    paused_ms: int = 0


@dataclass(slots=True)
class Chance:
    """A window for a rating, as far as these facts tell; `outcome` None: nothing of its end."""

    ticket: int
    counter: int | None
    clerk: str | None
    service: str | None
    scale: int | None
    opened: Moment | None = None
    outcome: str | None = None
    closed: Moment | None = None
    levels: dict[str, dict[str, Any]] = field(default_factory=dict)
    reasons: tuple[list[str], int] | None = None


@dataclass(slots=True)
class Stretch:
    """`versions`: ticket → its version as it was read; `calls`: (ticket, counter, at, recall) in order."""

    first: int
    last: int
    ended: Moment
    story: Story
    date: str = ""
    opened: Moment | None = None
    closed_by: str | None = None
    versions: dict[int, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    calls: list[tuple[int, int, int, bool]] = field(default_factory=list)
    chances: dict[int, list[Chance]] = field(default_factory=dict)
    sittings: list[Sitting] = field(default_factory=list)
    left: list[tuple[int, str, int]] = field(default_factory=list)
    """(counter, clerk, at) of sittings that began before these facts and ended in them."""
    house: int = 0


def read(conn: Connection, stream_no: int, first: int, last: int, *, known: bool) -> Stretch | None:
    """The facts from `first` to the end of their day, not beyond `last`. `known`: the copy had this stream.

    None: none of them is kept any more.
    """
    facts = [_told(one) for one in _stretch(conn, stream_no, first, last)]
    if not facts:
        return None
    story = Story(places=Places())
    made = Stretch(first, facts[-1].seq, facts[-1].at, story)
    if known:
        _recall(conn, made, stream_no, facts)
    for one in facts:
        _tell(made, one)
    return made


def _stretch(conn: Connection, stream_no: int, first: int, last: int) -> list[Fact]:
    found = list[Fact]()
    while first <= last and len(found) < MOST:
        page = facts_between(conn, stream_no, first, min(last, first + _AT_ONCE - 1))
        if not page:  # too old to be kept, by now
            first += _AT_ONCE
            continue
        end = next((at for at, one in enumerate(page, 1) if one.kind == "day.closed"), len(page))
        found += page[:end]
        if end < len(page) or (page and page[-1].kind == "day.closed"):
            return found
        first = page[-1].seq + 1
    return found


def _told(one: Fact) -> Told:
    return Told(one.seq, one.kind, one.subject, json.loads(one.text), one.moment)


def _recall(conn: Connection, made: Stretch, stream_no: int, facts: Sequence[Told]) -> None:
    """The tickets of the copy that these facts are about, and which of them were touched since it was put back."""
    keys = {key for one in facts if one.subject.startswith("ticket:") and (key := one.number) is not None}
    born = {key for one in facts if one.kind in GIVING and (key := one.number) is not None}
    before = select(ticket.c.arrival).where(ticket.c.id < min(born, default=0)).order_by(ticket.c.id.desc()).limit(1)
    made.story.places.arrival = conn.execute(before).scalar() or 0
    for some in _some(sorted(keys - born)):
        for row in conn.execute(select(ticket).where(ticket.c.id.in_(some))):
            one = tickets.read(row)
            made.story.tickets[one.id], made.versions[one.id] = one, one.version
            made.story.places.back = max(made.story.places.back, one.returned or 0)
        made.touched |= _touched(conn, stream_no, some)


def _touched(conn: Connection, stream_no: int, keys: Sequence[int]) -> set[int]:
    """Tickets to which people did something in a later stream. That a day closed over them is nobody's deed."""
    subjects = [f"ticket:{key}" for key in keys]
    deed = fact.c.kind.startswith("ticket.") & (fact.c.kind != "ticket.expired")
    closing = func.json_extract(fact.c.fact, "$.closing")
    query = (
        select(fact.c.subject)
        .where(fact.c.stream_no > stream_no, fact.c.subject.in_(subjects), deed, or_(closing.is_(None), closing == 0))
        .distinct()
    )
    return {int(subject.partition(":")[2]) for subject in conn.execute(query).scalars()}


def _some(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[at : at + _NAMES] for at in range(0, len(keys), _NAMES))


def _tell(made: Stretch, one: Told) -> None:
    made.house += one.kind.startswith(HOUSE)
    if made.story.tell(one):
        _note_call(made, one)
    elif one.kind.startswith("rating.") and one.number is not None:
        _rate(made, one, one.number)
    elif one.kind.startswith("counter."):
        _sit(made, one)
    elif one.kind == "day.opened":
        made.date, made.opened = one.text("date") or "", one.at
    elif one.kind == "day.closed":
        made.date, made.closed_by = one.text("date") or made.date, one.text("by") or ""


def _note_call(made: Stretch, one: Told) -> None:
    counter, key = one.count("counter"), one.number
    assert key is not None
    if one.kind in ("ticket.called", "ticket.recalled") and counter is not None:
        made.calls.append((key, counter, one.at.wall, one.kind == "ticket.recalled"))
    elif one.kind == "ticket.undone" and one.text("state") == "waiting":
        last = next((call for call in reversed(made.calls) if call[0] == key and not call[3]), None)
        if last is not None and one.text("act") in ("next", "call"):
            made.calls.remove(last)


def _rate(made: Stretch, one: Told, key: int) -> None:
    mine = made.chances.setdefault(key, [])
    if one.kind == "rating.opened" or not mine:
        opened = one.at if one.kind == "rating.opened" else None
        of = (one.count("counter"), one.text("clerk"), one.text("service"), one.count("scale"))
        mine.append(Chance(key, *of, opened))
    chance = mine[-1]
    match one.kind:
        case "rating.closed":
            chance.outcome, chance.closed = one.text("outcome"), one.at
        case "rating.withdrawn":
            chance.outcome, chance.closed = "withdrawn", one.at
        case "rating.reopened":
            chance.outcome, chance.closed = None, None
        case "rating.given" | "rating.changed":
            _note_level(chance, one)
        case "rating.reasons":
            given = one.body.get("reasons")
            chance.reasons = ([str(x) for x in given] if type(given) is list else [], one.at.wall)


def _note_level(chance: Chance, one: Told) -> None:
    question, level, scale = one.text("question"), one.count("level"), one.count("scale")
    if question is None or level is None or scale is None or not 1 <= level <= scale:
        return
    before = chance.levels.get(question, {})
    given = {"level": level, "scale": scale, "channel": one.text("channel") or before.get("channel", "")}
    chance.levels[question] = {**given, "first": before.get("first", one.at)}


def _sit(made: Stretch, one: Told) -> None:
    counter, clerk = one.count("counter"), one.text("clerk")
    if counter is None or clerk is None:
        return
    mine = next((s for s in reversed(made.sittings) if s.counter == counter and s.closed is None), None)
    match one.kind:
        case "counter.opened":
            made.sittings.append(Sitting(counter, clerk, one.at.wall))
        case "counter.closed" if mine is None:
            made.left.append((counter, clerk, one.at.wall))
        case "counter.closed" | "counter.resumed" if mine is not None:
            mine.paused_ms += 0 if mine.paused is None else max(0, one.at.wall - mine.paused)
            mine.paused = None
            mine.closed = one.at.wall if one.kind == "counter.closed" else None
        case "counter.paused" if mine is not None:
            mine.paused = one.at.wall


def series_of(made: Stretch, prefixes: dict[str, str]) -> tuple[Counter[str], Counter[str]]:
    """(numbers that count against the quota, calls without recalls) by the letter of the series."""
    given, called = Counter[str](), Counter[str]()
    for key in made.story.born:
        one = made.story.tickets[key]
        given[one.number[0]] += not one.training
    for key, _, _, recall in made.calls:
        called[prefixes.get(made.story.tickets[key].service, "")] += not recall
    return given, called
