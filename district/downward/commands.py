"""Commands to one office: ordered by a person, sent until there is an answer or their time is over, and what came.

What may be commanded is the office's own list; here stands what this version knows, so that nobody orders by a slip
what no office can do.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from district.offices import Doing, note, read_tree
from district.refusals import Invalid, NotAnOffice
from district.store.sending import command
from district.store.tables import office, result
from look.words import N_
from office.domain.moment import HOUR, MINUTE

RESTART_SCREEN, TEST_PAGE, SEND_LOGS = "restart_screen", "test_page", "send_logs"
KNOWN = (RESTART_SCREEN, TEST_PAGE, SEND_LOGS)
USUAL_MS, LONGEST_MS = 10 * MINUTE, 24 * HOUR
KEEP_MS = 366 * 24 * HOUR
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Ordered:
    """A command that waits for its answer."""

    id: str
    office: str
    name: str
    args: Mapping[str, Any]
    expires_at: int


@dataclass(frozen=True, slots=True)
class Shown:
    """`outcome`: done | refused | failed | waiting | expired; `parts`: texts that came with it, in order."""

    id: str
    name: str
    args: Mapping[str, Any]
    at: int
    by: str
    expires_at: int
    outcome: str
    detail: str
    parts: tuple[str, ...]


def order(conn: Connection, doing: Doing, to: str, name: str, args: Mapping[str, Any], lasts_ms: int = USUAL_MS) -> str:
    """The id of the command. Raises UnknownNode, NotAnOffice, Invalid."""
    if not read_tree(conn, doing.today).get(to).is_office:
        raise NotAnOffice(id=to)
    if name not in KNOWN:
        raise Invalid(field="name", why=N_("There is no such command."))
    if not MINUTE <= lasts_ms <= LONGEST_MS:
        raise Invalid(field="lasts", why=N_("A command holds from one minute to one day."))
    key, text = secrets.token_hex(8), json.dumps(dict(args), ensure_ascii=False, sort_keys=True)
    row = {"id": key, "office": to, "name": name, "args": text, "at": doing.at, "by": doing.by}
    conn.execute(insert(command).values(**row, expires_at=doing.at + lasts_ms))
    note(conn, doing, "command.ordered", to, {"name": name, "args": dict(args)})
    return key


def pending(conn: Connection, now: int) -> list[Ordered]:
    """Those without an answer whose time is not over, the oldest first."""
    answered = (
        select(result.c.id)
        .join(office, office.c.no == result.c.office_no)
        .where(office.c.id == command.c.office, result.c.id == command.c.id)
    )
    query = select(command).where(command.c.expires_at > now, ~answered.exists()).order_by(command.c.at)
    return [Ordered(r.id, r.office, r.name, json.loads(r.args), r.expires_at) for r in conn.execute(query)]


def listed(conn: Connection, to: str, now: int) -> list[Shown]:
    """The latest ones of an office, newest first."""
    rows = conn.execute(select(command).where(command.c.office == to).order_by(command.c.at.desc()).limit(SHOWN))
    return [_shown(conn, row, now) for row in rows.all()]


def sweep(conn: Connection, now: int) -> int:
    return conn.execute(delete(command).where(command.c.at < now - KEEP_MS)).rowcount


def _shown(conn: Connection, row: Any, now: int) -> Shown:
    mine = select(result).join(office, office.c.no == result.c.office_no).where(office.c.id == row.office)
    came = conn.execute(mine.where(result.c.id == row.id)).first()
    parts = conn.execute(mine.where(result.c.id.startswith(f"{row.id}:", autoescape=True)).order_by(result.c.id)).all()
    waiting = "waiting" if row.expires_at > now else "expired"
    return Shown(
        row.id,
        row.name,
        json.loads(row.args),
        row.at,
        row.by,
        row.expires_at,
        waiting if came is None else came.outcome,
        "" if came is None else came.detail,
        tuple(part.detail for part in parts),
    )
