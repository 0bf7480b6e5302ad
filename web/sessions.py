"""Who is calling, as far as the request alone can tell: the token it carries, and how.

Owns the cookies and the CSRF rule; does not know whether a token is any good. A program sends `Authorization:
Bearer`; a browser sends an HttpOnly, SameSite=Strict cookie and, with everything that changes something,
`X-CSRF-Token`.

The rule that surprises: a browser may hold several cookies of one server, because the console and the windows
of two screens can stand open side by side. A person's session goes first; a page of a screen says
`?as=rate:3` (or the header `X-Motcua-As`) and is then that screen and nobody else.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

PERSON = "motcua_session"
"""Cookie of a person who signed in."""

CSRF_HEADER = "x-csrf-token"
AS_HEADER = "x-motcua-as"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_LONGEST_TOKEN = 256
_DEVICE = re.compile(r"(touch|hall|screen)|(rate|counter):([1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class Carried:
    """A token as a request carried it; `by_cookie` means that a browser added it without being asked."""

    token: str
    by_cookie: bool


def device_cookie(role: str) -> str:
    """The cookie of a screen: "rate:3" -> "motcua_rate_3". Raises ValueError for what is no screen."""
    if not _DEVICE.fullmatch(role):
        raise ValueError(f"no such screen: {role!r}")
    return "motcua_" + role.replace(":", "_")


def carried(request: HTTPConnection) -> Carried | None:
    """The token of this request, or None. A bearer token goes before any cookie."""
    bearer = _bearer(request.headers.get("authorization", ""))
    if bearer is not None:
        return Carried(bearer, by_cookie=False)
    wanted = request.query_params.get("as") or request.headers.get(AS_HEADER)
    token = _of_screen(request, wanted) if wanted else _of_anybody(request)
    return Carried(token, by_cookie=True) if token and len(token) <= _LONGEST_TOKEN else None


def _bearer(header: str) -> str | None:
    scheme, _, token = header.partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and 0 < len(token) <= _LONGEST_TOKEN else None


def _of_screen(request: HTTPConnection, wanted: str) -> str | None:
    return request.cookies.get(device_cookie(wanted)) if _DEVICE.fullmatch(wanted) else None


def _of_anybody(request: HTTPConnection) -> str | None:
    """A person's cookie, else the only screen's; with several screens nobody can guess which is meant."""
    person = request.cookies.get(PERSON)
    if person:
        return person
    screens = [value for name, value in request.cookies.items() if _is_device_cookie(name)]
    return screens[0] if len(screens) == 1 else None


def _is_device_cookie(name: str) -> bool:
    role = name.removeprefix("motcua_").replace("_", ":")
    return name.startswith("motcua_") and _DEVICE.fullmatch(role) is not None


def csrf_of(token: str, kept: str | None) -> str:
    """What `X-CSRF-Token` must say: the secret of a session; for a screen one derived from its token."""
    return kept or hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()[:32]


def csrf_holds(request: HTTPConnection, found: Carried, kept: str | None) -> bool:
    """True when nothing can be changed, when no browser added the token by itself, or when the header is
    right.
    """
    if request.scope["method"] in SAFE or not found.by_cookie:
        return True
    said = request.headers.get(CSRF_HEADER, "")
    return hmac.compare_digest(said.encode(), csrf_of(found.token, kept).encode())


def give_cookie(
    response: Response, request: HTTPConnection, token: str, name: str = PERSON, max_age: int | None = None
) -> None:
    """Hand the browser its token. `max_age` in seconds; None = until the browser is closed."""
    response.set_cookie(
        name, token, max_age=max_age, path="/", secure=_encrypted(request), httponly=True, samesite="strict"
    )


def take_cookie(response: Response, request: HTTPConnection, name: str = PERSON) -> None:
    """Ask the browser to forget its token."""
    response.delete_cookie(name, path="/", secure=_encrypted(request), httponly=True, samesite="strict")


def _encrypted(request: HTTPConnection) -> bool:
    return request.url.scheme == "https"
