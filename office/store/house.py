"""Reads the house (services, counters, settings) from the database, and writes it there the first time."""

from dataclasses import asdict, fields, replace
from datetime import tzinfo
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, insert, select

from office.domain.above import NOTICES, OPENING, FromAbove, body_of_days, read_days, read_notices
from office.domain.day import DayHours
from office.domain.house import (
    ALL_DAY,
    NO_DAYS,
    Box,
    Calling,
    Choice,
    Counter,
    Dossiers,
    House,
    Leader,
    Margins,
    Names,
    Notice,
    RatingRules,
    Reasons,
    Service,
)
from office.domain.letters import USUAL as USUAL_BOX
from office.domain.people import SYSTEM
from office.domain.procedures import ALWAYS
from office.domain.reasons import USUAL
from office.domain.voice import SpokenNotice, Voice
from office.first import Decided, FirstFill
from office.store.procedures import Fresh, keep, settle
from office.store.tables import clerk, counter, counter_service, service, setting

RESTORED_NOTICE = "restored_notice"
"""The row of `setting` that says on the day of a restore what people in the hall have to know."""


def read_house(conn: Connection, zone: tzinfo, day_hours: DayHours = ALL_DAY) -> House:
    """The present house; retired services and counters are not part of it."""
    settings = {row.key: row.value for row in conn.execute(select(setting))}
    return House(
        names=Names(**settings["names"]),
        zone=zone,
        services=MappingProxyType({s.id: s for s in _services(conn)}),
        counters=MappingProxyType({c.number: c for c in _counters(conn)}),
        calling=Calling(**settings["calling"]),
        rating=_rating(settings["rating"]),
        weekly=tuple(tuple((a, b) for a, b in hours) for hours in settings["weekly"]),
        notices=tuple(notice_from(one) for one in settings.get("notices", ())),
        restored=notice_from(settings[RESTORED_NOTICE]) if RESTORED_NOTICE in settings else None,
        leaders=tuple(Leader(**one) for one in settings.get("leaders", ())),
        voice=voice_from(settings.get("voice", {})),
        above=above_from(settings),
        days=read_days(settings["days"].encode()) if "days" in settings else NO_DAYS,
        margins=Margins(**settings.get("margins", {})),
        day_hours=day_hours,
        reasons=reasons_from(settings.get("reasons", {})),
        box=box_from(settings.get("suggestions", {})),
        dossiers=Dossiers(**settings.get("dossier", {})),
    )


def above_key(name: str) -> str:
    """The row of `setting` that keeps what the tier above sent under this name."""
    return f"above.{name}"


def above_from(settings: dict[str, Any]) -> FromAbove:
    """The bodies were read once before they were kept."""
    notices, opening = (settings.get(above_key(name), {}).get("body") for name in (NOTICES, OPENING))
    return FromAbove(
        notices=read_notices(notices.encode()) if notices else (),
        days=read_days(opening.encode()) if opening else MappingProxyType({}),
    )


def fill(conn: Connection, first: FirstFill, now_wall: int) -> None:
    """Writes the first house into an empty database; `now_wall` in ms of UTC."""
    conn.execute(insert(setting), [{"key": key, "value": value} for key, value in settings_of(first).items()])
    if first.services:
        conn.execute(insert(service), [asdict(s) for s in first.services])
    if first.counters:
        conn.execute(insert(counter), [{"number": c.number, "name": c.name} for c in first.counters])
    pairs = [{"counter": c.number, "service": s} for c in first.counters for s in c.services]
    if pairs:
        conn.execute(insert(counter_service), pairs)
    people = [
        {"id": p.id, "name": p.name, "title": p.title, "role": str(p.role), "made_at": now_wall} for p in first.clerks
    ]
    if people:
        conn.execute(insert(clerk), people)
    if first.sample_procedures:
        _fill_catalogue(conn, now_wall)


def _fill_catalogue(conn: Connection, now_wall: int) -> None:
    from office.lookup.sample import SOURCE, sample  # read once in the life of a database

    found = sample()
    keep(conn, [Fresh(one, one.effective or ALWAYS, SOURCE, SYSTEM.word, now_wall) for one in found])
    settle(conn, [one.code for one in found])


def settings_of(decided: Decided) -> dict[str, Any]:
    """The rows of the `setting` table, key → JSON value."""
    return {
        "names": asdict(decided.names),
        "calling": asdict(decided.calling),
        "rating": asdict(decided.rating),
        "weekly": [[list(session) for session in hours] for hours in decided.weekly],
        "days": body_of_days(decided.days).decode(),
        "margins": asdict(decided.margins),
        "reasons": asdict(decided.reasons),
        "suggestions": asdict(decided.box),
        "dossier": asdict(decided.dossiers),
        "notices": [asdict(notice) for notice in decided.notices],
        "leaders": [asdict(leader) for leader in decided.leaders],
        "voice": asdict(decided.voice),
    }


_SERVICE = tuple(one.name for one in fields(Service))


def notice_from(value: Any) -> Notice:
    """Offices of the first version kept a text alone."""
    return Notice(value) if isinstance(value, str) else Notice(**value)


def _services(conn: Connection) -> list[Service]:
    rows = conn.execute(select(service).where(~service.c.retired).order_by(service.c.position, service.c.id))
    return [Service(**{name: getattr(row, name) for name in _SERVICE}) for row in rows]


def _counters(conn: Connection) -> list[Counter]:
    served: dict[int, list[str]] = {}
    rows = conn.execute(
        select(counter_service.c.counter, counter_service.c.service)
        .join(service, service.c.id == counter_service.c.service)
        .where(~service.c.retired)
        .order_by(service.c.position, service.c.id)
    )
    for row in rows:
        served.setdefault(row.counter, []).append(row.service)
    found = conn.execute(select(counter).where(~counter.c.retired).order_by(counter.c.number))
    return [Counter(r.number, r.name, tuple(served.get(r.number, ()))) for r in found]


def _rating(value: dict[str, Any]) -> RatingRules:
    choices = {key: tuple(Choice(**c) for c in value[key]) for key in ("levels", "reasons", "questions")}
    return RatingRules(**{**value, **choices})


def reasons_from(value: dict[str, Any]) -> Reasons:
    """An office that never chose its own has the usual ones."""
    chosen = {key: tuple(Choice(**one) for one in value[key]) for key in ("park", "pause") if key in value}
    return replace(USUAL, **chosen)


def box_from(value: dict[str, Any]) -> Box:
    """As with the reasons."""
    chosen = {"reasons": tuple(Choice(**one) for one in value["reasons"])} if "reasons" in value else {}
    return replace(USUAL_BOX, **{**value, **chosen})


def voice_from(value: dict[str, Any]) -> Voice:
    """An office that was made before it had a voice has the usual one."""
    kept = {key: value[key] for key in ("volume", "quiet", "notices") if key in value}
    found: dict[str, Any] = {}
    if "volume" in kept:
        found["volume"] = tuple(kept["volume"])
    if "quiet" in kept:
        found["quiet"] = tuple((begin, end) for begin, end in kept["quiet"])
    if "notices" in kept:
        found["notices"] = tuple(SpokenNotice(**one) for one in kept["notices"])
    return Voice(**{**value, **found})
