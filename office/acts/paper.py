"""The roll in the printer: how much of it is used since it was changed, and that it ends soon.

Owns the two numbers that are kept of it, in the same transaction as the slip that used the paper, so that they hold
over a restart. Most printers of small offices have no sensor for a roll that ends soon: then the office says it
itself, from the millimetres, as the printer's condition `near_end` with the detail `estimate`.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.answers import Answer
from office.performing import Act
from office.store.tables import device_condition, setting
from office.views import PaperView, optional_time

DEVICE = "printer"
NEAR_END, OK, ESTIMATE = "near_end", "ok", "estimate"
USUAL_ROLL_MM = 80_000
MOST_NEAR_MM = 5_000
"""The end of a long roll is near when so much is left: some sixty tickets."""
_KEY = "paper"
_FIND = select(setting.c.value).where(setting.c.key == _KEY)


@dataclass(frozen=True, slots=True)
class Roll:
    """`used_mm` since the change; `changed_at`: ms UTC, None as long as nobody ever said it."""

    length_mm: int
    used_mm: int = 0
    changed_at: int | None = None

    @property
    def is_near_end(self) -> bool:
        return self.length_mm - self.used_mm <= min(MOST_NEAR_MM, self.length_mm // 10)

    @property
    def view(self) -> PaperView:
        left = max(0, self.length_mm - self.used_mm)
        return PaperView(
            used_mm=self.used_mm,
            roll_mm=self.length_mm,
            left=round(100 * left / self.length_mm),
            changed_at=optional_time(self.changed_at),
        )


def roll(conn: Connection, length_mm: int) -> Roll:
    """As it is now."""
    kept = conn.execute(_FIND).scalar()
    return Roll(length_mm) if kept is None else Roll(length_mm, kept["used_mm"], kept["changed_at"])


def use(act: Act, mm: int, length_mm: int) -> None:
    """So much more paper is out."""
    if mm <= 0:
        return
    before = roll(act.conn, length_mm)
    after = Roll(length_mm, before.used_mm + mm, before.changed_at)
    _keep(act, after)
    if after.is_near_end and not before.is_near_end and _said(act) == (OK, None):
        _say(act, NEAR_END, ESTIMATE)


def judged(act: Act, condition: str, detail: str | None, length_mm: int) -> tuple[str, str | None]:
    """What the printer says of itself, or the estimate where it says nothing."""
    if (condition, detail) == (OK, None) and roll(act.conn, length_mm).is_near_end:
        return NEAR_END, ESTIMATE
    return condition, detail


def change(act: Act, used_mm: int, length_mm: int) -> Answer:
    """A roll was put in, of which `used_mm` are used already: 0 for a whole one."""
    before = roll(act.conn, length_mm)
    fresh = Roll(length_mm, used_mm, act.now.wall)
    _keep(act, fresh)
    body = {"used_mm": used_mm or None, "before_mm": before.used_mm}
    act.record("paper.changed", f"device:{DEVICE}", {key: value for key, value in body.items() if value is not None})
    if fresh.is_near_end and _said(act) == (OK, None):
        _say(act, NEAR_END, ESTIMATE)
    elif not fresh.is_near_end and _said(act) == (NEAR_END, ESTIMATE):
        _say(act, OK, None)
    return Answer({"paper": fresh.view, "before_mm": before.used_mm})


def _keep(act: Act, now: Roll) -> None:
    row: dict[str, Any] = {"key": _KEY, "value": {"used_mm": now.used_mm, "changed_at": now.changed_at}}
    act.conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))


def _said(act: Act) -> tuple[str, str | None] | None:
    row = act.conn.execute(select(device_condition).where(device_condition.c.device == DEVICE)).first()
    return None if row is None else (row.condition, row.detail)


def _say(act: Act, condition: str, detail: str | None) -> None:
    from office.acts.devices import keep_condition  # which asks this module for the estimate

    keep_condition(act, DEVICE, condition, detail)
