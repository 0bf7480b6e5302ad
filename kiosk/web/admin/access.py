"""What an endpoint of the back office works with; the gates are those of `kiosk.web.api.access`."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import Request

from kiosk.web.api.access import Caller
from office.backoffice.office import BackOffice
from office.domain.people import Actor


@dataclass(frozen=True, slots=True)
class Work:
    """The back office, and who asks."""

    back: BackOffice
    caller: Caller

    @property
    def actor(self) -> Actor:
        return self.caller.actor


def back_office_of(request: Request) -> BackOffice:
    return cast("BackOffice", request.app.state.back_office)


async def _work(request: Request) -> Work:
    return Work(back_office_of(request), request.state.caller)


AtWork = Annotated[Work, Depends(_work)]
"""The parameter type of an endpoint behind a gate."""
