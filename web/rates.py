"""How often somebody may ask: a bucket of tries for each stranger's address, and one of changes for each token.

    without credentials   30 a second, 600 at once (a page with everything that belongs to it is about 60)
    changes               10 a second, 100 at once, by token; by address without one

Who holds good credentials reads as often as they like. The rule that surprises: the machine itself (its screens, the
socket of its command line) is never counted, so that a flood from the network cannot slow the ticket screen.
"""

import math
import time
from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from web import problems, sessions
from web.buckets import Buckets, Rate
from web.guests import is_own, neighbour

STRANGERS, CHANGES = Rate(30, 600), Rate(10, 100)


class RateLimit:
    """ASGI middleware. `knows`: whether a token is good; answers from memory."""

    def __init__(
        self,
        app: ASGIApp,
        knows: Callable[[str], bool],
        strangers: Rate = STRANGERS,
        changes: Rate = CHANGES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self.knows = knows
        self.strangers, self.changes = Buckets(strangers, clock), Buckets(changes, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._wait(scope) if scope["type"] == "http" else 0.0
        if not wait:
            await self.app(scope, receive, send)
            return
        seconds = math.ceil(wait)
        headers = {"Retry-After": str(seconds)}
        await problems.answer(scope, "too_fast", {"seconds": seconds}, headers)(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        client = scope.get("client")
        if client is None or is_own(client[0]):
            return 0.0
        carried = sessions.carried(HTTPConnection(scope))
        token = carried.token if carried is not None and self.knows(carried.token) else None
        changes = scope["method"] not in sessions.SAFE
        if token is not None:
            return self.changes.take(token) if changes else 0.0
        address = neighbour(client[0])
        return self.strangers.take(address) or (self.changes.take(address) if changes else 0.0)
