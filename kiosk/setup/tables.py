"""From answers to the tables of `config.toml`: only what was really answered; everything else keeps its default.

A step that was put off adds nothing. Credentials are not here: people get their PIN and windows their token when the
office is made.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kiosk.setup.catalogue import KNOWN, spread, template
from kiosk.setup.joining import joins
from kiosk.setup.places import wiring_of
from kiosk.setup.question import Seen
from kiosk.setup.reading import person_id
from kiosk.setup.steps import hall, printer, surroundings
from kiosk.setup.steps.office import OWN
from kiosk.setup.steps.people import clerks

Tables = dict[str, Any]
TLS_FOLDER = "tls"
HTTPS, HTTP, LEADS = "0.0.0.0:443", "0.0.0.0:8080", "0.0.0.0:80"
ALONE = "127.0.0.1:8080"


def tables_of(seen: Seen, steps: tuple[str, ...] | None = None) -> Tables:
    """The tables that these steps decide, all of them by default; None is a key that is to be left out."""
    found: Tables = {}
    for step, make in _OF_STEP.items():
        if steps is None or step in steps:
            for table, keys in make(seen).items():
                found[table] = {**found.get(table, {}), **keys}
    return found


def is_encrypted(seen: Seen) -> bool:
    """Whether the office needs a certificate of its own."""
    return seen.text("network.tls") == "yes"


def services_of(seen: Seen) -> tuple[str, ...]:
    """The letters of the services, in the order of the tiles."""
    name = seen.text("services.template")
    chosen = seen.ticked("services.chosen") if name == OWN else template(name).prefixes
    return tuple(prefix for prefix in KNOWN if prefix in chosen)


def people_of(seen: Seen) -> list[dict[str, str]]:
    """The head first, then the clerks, each with an id of their own."""
    name = seen.text("people.head")
    if not name:
        return []
    head = {"id": seen.text("people.head_id"), "name": name, "title": seen.text("people.head_title"), "role": "head"}
    people, taken = [head], {head["id"]}
    for clerk in clerks(seen):
        key = _free(person_id(clerk), taken)
        taken.add(key)
        people.append({"id": key, "name": clerk, "role": "clerk"})
    return people


def _free(wanted: str, taken: set[str]) -> str:
    """The same with a figure behind it, when somebody else has it."""
    tried, at = wanted, 2
    while tried in taken:
        tried, at = f"{wanted[:36]}-{at}", at + 1
    return tried


def _office(seen: Seen) -> Tables:
    named = {key: seen.text(f"office.{key}") for key in ("name", "parent") if seen.text(f"office.{key}")}
    office = {"id": seen.text("office.id")} if seen.text("office.id") else {}
    return {"office": office, "first": named}


def _services(seen: Seen) -> Tables:
    prefixes = services_of(seen)
    rows = [{"prefix": prefix, **_texts(prefix)} for prefix in prefixes]
    return {"first": {"services": rows, "dossier": {"result_service": "T" if "T" in prefixes else ""}}}


def _texts(prefix: str) -> dict[str, str]:
    one = KNOWN[prefix]
    texts = {"name": one.name, "name_en": one.name_en, "detail": one.detail, "detail_en": one.detail_en}
    return {key: text for key, text in texts.items() if text}


def _counters(seen: Seen) -> Tables:
    prefixes = services_of(seen)
    usual = template(seen.text("services.template", OWN))
    count = int(seen.text("counters.count") or usual.counters)
    shares = spread(prefixes, count, seen.text("counters.spread", "all"))
    rows = [{"number": at, "name": f"Quầy {at}", "services": list(share)} for at, share in enumerate(shares, 1)]
    return {"first": {"counters": rows}}


def _people(seen: Seen) -> Tables:
    return {"first": {"people": people_of(seen)}}


def _printer(seen: Seen) -> Tables:
    place = printer.place(seen)
    if not place:
        return {}
    width = {"width": int(seen.text("printer.width"))} if seen.text("printer.width") else {}
    return {"printer": {**wiring_of(place), **width}}


def _screens(seen: Seen) -> Tables:
    names = {"touch": "screen", "hall": "hall"}
    found: Tables = {}
    for role, panel in hall.panels(seen).items():
        usual = hall.TOUCH_INCHES if role == "touch" else hall.HALL_INCHES
        inches = float(seen.text(f"screens.{role}_inches") or usual)
        found[names[role]] = {
            "output": panel.output,
            "rotate": panel.rotate,
            "diagonal_in": inches,
            "size": f"{panel.width}x{panel.height}",
            "left": panel.left,
            "top": panel.top,
        }
    if "screen" in found:
        found["screen"]["hide_cursor"] = True
    return found


def _sound(seen: Seen) -> Tables:
    chosen = seen.text("sound.device")
    if not chosen:
        return {}
    return {"voice": {"player": "off"} if chosen == "off" else {"player": "auto", "device": hall.device(seen)}}


def _network(seen: Seen) -> Tables:
    if not seen.text("network.open"):
        return {}
    if seen.text("network.open") == "machine":
        return {"web": {"listen": ALONE, "tls": None, "redirect": None}}
    if is_encrypted(seen):
        return {"web": {"listen": HTTPS, "tls": TLS_FOLDER, "redirect": LEADS}}
    return {"web": {"listen": HTTP, "tls": None, "redirect": None}}


def _backup(seen: Seen) -> Tables:
    chosen = seen.text("backup.second")
    places = {surroundings.STICK: surroundings.STICK_PLACE, surroundings.FOLDER: seen.text("backup.folder")}
    return {"backup": {"second": places.get(chosen, "")}} if chosen else {}


def _district(seen: Seen) -> Tables:
    return {"district": {"transport": "mqtt"}} if joins(seen) else {}


def data_tables(data: Path, backups: Path) -> Tables:
    """Where everything lies that must survive."""
    return {"data": {"dir": str(data)}, "backup": {"dir": str(backups)}}


_OF_STEP: Mapping[str, Callable[[Seen], Tables]] = MappingProxyType(
    {
        "office": _office,
        "services": _services,
        "counters": _counters,
        "people": _people,
        "printer": _printer,
        "screens": _screens,
        "sound": _sound,
        "network": _network,
        "backup": _backup,
        "district": _district,
    }
)
"""Step → what it decides. The other steps decide nothing that stands in a file."""
