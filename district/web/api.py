"""The API for programs, and signing in: `/offices` (bearer), `/health` (anonymous), `/session`.

A PIN check costs 19 MiB and about 25 ms on purpose; two run at a time, and who waits longer than 5 s is told that the
service is busy.
"""

from functools import partial
from typing import Any

import anyio
import anyio.to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from district.overview import rows
from district.web.bodies import SignIn
from district.web.gate import Reader, TheHouse, house_of
from district.web.shapes import OfficeView, for_programs
from district.web.watch import Seen
from web import sessions
from web.problems import Refused

PIN_CHECKS, PIN_WAIT_S = 2, 5.0


def router() -> APIRouter:
    calls = APIRouter(tags=["tier"])
    calls.get("/offices")(offices)
    calls.get("/health")(health)
    calls.post("/session")(sign_in)
    calls.delete("/session", status_code=204)(sign_out)
    return calls


def offices(house: TheHouse, caller: Reader) -> list[OfficeView]:
    """The offices that the caller may see, by name."""
    seen = house.watch.look()
    if not seen.database:
        raise Refused("busy", headers={"Retry-After": "5"})
    return [for_programs(row) for row in rows(seen.tree, seen.figures, caller.node)]


def health(house: TheHouse) -> JSONResponse:
    """200 while database and broker answer, else 503; says nothing about any office."""
    seen = house.watch.look()
    return JSONResponse(_health(seen), 200 if seen.database and seen.broker else 503)


def _health(seen: Seen) -> dict[str, Any]:
    return {"ok": seen.database and seen.broker, "database": seen.database, "broker": seen.broker}


async def sign_in(request: Request, body: SignIn) -> JSONResponse:
    """A session of twelve hours, in a cookie; `csrf` goes along with everything that changes something."""
    doors = house_of(request).doors
    address = request.client.host if request.client else "local"
    work = partial(doors.sign_in, body.person, body.pin, address)
    try:
        with anyio.fail_after(PIN_WAIT_S):
            caller, keys = await anyio.to_thread.run_sync(work, limiter=request.app.state.pin_checks)
    except TimeoutError:
        raise Refused("busy", headers={"Retry-After": "5"}) from None
    response = JSONResponse({"id": caller.id, "name": caller.name, "role": caller.role.value, "csrf": keys.csrf})
    sessions.give_cookie(response, request, keys.token)
    return response


def sign_out(request: Request, house: TheHouse, _caller: Reader) -> Response:
    carried = sessions.carried(request)
    if carried is not None and carried.by_cookie:
        house.doors.sign_out(carried.token)
    response = Response(status_code=204)
    sessions.take_cookie(response, request)
    return response
