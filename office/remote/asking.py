"""Asks the office over its LAN API: one question at a time, with a deadline, and again with the same `request_id`.

A problem document becomes the `Refusal` that the desk raised on the other side, by its code. The rule that surprises:
whatever leaves it unclear whether the office did the thing (no connection, no answer, 502 to 504) is asked again with
the same `request_id` until `patience_s` is over; then `OfficeAway`, and the caller may go on with that id later.
"""

import copy
import random
import ssl
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from office.domain import refusals
from office.domain.refusals import Refusal

if TYPE_CHECKING:
    import httpx

CONNECT_S, ANSWER_S = 2.0, 5.0
FIRST_PAUSE_S, LAST_PAUSE_S = 0.1, 2.0
_AGAIN = frozenset({502, 503, 504})
_ENVELOPE = frozenset({"type", "code", "status", "title", "detail"})


class OfficeAway(Exception):
    """Nobody answered in time; what was asked may or may not have happened. `why` is for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotAdmitted(Refusal):
    """The token or session is not known there (any more)."""

    code = "unauthenticated"


class Refused(Refusal):
    """A refusal without a class of its own here; `facts` has its `code` and `status`."""


CLASSES: Mapping[str, type[Refusal]] = {
    NotAdmitted.code: NotAdmitted,
    **{
        found.code: found
        for found in vars(refusals).values()
        if isinstance(found, type) and issubclass(found, Refusal) and found is not Refusal
    },
}
"""code of a problem document → the refusal that it stands for."""


def refusal_of(status: int, problem: Mapping[str, Any]) -> Refusal:
    """The refusal as the desk raised it, with its facts."""
    code = str(problem.get("code", "refused"))
    facts = {key: value for key, value in problem.items() if key not in _ENVELOPE}
    if code in CLASSES:
        return CLASSES[code](**facts)
    return Refused(**{**facts, "code": code, "status": status})


class Asking:
    """Questions to `url` (without a path) in the name of `token`; thread-safe. `close` gives the connections back.

    `answer_s`: how long one answer may take, for what waits for a device; `ca`: the office's own authority, which is
    then the only one believed (OSError when the file cannot be read).
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        patience_s: float = 5.0,
        answer_s: float = ANSWER_S,
        ca: Path | None = None,
    ) -> None:
        import httpx  # a quarter of a second: only who asks over the network pays it

        self._token, self._patience_s = token, patience_s
        self._unclear = httpx.TransportError
        self._closing = threading.Event()
        self._http = httpx.Client(
            base_url=f"{url}/api/v1",
            timeout=httpx.Timeout(answer_s, connect=CONNECT_S),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=64, keepalive_expiry=20),
            trust_env=False,
            verify=True if ca is None else ssl.create_default_context(cafile=ca),
        )

    def speaking_for(self, token: str) -> "Asking":
        """The same connections in another name; only the first one is to be closed."""
        other = copy.copy(self)
        other._token = token  # noqa: SLF001 - its own kind
        return other

    @property
    def http(self) -> "httpx.Client":
        return self._http

    @property
    def headers(self) -> dict[str, str]:
        return {} if self._token is None else {"Authorization": f"Bearer {self._token}"}

    def get(self, path: str, **query: str) -> Any:
        """The JSON of the answer. Raises a `Refusal` or `OfficeAway`."""
        return self._ask("GET", path, {"params": query} if query else {})

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """As `get`; `body` has its `request_id` wherever the API wants one. None when the answer is empty."""
        return self._ask("POST", path, {"json": dict(body)})

    def close(self) -> None:
        """Ends questions that are being asked again, too."""
        self._closing.set()
        self._http.close()

    def _ask(self, method: str, path: str, how: Mapping[str, Any]) -> Any:
        until, pause = time.monotonic() + self._patience_s, FIRST_PAUSE_S
        while True:
            try:
                response = self._http.request(method, path, headers=self.headers, **how)
            except self._unclear as error:
                failure: Exception = OfficeAway(f"{type(error).__name__}: {error}")
            except RuntimeError as error:  # closed meanwhile
                raise OfficeAway(str(error)) from error
            else:
                if response.status_code not in _AGAIN:
                    return _answer(response)
                failure = _unavailable(response)
            wait = pause * random.uniform(0.5, 1.0)  # noqa: S311 - many screens must not knock in step
            if time.monotonic() + wait > until or self._closing.wait(wait):
                raise failure
            pause = min(pause * 2, LAST_PAUSE_S)


def _answer(response: "httpx.Response") -> Any:
    if response.status_code < 400:
        return response.json() if response.content else None
    raise refusal_of(response.status_code, _problem_in(response))


def _unavailable(response: "httpx.Response") -> Exception:
    """A full disk is the office's own word; anything else of this kind means that the office is not there."""
    problem = _problem_in(response)
    if problem.get("code") == refusals.StoreUnavailable.code:
        return refusal_of(response.status_code, problem)
    return OfficeAway(f"status {response.status_code}")


def _problem_in(response: "httpx.Response") -> Mapping[str, Any]:
    try:
        problem = response.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
