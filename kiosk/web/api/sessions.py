"""Signing in and out: at a counter, or without one.

A PIN check costs 19 MiB and about 25 ms on purpose (argon2id); two run at a time, and who waits longer than 5
s is told that the office is busy. The rule that surprises: signing out also closes the counter where the
person sits, by whichever of the two addresses it is asked, so that no counter stays open without anybody
behind it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypedDict, TypeVar

import anyio
import anyio.to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.api.access import OPEN, Asked, Call, GuardedRoute, doors_of, may
from kiosk.web.api.answers import PROBLEM, Json, described
from kiosk.web.api.bodies import CounterNumber, SignIn
from office.domain.people import Actor
from office.domain.refusals import NotYourCounter
from office.keyring import SessionKeys
from web import sessions
from web.problems import Refused

PIN_CHECKS = 2
"""How many PINs are checked at the same time."""

PIN_WAIT_S = 5.0

router = APIRouter(tags=["sessions"], route_class=GuardedRoute)
_GONE: dict[str, Any] = {"status_code": 204, "response_class": Response, "responses": PROBLEM}

Result = TypeVar("Result")


class SessionView(TypedDict):
    """`token` for a program (bearer), `csrf` for a page; `clerk` is the person's id."""

    token: str
    csrf: str
    clerk: str
    role: str


async def _in_turn(request: Request, work: Callable[[], Result]) -> Result:
    try:
        with anyio.fail_after(PIN_WAIT_S):
            return await anyio.to_thread.run_sync(work, limiter=request.app.state.pin_checks)
    except TimeoutError:
        raise Refused("busy", headers={"Retry-After": "5"}) from None


def _address(request: Request) -> str:
    return request.client.host if request.client else "local"


async def _with_good_pin(request: Request, body: SignIn) -> SessionKeys:
    doors = doors_of(request)
    await _in_turn(request, partial(doors.check_pin, body.clerk, body.pin, _address(request)))
    return doors.fresh_keys()


def _signed_in(request: Request, keys: SessionKeys, actor: Actor) -> Json:
    view: SessionView = {"token": keys.token, "csrf": keys.csrf, "clerk": actor.id, "role": actor.role}
    response = Json(view)
    sessions.give_cookie(response, request, keys.token)
    return response


@router.post("/counters/{n}/sign-in", dependencies=[may(OPEN)], **described(SessionView))
async def sign_in_at_counter(request: Request, n: CounterNumber, body: SignIn) -> Json:
    """Open the counter. Again at one's own counter gives a new token and ends the old one."""
    keys = await _with_good_pin(request, body)
    work = partial(doors_of(request).sign_in, body.clerk, n, keys)
    return _signed_in(request, keys, await anyio.to_thread.run_sync(work))


@router.post("/session", dependencies=[may(OPEN)], **described(SessionView))
async def sign_in(request: Request, body: SignIn) -> Json:
    """Without a counter: for the head, the technician, the inspector."""
    keys = await _with_good_pin(request, body)
    work = partial(doors_of(request).open_session, body.clerk, keys)
    return _signed_in(request, keys, await anyio.to_thread.run_sync(work))


def _leave(request: Request, asked: Call) -> Response:
    if asked.caller.token is not None:
        asked.doors.sign_out(asked.actor, asked.caller.token)
    response = Response(status_code=204)
    sessions.take_cookie(response, request)
    return response


@router.post("/counters/{n}/sign-out", dependencies=[may("session")], **_GONE)
def sign_out_of_counter(request: Request, asked: Asked, n: CounterNumber) -> Response:
    """Close the counter and end the session; refused while somebody is in front."""
    if asked.actor.counter != n:
        raise NotYourCounter(counter=n)
    return _leave(request, asked)


@router.delete("/session", dependencies=[may("session")], **_GONE)
def sign_out(request: Request, asked: Asked) -> Response:
    return _leave(request, asked)
