"""What the tier above has decided for this office: notices, and days that are not like others. Frozen.

Both ends speak these bodies: the tier makes them from what its people wrote, the office reads them from a stranger and
refuses what does not fit, so every rule stands here once. They lie beside what the head of the office decided, never
in its place.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from office.domain.chain import canonical

Hours = tuple[tuple[int, int], ...]
"""As in `office.domain.house`."""
NOTICES, OPENING = "notices", "opening"
TEMPLATES: Mapping[str, int] = MappingProxyType({"ticket-80": 80, "ticket-58": 58})
"""Name → width of the paper in mm; the body is the template's own text, an empty one takes it back."""
KINDS = ("closed", "morning", "afternoon", "hours")
"""`morning`, `afternoon`: what lies of the weekday's own sessions before or after noon."""
NOON, LAST_MINUTE = 12 * 60, 24 * 60
MOST_NOTICES, LONGEST_NOTICE = 20, 160
MOST_DAYS, LONGEST_NAME, MOST_SESSIONS = 400, 80, 4


class Unfit(Exception):
    """A body that is not one; `why` in English, one short line."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """`kind`: one of `KINDS`; `sessions` only with "hours"; `name`: what people call the day."""

    kind: str
    name: str = ""
    sessions: Hours = ()

    def hours(self, usual: Hours) -> Hours:
        """The sessions of this day, where `usual` are those of its weekday."""
        if self.kind == "hours":
            return self.sessions
        begin, end = {"morning": (0, NOON), "afternoon": (NOON, LAST_MINUTE)}.get(self.kind, (0, 0))
        cut = ((max(opens, begin), min(closes, end)) for opens, closes in usual)
        return tuple((opens, closes) for opens, closes in cut if opens < closes)


@dataclass(frozen=True, slots=True)
class FromAbove:
    notices: tuple[str, ...] = ()
    days: Mapping[str, SpecialDay] = field(default_factory=lambda: MappingProxyType({}))
    """ISO date → what is different on it."""


def body_of_notices(lines: tuple[str, ...]) -> bytes:
    return canonical({"notices": list(lines)}).encode()


def body_of_days(days: Mapping[str, SpecialDay]) -> bytes:
    return canonical({"days": [_day_value(key, days[key]) for key in sorted(days)]}).encode()


def read_notices(body: bytes) -> tuple[str, ...]:
    """Raises Unfit."""
    lines = _listed(body, "notices", MOST_NOTICES)
    return tuple(_line(line, LONGEST_NOTICE, f"notice {place}") for place, line in enumerate(lines, 1))


def read_days(body: bytes) -> Mapping[str, SpecialDay]:
    """Raises Unfit."""
    days = dict(_day(one) for one in _listed(body, "days", MOST_DAYS))
    return MappingProxyType(days)


def day_of(entry: Mapping[str, Any]) -> tuple[str, SpecialDay]:
    """One entry {date, kind, name, sessions}, date as text; raises Unfit."""
    return _day(dict(entry))


def _day_value(key: str, one: SpecialDay) -> dict[str, Any]:
    value: dict[str, Any] = {"date": key, "kind": one.kind, "name": one.name}
    return value | {"sessions": [list(span) for span in one.sessions]} if one.kind == "hours" else value


def _listed(body: bytes, key: str, most: int) -> list[Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Unfit("not JSON") from None
    if not isinstance(value, dict) or not isinstance(value.get(key), list):
        raise Unfit(f"{key}: must be a list")
    if len(value[key]) > most:
        raise Unfit(f"{key}: more than {most}")
    found: list[Any] = value[key]
    return found


def _day(entry: Any) -> tuple[str, SpecialDay]:
    given = entry if isinstance(entry, dict) else {}
    key = str(given.get("date"))
    try:
        is_date = date.fromisoformat(key).isoformat() == key
    except ValueError:
        is_date = False
    if not is_date:
        raise Unfit(f"{key[:20]!r} is not a date (YYYY-MM-DD)")
    if given.get("kind") not in KINDS:
        raise Unfit(f"{key}: kind must be one of {', '.join(KINDS)}")
    if unknown := given.keys() - {"date", "kind", "name", "sessions"}:
        raise Unfit(f"{key}: unknown key {min(map(str, unknown))[:20]!r}")
    name = _line(given.get("name", ""), LONGEST_NAME, key, required=False)
    sessions = _sessions(given.get("sessions", []), key)
    if bool(sessions) != (given["kind"] == "hours"):
        raise Unfit(f"{key}: sessions belong to kind = hours, and only there")
    return key, SpecialDay(given["kind"], name, sessions)


def _sessions(value: Any, where: str) -> Hours:
    if not isinstance(value, list) or len(value) > MOST_SESSIONS or not all(map(_is_session, value)):
        raise Unfit(f"{where}: at most {MOST_SESSIONS} sessions [opens, closes] in minutes after midnight")
    found = tuple((opens, closes) for opens, closes in value)
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        raise Unfit(f"{where}: a session must begin after the one before has closed")
    return found


def _is_session(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2 or any(type(one) is not int for one in value):
        return False
    opens, closes = int(value[0]), int(value[1])
    return 0 <= opens < closes <= LAST_MINUTE


def _line(value: Any, longest: int, where: str, *, required: bool = True) -> str:
    """NFC, without blanks at its ends, control characters or broken letters."""
    if not isinstance(value, str):
        raise Unfit(f"{where}: must be a text")
    clean = unicodedata.normalize("NFC", value).strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in clean):
        raise Unfit(f"{where}: contains a character that cannot be shown")
    if len(clean) > longest or (required and not clean):
        raise Unfit(f"{where}: must have 1 to {longest} letters")
    return clean
