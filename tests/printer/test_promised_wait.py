"""The wait on the paper is the one that the ticket was told, and stands on no second print."""

from pathlib import Path

from kiosk.paperwork import slip_of
from tests.office_fixture import TOUCH, opened, rid, seat, take


def test_the_paper_says_the_promised_wait_once(tmp_path: Path) -> None:
    with opened(tmp_path, prints=True) as premises:
        desk, house = premises.desk, premises.performer.house
        unknown = take(desk)
        seat(premises, "an", 1)
        promised = [take(desk) for _ in range(12)]
        desk.report_print(ticket=promised[-1]["id"], state="failed", reason="paper_out", job=None)
        desk.reprint(TOUCH, rid(), ticket=promised[-1]["id"])
        facts = [one for one in desk.facts_after(0) if one["kind"] in ("ticket.issued", "ticket.reprint_asked")]
        slips = [slip_of(fact, desk, house) for fact in facts]
        told = promised[-1]["wait"]
        assert unknown["wait"] is None
        assert (slips[0].wait, slips[-1].wait) == (None, None)
        assert slips[-2].wait == f"{told['low']}–{told['high']} phút"
