"""A day of the journal as it was, to be played again (`office.domain.lived`): which facts it is made of. Reading only.

The facts of a date begin at its first `day.opened` and end before the `day.opened` of another date; a restored office
goes on in a new stream, which belongs to the same day.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, tuple_
from sqlalchemy.exc import OperationalError

from look.words import N_
from office.domain.house import Calling, House
from office.domain.lived import LivedDay, Told, lived_day
from office.domain.load import Citizen
from office.domain.refusals import Invalid
from office.domain.simulation import Place
from office.domain.waits import PlayedDay, Waited
from office.store.tables import day, fact

JsonObject = dict[str, Any]
KINDS = ("ticket.", "counter.", "day.")
_TIMES = ("issued_at", "called_at", "finished_at")


def lived(conn: Connection, house: House, wanted: date) -> LivedDay:
    """Raises `Invalid` when there was no such day, or the journal does not reach back to it or is damaged there."""
    try:
        return _lived(conn, house, wanted)
    except (KeyError, TypeError, ValueError, OperationalError) as damage:
        why = N_("The journal of this day is damaged. `motcua journal verify` says where.")
        raise Invalid(field="date", why=why) from damage


def _lived(conn: Connection, house: House, wanted: date) -> LivedDay:
    midnight = midnight_of(wanted, house)
    facts = list(_told(conn, wanted.isoformat(), midnight))
    if not facts:
        known = conn.execute(select(day.c.id).where(day.c.date == wanted.isoformat()).limit(1)).first()
        none, gone = N_("There was no working day on this date."), N_("The journal does not reach back to this day.")
        raise Invalid(field="date", why=none if known is None else gone)
    services = {number: counter.services for number, counter in house.counters.items()}
    return lived_day(facts, services)


def midnight_of(wanted: date, house: House) -> int:
    """When this day begins in the office, in ms of UTC."""
    return round(datetime.combine(wanted, time(), house.zone).timestamp() * 1000)


def _told(conn: Connection, wanted: str, midnight: int) -> Iterator[Told]:
    place = tuple_(fact.c.stream_no, fact.c.seq)
    opened_on = func.json_extract(fact.c.fact, "$.date")
    opened = select(fact.c.stream_no, fact.c.seq).where(fact.c.kind == "day.opened").order_by(*place.clauses)
    first = conn.execute(opened.where(opened_on == wanted).limit(1)).first()
    if first is None:
        return
    after = conn.execute(opened.where(opened_on != wanted, place > tuple(first)).limit(1)).first()
    wanted_kinds = or_(*(fact.c.kind.startswith(start) for start in KINDS))
    of_day = and_(place >= tuple(first), *([] if after is None else [place < tuple(after)]), wanted_kinds)
    columns = select(fact.c.at, fact.c.kind, fact.c.subject, fact.c.fact).where(of_day).order_by(*place.clauses)
    for row in conn.execute(columns):
        body = {key: _shifted(key, value, midnight) for key, value in dict(json.loads(row.fact)).items()}
        yield Told(row.at - midnight, row.kind, row.subject, body)


def _shifted(key: str, value: Any, midnight: int) -> Any:
    return value - midnight if key in _TIMES and isinstance(value, int) else value


# --- as JSON, for a command that asks the running service ------------------------------------------------------------
def as_json(found: LivedDay, calling: Calling) -> JsonObject:
    """`calling`: the present rule of the office."""
    return {**asdict(found), "calling": asdict(calling)}


def from_json(given: Mapping[str, Any]) -> tuple[LivedDay, Calling]:
    """What `as_json` wrote."""
    played = given["played"]
    places = [Place(one["number"], tuple(one["services"]), _sessions(one["sessions"])) for one in played["places"]]
    citizens = [Citizen(**one) for one in played["citizens"]]
    found = LivedDay(
        played=PlayedDay(places, citizens, played["closes_ms"]),
        waited=[Waited(**one) for one in given["waited"]],
        guessed=given["guessed"],
        cancelled=given["cancelled"],
    )
    return found, Calling(**given["calling"])


def _sessions(given: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((begin, end) for begin, end in given)
