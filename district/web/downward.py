"""What goes down to an office, as its page shows and changes it: notices, special days, templates, commands.

Everybody sees what an office has and what became of it; an administrator writes for the part of the tree that is
theirs. The rule that surprises: a special day is added to those that the same target has already, for its document is
replaced as a whole.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import AfterValidator, Field
from sqlalchemy import Connection, select

from district.downward import commands, documents, letters
from district.downward.documents import ALL, Document
from district.offices import Tree
from district.people import Caller
from district.refusals import Invalid
from district.store.sending import letter
from district.web.bodies import Body
from district.web.gate import Admin, TheHouse, tree_for
from look.words import N_
from office.domain.above import NOTICES, OPENING, Unfit, read_notices
from office.domain.moment import MINUTE
from web.text import Line, Word, several_lines

Target = Annotated[str, Field(max_length=64)]
USUAL = "usual"


class NewDocument(Body):
    """`to`: a unit or an office, "" = the whole tier; `text`: as in the file of `motcua-district push`."""

    what: Literal["notices", "opening", "template"]
    to: Target
    text: Annotated[str, Field(max_length=70_000), AfterValidator(several_lines)]


class NewDay(Body):
    """One date of a target; "usual": nothing special any more."""

    to: Target
    date: Annotated[str, Field(max_length=10)]
    kind: Literal["closed", "morning", "afternoon", "usual"]
    name: Annotated[Line, Field(max_length=80)] = ""


class NewCommand(Body):
    """`screen`: touch | hall | rate:N, for restart_screen."""

    name: Word
    screen: Annotated[str, Field(max_length=10)] = ""


def router() -> APIRouter:
    calls = APIRouter(tags=["downward"])
    calls.post("/documents", status_code=201)(issue)
    calls.post("/days", status_code=201)(set_day)
    calls.post("/offices/{key}/commands", status_code=201)(order)
    return calls


def issue(house: TheHouse, caller: Admin, body: NewDocument) -> dict[str, str]:
    """In force at the offices below as soon as they are there; what an office refuses, its page says."""
    name, text = documents.read(body.what, body.text)
    with house.store.begin() as conn:
        tree_for(conn, house, caller, body.to or None)
        documents.issue(conn, house.doing(caller), name, body.to, text)
    house.wake()
    return {"name": name, "to": body.to}


def set_day(house: TheHouse, caller: Admin, body: NewDay) -> dict[str, str]:
    with house.store.begin() as conn:
        tree_for(conn, house, caller, body.to or None)
        before = _body_of(documents.current(conn, OPENING), OPENING, body.to)
        days = [day for day in (documents.days_in(before) if before else []) if day["date"] != body.date]
        if body.kind != USUAL:
            days.append({"date": body.date, "kind": body.kind, "name": body.name})
        documents.issue(conn, house.doing(caller), OPENING, body.to, _days_body(days))
    house.wake()
    return {"date": body.date, "to": body.to}


def order(house: TheHouse, caller: Admin, key: str, body: NewCommand) -> dict[str, str]:
    """Done once, within ten minutes or not at all."""
    if body.name == commands.RESTART_SCREEN and not body.screen:
        raise Invalid(field="screen", why=N_("Please fill this in."))
    args = {"screen": body.screen} if body.name == commands.RESTART_SCREEN else {}
    with house.store.begin() as conn:
        tree_for(conn, house, caller, key)
        ordered = commands.order(conn, house.doing(caller), key, body.name, args, 10 * MINUTE)
    house.wake()
    return {"id": ordered}


def shown(conn: Connection, tree: Tree, caller: Caller, key: str, now: int) -> dict[str, Any]:
    """What the page of one office shows."""
    written = documents.current(conn, NOTICES, OPENING)
    targets = [one for one in _targets(tree, key) if one != ALL or caller.node is None]
    mine = [one for one in targets if one == ALL or tree.sees(caller.node, one)]
    return {
        "configs": _configs(conn, key),
        "commands": commands.listed(conn, key, now),
        "targets": [_target(tree, one, written) for one in mine],
    }


def _targets(tree: Tree, key: str) -> list[str]:
    """The office itself first, then its units, then the whole tier."""
    return [key, *tree.above(key), ALL] if key in tree.nodes else []


def _target(tree: Tree, one: str, written: list[Document]) -> dict[str, Any]:
    notices, days = _body_of(written, NOTICES, one), _body_of(written, OPENING, one)
    return {
        "id": one,
        "name": None if one == ALL else tree.nodes[one].name,
        "notices": list(read_notices(notices.encode())) if notices else [],
        "days": documents.days_in(days) if days else [],
    }


def _body_of(written: list[Document], name: str, target: str) -> str:
    return next((one.body for one in written if (one.name, one.target) == (name, target)), "")


def _configs(conn: Connection, key: str) -> list[dict[str, Any]]:
    """By name: what was sent, what the office says is in force, and what it refused."""
    reported = letters.all_reported(conn, key).get(key, {})
    columns = (letter.c.name, letter.c.version, letter.c.at)
    sent = {r.name: r for r in conn.execute(select(*columns).where(letter.c.office == key))}
    return [config_of(name, sent.get(name), reported.get(name)) for name in sorted(sent.keys() | reported.keys())]


def config_of(name: str, sent: Any, theirs: letters.Reported | None) -> dict[str, Any]:
    version, applied = (0 if sent is None else sent.version), (0 if theirs is None else theirs.version)
    number, _, why = (theirs.refused if theirs and theirs.refused else "").partition(": ")
    refused = why if number == str(version) else ""
    state = "refused" if refused else "applied" if applied >= version else "waiting"
    return {
        "name": name,
        "sent": version,
        "at": None if sent is None else sent.at,
        "applied": applied,
        "state": state,
        "refused": refused,
    }


def _days_body(days: list[dict[str, Any]]) -> str:
    try:
        return documents.days_body(days)
    except Unfit as error:
        raise Invalid(field="date", why=error.why) from error
