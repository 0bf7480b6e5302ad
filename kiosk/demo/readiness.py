"""Whether everything of the demo answers: the service, the day, the printer."""

import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

from kiosk.demo.keeping import Keeper
from kiosk.demo.stopping import Stopping

_LOOK_AGAIN_S = 0.03
_DEADLINE_S = 2.0


class NotReady(Exception):
    """The service did not come up; the text says what it said last."""


def wait_until_ready(url: str, token: str, keeper: Keeper, stopping: Stopping, deadline_s: float) -> bool:
    """False when it was stopped meanwhile. Raises `NotReady`."""
    until = time.monotonic() + deadline_s
    while not stopping.is_set():
        if keeper.has_died():
            raise NotReady(f"the office service did not start: {keeper.last_words()}")
        if time.monotonic() > until:
            raise NotReady(f"the office service is not ready after {deadline_s:.0f} s: {keeper.last_words()}")
        if _is_ready(url, token):
            return True
        stopping.wait(_LOOK_AGAIN_S)
    return False


def _is_ready(url: str, token: str) -> bool:
    health = asked(url, "/api/v1/health")
    if health is None or health["day"]["status"] != "open":
        return False
    state = asked(url, "/api/v1/state", token)
    return state is not None and any(device["device"] == "printer" for device in state["devices"])


def asked(url: str, path: str, token: str | None = None) -> Any:
    """The JSON of a GET, None for anything but 200."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=_DEADLINE_S)
    try:
        connection.request("GET", path, headers={} if token is None else {"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        return json.loads(response.read()) if response.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
