"""The services of the office: added, renamed, switched off for now, given a quota, put in order, retired.

Rules:
1. The prefix letter is fixed once made: numbers of the past carry it. A retired service frees its letter.
2. Switching off stops new numbers at once; those who wait are still called. It lasts until it is switched on, or
   until the working day `off_until` opens.
3. A service is not retired while somebody of today waits for it (`in_use`), nor the last one of the office.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from look.words import N_
from office.acts.issuing import service_of
from office.answers import Answer
from office.backoffice.calendar import LONGEST_MARGIN, iso_date
from office.backoffice.views import OfferedServiceView
from office.backoffice.wording import number, text
from office.domain.numbers import PREFIXES
from office.domain.people import Actor
from office.domain.refusals import AlreadyThere, InUse, Invalid, UnknownService
from office.performing import Act, Performer
from office.store.tables import counter_service, day, series, service, ticket

MOST = 20
"""Services of one office: more than two pages of tiles nobody reads."""
MOST_TICKETS = 9999


@dataclass(frozen=True, slots=True)
class Offer:
    """What the head writes about a service, as `office.domain.house.Service` has it."""

    name: str
    name_en: str = ""
    detail: str = ""
    detail_en: str = ""
    quota: int | None = None
    quota_morning: int | None = None
    quota_afternoon: int | None = None
    stop_before: int | None = None
    off_until: str | None = None


class Services:
    """The acts on services; each answers {"service": OfferedServiceView}."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def add(
        self, actor: Actor, request_id: str | None, prefix: str, offer: Offer, counters: Sequence[int] = ()
    ) -> Answer:
        """A further tile at the end, served at these counters."""

        def work(act: Act) -> Answer:
            key = _new_id(act, prefix)
            _known_counters(act, counters)
            place = max((one.position for one in act.house.services.values()), default=-1) + 1
            values = {"prefix": prefix, **_checked(offer, act), "position": place}
            act.conn.execute(insert(service).values(id=key, **values))
            _stand_at(act.conn, key, counters)
            act.record("service.added", f"service:{key}", {**values, "counters": sorted(set(counters))})
            return _changed(act, key, created=True)

        args = {"prefix": prefix, **asdict(offer), "counters": list(counters)}
        return self._performer.perform("service.add", actor, request_id, args, work)

    def change(self, actor: Actor, request_id: str | None, key: str, offer: Offer) -> Answer:
        """Names, details and quota; a quota below what was given today just means that today is full."""

        def work(act: Act) -> Answer:
            values = _checked(offer, act)
            if service_of(act, key).switched_on:
                values["off_until"] = None
            act.conn.execute(update(service).where(service.c.id == key).values(**values))
            act.record("service.changed", f"service:{key}", values)
            return _changed(act, key)

        return self._performer.perform("service.change", actor, request_id, {"id": key, **asdict(offer)}, work)

    def switch(self, actor: Actor, request_id: str | None, key: str, *, on: bool) -> Answer:
        """Offer it or not, until it is switched back."""

        def work(act: Act) -> Answer:
            if service_of(act, key).switched_on != on:
                act.conn.execute(update(service).where(service.c.id == key).values(switched_on=on, off_until=None))
                act.record("service.changed", f"service:{key}", {"switched_on": on})
            return _changed(act, key)

        return self._performer.perform("service.switch", actor, request_id, {"id": key, "on": on}, work)

    def order(self, actor: Actor, request_id: str | None, ids: Sequence[str]) -> Answer:
        """{"services": [OfferedServiceView]}; `ids` names every service once, in the order of the tiles."""

        def work(act: Act) -> Answer:
            if sorted(ids) != sorted(act.house.services):
                raise Invalid(field="ids", why=N_("The order must name every service once."))
            for place, key in enumerate(ids):
                act.conn.execute(update(service).where(service.c.id == key).values(position=place))
            act.record("setting.changed", "setting:order", {"key": "order", "value": list(ids)})
            act.change_house()
            return Answer({"services": offers(act.conn)})

        return self._performer.perform("service.order", actor, request_id, {"ids": list(ids)}, work)

    def retire(self, actor: Actor, request_id: str | None, key: str) -> Answer:
        """{"services": [OfferedServiceView]}: it disappears from every screen; its numbers of the past stay."""

        def work(act: Act) -> Answer:
            service_of(act, key)
            if len(act.house.services) == 1:
                raise InUse(what="last_service")
            waiting = waiting_for(act.conn, key)
            if waiting:
                raise InUse(what="service", waiting=waiting)
            act.conn.execute(update(service).where(service.c.id == key).values(retired=True))
            act.conn.execute(delete(counter_service).where(counter_service.c.service == key))
            act.record("service.retired", f"service:{key}", {})
            act.change_house()
            return Answer({"services": offers(act.conn)})

        return self._performer.perform("service.retire", actor, request_id, {"id": key}, work)

    def restore(self, actor: Actor, request_id: str | None, key: str, counters: Sequence[int]) -> Answer:
        """{"service": OfferedServiceView}: it comes back at these counters, unless its letter was given away."""

        def work(act: Act) -> Answer:
            row = act.conn.execute(select(service).where(service.c.id == key, service.c.retired)).first()
            if row is None:
                raise UnknownService(service=key)
            if any(one.prefix == row.prefix for one in act.house.services.values()):
                raise AlreadyThere(field="prefix", what=row.prefix)
            _known_counters(act, counters)
            act.conn.execute(update(service).where(service.c.id == key).values(retired=False))
            _stand_at(act.conn, key, counters)
            act.record("service.added", f"service:{key}", {"name": row.name, "prefix": row.prefix, "again": True})
            return _changed(act, key)

        args = {"id": key, "counters": list(counters)}
        return self._performer.perform("service.restore", actor, request_id, args, work)


