"""The web server of the tier as one application: the API, the pages, and the gates around every request."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import anyio.to_thread
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from district.refusals import Refusal
from district.web import acts, api, citizens, downward, pages, procedures
from district.web.gate import House
from district.web.problem_table import RefusalAnswers
from district.web.shell import Shell
from office.domain.refusals import Locked
from office.lookup.reading import LARGEST
from web import problems
from web.failure import CalmFailure
from web.headers import SafeHeaders
from web.limits import BodyLimit
from web.rates import RateLimit
from web.static import PREFIX as STATIC

API = "/api/v1"
THREADS = 16


def build(house: House, version: str = "0") -> FastAPI:
    """The application; opens no port."""
    shell = Shell(house.config.tier.name, str(house.config.tier.timezone))
    answers = problems.Answers(shell.problem_page)
    refusals = RefusalAnswers(answers)
    handlers = answers.handlers(
        {Refusal: refusals.refused, Locked: refusals.refused, SQLAlchemyError: refusals.away},
    )
    app = FastAPI(
        title="motcua-district",
        version=version,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        exception_handlers=handlers,
    )
    app.state.house = house
    app.state.pin_checks = anyio.CapacityLimiter(api.PIN_CHECKS)
    app.include_router(api.router(), prefix=API)
    app.include_router(acts.router(), prefix=API)
    app.include_router(downward.router(), prefix=API)
    app.include_router(citizens.router(), prefix=API)
    app.include_router(procedures.router(), prefix=API)
    app.include_router(pages.router(shell))
    app.mount(STATIC, shell.static)
    app.add_middleware(BodyLimit, uploads={f"{API}/procedures": LARGEST})
    app.add_middleware(RateLimit, knows=house.doors.remembers)
    app.add_middleware(CalmFailure)
    app.add_middleware(SafeHeaders)
    return app


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
