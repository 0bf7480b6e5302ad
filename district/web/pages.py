"""The pages of the tier: sign-in, all offices, one office, people and tokens.

Everything that changes something goes through the API; a page only shows. The rule that surprises: what lies outside a
reader's part of the tree looks exactly like what does not exist.
"""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from district import people
from district.offices import Change, Kind, Tree, history, read_tree
from district.overview import rows
from district.people import Caller
from district.web import citizens, downward, procedures
from district.web.gate import House, caller_of, house_of
from district.web.office_detail import detail
from district.web.shapes import for_page
from district.web.shell import Shell
from district.web.units import units
from web.frame.addresses import local_path
from web.problems import Refused

PICTURES = ("warning", "search", "clock", "check", "information", "people", "device", "lock", "plus")


def router(shell: Shell) -> APIRouter:
    pages = APIRouter(include_in_schema=False)
    pages.include_router(shell.routes())
    pages.include_router(_door(shell))
    pages.include_router(_offices(shell))
    pages.include_router(_one_office(shell))
    pages.include_router(procedures.page(shell))
    pages.include_router(citizens.pages(shell))
    pages.include_router(_people(shell))
    return pages


def _door(shell: Shell) -> APIRouter:
    pages = APIRouter()

    @pages.get("/sign-in")
    def sign_in(request: Request) -> Response:
        ended = "ended" in request.query_params
        data = {"next": local_path(request.query_params.get("next"))}
        return shell.page(
            request,
            "sign_in.html",
            styles=["district/district.css", "district/sign_in.css"],
            scripts=["district/sign_in.js"],
            data=data,
            ended=ended,
        )

    return pages


def _offices(shell: Shell) -> APIRouter:
    pages = APIRouter()

    @pages.get("/")
    def offices(request: Request) -> Response:
        person = shell.who(request)
        if person is None:
            return shell.to_sign_in(request)
        return shell.page(
            request,
            "offices.html",
            active="offices",
            styles=["district/district.css"],
            scripts=["district/offices.js"],
            pictures=PICTURES,
            data=_live(house_of(request), person[0]),
            person=person,
        )

    @pages.get("/live")
    def live(request: Request) -> Response:
        found = caller_of(request)
        if found is None:
            raise Refused("unauthenticated")
        return JSONResponse(_live(house_of(request), found[0]))

    return pages


def _one_office(shell: Shell) -> APIRouter:
    pages = APIRouter()

    @pages.get("/offices/{key}")
    def office(request: Request, key: str) -> Response:
        person = shell.who(request)
        if person is None:
            return shell.to_sign_in(request)
        house = house_of(request)
        seen = house.watch.look()
        row = next((one for one in rows(seen.tree, seen.figures, person[0].node) if one.id == key), None)
        if row is None and not (key in seen.tree.nodes and seen.tree.sees(person[0].node, key)):
            raise Refused("unknown_path")
        with house.store.begin() as conn:
            further = detail(conn, key) | {"history": history(conn, key)}
            sent = downward.shown(conn, seen.tree, person[0], key, house.clock.now().wall)
        return shell.page(
            request,
            "office.html",
            active="offices",
            styles=["district/district.css"],
            scripts=["district/office.js", "district/downward.js"],
            pictures=PICTURES,
            data=_one(seen.tree, person[0], key)
            | {"enrolled_before": _was_enrolled(further["history"]), "devices": further["devices"]}
            | {"targets": sent["targets"]},
            person=person,
            row=row,
            node=seen.tree.nodes.get(key),
            further=further,
            sent=sent,
            names={one.id: one.name for one in seen.tree.nodes.values()},
            today=house.clock.now().date(house.zone).isoformat(),
        )

    return pages


def _live(house: House, caller: Caller) -> dict[str, Any]:
    seen = house.watch.look()
    page = for_page(seen, rows(seen.tree, seen.figures, caller.node))
    return page | {"units": units(seen.tree, caller), "top": caller.node}


def _one(tree: Tree, caller: Caller, key: str) -> dict[str, Any]:
    others = [{"id": o.id, "name": o.name} for o in tree.offices() if o.id != key and tree.sees(caller.node, o.id)]
    parent = tree.nodes[key].parent if key in tree.nodes else None
    return {"id": key, "parent": parent, "units": units(tree, caller), "top": caller.node, "others": others}


def _was_enrolled(changes: list[Change]) -> bool:
    return any(one.kind == Kind.ENROLLED for one in changes)


def _people(shell: Shell) -> APIRouter:
    pages = APIRouter()

    @pages.get("/people")
    def everybody(request: Request) -> Response:
        person = shell.who(request)
        if person is None:
            return shell.to_sign_in(request)
        if not person[0].is_admin:
            raise Refused("forbidden")
        return shell.page(
            request,
            "people.html",
            active="people",
            styles=["district/district.css"],
            scripts=["district/people.js"],
            pictures=PICTURES,
            data=_admin(house_of(request), person[0]),
            person=person,
        )

    return pages


def _admin(house: House, caller: Caller) -> dict[str, Any]:
    """People, tokens and units of the reader's part."""
    with house.store.begin() as conn:
        tree = read_tree(conn, house.clock.now().date(house.zone))
        everybody, tokens = people.people(conn), people.tokens(conn)
    mine = [one for one in everybody if _is_mine(tree, caller, one.node)]
    programs = [one for one in tokens if _is_mine(tree, caller, one.node)]
    return {
        "people": [
            {"id": o.id, "name": o.name, "role": o.role.value, "disabled": o.disabled, **_place(tree, o.node)}
            for o in mine
        ],
        "tokens": [{"id": o.id, "name": o.name, "made_at": o.made_at, **_place(tree, o.node)} for o in programs],
        "units": units(tree, caller),
        "top": caller.node,
        "me": caller.id,
    }


def _place(tree: Tree, node: str | None) -> dict[str, str | None]:
    return {"node": node, "place": node if node is None or node not in tree.nodes else tree.nodes[node].name}


def _is_mine(tree: Tree, caller: Caller, place: str | None) -> bool:
    if caller.node is None:
        return True
    return place is not None and tree.sees(caller.node, place)
