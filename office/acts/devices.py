"""Devices report: what the printer did with a ticket, and in what condition a device is."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.acts import paper
from office.answers import Answer
from office.domain.facts import subject_of
from office.performing import Act
from office.store import tickets
from office.store.tables import device_condition, ticket


def report_print(
    act: Act,
    ticket_id: int,
    state: str,
    reason: str | None,
    job: str | None,
    mm: int = 0,
    roll_mm: int = paper.USUAL_ROLL_MM,
) -> Answer:
    """`state`: printed | accepted | failed | unknown; `job`: the NNNN of the paper; `mm`: how much paper it took."""
    one = tickets.get(act.conn, ticket_id)
    tickets.save_print(act.conn, ticket_id, print_state=state, print_reason=reason, print_job=job)
    body = {"number": one.number, "state": state, "reason": reason, "job": job, "training": one.training or None}
    act.record("print.settled", subject_of(one), _told({**body, "mm": mm or None}))
    paper.use(act, mm, roll_mm)
    return Answer({})


def report_slip(act: Act, slip: str, state: str, reason: str | None, mm: int, roll_mm: int) -> Answer:
    """What came of a slip that is no ticket; `slip`: test | day | checklist | survey."""
    act.record("slip.settled", f"slip:{slip}", _told({"state": state, "reason": reason, "mm": mm or None}))
    paper.use(act, mm, roll_mm)
    return Answer({})


def _told(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if value is not None}


def report_device(
    act: Act, device: str, condition: str, detail: str | None, roll_mm: int = paper.USUAL_ROLL_MM
) -> Answer:
    """Kept as a fact only when it changed."""
    if device == paper.DEVICE:
        condition, detail = paper.judged(act, condition, detail, roll_mm)
    keep_condition(act, device, condition, detail)
    return Answer({})


def keep_condition(act: Act, device: str, condition: str, detail: str | None) -> None:
    """As it is said, without a judgement."""
    query = select(device_condition).where(device_condition.c.device == device)
    before = act.conn.execute(query).first()
    if before is not None and (before.condition, before.detail) == (condition, detail):
        return
    values = {"device": device, "condition": condition, "detail": detail, "since": act.now.wall}
    statement = upsert(device_condition).values(values)
    act.conn.execute(statement.on_conflict_do_update(index_elements=["device"], set_=values))
    body = {"condition": condition} if detail is None else {"condition": condition, "detail": detail}
    act.record("device.condition", f"device:{device}", body)


def report_announcement(act: Act, event: str, subject: str, body: dict[str, Any]) -> Answer:
    """What became of an announcement; `event`: started | ended | skipped | failed."""
    act.record(f"announcement.{event}", subject, body)
    return Answer({})


def settle_after_restart(act: Act) -> None:
    """Tickets that were on their way to the printer when the service ended: nobody knows whether the paper came out."""
    rows = act.conn.execute(select(ticket.c.id).where(ticket.c.print_state == "queued")).all()
    for row in rows:
        report_print(act, row.id, "unknown", "restarted", None)
