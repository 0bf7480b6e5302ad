"""A one-time key that can be scanned: the address with the key, and its QR drawing.

The rule that surprises: the address is made of what the admin's own browser calls this server (`origin`), because the
server does not know its name in the office network.
"""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from kiosk.web.api.access import Asked, GuardedRoute, may
from kiosk.web.api.answers import Json, described
from kiosk.web.api.bodies import Command
from kiosk.web.api.devices import DeviceId
from kiosk.web.pages import qr
from kiosk.web.screens.entry import page_of
from office.answers import Answer
from office.domain.refusals import UnknownItem

router = APIRouter(prefix="/admin/devices", tags=["devices"], route_class=GuardedRoute)

Origin = Annotated[str, Field(max_length=200, pattern=r"^https?://[A-Za-z0-9.\-\[\]:]{1,180}$")]


class KeyToScan(Command):
    """`origin`: scheme, name and port of this server as the caller's browser knows it, without a slash at the end."""

    origin: Origin


@router.post("/{device}/key-to-scan", dependencies=[may("devices")], **described(dict[str, Any], 200, 201))
def key_to_scan(asked: Asked, device: DeviceId, body: KeyToScan) -> Json:
    """`{address, expires_at, qr}` for the browser of this device; `qr` is an SVG drawing of the address.

    A repeated request gets None for both secrets, as with every secret: they are shown once.
    """
    role = next((one["role"] for one in asked.doors.devices() if one["id"] == device), None)
    path = None if role is None else page_of(role)
    if path is None:
        raise UnknownItem(device=device)
    answer = asked.doors.one_time_key(asked.actor, body.once, device=device)
    return _shown(answer, body.origin + path)


def _shown(answer: Answer, page: str) -> Json:
    key, expires_at = answer.body["key"], answer.body["expires_at"]
    address = None if key is None else f"{page}?key={key}"
    drawing = None if address is None else qr.drawn(address)
    view = {"address": address, "expires_at": expires_at, "qr": drawing}
    return Json(view, 201 if answer.created else 200)
