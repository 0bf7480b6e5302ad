"""Which language this request is answered in.

A cookie that the person set by a key on a page decides; else Vietnamese. A program asks with the plain word
`Accept-Language: en`. The rule that surprises: what a browser sends by itself ("en-US,en;q=0.9") does not
count, because the computers of Vietnamese offices often run an English browser in front of a Vietnamese
clerk.
"""

import re
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Scope

from look.words import DEFAULT, chosen, languages

COOKIE = "motcua_language"


def of(request: HTTPConnection) -> str:
    """ "vi" or "en" (or any further catalogue)."""
    return of_scope(request.scope)


def of_scope(scope: Scope) -> str:
    """The same for code that has no request object yet."""
    headers = Headers(scope=scope)
    return _from_cookie(headers.get("cookie", "")) or _asked_plainly(headers.get("accept-language", ""))


def _from_cookie(header: str) -> str | None:
    if COOKIE not in header:
        return None
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel is not None and morsel.value in languages() else None


def _asked_plainly(header: str) -> str:
    first = re.split("[,;]", header, maxsplit=1)[0].strip().lower()
    return chosen(first) if first in languages() else DEFAULT
