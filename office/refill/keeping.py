"""How far each stream has come in being refilled: written in the same transaction as what was refilled.

So a power cut at any point costs nothing and doubles nothing: what was taken or told stands, the rest is asked again.
"""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.store.tables import setting

KEY = "refill"
MOST = 32
"""Streams that are remembered; the oldest are forgotten."""


class Stage(StrEnum):
    """`refused`: what came does not continue what we have, and is not asked for again."""

    FETCHING = "fetching"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refill:
    """One stream: its facts up to `wanted` are to be here, those up to `told` are in the tables of people and counters.

    `present`: the stream that was the office's own when this began; `known`: it was in the copy that was put back.
    """

    stream: str
    wanted: int
    told: int
    present: str
    known: bool = True
    stage: Stage = Stage.FETCHING

    def ended(self, stage: Stage) -> "Refill":
        return replace(self, stage=stage)


def kept(conn: Connection) -> dict[str, Refill]:
    """Stream → how it stands, in the order in which they were begun."""
    value = conn.execute(select(setting.c.value).where(setting.c.key == KEY)).scalar()
    return {one["stream"]: _read(one) for one in value or ()}


def keep(conn: Connection, one: Refill) -> None:
    rows = {**kept(conn), one.stream: one}
    written = [asdict(row) for row in list(rows.values())[-MOST:]]
    row = {"key": KEY, "value": written}
    conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))


def _read(one: dict[str, Any]) -> Refill:
    return Refill(**{**one, "stage": Stage(one["stage"])})
