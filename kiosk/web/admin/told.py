"""What each page of the back office is told when it opens; what it asks for later goes through the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.web.admin import commissioning
from kiosk.web.admin.clips import Clips, voice_names
from kiosk.web.admin.health import Doctor
from kiosk.web.admin.slips import SlipDesk, lines
from kiosk.web.admin.voice import HallVoice, voice_view
from kiosk.web.api import roles
from office.backoffice import deeds, tickets_today
from office.backoffice.accuracy import USUAL_DAYS, accuracy
from office.backoffice.calendar import day_entries, days_ahead
from office.backoffice.desks import desks
from office.backoffice.office import BackOffice
from office.backoffice.people import people
from office.backoffice.results import result
from office.backoffice.scales import USUAL_LEVELS
from office.backoffice.services import offers
from office.backoffice.settings import settings_view
from office.desk import Desk
from office.domain.numbers import PREFIXES
from office.domain.people import Actor, Role
from office.domain.ticket import State
from office.domain.voice import LANGUAGES
from office.doors import Doors


@dataclass(frozen=True, slots=True)
class Room:
    """What a page may read."""

    back: BackOffice
    desk: Desk
    doors: Doors
    person: Actor
    voice: HallVoice
    slips: SlipDesk
    language: str
    doctor: Doctor

    @property
    def may_change(self) -> bool:
        return self.person.role == Role.HEAD


Told = Callable[[Room], dict[str, Any]]
GUIDES = {
    "program": "cap-nhat",
    "service": "may-cham",
    "database": "khoi-phuc",
    "backups": "khoi-phuc",
    "printer": "in-khong-ra",
    "boards": "bang-led-toi",
    "voice": "loa-im",
    "screens": "man-hinh-lay-so-den",
    "people": "quen-ma-pin",
    "district": "mat-mang",
    "certificates": "chung-chi",
    "clock": "dong-ho",
    "disk": "dia-day",
    "power": "dien",
    "memory": "may-cham",
}
"""Part of the machine check -> the page of the guide about its symptoms."""


def _overview(room: Room) -> dict[str, Any]:
    state = room.desk.state()
    of_machines = {
        "day": state["day"],
        "devices": state["devices"],
        "now": state["now"],
        "paper": state["paper"],
        "may_paper": roles.allows("paper", room.person),
    }
    if room.person.role == Role.TECHNICIAN:
        return of_machines
    with room.back.reading() as conn:
        found = tickets_today.find(conn)
    settings = settings_view(room.back.house)
    return {
        **of_machines,
        "counters": state["counters"],
        "services": state["services"],
        "states": found["states"],
        "names": settings["names"],
        "notices": [one.text for one in room.back.house.notices if one.holds_on(room.back.today)],
        "notices_above": list(room.back.house.above.notices),
        "leaders": settings["leaders"],
    }


def _tickets(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        found = tickets_today.find(conn)
    return {
        "found": found,
        "day": room.desk.state()["day"],
        "services": _names(room),
        "all_states": [str(state) for state in State],
        "may_reprint": room.person.role in (Role.HEAD, Role.TECHNICIAN),
    }


def _results(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"found": result(conn, room.back.house)}


def _accuracy(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"found": accuracy(conn), "days": USUAL_DAYS}


def _people(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"people": people(conn), "counters": desks(conn), "me": room.person.id}


def _services(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"services": offers(conn), "counters": desks(conn), "letters": list(PREFIXES)}


def _counters(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        return {"counters": desks(conn), "services": offers(conn)}


def _opening(room: Room) -> dict[str, Any]:
    settings, today = settings_view(room.back.house), room.back.today
    with room.back.reading() as conn:
        return {
            **{key: settings[key] for key in ("weekly", "days", "margins", "notices")},
            "days_above": day_entries(room.back.house.above.days),
            "notices_above": list(room.back.house.above.notices),
            "ahead": days_ahead(room.back.house, today),
            "today": today.isoformat(),
            "services": offers(conn),
        }


def _rule(room: Room) -> dict[str, Any]:
    settings = settings_view(room.back.house)
    usual = {
        str(scale): [{"id": one.id, "label": one.label, "label_en": one.label_en} for one in levels]
        for scale, levels in USUAL_LEVELS.items()
    }
    told = {key: settings[key] for key in ("calling", "rating", "reasons")}
    return {**told, "usual_levels": usual}


def _devices(room: Room) -> dict[str, Any]:
    counters = [{"number": one.number, "name": one.name} for one in room.back.house.counters.values()]
    return {
        "tokens": room.doors.devices(),
        "devices": room.desk.state()["devices"],
        "counters": counters,
        "may_make": room.person.role in (Role.HEAD, Role.TECHNICIAN),
    }


def _voice(room: Room) -> dict[str, Any]:
    house = room.back.house
    return {
        "voice": settings_view(house)["voice"],
        "part": voice_view(room.voice, house, room.desk.state()["devices"]),
        "counters": [{"number": one.number, "name": one.name} for one in house.counters.values()],
        "clips": {one: Clips(room.voice.root, house, one).shown(room.language) for one in spoken(room)},
        "voices": voice_names(room.voice.root),
        "may_use": roles.allows("voice", room.person),
        "may_try": roles.allows("devices", room.person),
    }


def spoken(room: Room) -> tuple[str, ...]:
    """The languages that the hall hears."""
    return LANGUAGES if room.back.house.voice.english else LANGUAGES[:1]


def _slips(room: Room) -> dict[str, Any]:
    desk = room.slips
    return {"templates": lines(desk, room.language), "width": desk.width, "prints": desk.prints}


def _journal(room: Room) -> dict[str, Any]:
    with room.back.reading() as conn:
        everybody = [{"id": one["id"], "name": one["name"]} for one in people(conn)]
        return {"found": deeds.find(conn), "people": everybody, "services": _names(room)}


def _names(room: Room) -> list[dict[str, str]]:
    services = room.back.house.services.values()
    return [{"id": one.id, "name": one.name, "name_en": one.name_en, "prefix": one.prefix} for one in services]


def _health(room: Room) -> dict[str, Any]:
    report = commissioning.newest_report(room.voice.root.parent, room.back.house.zone)
    return {
        "found": room.doctor.view(room.language),
        "guides": GUIDES,
        "commissioned": commissioning.made_at(report),
    }


def _procedures(room: Room) -> dict[str, Any]:
    return {"services": _names(room), "today": room.back.today.isoformat()}


def _synonyms(room: Room) -> dict[str, Any]:  # noqa: ARG001 -- the form of every page
    return {}


def _letters(room: Room) -> dict[str, Any]:
    return {"box": settings_view(room.back.house)["suggestions"]}


def _content(room: Room) -> dict[str, Any]:
    return {"services": _names(room), "dossier": settings_view(room.back.house)["dossier"]}


TOLD: dict[str, Told] = {
    "overview": _overview,
    "tickets": _tickets,
    "results": _results,
    "accuracy": _accuracy,
    "people": _people,
    "services": _services,
    "counters": _counters,
    "opening": _opening,
    "rule": _rule,
    "voice": _voice,
    "slips": _slips,
    "devices": _devices,
    "health": _health,
    "procedures": _procedures,
    "synonyms": _synonyms,
    "letters": _letters,
    "content": _content,
    "journal": _journal,
}
"""Key of a place -> what its page is told."""