def offers(conn: Connection) -> list[OfferedServiceView]:
    """All services that are not retired, in the order of the tiles."""
    served: dict[str, list[int]] = {}
    for row in conn.execute(select(counter_service).order_by(counter_service.c.counter)):
        served.setdefault(row.service, []).append(row.counter)
    given = _given_today(conn)
    rows = conn.execute(select(service).where(~service.c.retired).order_by(service.c.position, service.c.id))
    return [
        OfferedServiceView(
            id=row.id,
            prefix=row.prefix,
            name=row.name,
            name_en=row.name_en,
            detail=row.detail,
            detail_en=row.detail_en,
            switched_on=row.switched_on,
            quota=row.quota,
            quota_morning=row.quota_morning,
            quota_afternoon=row.quota_afternoon,
            stop_before=row.stop_before,
            off_until=row.off_until,
            position=row.position,
            given=given.get(row.prefix, 0),
            counters=served.get(row.id, []),
        )
        for row in rows
    ]


def _given_today(conn: Connection) -> dict[str, int]:
    rows = conn.execute(
        select(series.c.prefix, series.c.given).join(day, day.c.id == series.c.day).where(day.c.status == "open")
    )
    return {row.prefix: row.given for row in rows}


def _changed(act: Act, key: str, *, created: bool = False) -> Answer:
    act.change_house()
    found = next(one for one in offers(act.conn) if one["id"] == key)
    return Answer({"service": found}, created=created)


def _stand_at(conn: Connection, key: str, counters: Sequence[int]) -> None:
    pairs = [{"counter": one, "service": key} for one in sorted(set(counters))]
    if pairs:
        conn.execute(insert(counter_service), pairs)


def _known_counters(act: Act, counters: Sequence[int]) -> None:
    for one in counters:
        if one not in act.house.counters:
            raise Invalid(field="counters", why=N_("There is no counter {number}."), number=one)


def _new_id(act: Act, prefix: str) -> str:
    """The letter itself; a letter that was used by a retired service gets a number behind it."""
    if prefix not in PREFIXES or len(prefix) != 1:
        why = N_("Choose one of these letters: {letters}.")
        raise Invalid(field="prefix", why=why, letters=" ".join(PREFIXES))
    if any(one.prefix == prefix for one in act.house.services.values()):
        raise AlreadyThere(field="prefix", what=prefix)
    if len(act.house.services) >= MOST:
        raise Invalid(field="prefix", why=N_("An office has at most {most} services."), most=MOST)
    used = set(act.conn.execute(select(service.c.id)).scalars())
    return next(key for key in (prefix, *(f"{prefix}{turn}" for turn in range(2, 1000))) if key not in used)


def _checked(offer: Offer, act: Act) -> dict[str, Any]:
    stop = offer.stop_before
    return {
        "name": text(offer.name, "name", longest=60),
        "name_en": text(offer.name_en, "name_en", longest=60, required=False),
        "detail": text(offer.detail, "detail", longest=80, required=False),
        "detail_en": text(offer.detail_en, "detail_en", longest=80, required=False),
        **{name: _quota(getattr(offer, name), name) for name in ("quota", "quota_morning", "quota_afternoon")},
        "stop_before": None if stop is None else number(stop, "stop_before", 0, LONGEST_MARGIN),
        "off_until": _day_ahead(offer.off_until, act),
    }


def _quota(value: int | None, field: str) -> int | None:
    return None if value is None else number(value, field, 1, MOST_TICKETS)


def _day_ahead(value: str | None, act: Act) -> str | None:
    if value is not None and iso_date(value, "off_until") <= act.now.date(act.house.zone):
        raise Invalid(field="off_until", why=N_("This day must lie ahead."))
    return value


def waiting_for(conn: Connection, key: str) -> int:
    """How many of the running day still need this service."""
    needing = ticket.c.state.in_(("waiting", "called", "serving", "parked", "no_show"))
    running = select(day.c.id).where(day.c.status == "open").scalar_subquery()
    count = select(func.count()).where(ticket.c.service == key, ticket.c.day == running, needing)
    return conn.execute(count).scalar_one()
