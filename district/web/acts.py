"""What an administrator does: the tree, certificates, people and tokens. Everybody only within their own part.

The rule that surprises: a bundle, a PIN and a token go out in the answer and are kept nowhere.
"""

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import JSONResponse, Response

from district import offices, people
from district.enrolment import after_revoking, enrol, revoke, tell_broker
from district.offices import Kind
from district.people import Caller, Role
from district.web import office_detail
from district.web.bodies import Changed, NewOffice, NewPerson, NewToken, NewUnit, Switch
from district.web.gate import Admin, House, TheHouse, tree_for


def router() -> APIRouter:
    calls = APIRouter(tags=["administration"])
    calls.post("/units", status_code=201)(add_unit)
    calls.post("/offices", status_code=201)(add_office)
    calls.post("/nodes/{key}/changes", status_code=201)(change)
    calls.post("/offices/{key}/enrol")(let_in)
    calls.post("/offices/{key}/revoke")(shut_out)
    calls.post("/offices/{key}/seen")(seen)
    calls.post("/people", status_code=201)(add_person)
    calls.post("/people/{key}/pin")(new_pin)
    calls.post("/people/{key}/switch")(switch)
    calls.post("/tokens", status_code=201)(add_token)
    calls.delete("/tokens/{key}", status_code=204)(revoke_token)
    return calls


def add_unit(house: TheHouse, caller: Admin, body: NewUnit) -> dict[str, str]:
    with house.store.begin() as conn:
        tree_for(conn, house, caller, body.parent)
        offices.add_unit(conn, house.doing(caller), body.id, body.name, body.label, body.parent)
    house.watch.forget()
    return {"id": body.id}


def add_office(house: TheHouse, caller: Admin, body: NewOffice) -> dict[str, str]:
    with house.store.begin() as conn:
        tree_for(conn, house, caller, body.parent)
        taken = house.config.collector.names
        offices.add_office(conn, house.doing(caller), body.id, body.name, body.parent, taken)
    house.watch.forget()
    return {"id": body.id}


def change(house: TheHouse, caller: Admin, key: str, body: Changed) -> dict[str, str]:
    """A rename, another label, another place or a merger, from a day on."""
    kind = Kind(body.kind)
    with house.store.begin() as conn:
        tree_for(conn, house, caller, key, *_named(kind, body.value))
        offices.change(conn, house.doing(caller), key, kind, body.value, body.day)
    house.watch.forget()
    return {"id": key}


def _named(kind: Kind, value: str) -> tuple[str | None, ...]:
    """The other node that a change names; None = the top of the tier."""
    if kind == Kind.PLACED:
        return (value or None,)
    return (value,) if kind == Kind.MERGED and value else ()


def let_in(house: TheHouse, caller: Admin, key: str) -> Response:
    """The bundle of the office, to be kept as a file; it holds the office's key and is not made twice."""
    with house.store.begin() as conn:
        tree_for(conn, house, caller, key)
        bundle = enrol(conn, house.doing(caller), house.authority, house.config, key)
    house.watch.forget()
    if bundle.replaces:
        tell_broker(house.config)
    headers = {"Content-Disposition": f'attachment; filename="{bundle.file_name}"'}
    return Response(bundle.content, media_type="application/json", headers=headers)


def shut_out(house: TheHouse, caller: Admin, key: str) -> JSONResponse:
    """`reloaded` false: the broker still has to be told by hand; `cleared`: letters it no longer shows, or null."""
    with house.store.begin() as conn:
        tree_for(conn, house, caller, key)
        revoke(conn, house.doing(caller), house.authority, house.config, key)
    house.watch.forget()
    return JSONResponse(after_revoking(house.config, key))


def seen(house: TheHouse, caller: Admin, key: str) -> dict[str, str]:
    """Somebody has looked at the alarms of this office; what happens again is new again."""
    with house.store.begin() as conn:
        tree = tree_for(conn, house, caller)
        if key in tree.nodes or caller.node is not None:
            tree_for(conn, house, caller, key)
        doing = house.doing(caller)
        office_detail.mark_seen(conn, key, doing.at)
        offices.note(conn, doing, "alarms.seen", key, {})
    house.watch.forget()
    return {"id": key}


def add_person(house: TheHouse, caller: Admin, body: NewPerson) -> dict[str, str]:
    with house.store.begin() as conn:
        tree_for(conn, house, caller, body.node)
        pin = people.add_person(conn, house.doing(caller), body.id, body.name, Role(body.role), body.node)
    return {"id": body.id, "pin": pin}


def new_pin(house: TheHouse, caller: Admin, key: str) -> dict[str, str]:
    with house.store.begin() as conn:
        _check_person(conn, house, caller, key)
        pin = people.new_pin(conn, house.doing(caller), key)
    house.doors.forgive(key)
    return {"id": key, "pin": pin}


def switch(house: TheHouse, caller: Admin, key: str, body: Switch) -> dict[str, str]:
    with house.store.begin() as conn:
        _check_person(conn, house, caller, key)
        people.switch(conn, house.doing(caller), key, disabled=body.disabled)
    house.doors.refresh()
    return {"id": key}


def _check_person(conn: Connection, house: House, caller: Caller, key: str) -> None:
    for one in people.people(conn):
        if one.id == key:
            tree_for(conn, house, caller, one.node)


def add_token(house: TheHouse, caller: Admin, body: NewToken) -> dict[str, str]:
    with house.store.begin() as conn:
        tree_for(conn, house, caller, body.node)
        key, token = people.add_token(conn, house.doing(caller), body.name, body.node)
    house.doors.refresh()
    return {"id": key, "token": token}


def revoke_token(house: TheHouse, caller: Admin, key: str) -> Response:
    with house.store.begin() as conn:
        for one in people.tokens(conn):
            if one.id == key:
                tree_for(conn, house, caller, one.node)
        people.revoke_token(conn, house.doing(caller), key)
    house.doors.refresh()
    return Response(status_code=204)
