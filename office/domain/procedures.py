"""A procedure (thủ tục hành chính) as an office keeps it: what to bring, how long it takes, what it costs. Frozen.

Rules:
1. A column of whose content nobody is sure is unknown to the citizen: better "please ask" than a wrong fee.
2. A fee that is not given is unknown, never 0; 0 is a fee that somebody wrote.
3. Every version is kept. A version holds from its day to the day before the next one, or before the repeal; of two that
   begin on the same day the later written one holds.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from office.domain.chain import canonical

ALWAYS = ""
"""The first day of what has no known beginning."""
CODE = re.compile(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2,3}(\.[A-Z]\d{2})?)?", re.ASCII)
"""As the national database writes it: "1.001193", and with the issuing body "1.001193.000.00.00.H56"."""


class Certainty(StrEnum):
    """How sure whoever wrote the catalogue is of one column."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Channel(StrEnum):
    """How a dossier can be handed in."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    POST = "post"


class DayKind(StrEnum):
    """What a deadline counts."""

    WORKING_DAY = "working_day"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Fee:
    """`channel` None: of every channel; `dong`: None = unknown; `since`: ISO date from which it holds, or None."""

    channel: Channel | None = None
    dong: int | None = None
    note: str = ""
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to bring. `copies` in words: "1 bản chính", "2 bản sao", or ""."""

    name: str
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A form to fill in or a decree to read; `url` begins with https."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """`service`: the office's service for it, or None; `days`: of `day_kind`, 0 = within the day, None = unknown.

    `effective` and `repealed`: ISO dates; it is in force from the first to the day before the second.
    """

    code: str
    name: str
    field: str
    service: str | None = None
    channels: tuple[Channel, ...] = ()
    days: int | None = None
    day_kind: DayKind = DayKind.WORKING_DAY
    deadline_note: str = ""
    fees: tuple[Fee, ...] = ()
    fee_note: str = ""
    papers: tuple[Paper, ...] = ()
    steps: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    online_url: str | None = None
    desk_minutes: int | None = None
    sure_of_code: Certainty = Certainty.HIGH
    sure_of_fee: Certainty = Certainty.HIGH
    sure_of_deadline: Certainty = Certainty.HIGH
    effective: str | None = None
    repealed: str | None = None


FIELDS = tuple(one.name for one in fields(Procedure))
SAID_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"fees": ("fee_note", "sure_of_fee"), "days": ("day_kind", "deadline_note", "sure_of_deadline")}
)
"""Field → what is said of it; another number takes that along, else the old words would hide it."""
_USUAL = {one.name: one.default for one in fields(Procedure) if one.name not in ("code", "name", "field")}


def is_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def value_of(procedure: Procedure, *, everything: bool = False) -> dict[str, Any]:
    """As JSON: field names as above, words for enums; without what is at its usual unless `everything`."""
    told = ((name, getattr(procedure, name)) for name in FIELDS)
    return {name: _plain(one) for name, one in told if everything or name not in _USUAL or one != _USUAL[name]}


def procedure_of(value: Mapping[str, Any]) -> Procedure:
    """What `value_of` wrote. Nothing is checked: for what this program itself has kept."""
    return Procedure(**{name: _READ.get(name, _as_is)(one) for name, one in value.items()})


def body_of(procedure: Procedure) -> str:
    """Canonical JSON of what a version says; a repeal is not a version."""
    value = value_of(procedure)
    value.pop("repealed", None)
    return canonical(value)


def procedure_from(body: str) -> Procedure:
    return procedure_of(json.loads(body))


def digest_of(body: str) -> bytes:
    return hashlib.sha256(body.encode()).digest()


def holds_until(begins: Sequence[tuple[str, int]], repealed: str | None) -> dict[int, str | None]:
    """Version → the first day on which it holds no more, None = open; its own first day: it never held.

    `begins`: (first day, version) of all versions of one procedure, in any order; days as ISO dates, "" before all.
    """
    found: dict[int, str | None] = {}
    after: str | None = repealed
    for since, version in sorted(begins, reverse=True):
        found[version] = after if after is None else max(after, since)
        after = since if after is None else min(after, since)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, _Part):
        told = ((name, getattr(value, name), usual) for name, usual in _PARTS[type(value)])
        return {name: _plain(one) for name, one, usual in told if one != usual}
    return value


_Part = Fee | Paper | Attachment


_PARTS = {kind: tuple((one.name, one.default) for one in fields(kind)) for kind in (Fee, Paper, Attachment)}
"""(name, what it usually is) of each field."""


def _as_is(value: Any) -> Any:
    return value


def _fee(value: Mapping[str, Any]) -> Fee:
    channel = value.get("channel")
    return Fee(**{**value, "channel": None if channel is None else Channel(channel)})


_READ: dict[str, Any] = {
    "channels": lambda found: tuple(Channel(one) for one in found),
    "fees": lambda found: tuple(_fee(one) for one in found),
    "papers": lambda found: tuple(Paper(**one) for one in found),
    "attachments": lambda found: tuple(Attachment(**one) for one in found),
    "steps": tuple,
    "legal": tuple,
    "day_kind": DayKind,
    "sure_of_code": Certainty,
    "sure_of_fee": Certainty,
    "sure_of_deadline": Certainty,
}
