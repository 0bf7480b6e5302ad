"""What was answered, in a few lines for people: for the summary before everything is written, and for the report."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.setup.catalogue import KNOWN
from kiosk.setup.joining import joins, place_of
from kiosk.setup.order import STEPS, Step
from kiosk.setup.question import NO, YES, Seen
from kiosk.setup.steps import hall, printer, surroundings
from kiosk.setup.tables import is_encrypted, people_of, services_of, tables_of
from look.words import N_

LATER = N_("Comes later")


@dataclass(frozen=True, slots=True)
class Line:
    """A step and what was said in it. `tested`: whether somebody confirmed that it works; None: nothing to test."""

    title: str
    text: str
    tested: bool | None = None


def lines(seen: Seen, skipped: frozenset[str] | set[str] = frozenset(), steps: Sequence[Step] = STEPS) -> list[Line]:
    """One line for each of these steps that leaves something behind."""
    found = list[Line]()
    for step in steps:
        make = _OF_STEP.get(step.name)
        if make is None:
            continue
        text = "" if step.name in skipped else "; ".join(filter(None, make(seen)))
        tested = None if step.name in skipped else _confirmed(seen, step.name)
        found.append(Line(seen.say(step.title), text or seen.say(LATER), tested))
    return found


def _confirmed(seen: Seen, step: str) -> bool | None:
    answer = seen.text(_TESTS.get(step, ""))
    return {YES: True, NO: False}.get(answer)


_TESTS: Mapping[str, str] = MappingProxyType(
    {"printer": "printer.page", "screens": "screens.upright", "sound": "sound.heard", "clock": "clock.right"}
)


def _office(seen: Seen) -> Iterator[str]:
    yield seen.text("office.name")
    yield seen.text("office.parent")
    yield seen.text("office.id")


def _services(seen: Seen) -> Iterator[str]:
    yield ", ".join(KNOWN[prefix].name for prefix in services_of(seen))


def _counters(seen: Seen) -> Iterator[str]:
    rows = tables_of(seen, ("counters",))["first"]["counters"]
    if seen.text("counters.spread", "all") == "all":
        yield seen.say(N_("{n} counters, each takes everything"), n=len(rows))
    else:
        yield ", ".join(f"{row['name']}: {' '.join(row['services'])}" for row in rows)


def _people(seen: Seen) -> Iterator[str]:
    yield ", ".join(f"{one['name']} ({one['id']})" for one in people_of(seen))


def _printer(seen: Seen) -> Iterator[str]:
    place = printer.place(seen)
    if place in ("virtual", "off"):
        yield seen.say(_BARE[place])
        return
    yield place
    yield f"{seen.text('printer.width')} mm" if seen.text("printer.width") else ""


_BARE = {"virtual": N_("Pictures of the tickets instead of paper"), "off": N_("Numbers without paper")}


def _screens(seen: Seen) -> Iterator[str]:
    names = {"touch": N_("touch screen"), "hall": N_("hall display")}
    for role, panel in hall.panels(seen).items():
        yield f"{seen.say(names[role])}: {panel.output}, {panel.width} × {panel.height}"
    if not hall.panels(seen):
        yield seen.say(N_("no monitor on this machine"))


def _sound(seen: Seen) -> Iterator[str]:
    chosen = seen.text("sound.device")
    if chosen == "off":
        yield seen.say(N_("no announcements"))
    elif chosen:
        yield hall.device(seen) or seen.say(N_("the usual loudspeaker"))


def _network(seen: Seen) -> Iterator[str]:
    if seen.text("network.open") == "machine":
        yield seen.say(N_("this machine alone"))
    elif seen.text("network.open"):
        yield (
            seen.say(N_("the whole office, with https"))
            if is_encrypted(seen)
            else seen.say(N_("the whole office, without encryption"))
        )


def _backup(seen: Seen) -> Iterator[str]:
    chosen = seen.text("backup.second")
    if chosen == surroundings.STICK:
        yield seen.say(N_("each night on the stick MOTCUA-BACKUP"))
    elif chosen == surroundings.FOLDER:
        yield seen.text("backup.folder")


def _district(seen: Seen) -> Iterator[str]:
    path = place_of(seen)
    if path is not None and joins(seen):
        yield path.name
    elif seen.text("district.bundle"):
        yield seen.say(N_("none"))


def _clock(seen: Seen) -> Iterator[str]:
    if seen.text("clock.right") == YES:
        yield seen.say(N_("right"))
    elif seen.text("clock.wall"):
        yield seen.say(N_("set to {wall}"), wall=seen.text("clock.wall"))


_OF_STEP: Mapping[str, Callable[[Seen], Iterator[str]]] = MappingProxyType(
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
        "clock": _clock,
        "district": _district,
    }
)
