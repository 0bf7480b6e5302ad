"""The second address of an https server: plain http that only leads on.

A browser is sent to the same page by https. What has to work before a computer trusts the office is answered here too:
the pages below `open_below`. The rule that surprises: a program that sends something is refused and not led on, because
its token and its words have already gone over the network in the clear, and somebody has to notice.
"""

import re
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web import problems
from web.headers import SafeHeaders

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?", re.IGNORECASE)
HTTPS = 443


class LeadingOn:
    """ASGI application. `port`: of https; `application`: what answers below `open_below`."""

    def __init__(self, application: ASGIApp, port: int, open_below: Sequence[str]) -> None:
        self._application, self._port, self._open = application, port, tuple(open_below)
        self._leading = SafeHeaders(self._lead)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_reading = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if is_reading and scope["path"].startswith(self._open):
            await self._application(scope, receive, send)
        else:
            await self._leading(scope, receive, send)

    async def _lead(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
        is_page = scope["method"] in ("GET", "HEAD") and not scope["path"].startswith("/api/")
        if host is None or not is_page:
            await problems.answer(scope, "https_only")(scope, receive, send)
            return
        port = "" if self._port == HTTPS else f":{self._port}"
        query = f"?{scope['query_string'].decode('ascii', 'replace')}" if scope["query_string"] else ""
        path = scope["raw_path"].decode("ascii", "replace")
        await RedirectResponse(f"https://{host[1]}{port}{path}{query}", 307)(scope, receive, send)
