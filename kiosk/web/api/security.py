"""What the description of the API says of credentials: the ways to carry them, and what each call asks for.

Read off the gates themselves, so it cannot say anything else than what happens. `x-roles` of a call are the columns of
the role table that may; a call without credentials has an empty `security`.
"""

from collections.abc import Iterable
from typing import Any

from kiosk.web.api.roles import ALLOWED, ROLES
from web.sessions import CSRF_HEADER, PERSON, SAFE

SCHEMES: dict[str, dict[str, Any]] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a screen, tablet or box, or the `token` that signing in answers.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": PERSON,
        "description": "Of a browser where somebody has signed in. A screen's browser has a cookie of its own, such as "
        "`motcua_rate_3`, and says `X-Motcua-As: rate:3`.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "The `csrf` that signing in answers; asked for beside a cookie by every call that may change "
        "something.",
    },
}


def requirement(act: str, methods: Iterable[str]) -> dict[str, Any]:
    """What stands in the description of a call of this act: `security`, and `x-roles` unless anybody may."""
    if act not in ALLOWED:
        return {"security": []}
    by_cookie: dict[str, list[str]] = {"cookie": []} if SAFE.issuperset(methods) else {"cookie": [], "csrf": []}
    return {"security": [{"bearer": []}, by_cookie], "x-roles": [role for role in ROLES if role in ALLOWED[act]]}
