"""Day records and number series on disk."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain.moment import Moment
from office.domain.refusals import DayClosed
from office.store.tables import day, series, series_floor, service, setting, ticket

SUSPECT = "clock_suspect"
"""Key of the setting that is there while the clock is suspect; its value is the last trusted moment."""
GIVEN, NIGHTS_TO_BELIEVE = "clock_given", 7
"""A wrong year is seen by everybody on every slip, but perhaps not before the first night."""

# Built once, because they run at every act (see `office.store.tickets`).
_RUNNING = select(day).where(day.c.status == "open")
_COUNT_UP = (
    update(series)
    .where(series.c.day == bindparam("of_day"), series.c.prefix == bindparam("of_prefix"))
    .values(last=series.c.last + 1, given=series.c.given + bindparam("counted"))
    .returning(series.c.last)
)

_COUNT_CALL = (
    update(series)
    .where(series.c.day == bindparam("of_day"), series.c.prefix == bindparam("of_prefix"))
    .values(calls=series.c.calls + bindparam("more"))
)
_CALLS_OF = select(series.c.calls).where(series.c.day == bindparam("of_day"), series.c.prefix == bindparam("of_prefix"))
_PREFIX_OF = select(service.c.prefix).where(service.c.id == bindparam("wanted"))


def _rising(column: Column[int]) -> Any:
    """The statement that lifts a place of the day by one, or to `at_least`, and tells the new one."""
    higher = func.max(column + 1, bindparam("at_least"))
    return update(day).where(day.c.id == bindparam("of_day")).values({column: higher}).returning(column)


_GIVEN_BETWEEN = (
    select(func.count())
    .select_from(ticket)
    .join(day, day.c.id == ticket.c.day)
    .where(
        day.c.date == bindparam("on_date"),
        ticket.c.number >= bindparam("of_prefix"),
        ticket.c.number < bindparam("before_prefix"),
        ticket.c.issued_at >= bindparam("from_wall"),
        ticket.c.issued_at < bindparam("to_wall"),
        ~ticket.c.training,
    )
)
_NEXT_ARRIVAL, _NEXT_RETURN = _rising(day.c.last_arrival), _rising(day.c.last_return)


@dataclass(frozen=True, slots=True)
class Day:
    """The running day; `date` is ISO."""

    id: int
    date: str
    training: bool
    opened: Moment
    last_return: int
    last_arrival: int


def running(conn: Connection) -> Day | None:
    row = conn.execute(_RUNNING).first()
    return None if row is None else _day(row)


def latest(conn: Connection) -> Day | None:
    """The day record that was opened last, running or closed."""
    row = conn.execute(select(day).order_by(day.c.id.desc()).limit(1)).first()
    return None if row is None else _day(row)


def suspected_since(conn: Connection) -> Moment | None:
    """The last trusted moment when the clock is suspect, else None."""
    row = conn.execute(select(setting.c.value).where(setting.c.key == SUSPECT)).first()
    return None if row is None else Moment.read(row.value)


def clock_was_given(conn: Connection) -> None:
    """Somebody said by hand what time it is, far from the last believed one: nothing goes for its age for a while."""
    row = {"key": GIVEN, "value": {"nights": 0}}
    conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))


def clock_stood_a_night(conn: Connection) -> None:
    """Another night in which nobody set it right."""
    nights = _given(conn)
    if nights is not None:
        conn.execute(update(setting).where(setting.c.key == GIVEN).values(value={"nights": nights + 1}))


def is_doubtful(conn: Connection) -> bool:
    """Whether anything that is deleted for its age could be deleted for a wrong clock."""
    nights = _given(conn)
    return suspected_since(conn) is not None or (nights is not None and nights < NIGHTS_TO_BELIEVE)


def _given(conn: Connection) -> int | None:
    value = conn.execute(select(setting.c.value).where(setting.c.key == GIVEN)).scalar()
    return None if value is None else int(value["nights"])


def required(conn: Connection) -> Day:
    """The running day; raises `DayClosed`."""
    found = running(conn)
    if found is None:
        raise DayClosed
    return found


def had(conn: Connection, date: str) -> bool:
    return conn.execute(select(day.c.id).where(day.c.date == date).limit(1)).first() is not None


def open_new(conn: Connection, date: str, now: Moment) -> Day:
    """A new record; series and quotas of an earlier one of the same date go on, so no number comes twice in a day."""
    before = conn.execute(select(day.c.id).where(day.c.date == date).order_by(day.c.id.desc()).limit(1)).first()
    row = conn.execute(insert(day).values(date=date, status="open", opened=now).returning(day)).one()
    if before is not None:
        for prefix, past in series_of(conn, before.id).items():
            conn.execute(insert(series).values(day=row.id, prefix=prefix, last=past.last, given=past.given))
    return _day(row)


def close(conn: Connection, one: Day, now: Moment, by: str) -> None:
    conn.execute(update(day).where(day.c.id == one.id).values(status="closed", closed_at=now.wall, closed_by=by))


def set_training(conn: Connection, one: Day, on: bool) -> None:
    conn.execute(update(day).where(day.c.id == one.id).values(training=on))


def next_arrival(conn: Connection, one: Day, wall: int) -> int:
    """A place behind everybody in line: the time, or just after the last one when the clock stands behind it."""
    return int(conn.execute(_NEXT_ARRIVAL, {"of_day": one.id, "at_least": wall}).scalar_one())


def next_return(conn: Connection, one: Day) -> int:
    """A place behind those who have come back already."""
    return int(conn.execute(_NEXT_RETURN, {"of_day": one.id, "at_least": 0}).scalar_one())


def next_place(conn: Connection, one: Day, prefix: str, *, counts: bool) -> int:
    """The next number of a series; `counts`: it counts against the service's quota."""
    row = _count_up(conn, one.id, prefix, counts)
    if row is None:
        _begin_series(conn, one, prefix)
        row = _count_up(conn, one.id, prefix, counts)
    assert row is not None
    return int(row.last)


