"""The bodies of the calls, field by field: bounded, strict, and nothing in them that is not known.

Strict means that "4" is not 4 and 1 is not true; a missing field and an unknown one are both refused with
422. Whether a service or a reason exists is the desk's to say; here only the form is checked. Times are RFC
3339 with a zone.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from kiosk.web.api import refusals
from look.words import N_
from web.problems import Refused
from web.text import Line, Paragraph, Word

MOST_BY_HAND = 500
"""Handwritten numbers in one call: more than fit into 64 kB of JSON."""

_LARGEST_ID = 2**63 - 1
_LATEST_MS = 253_402_300_799_000  # the end of the year 9999

NOT_A_TIME = N_("must be a time like 2026-01-31T07:30:00Z, with a zone")


class Body(BaseModel):
    """What every body is: strict, closed and unchangeable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


RequestId = Annotated[UUID, Field(strict=False)]


class Command(Body):
    """The body of everything that changes something; `request_id` makes a retry safe."""

    request_id: RequestId

    @property
    def once(self) -> str:
        """The request's id in one form, however it was written."""
        return str(self.request_id)


class Seen(Command):
    """An act on a ticket at a counter. `expect` absent = no check, null = "I see none"."""

    expect: int | None = Field(default=None, ge=1, le=_LARGEST_ID)

    @property
    def checks(self) -> dict[str, Any]:
        """As keywords for the desk: empty when nothing is to be checked."""
        return {"expect": self.expect} if "expect" in self.model_fields_set else {}


class Issue(Command):
    service: Word
    priority: bool = False
    channel: Literal["touch", "console", "api"] | None = None


class Transfer(Command):
    service: Word | None = None
    counter: int | None = Field(default=None, ge=1, le=99)
    position: Literal["arrival", "front", "back"] = "arrival"


class Priority(Command):
    priority: bool


class CallNumber(Seen):
    number: Annotated[Line, Field(min_length=1, max_length=16)]


class Park(Seen):
    reason: Annotated[Line, Field(min_length=1, max_length=120)]


class Continue(Seen):
    """`service`: what the same person wants besides."""

    service: Word


class Note(Command):
    """An empty text takes the note away."""

    text: Annotated[Line, Field(max_length=200)]


class Times(Command):
    """`inexact`: the times of this visit are known to be wrong."""

    inexact: bool


class Pause(Command):
    reason: Annotated[Line, Field(min_length=1, max_length=120)]


class Rate(Command):
    """`age_ms`: how long the screen has shown the faces; `level` counts from 1, the lowest."""

    level: int = Field(ge=1, le=5)
    channel: Literal["touch", "tablet", "box"]
    age_ms: int | None = Field(default=None, ge=0, le=86_400_000)
    question: Word = "overall"


class Reasons(Command):
    reasons: Annotated[list[Word], Field(max_length=6)]
    comment: Paragraph | None = None


class Training(Command):
    on: bool


def _milliseconds(value: object) -> object:
    if not isinstance(value, str) or len(value) > 40:
        raise _no_time()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise _no_time() from None
    if moment.tzinfo is None:
        raise _no_time()
    return _since_1970(moment)


def _since_1970(moment: datetime) -> int:
    try:
        wall = round(moment.astimezone(UTC).timestamp() * 1000)
    except (OverflowError, ValueError):
        raise _no_time() from None
    if not 0 <= wall <= _LATEST_MS:
        raise _no_time()
    return wall


def _no_time() -> PydanticCustomError:
    return PydanticCustomError("not_a_time", "must be a time with a zone", {"why": NOT_A_TIME})


Time = Annotated[int, BeforeValidator(_milliseconds, json_schema_input_type=str)]
"""RFC 3339 outside, ms of UTC since 1970 inside."""


class ByHand(Body):
    number: Annotated[Line, Field(min_length=1, max_length=16)]
    service: Word
    issued_at: Time
    called_at: Time | None = None
    finished_at: Time | None = None


class TicketsByHand(Command):
    tickets: Annotated[list[ByHand], Field(min_length=1, max_length=MOST_BY_HAND)]


class SignIn(Body):
    """`clerk` is the person's id, not the name."""

    clerk: Word
    pin: Annotated[str, Field(min_length=1, max_length=64)]


def _number_in(written: str, most: int) -> int | None:
    """A plain positive number in ASCII digits, without a sign or leading zeros; else None."""
    if len(written) > 19 or not (written.isascii() and written.isdigit()) or written.startswith("0"):
        return None
    number = int(written)
    return number if number <= most else None


async def _ticket(ticket: Annotated[str, Path(description="the ticket's id")]) -> int:
    number = _number_in(ticket, _LARGEST_ID)
    if number is None:
        raise Refused(refusals.PROBLEMS["unknown_ticket"])
    return number


async def _counter(n: Annotated[str, Path(description="the counter's number, 1 to 99")]) -> int:
    number = _number_in(n, 99)
    if number is None:
        raise Refused(refusals.PROBLEMS["unknown_counter"])
    return number


TicketId = Annotated[int, Depends(_ticket)]
"""A path's `{ticket}`; anything that cannot be an id is an unknown ticket."""

CounterNumber = Annotated[int, Depends(_counter)]
"""A path's `{n}`; anything but 1 to 99 is an unknown counter."""
