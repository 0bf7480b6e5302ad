"""What lets the console stand in a small window on top of the others: a frame of itself, and of nothing else.

Every other page refuses to be framed (`web.headers`). The console may be framed by pages of this server only, and may
frame them; the browser opens such a window only after a key or click of the person.
"""

from starlette.responses import Response

from web.headers import POLICY

_OWN = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'")


def allowed(page: Response) -> Response:
    """The page with these two permissions."""
    page.headers["content-security-policy"] = _OWN
    page.headers["x-frame-options"] = "SAMEORIGIN"
    return page