def lift_series(conn: Connection, day_id: int, prefix: str, last: int, *, given: int = 0) -> None:
    """The series goes on above `last` (a restore, or `given` numbers that were written by hand)."""
    statement = upsert(series).values(day=day_id, prefix=prefix, last=last, given=given)
    lifted = {"last": func.max(series.c.last, last), "given": series.c.given + given}
    conn.execute(statement.on_conflict_do_update(index_elements=["day", "prefix"], set_=lifted))


def floors_of(conn: Connection, date: str) -> dict[str, int]:
    """prefix → the highest place that must count as given on that date; "*" = every series without a higher one."""
    rows = conn.execute(select(series_floor.c.prefix, series_floor.c.last).where(series_floor.c.date == date))
    return {r.prefix: r.last for r in rows}


def floor_of(conn: Connection, date: str, prefix: str) -> int:
    """The highest place that must count as given on that date although this database does not know the ticket."""
    floors = floors_of(conn, date)
    return max(floors.get(prefix, 0), floors.get("*", 0))


def set_floor(conn: Connection, date: str, prefix: str, last: int) -> None:
    statement = upsert(series_floor).values(date=date, prefix=prefix, last=last)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["date", "prefix"],
            set_={"last": statement.excluded.last},
            where=series_floor.c.last < last,
        )
    )


def series_of(conn: Connection, day_id: int) -> dict[str, Row[Any]]:
    """prefix → (last, given, calls)."""
    return {r.prefix: r for r in conn.execute(select(series).where(series.c.day == day_id))}


def count_call(conn: Connection, one: Day, service_id: str, change: int = 1) -> None:
    """One more call of the service, or one less; perhaps all its people were sent by others, and it gave no number."""
    prefix = _prefix_of(conn, service_id)
    asked = {"of_day": one.id, "of_prefix": prefix, "more": change}
    if conn.execute(_COUNT_CALL, asked).rowcount == 0:
        _begin_series(conn, one, prefix)
        conn.execute(_COUNT_CALL, asked)


def given_between(conn: Connection, date: str, prefix: str, from_wall: int, to_wall: int) -> int:
    """Tickets of the series in this time of that date, in whichever of its records; ms of UTC, the end is not in it."""
    asked = {"on_date": date, "from_wall": from_wall, "to_wall": to_wall}
    letters = {"of_prefix": prefix, "before_prefix": chr(ord(prefix) + 1)}
    return int(conn.execute(_GIVEN_BETWEEN, {**asked, **letters}).scalar_one())


def calls_of(conn: Connection, day_id: int, service_id: str) -> int:
    """Calls of the service so far, without recalls."""
    row = conn.execute(_CALLS_OF, {"of_day": day_id, "of_prefix": _prefix_of(conn, service_id)}).first()
    return 0 if row is None else int(row.calls)


def _prefix_of(conn: Connection, service_id: str) -> str:
    return str(conn.execute(_PREFIX_OF, {"wanted": service_id}).scalar_one())


def _begin_series(conn: Connection, one: Day, prefix: str) -> None:
    conn.execute(insert(series).values(day=one.id, prefix=prefix, last=floor_of(conn, one.date, prefix)))


def _count_up(conn: Connection, day_id: int, prefix: str, counts: bool) -> Row[Any] | None:
    return conn.execute(_COUNT_UP, {"of_day": day_id, "of_prefix": prefix, "counted": int(counts)}).first()


def _day(row: Row[Any]) -> Day:
    return Day(row.id, row.date, row.training, row.opened, row.last_return, row.last_arrival)
