"""What people of the tier wrote for the whole tier, one unit or one office: notices, special days, ticket templates.

For each name and target the latest one counts; an empty one takes back what that target had. Checked by the same rules
as at the office, except for a template, of which only the office can say whether it can be printed.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from district.offices import Doing, note, read_tree
from district.refusals import Invalid
from district.store.sending import document
from look.words import N_
from office.domain.above import (
    NOTICES,
    OPENING,
    TEMPLATES,
    SpecialDay,
    Unfit,
    body_of_days,
    body_of_notices,
    day_of,
    read_days,
    read_notices,
)

ALL = ""
"""The target of what is for the whole tier."""
TEMPLATE = "template"
WHAT = (NOTICES, OPENING, TEMPLATE)
MOST_LINES, LARGEST_TEMPLATE = 10, 64_000


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    target: str
    body: str
    at: int
    by: str


def issue(conn: Connection, doing: Doing, name: str, target: str, body: str) -> None:
    """Keeps what was read by `read`; raises UnknownNode. The sender takes it from there."""
    if target != ALL:
        read_tree(conn, doing.today).get(target)
    row = {"name": name, "target": target, "body": body, "at": doing.at, "by": doing.by}
    conn.execute(insert(document).values(row))
    note(conn, doing, "document.issued", target or "all", {"name": name, "letters": len(body)})


def current(conn: Connection, *names: str) -> list[Document]:
    """The latest of each name (of these, or of all) and target."""
    latest = select(func.max(document.c.no)).group_by(document.c.name, document.c.target)
    if names:
        latest = latest.where(document.c.name.in_(names))
    rows = conn.execute(select(document).where(document.c.no.in_(latest)).order_by(document.c.no))
    return [Document(r.name, r.target, r.body, r.at, r.by) for r in rows]


def read(what: str, text: str) -> tuple[str, str]:
    """(name, body) of what somebody wrote: one notice a line, a TOML table of days, a ticket template.

    Raises Invalid.
    """
    try:
        if what == NOTICES:
            return NOTICES, notices_body([line for line in text.splitlines() if line.strip()])
        if what == OPENING:
            return OPENING, days_body(_days_of(text))
        return _template(text)
    except Unfit as error:
        raise Invalid(field=what, why=error.why) from error


def notices_body(lines: Sequence[str]) -> str:
    """Raises Invalid."""
    if len(lines) > MOST_LINES:
        raise Invalid(field=NOTICES, why=N_("At most ten lines."))
    try:
        return body_of_notices(read_notices(body_of_notices(tuple(lines)))).decode()
    except (Unfit, UnicodeEncodeError) as error:
        raise Invalid(field=NOTICES, why=getattr(error, "why", "not UTF-8")) from error


def days_body(entries: Sequence[Mapping[str, Any]]) -> str:
    """Entries {date, kind, name, sessions} as the office reads them. Raises Unfit."""
    days: dict[str, SpecialDay] = {}
    for entry in entries:
        key, day = day_of(entry)
        if key in days:
            raise Unfit(f"{key}: stands there twice")
        days[key] = day
    body = body_of_days(days)
    read_days(body)
    return body.decode()


def days_in(body: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(body)["days"]
    return found


def _days_of(text: str) -> list[dict[str, Any]]:
    """`[[day]]` tables with date = 2026-09-02, kind, name, and sessions = [["07:30", "11:30"]]."""
    table = _toml(text)
    days = table.get("day", [])
    if table.keys() - {"day"} or not isinstance(days, list) or not all(isinstance(one, dict) for one in days):
        raise Unfit("only tables [[day]] with date, kind, name, sessions are known")
    return [{**one, **_as_json(one)} for one in days]


def _as_json(one: Mapping[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {"date": str(one.get("date"))}
    spans = one.get("sessions", [])
    if not isinstance(spans, list) or not all(isinstance(span, list) for span in spans):
        raise Unfit('sessions must be like [["07:30", "11:30"]]')
    if spans:
        changed["sessions"] = [[_minutes(at) for at in span] for span in spans]
    return changed


def _minutes(at: object) -> int:
    """ "07:30" → 450, "24:00" → 1440."""
    hours, colon, minutes = str(at).partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(minutes) < 60):
        raise Unfit(f'{str(at)[:20]!r} is not a time like "07:30"')
    return int(hours) * 60 + int(minutes)


def _template(text: str) -> tuple[str, str]:
    if len(text.encode()) > LARGEST_TEMPLATE:
        raise Unfit(f"longer than {LARGEST_TEMPLATE} bytes")
    paper = _toml(text).get("paper")
    named = {width: name for name, width in TEMPLATES.items()}
    if type(paper) is not int or paper not in named:
        raise Unfit("paper: must be 80 or 58 (mm)")
    return named[paper], text


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unfit(f"not valid TOML: {str(error)[:160]}") from error
