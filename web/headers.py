"""What every response tells the browser about trust.

Scripts, styles, fonts and pictures come from this server only, nothing inline: a page passes values to its
script in a `<script type="application/json">` block or in `data-` attributes, and sets styles by class (or by
script, through the element's `style` object). Nobody may frame a page, no address leaks to another server.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class SafeHeaders:
    """ASGI middleware: adds `ALWAYS`; whatever says nothing about keeping itself is not kept by anybody.

    `strict_s`: how long a browser that came by https shall refuse plain http; 0 = nothing is said of it.
    """

    def __init__(self, app: ASGIApp, strict_s: int = 0) -> None:
        self.app = app
        self._strict = f"max-age={strict_s}" if strict_s else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
                if self._strict and scope["scheme"] == "https":
                    headers.setdefault("strict-transport-security", self._strict)
            await send(message)

        await self.app(scope, receive, adding)
