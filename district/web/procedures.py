"""The catalogue of procedures: a file is tried, its report read, and then sent to a part of the tree; what came of it.

The same call tries and sends: whoever sends has read the report of the same bytes. Everybody who signs in sees which
version each office has; an administrator sends to their own part.
"""

from collections import Counter
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response

from district.downward import catalogue, documents, letters
from district.downward.catalogue import Draft
from district.downward.composing import receives
from district.downward.documents import ALL
from district.offices import Node, Tree
from district.people import Caller
from district.store.projected import catalogue as taken_in
from district.store.sending import letter
from district.store.tables import office as office_table
from district.store.tables import stream
from district.web.downward import config_of
from district.web.gate import Admin, House, Reader, TheHouse, house_of, tree_for
from district.web.shell import Shell
from look.words import say
from office.domain.procedures_above import LARGEST as LARGEST_BODY
from office.domain.procedures_above import PROCEDURES, read_procedures
from office.lookup.changes import Change, What
from office.lookup.findings import Finding, Severity
from office.lookup.reading import LARGEST, read_file
from web import languages
from web.text import Line

MOST_SHOWN = 500
"""Findings and changes in one report."""
SHORT = 120
PICTURES = ("warning", "check", "information", "note", "clock")
Target = Annotated[Line, Query(max_length=64)]
FileName = Annotated[Line, Query(max_length=120)]


async def _bytes(request: Request) -> bytes:
    return await request.body()


FileBytes = Annotated[bytes, Depends(_bytes)]


def router() -> APIRouter:
    calls = APIRouter(tags=["procedures"])
    calls.get("/procedures")(shown)
    calls.put("/procedures")(send)
    return calls


def shown(house: TheHouse, caller: Reader) -> dict[str, Any]:
    """What each office has of what was sent, and what each target was sent."""
    return _shown(house, caller)


def send(
    request: Request,
    house: TheHouse,
    caller: Admin,
    data: FileBytes,
    to: Target = ALL,
    name: FileName = "",
    *,
    whole: bool = False,
    dry_run: bool = True,
) -> dict[str, Any]:
    """Body: the bytes of a CSV, XLSX or JSON file. Sent only when `accepted` and not `dry_run`."""
    language, reading = languages.of(request), read_file(name, data)
    with house.store.begin() as conn:
        tree = tree_for(conn, house, caller, to or None)
        doing = house.doing(caller)
        draft = catalogue.drafted(conn, tree, to, reading, doing.today, whole=whole)
        if draft.body is not None and not dry_run:
            catalogue.issue(conn, doing, to, draft)
    if not dry_run:
        house.wake()
    return _report(draft, language)


def page(shell: Shell) -> APIRouter:
    pages = APIRouter()

    @pages.get("/procedures")
    def procedures(request: Request) -> Response:
        person = shell.who(request)
        if person is None:
            return shell.to_sign_in(request)
        return shell.page(
            request,
            "procedures.html",
            active="procedures",
            styles=["district/district.css", "district/procedures.css"],
            scripts=["district/procedures.js"],
            pictures=PICTURES,
            data=_shown(house_of(request), person[0]) | {"largest": LARGEST, "top": person[0].node},
            person=person,
        )

    return pages


# --- the report ------------------------------------------------------------------------------------------------------
def _report(draft: Draft, language: str) -> dict[str, Any]:
    reading, counts = draft.reading, Counter(one.what for one in draft.changes)
    said = Counter(Finding(kind).severity for kind, times in reading.counts.items() for _ in range(times))
    return {
        "accepted": draft.body is not None,
        "format": reading.form,
        "encoding": reading.encoding,
        "rows": reading.rows,
        **{str(what): counts[what] for what in What},
        "errors": said[Severity.ERROR],
        "warnings": said[Severity.WARNING],
        "notes": [_note(one, language) for one in reading.findings[:MOST_SHOWN]],
        "changes": [_changed(one) for one in draft.changes if one.what is not What.UNCHANGED][:MOST_SHOWN],
        "offices": draft.offices,
        "size": draft.size,
        "most": LARGEST_BODY,
        "why": draft.why,
    }


def _note(one: Finding, language: str) -> dict[str, Any]:
    told = {"row": one.row, "code": one.code, "name": one.name[:SHORT], "severity": str(one.severity)}
    return told | {"text": say(language, one.why, **one.facts)}


def _changed(one: Change) -> dict[str, Any]:
    return {"code": one.procedure.code, "name": one.procedure.name[:SHORT], "what": str(one.what)}


# --- what became of it -----------------------------------------------------------------------------------------------
def _shown(house: House, caller: Caller) -> dict[str, Any]:
    with house.store.begin() as conn:
        tree = tree_for(conn, house, caller)
        mine = [one for one in tree.nodes.values() if tree.sees(caller.node, one.id)]
        written = {one.target: one for one in documents.current(conn, PROCEDURES)}
        targets = [ALL] if caller.node is None else []
        targets += [one.id for one in sorted(mine, key=lambda one: (one.is_office, [*tree.path(one.id), one.name]))]
        today = house.clock.now().date(house.zone)
        return {
            "targets": [_target(tree, one, written.get(one), today) for one in targets],
            "offices": _offices(conn, [one for one in mine if receives(one)]),
        }


def _target(tree: Tree, key: str, sent: documents.Document | None, today: date) -> dict[str, Any]:
    node = tree.nodes.get(key)
    about: dict[str, Any] = {
        "id": key,
        "name": None if node is None else node.name,
        "label": "" if node is None else node.label,
        "depth": 0 if node is None else len(tree.above(key)),
        "is_office": node is not None and node.is_office,
        "sent": None,
    }
    if sent is None or not sent.body:
        return about
    found = read_procedures(sent.body)
    over = sum(1 for one in found.entries if (one.get("repealed") or "9999") <= today.isoformat())
    about["sent"] = {"count": len(found.entries) - over, "whole": found.whole, "at": sent.at, "by": sent.by}
    return about


def _offices(conn: Connection, offices: list[Node]) -> list[dict[str, Any]]:
    columns = (letter.c.office, letter.c.version, letter.c.at)
    sent = {row.office: row for row in conn.execute(select(*columns).where(letter.c.name == PROCEDURES))}
    reported, totals = letters.all_reported(conn), _totals(conn)
    return [
        {
            **config_of(PROCEDURES, sent.get(one.id), reported.get(one.id, {}).get(PROCEDURES)),
            "id": one.id,
            "name": one.name,
            "total": totals.get(one.id),
        }
        for one in sorted(offices, key=lambda one: (one.name.casefold(), one.id))
    ]


def _totals(conn: Connection) -> dict[str, int]:
    """Office → how many procedures it had in force after the last file that it took in, wherever that came from."""
    query = select(office_table.c.id, taken_in.c.total).join(stream, stream.c.no == taken_in.c.stream_no)
    query = query.join(office_table, office_table.c.no == stream.c.office_no).where(taken_in.c.total.is_not(None))
    return {row.id: row.total for row in conn.execute(query.order_by(taken_in.c.at, taken_in.c.seq))}
