"""Screens, tablets and boxes: their tokens, and the one-time keys for browsers that cannot send a header."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import Field

from kiosk.web.api.access import Asked, GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Command
from web.text import Name

router = APIRouter(prefix="/admin/devices", tags=["devices"], route_class=GuardedRoute)

DeviceId = Annotated[str, Path(min_length=1, max_length=64)]
Kind = Literal["touch", "hall", "screen"] | Annotated[str, Field(pattern=r"^(rate|counter):[1-9][0-9]?$")]


class NewDevice(Command):
    """`role`: touch, hall, screen, rate:n or counter:n."""

    role: Kind
    name: Name


@router.get("", dependencies=[may("device_list")], **described(dict[str, Any]))
def devices(asked: Asked) -> Json:
    return Json({"items": asked.doors.devices()})


@router.post("", dependencies=[may("devices")], **described(dict[str, Any], 201, 200))
def add(asked: Asked, body: NewDevice) -> Json:
    """A new device; its token is shown this once."""
    return shown(asked.doors.add_device(asked.actor, body.once, role=body.role, name=body.name))


@router.post("/{device}/revoke", dependencies=[may("devices")], **described(dict[str, Any]))
def revoke(asked: Asked, device: DeviceId, body: Command) -> Json:
    return shown(asked.doors.revoke_device(asked.actor, body.once, device=device))


@router.post("/{device}/key", dependencies=[may("devices")], **described(dict[str, Any], 200, 201))
def one_time_key(asked: Asked, device: DeviceId, body: Command) -> Json:
    """For the address `/hall?key=…` of a browser: good once, for a short time."""
    return shown(asked.doors.one_time_key(asked.actor, body.once, device=device))
