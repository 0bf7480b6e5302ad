"""The net under everything: what nobody foresaw becomes a calm problem, and a line in the log with its trace.

The rule that surprises: when the answer had already begun, nothing can be said any more; the connection is
cut so that the caller notices instead of taking half an answer for a whole one.
"""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import problems

log = structlog.get_logger("web")


class CalmFailure:
    """ASGI middleware: 500 `internal` without a trace to people; the trace goes to the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noticing(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noticing)
        except Exception as error:
            # The one place of the web server that catches everything: its outermost loop.
            log.exception("request_failed", method=scope["method"], path=scope["path"])
            if begun:
                raise ConnectionAbortedError("the answer broke off") from error
            await problems.answer(scope, "internal")(scope, receive, send)
