"""What citizens wrote and what they looked for in vain, over all offices that the reader sees: two calls, two pages.

Suggestions are for those who answer for the offices (administrators), of their own part of the tree; what was searched
and not found is no secret of anybody and everybody who signs in may learn from it, programs too.
"""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from district.lookups import lookups
from district.offices import Tree, read_tree
from district.people import Caller
from district.suggestions import A_PAGE, Wanted, shown
from district.web.gate import Admin, House, Reader, TheHouse, house_of, tree_for
from district.web.shell import Shell
from district.web.units import units
from web.problems import Refused
from web.text import Line

SPANS = (7, 30, 90, 366)
USUAL_DAYS = 30
Place = Annotated[Line, Query(max_length=64)]
Text = Annotated[Line, Query(max_length=120)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
Days = Annotated[int, Query(ge=1, le=366)]
PICTURES = ("search", "information")


def router() -> APIRouter:
    calls = APIRouter(tags=["citizens"])
    calls.get("/suggestions")(suggestions)
    calls.get("/lookups")(looked_up)
    return calls


def suggestions(
    house: TheHouse, caller: Admin, place: Place = "", reason: Text = "", text: Text = "", offset: Offset = 0
) -> dict[str, Any]:
    """A page of suggestions, newest first; `place`: an office or unit."""
    return _letters(house, caller, Wanted(place, reason, text, offset))


def looked_up(house: TheHouse, caller: Reader, place: Place = "", days: Days = USUAL_DAYS) -> dict[str, Any]:
    """What was searched and not found in the last days, and how much was looked up."""
    return _lookups(house, caller, place, days)


def pages(shell: Shell) -> APIRouter:
    found = APIRouter()

    @found.get("/suggestions")
    def letters(request: Request) -> Response:
        person = shell.who(request)
        if person is None:
            return shell.to_sign_in(request)
        if not person[0].is_admin:
            raise Refused("forbidden")
        house = house_of(request)
        data = {"found": _letters(house, person[0], Wanted()), "a_page": A_PAGE}
        return _page(shell, request, "suggestions", data, person)

    @found.get("/lookups")
    def missed(request: Request) -> Response:
        person = shell.who(request)
        if person is None:
            return shell.to_sign_in(request)
        house = house_of(request)
        data = {"found": _lookups(house, person[0], "", USUAL_DAYS), "spans": SPANS, "days": USUAL_DAYS}
        return _page(shell, request, "lookups", data, person)

    return found


def _page(shell: Shell, request: Request, name: str, data: dict[str, Any], person: tuple[Caller, str]) -> Response:
    styles = ["district/district.css", "district/citizens.css"]
    scripts, house = [f"district/{name}.js"], house_of(request)
    return shell.page(
        request,
        f"{name}.html",
        active=name,
        styles=styles,
        scripts=scripts,
        pictures=PICTURES,
        data=data | {"units": units(house.watch.look().tree, person[0])},
        person=person,
        texts_days=house.config.retention.texts_days,
    )


def _letters(house: House, caller: Caller, wanted: Wanted) -> dict[str, Any]:
    with house.store.begin() as conn:
        tree = _tree(house, conn, caller, wanted.place)
        return asdict(shown(conn, tree, caller.node, wanted))


def _lookups(house: House, caller: Caller, place: str, days: int) -> dict[str, Any]:
    with house.store.begin() as conn:
        tree = _tree(house, conn, caller, place)
        return asdict(lookups(conn, tree, caller.node, house.clock.now().date(house.zone), days, place))


def _tree(house: House, conn: Connection, caller: Caller, place: str) -> Tree:
    """Today's; what lies outside of the reader's part is as unknown as what does not exist."""
    tree = read_tree(conn, house.clock.now().date(house.zone))
    return tree if place not in tree.nodes else tree_for(conn, house, caller, place)
