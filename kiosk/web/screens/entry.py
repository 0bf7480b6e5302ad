"""How a browser becomes a screen: a one-time key in the address is exchanged for a cookie of that screen alone.

Owns the questions who stands at the door and what they are told. The rules that surprise: a screen is let in only to
its own page, so a tablet of counter 3 cannot be moved to counter 2 by typing; and a key that was used already does no
harm to a browser that is in, because people come back to the address they typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from office.domain.people import Actor
from web import sessions

COOKIE_S = 400 * 24 * 3600
"""As long as browsers keep a cookie at most; the office itself can end it at any time."""

LONGEST_KEY = 128
_LONGEST_TOKEN = 256


class Doors(Protocol):
    """What the entry asks; `office.doors.Doors` is one."""

    def redeem(self, key: str) -> str | None: ...
    def who(self, token: str) -> tuple[Actor, str | None] | None: ...
    def end_session(self, token: str) -> None: ...


class Refusal(StrEnum):
    """Why somebody is not let in."""

    NO_KEY = "no_key"
    DEAD_KEY = "dead_key"
    OTHER_SCREEN = "other_screen"


@dataclass(frozen=True, slots=True)
class Screen:
    """A browser that is in. `role` as in the role table: hall, rate:3, counter:3, screen."""

    role: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Refused:
    """`role`: what the browser is registered as instead, when that is known."""

    why: Refusal
    role: str | None = None


def at_the_door(request: Request, doors: Doors, roles: Sequence[str]) -> Screen | Refused | Response:
    """Who asks for a page of these roles; a response when a good key was just exchanged (303, with the cookie).

    Writes when there is a key: not for the event loop.
    """
    key = request.query_params.get("key")
    inside = _inside(request, doors, roles)
    if key is None:
        return inside or _stranger(request, doors)
    token = doors.redeem(key) if 0 < len(key) <= LONGEST_KEY else None
    known = doors.who(token) if token is not None else None
    if token is None or known is None:
        return _without_key(request) if inside is not None else Refused(Refusal.DEAD_KEY)
    if known[0].role not in roles:
        doors.end_session(token)
        return Refused(Refusal.OTHER_SCREEN, known[0].role)
    response = _without_key(request)
    sessions.give_cookie(response, request, token, sessions.device_cookie(known[0].role), COOKIE_S)
    return response


def _inside(request: Request, doors: Doors, roles: Sequence[str]) -> Screen | None:
    for role in roles:
        token = request.cookies.get(sessions.device_cookie(role), "")
        known = doors.who(token) if 0 < len(token) <= _LONGEST_TOKEN else None
        if known is not None and known[0].role == role:
            return Screen(role, sessions.csrf_of(token, known[1]))
    return None


def _stranger(request: Request, doors: Doors) -> Refused:
    """Nobody, or a screen that belongs elsewhere."""
    for name, token in request.cookies.items():
        if name.startswith("motcua_") and name != sessions.PERSON and 0 < len(token) <= _LONGEST_TOKEN:
            known = doors.who(token)
            if known is not None and not known[0].is_person:
                return Refused(Refusal.OTHER_SCREEN, known[0].role)
    return Refused(Refusal.NO_KEY)


def _without_key(request: Request) -> RedirectResponse:
    rest = request.url.remove_query_params("key")
    return RedirectResponse(f"{rest.path}?{rest.query}" if rest.query else rest.path, 303)


def page_of(role: str) -> str | None:
    """Where a screen of this role belongs: "rate:3" -> "/rate/3"; None for a role without a page of its own."""
    kind, _, number = role.partition(":")
    if kind == "hall":
        return "/hall"
    return f"/{kind}/{number}" if kind in ("rate", "counter") and number else None
