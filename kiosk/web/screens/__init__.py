"""The screens that are browsers: `/hall` on a television, `/rate/3` on a tablet, `/counter/3` above a counter.

    key of the admin pages → entry (a cookie of their own) → one page each, fed by the live stream

The pages hold no rules, they show the state. What televisions open (`tv`, `hall`, `counter`) is plain ES5 with a style
sheet without variables or grid; the rating tablet is a modern browser.
"""

from pathlib import Path

from fastapi import APIRouter

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")


def api_router() -> APIRouter:
    """Calls below `/api/v1`, for `kiosk.web.app.build(api=[…])`."""
    from kiosk.web.screens.device_keys import router  # loaded when the server is put together

    return router
