"""How the version that runs is: does the service answer, can it issue, is the printer there, and the way up.

Asked over the socket of the data folder, as every command is. Nothing here judges; `choose-version` does.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from kiosk.config import Config
from kiosk.local_door import SOCKET_NAME
from kiosk.updates.scratch import fresh, issued
from look.version import VERSION
from office.domain.refusals import StoreUnavailable
from office.premises import DataUnusable
from web.short_path import reachable

ANSWER_S = 15.0
AWAY = frozenset({"unreachable", "offline", "error"})
"""Conditions in which a printer cannot be spoken to; an open cover or an empty roll is nobody's fault here."""


@dataclass(frozen=True, slots=True)
class Look:
    """`version`: of the running service, "" when it says nothing; `printer`, `district`: whether they are there."""

    version: str
    answers: bool
    issues: bool
    printer: bool
    district: bool
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def before(self) -> dict[str, bool]:
        """What has to be there after a switch as well."""
        return {"printer": self.printer, "district": self.district}


def look(config: Config) -> Look:
    """Whatever is wrong is a part of the answer."""
    issues, why = _issues()
    try:
        with _service(config.data.dir) as service:
            version = str(_asked(service, "/health")["version"])
            devices = {one["device"]: one["condition"] for one in _asked(service, "/state")["devices"]}
            district = bool(_asked(service, "/admin/district")["connected"])
    except (OSError, HTTPException, ValueError, LookupError, TypeError) as error:
        why = why or f"the service does not answer: {error}"
        return Look("", answers=False, issues=issues, printer=False, district=False, why=why)
    printer = devices.get("printer", "unreachable") not in AWAY
    return Look(version, answers=True, issues=issues, printer=printer, district=district, why=why)


def _issues() -> tuple[bool, str]:
    """The program and this disk, on a database of their own."""
    try:
        with fresh() as premises:
            return issued(premises) is not None, ""
    except (StoreUnavailable, DataUnusable, OSError) as error:
        return False, f"version {VERSION} cannot issue: {error}"


@contextmanager
def _service(data: Path) -> Iterator[HTTPConnection]:
    """Raises OSError when nobody listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as way:
        way.settimeout(ANSWER_S)
        with reachable(data / SOCKET_NAME) as short:
            way.connect(short)
        service = HTTPConnection("serve")
        service.sock = way
        yield service


def _asked(service: HTTPConnection, path: str) -> dict[str, Any]:
    service.request("GET", f"/api/v1{path}")
    with service.getresponse() as answer:
        found: dict[str, Any] = json.loads(answer.read())
    if answer.status != HTTPStatus.OK:
        raise OSError(f"the service answers {answer.status} to {path}")
    return found
