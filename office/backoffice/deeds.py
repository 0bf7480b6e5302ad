"""Who did what: the journal read backwards, by group, by person, by ticket number.

Ratings are not shown here, not even to the head: a single rating is nobody's business (domain.md,
"Rating"). What the machine does by itself (printing, devices) is left out too; it has its own page. Reading
only.
"""

import json
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from office.backoffice.views import DeedView
from office.domain.moment import utc_text
from office.store.tables import clerk, device_token, fact, stream

PAGE = 50
GROUPS = {
    "tickets": ("ticket.",),
    "counters": ("counter.",),
    "people": ("person.", "sign_in."),
    "office": (
        "service.",
        "desk.",
        "setting.",
        "office.",
        "text.",
        "recording.",
        "config.",
        "procedure.",
        "procedures.",
        "synonyms.",
        "content.",
    ),
    "devices": (
        "device.added",
        "device.revoked",
        "announcement.asked",
        "command.",
        "machine.",
        "screen.",
        "paper.changed",
    ),
    "day": ("day.", "clock.", "stream.", "database."),
}
"""Name of a group -> how the kinds of its facts begin."""


class DeedsView(TypedDict):
    """`before`: give it to get the next older page, None at the end."""

    deeds: list[DeedView]
    before: int | None


def find(conn: Connection, *, group: str = "", by: str = "", number: str = "", before: int | None = None) -> DeedsView:
    """At most `PAGE` facts of the present stream, newest first. `by`: a person's id; `number`: a ticket's."""
    present = select(func.max(stream.c.no)).scalar_subquery()
    wanted = [fact.c.stream_no == present, _in_groups(group)]
    if by:
        wanted.append(func.json_extract(fact.c.fact, "$.by") == f"clerk:{by}")
    if number:
        wanted.append(func.json_extract(fact.c.fact, "$.number") == number.strip().upper())
    if before is not None:
        wanted.append(fact.c.seq < before)
    rows = conn.execute(select(fact).where(and_(*wanted)).order_by(fact.c.seq.desc()).limit(PAGE + 1)).all()
    names = _names(conn)
    deeds = [_view(row, names) for row in rows[:PAGE]]
    return DeedsView(deeds=deeds, before=deeds[-1]["seq"] if len(rows) > PAGE else None)


def _in_groups(group: str) -> ColumnElement[bool]:
    starts = GROUPS.get(group) or tuple(start for starts in GROUPS.values() for start in starts)
    return or_(*(fact.c.kind.startswith(start, autoescape=True) for start in starts))


def _names(conn: Connection) -> dict[str, str]:
    people = {f"clerk:{row.id}": row.name for row in conn.execute(select(clerk.c.id, clerk.c.name))}
    devices = conn.execute(select(device_token.c.id, device_token.c.name))
    return people | {f"device:{row.id}": row.name for row in devices}


def _view(row: Row[Any], names: dict[str, str]) -> DeedView:
    body = json.loads(row.fact)
    by = str(body.pop("by", ""))
    return DeedView(
        seq=row.seq,
        at=utc_text(row.at),
        kind=row.kind,
        subject=row.subject,
        by=by,
        name=names.get(by),
        fact=body,
    )
