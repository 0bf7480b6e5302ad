"""Who is calling, and may they: asked in front of everything but the sign-in page and the health of the service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Annotated, cast

from fastapi import Depends
from sqlalchemy import Connection, Engine
from starlette.requests import HTTPConnection, Request

from district.config import Config
from district.offices import Doing, Tree, read_tree
from district.people import Caller, Doors
from district.pki import Authority
from district.refusals import UnknownNode
from district.web.watch import Watch
from office.clock import Clock
from web import sessions
from web.problems import Refused


def _nobody() -> None:
    """Where nothing is sent, nobody is told."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything that the pages and calls work with; the composition root makes it."""

    config: Config
    store: Engine
    clock: Clock
    doors: Doors
    watch: Watch
    authority: Authority
    wake: Callable[[], None] = _nobody
    """Tells the sender that something was written for offices."""

    @property
    def zone(self) -> tzinfo:
        return self.config.tier.timezone

    def doing(self, caller: Caller) -> Doing:
        now = self.clock.now()
        return Doing(caller.id, now.wall, now.date(self.zone))


def house_of(request: HTTPConnection) -> House:
    return cast("House", request.app.state.house)


def caller_of(request: HTTPConnection) -> tuple[Caller, str] | None:
    """(who, CSRF token) or None. Answers from memory."""
    found = sessions.carried(request)
    known = house_of(request).doors.who(found.token) if found is not None else None
    if found is None or known is None:
        return None
    return known[0], sessions.csrf_of(found.token, known[1])


def _reader(request: Request) -> Caller:
    found = caller_of(request)
    if found is None:
        raise Refused("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    carried = sessions.carried(request)
    if carried is not None and not sessions.csrf_holds(request, carried, found[1]):
        raise Refused("csrf")
    return found[0]


def _admin(request: Request) -> Caller:
    caller = _reader(request)
    if not caller.is_admin:
        raise Refused("forbidden")
    return caller


Reader = Annotated[Caller, Depends(_reader)]
Admin = Annotated[Caller, Depends(_admin)]
TheHouse = Annotated[House, Depends(house_of)]


def tree_for(conn: Connection, house: House, caller: Caller, *nodes: str | None) -> Tree:
    """Today's tree, after a look whether these nodes (None = the top) are the caller's.

    What lies elsewhere is as unknown as what does not exist, so nobody learns the tree by trying.
    """
    tree = read_tree(conn, house.clock.now().date(house.zone))
    for one in nodes:
        if one is None and caller.node is not None:
            raise Refused("forbidden")
        if one is not None and not tree.sees(caller.node, tree.get(one).id):
            raise UnknownNode(id=one)
    return tree
