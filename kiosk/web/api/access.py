"""The gate in front of every call: who is calling, and may they.

`may("issue")` on a route makes both questions part of it; a route of the API without one does not start. The
rule that surprises: the gate is asked before the body is read as JSON, so a stranger learns nothing about a
body.

The Unix socket in the data directory is for programs of this machine that may read the data anyway: who calls
there is the operator, with the rights of a head.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from kiosk.web.api import roles
from kiosk.web.api.security import requirement
from office.desk import Desk
from office.domain.moment import utc_text
from office.domain.people import OPERATOR, Actor
from office.domain.refusals import TakenOver
from office.doors import Doors
from web import sessions
from web.problems import Refused

OPEN = "anonymous"
"""The act of calls that need no credentials."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with good credentials. `token` is None on the Unix socket; `csrf` is what a browser has to
    repeat.
    """

    actor: Actor
    token: str | None
    csrf: str | None
    by_cookie: bool


def on_the_socket(request: HTTPConnection) -> bool:
    """Whether this came through the Unix socket: uvicorn then gives the socket's path and no port."""
    server = request.scope.get("server")
    return server is not None and server[1] is None and "/" in server[0]


def desk_of(request: HTTPConnection) -> Desk:
    return cast("Desk", request.app.state.desk)


def doors_of(request: HTTPConnection) -> Doors:
    return cast("Doors", request.app.state.doors)


def caller_of(request: HTTPConnection) -> Caller | None:
    """Who is calling, or None. Answers from memory."""
    found = sessions.carried(request)
    if found is None:
        return Caller(OPERATOR, None, None, by_cookie=False) if on_the_socket(request) else None
    known = doors_of(request).who(found.token)
    if known is None:
        return None
    actor, kept = known
    return Caller(actor, found.token, sessions.csrf_of(found.token, kept), found.by_cookie)


def _stranger(request: Request) -> Exception:
    """A page whose person signed in elsewhere is told so; everybody else is asked to sign in."""
    found = sessions.carried(request)
    ended = None if found is None else doors_of(request).ended(found.token)
    if ended is None:
        return Refused("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    return TakenOver(counter=ended.counter, moved_to=ended.moved_to, at=utc_text(ended.at))


@dataclass(frozen=True, slots=True)
class May:
    """The gate of one act. Leaves the caller in `request.state.caller`."""

    act: str

    async def __call__(self, request: Request) -> None:
        if self.act == OPEN or hasattr(request.state, "caller"):
            return
        caller = caller_of(request)
        if caller is None:
            raise _stranger(request)
        if not roles.allows(self.act, caller.actor):
            raise Refused("forbidden")
        self._check_csrf(request, caller)
        request.state.caller = caller

    def _check_csrf(self, request: Request, caller: Caller) -> None:
        if caller.by_cookie and caller.token is not None:
            carried = sessions.Carried(caller.token, by_cookie=True)
            if not sessions.csrf_holds(request, carried, caller.csrf):
                raise Refused("csrf")


def may(act: str) -> Any:
    """For `dependencies=[may("issue")]`. Raises KeyError at the start for an act that is not in the table."""
    if act != OPEN:
        roles.ALLOWED[act]
    return Depends(May(act))


class GuardedRoute(APIRoute):
    """A route of the API: asks its gate before it reads the body, and cannot be made without a gate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act = next(found.dependency.act for found in self.dependencies if isinstance(found.dependency, May))
        self.openapi_extra = {**(self.openapi_extra or {}), **requirement(act, self.methods or ())}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        gates = [found.dependency for found in self.dependencies if isinstance(found.dependency, May)]
        if not gates:
            raise RuntimeError(f"{self.path}: says nobody may; add dependencies=[may(…)]")
        answer = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            for gate in gates:
                await gate(request)
            return await answer(request)

        return guarded


@dataclass(frozen=True, slots=True)
class Call:
    """What an endpoint works with: the desk, the doors, and who asks."""

    desk: Desk
    doors: Doors
    caller: Caller

    @property
    def actor(self) -> Actor:
        return self.caller.actor


async def _call(request: Request) -> Call:
    return Call(desk_of(request), doors_of(request), request.state.caller)


Asked = Annotated[Call, Depends(_call)]
"""The parameter type of an endpoint behind a gate."""
