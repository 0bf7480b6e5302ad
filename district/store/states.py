"""What offices say about themselves: online or not, their version, devices and what they made of commands."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select, update

from district.store.engine import is_postgres
from district.store.places import insert_into
from district.store.tables import office, result
from sync.wire.letters import OfficeState, Result


def lock(conn: Connection, numbers: Collection[int]) -> None:
    """Holds the rows of these offices until the transaction ends."""
    if numbers and is_postgres(conn):
        mine = select(office.c.no).where(office.c.no.in_(sorted(numbers)))
        conn.execute(mine.order_by(office.c.no).with_for_update())


def keep_state(conn: Connection, office_no: int, state: OfficeState) -> None:
    """Every collector hears every state, all in the same order: what comes last holds, whoever brings it.

    The moment in it decides nothing: a last will is written before the office is online, and clocks jump.
    """
    values: dict[str, Any] = {
        "online": state.online,
        "cleared": False,
        "boot": state.boot,
        "version": state.version,
        "devices": dict(state.devices),
        "configs": {name: {"version": c.version, "refused": c.refused} for name, c in state.configs.items()},
        "state_at": state.at,
    }
    if not state.online:  # the will knows nothing of devices and configs: what was last said of them stays
        values = {key: values[key] for key in ("online", "cleared", "boot", "version", "state_at")}
    conn.execute(update(office).where(office.c.no == office_no).values(values))


def clear_state(conn: Connection, office_no: int) -> None:
    """The office took its retained state away: it was decommissioned."""
    conn.execute(update(office).where(office.c.no == office_no).values(online=False, cleared=True))


def keep_result(conn: Connection, office_no: int, one: Result, now: int) -> None:
    """What became of a command; the first answer stands."""
    values = {
        "office_no": office_no,
        "id": one.id,
        "name": one.name,
        "outcome": str(one.outcome),
        "detail": one.detail,
        "arrived_at": now,
    }
    conn.execute(insert_into(conn, result).values(values).on_conflict_do_nothing())
