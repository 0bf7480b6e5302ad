"""Says that the data came back: as a fact, as the condition of the device `data`, and to the people in the hall.

Once for each exchange, also when a start was cut off in between. Staff see it until the end of that day; then it is
history, and the journal has it.
"""

from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.acts.devices import keep_condition
from office.answers import Answer
from office.domain.people import SYSTEM
from office.performing import Act, Performer
from office.safekeeping.exchanging import Restored, forget, read_mark, write_mark
from office.store.house import RESTORED_NOTICE
from office.store.tables import fact, setting

DEVICE = "data"
RESTORED, NEW, CHANGED, OK = "restored", "new", "changed", "ok"
"""The conditions of the device `data`: a copy was put back; there was none; the journal does not hold; all is well."""

BACKUP, FAILED = "backup", "failed"
"""The device of the copies, and its condition when none could be made."""


def tell_restored(performer: Performer, data: Path, notice: str, zone: tzinfo) -> Restored | None:
    """The exchange that this start found, told now or by the start before; None when there was none."""
    found = read_mark(data)
    if found is None or found.told:
        return found

    def work(act: Act) -> Answer:
        if not _is_known(act, found):
            _tell(act, found, notice, act.now.date(zone).isoformat())
        return Answer({})

    performer.perform("restored", SYSTEM, None, {}, work)
    told = replace(found, told=True)
    write_mark(data, told)
    return told


def let_it_be_history(performer: Performer, data: Path) -> None:
    """The day after: nobody in the hall needs to know any more. Raises StoreUnavailable or OSError."""

    def work(act: Act) -> Answer:
        act.conn.execute(delete(setting).where(setting.c.key == RESTORED_NOTICE))
        act.change_house()
        keep_condition(act, DEVICE, OK, None)
        return Answer({})

    performer.perform("restored", SYSTEM, None, {}, work)
    forget(data)


def _is_known(act: Act, found: Restored) -> bool:
    mine = (fact.c.kind == "database.restored") & (fact.c.subject == _subject(found))
    return act.conn.execute(select(fact.c.seq).where(mine).limit(1)).first() is not None


def _tell(act: Act, found: Restored, notice: str, today: str) -> None:
    body: dict[str, Any] = {"why": str(found.why), "copy": found.copy, "taken_at": found.taken_at}
    act.record("database.restored", _subject(found), {**body, "stream": found.stream, "seq": found.seq})
    keep_condition(act, DEVICE, RESTORED if found.copy else NEW, None)
    if notice:
        row = {"key": RESTORED_NOTICE, "value": {"text": notice, "since": today, "until": today}}
        act.conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))
        act.change_house()


def _subject(found: Restored) -> str:
    return f"database:{found.at}"
