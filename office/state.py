"""The whole office at one glance: what `/state` answers and every screen shows.

Built from the database by a reading connection, held in memory, and built anew only when a fact came or the minute
changed (opening hours depend on it), so thirty screens cost no more than one.
"""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from office.acts import paper
from office.acts.admitting import Door, opening_view
from office.acts.expecting import Coming, wait_view
from office.acts.showing import LineNow, choice_view, day_view, ticket_view
from office.clock import Clock
from office.domain.house import House, Service
from office.domain.moment import MINUTE, local, utc_text
from office.domain.opening import Admission
from office.domain.ticket import ACTIVE, Ticket
from office.domain.waiting import Foresight, Learned
from office.journal import Head
from office.store import days, seats, tickets, windows
from office.store.days import Day
from office.store.seats import Seat
from office.store.tables import call, clerk, device_condition, fact, stream, ticket
from office.views import (
    CallView,
    ClerkView,
    CounterView,
    DeviceView,
    LeaderView,
    LevelView,
    OfficeView,
    ServiceView,
    StateView,
    WindowView,
    photo_url,
)

RECENT = 10


class Glance:
    """`now()` is the state as of the last committed act. `roll_mm`: None without a printer."""

    def __init__(
        self,
        readers: Engine,
        clock: Clock,
        house: Callable[[], House],
        head: Callable[[], tuple[str, Head]],
        office_id: str,
        roll_mm: int | None = None,
        learned: Callable[[], Learned] = Learned,
    ) -> None:
        self._roll_mm, self._learned = roll_mm, learned
        self._readers, self._clock, self._house, self._head, self._office_id = (
            readers,
            clock,
            house,
            head,
            office_id,
        )
        self._lock = threading.Lock()
        self._held: tuple[tuple[str, int, int, House], StateView] | None = None

    def now(self) -> StateView:
        with self._lock:
            (stream, head), wall = self._head(), self._clock.now().wall
            key = (stream, head.seq, wall // MINUTE, self._house())
            if self._held is None or self._held[0] != key:
                self._held = (key, self._build(stream))
            return {**self._held[1], "now": utc_text(wall)}  # pages set their clock by it

    def _build(self, stream: str) -> StateView:
        house = self._house()
        with self._readers.begin() as conn:
            day = days.running(conn)
            seated = seats.all_open(conn)
            # The seq belongs to the same snapshot as everything else that is read here.
            seq = conn.execute(select(func.max(fact.c.seq)).where(fact.c.stream_no == _stream_no(conn))).scalar_one()
            return {
                "stream": stream,
                "seq": int(seq or 0),
                "now": utc_text(self._clock.now().wall),
                "office": _office(self._office_id, house),
                "day": day_view(conn),
                "services": _services(conn, house, day, Foresight(self._learned(), self._clock.now())),
                "counters": _counters(conn, house, seated),
                "recent_calls": [] if day is None else _recent(conn, day),
                "missed": [] if day is None else _missed(conn, day),
                "devices": _devices(conn),
                "paper": None if self._roll_mm is None else paper.roll(conn, self._roll_mm).view,
                "notices": house.notices_on(local(self._clock.now().wall, house.zone).date()),
                "opening": opening_view(conn, house, day, local(self._clock.now().wall, house.zone)),
            }


def _office(office_id: str, house: House) -> OfficeView:
    leaders = [LeaderView(name=one.name, title=one.title, phone=one.phone) for one in house.leaders]
    return OfficeView(id=office_id, name=house.names.name, parent=house.names.parent, leaders=leaders)


def _stream_no(conn: Connection) -> int:
    return int(conn.execute(select(func.max(stream.c.no))).scalar_one())


def _services(conn: Connection, house: House, day: Day | None, foresight: Foresight) -> list[ServiceView]:
    door = Door(conn, house, day, local(foresight.now.wall, house.zone))
    line = None if day is None else LineNow(conn, house, day, foresight)
    counts: dict[str, int] = {}
    for one in () if line is None else line.waiting:
        counts[one.service] = counts.get(one.service, 0) + 1
    staffed = {s.id: line is not None and line.is_staffed(s.id) for s in house.services.values()}
    coming = line.forecast.services() if line is not None and line.forecast is not None else {}
    return [
        _service(s, counts.get(s.id, 0), coming.get(s.id), door.admission(s, staffed=staffed[s.id]))
        for s in house.services.values()
    ]


def _service(one: Service, waiting: int, coming: Coming | None, verdict: Admission) -> ServiceView:
    return {
        "id": one.id,
        "prefix": one.prefix,
        "name": one.name,
        "name_en": one.name_en,
        "detail": one.detail,
        "detail_en": one.detail_en,
        "waiting": waiting,
        "wait": None if coming is None else wait_view(coming.wait),
        "late": coming is not None and coming.late,
        "open": verdict.open,
        "why": verdict.why,
        "opens_at": verdict.opens_at,
    }


def _counters(conn: Connection, house: House, seated: dict[int, Seat]) -> list[CounterView]:
    people = {r.id: r for r in conn.execute(select(clerk.c.id, clerk.c.name, clerk.c.title, clerk.c.photo_at))}
    standing = {one.counter: one for one in _active(conn)}
    open_windows = {w.counter: w for w in windows.all_open(conn)}
    numbers = tickets.numbers_of(conn, [w.ticket for w in open_windows.values()])
    views = list[CounterView]()
    for counter in house.counters.values():
        seat, window, one = (
            seated.get(counter.number),
            open_windows.get(counter.number),
            standing.get(counter.number),
        )
        views.append(
            {
                "number": counter.number,
                "name": counter.name,
                "services": list(counter.services),
                "status": "closed" if seat is None else "open" if seat.paused_at is None else "paused",
                "pause_reason": None if seat is None else seat.pause_reason,
                "clerk": None if seat is None else _clerk(people[seat.clerk]),
                "ticket": None if one is None else ticket_view(one, None),
                "rating": None if window is None else _window(house, window, numbers[window.ticket]),
            }
        )
    return views


def _active(conn: Connection) -> list[Ticket]:
    day = days.running(conn)
    return [] if day is None else tickets.in_states(conn, day.id, ACTIVE)


def _clerk(row: Any) -> ClerkView:
    return ClerkView(id=row.id, name=row.name, title=row.title, photo_url=photo_url(row))


def _window(house: House, window: Any, number: str) -> WindowView:
    rating = house.rating
    return {
        "ticket": window.ticket,
        "number": number,
        "opened_at": utc_text(window.opened.wall),
        "closes_at": utc_text(window.closes_at),
        "scale": window.scale,
        "questions": [choice_view(q) for q in rating.questions],
        "levels": [
            LevelView(level=place, label=c.label, label_en=c.label_en) for place, c in enumerate(rating.levels, start=1)
        ],
        "reasons": [choice_view(r) for r in rating.reasons],
    }


def _recent(conn: Connection, day: Day) -> list[CallView]:
    """The newest call of each ticket, newest first; a recall brings its ticket to the top again."""
    newest = select(func.max(call.c.id).label("id")).where(call.c.day == day.id).group_by(call.c.ticket).subquery()
    rows = conn.execute(
        select(call, ticket.c.number, ticket.c.service, ticket.c.priority)
        .join(newest, newest.c.id == call.c.id)
        .join(ticket, ticket.c.id == call.c.ticket)
        .where(ticket.c.training == day.training)
        .order_by(call.c.id.desc())
        .limit(RECENT)
    )
    return [
        CallView(
            ticket=r.ticket,
            number=r.number,
            service=r.service,
            counter=r.counter,
            priority=r.priority,
            called_at=utc_text(r.at),
            recall=r.recall,
        )
        for r in rows
    ]


def _missed(conn: Connection, day: Day) -> list[str]:
    rows = conn.execute(
        select(ticket.c.number)
        .where(ticket.c.day == day.id, ticket.c.state == "no_show", ticket.c.training == day.training)
        .order_by(ticket.c.called_at.desc())
    )
    return [r.number for r in rows]


def _devices(conn: Connection) -> list[DeviceView]:
    rows = conn.execute(select(device_condition).order_by(device_condition.c.device))
    return [DeviceView(device=r.device, condition=r.condition, detail=r.detail, since=utc_text(r.since)) for r in rows]
