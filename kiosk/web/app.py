"""The web server of the office as one application: the API, the live stream, and the given pages.

Knows the order of the gates around every request; does not know any page, and opens no port: the composition
root gives the finished application to uvicorn. What it has to do there:

- `proxy_headers=False` (a header must not choose the address that wrong PINs are counted for),
`server_header=False`; - at the end call `app.state.live.end()` before it asks uvicorn to stop, so that no
stream holds the shutdown; - the Unix socket of the data directory carries the same application; who calls
there is the operator.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.to_thread
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from kiosk.web.api import (
    content,
    counters,
    days,
    devices,
    glance,
    live,
    printer,
    procedures,
    ratings,
    refusals,
    security,
    sessions,
    suggestions,
    tickets,
)
from kiosk.web.api.answers import components, problem_schema
from office.desk import Desk
from office.domain.refusals import Refusal
from office.doors import Doors
from web import problems
from web.failure import CalmFailure
from web.headers import SafeHeaders
from web.limits import BodyLimit
from web.rates import RateLimit
from web.static import PREFIX as STATIC
from web.static import Static

API = "/api/v1"
THREADS = 16
"""Desk acts that may wait for the one writer at the same time."""

ROUTERS = (
    glance.router,
    live.router,
    tickets.router,
    ratings.router,
    counters.router,
    sessions.router,
    days.router,
    devices.router,
    printer.router,
    procedures.router,
    content.router,
    suggestions.router,
)


def build(
    desk: Desk,
    doors: Doors,
    *,
    version: str = "0",
    pages: Sequence[APIRouter] = (),
    api: Sequence[APIRouter] = (),
    static: Static | None = None,
    error_page: problems.ErrorPage | None = None,
    uploads: Mapping[str, int] | None = None,
    strict_s: int = 0,
) -> FastAPI:
    """The application. `pages`: routers of pages; `api`: further routers below `/api/v1` (the back office);

    `uploads`: beginning of a path -> how many bytes may be sent there; `strict_s`: as of `SafeHeaders`.
    `app.state` holds `desk`, `doors` and `live`.
    """
    answers = problems.Answers(error_page)
    app = FastAPI(
        title="motcua",
        version=version,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        exception_handlers=answers.handlers({Refusal: refusals.RefusalAnswers(answers)}),
    )
    app.state.desk, app.state.doors = desk, doors
    app.state.live = live.Live(desk, doors)
    app.state.pin_checks = anyio.CapacityLimiter(sessions.PIN_CHECKS)
    for router in (*ROUTERS, *api):
        app.include_router(router, prefix=API)
    for router in pages:
        app.include_router(router, include_in_schema=False)
    if static is not None:
        app.mount(STATIC, static)
    _describe(app)
    app.add_middleware(BodyLimit, uploads=uploads)
    app.add_middleware(RateLimit, knows=doors.remembers)
    app.add_middleware(CalmFailure)
    app.add_middleware(SafeHeaders, strict_s=strict_s)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
    app.state.live.end()


def _describe(app: FastAPI) -> None:
    """Give the description of the API the shapes of the views; made at the first look, then kept."""

    def description() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, routes=app.routes)
            parts = made.setdefault("components", {})
            parts.setdefault("schemas", {}).update(components(), Problem=problem_schema())
            parts["securitySchemes"] = security.SCHEMES
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = description  # type: ignore[method-assign]
