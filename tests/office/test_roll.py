"""The roll in the printer: millimetres since it was changed, near its end by the estimate, and over a restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from office.acts.paper import Roll
from office.clock import SetClock
from office.domain.people import OPERATOR
from office.premises import open_premises
from tests.office.at_work import Office, working
from tests.office_fixture import FIRST, HEAD, NO_HOURS, ZONE, rid


@pytest.fixture
def printing() -> Iterator[Office]:
    with working(prints=True) as office:
        yield office


def paper_of(office: Office) -> dict[str, Any]:
    found = office.desk.state()["paper"]
    assert found is not None
    return dict(found)


def prints(office: Office, mm: int) -> None:
    one = office.take()
    office.desk.report_print(ticket=one["id"], state="printed", reason=None, job=None, mm=mm)


def slip(office: Office, mm: int) -> None:
    office.desk.report_slip(slip="test", state="printed", reason=None, mm=mm)


def condition(office: Office) -> tuple[str, str | None]:
    (found,) = office.desk.state()["devices"]
    return found["condition"], found["detail"]


def test_every_slip_uses_paper_and_the_fact_says_how_much(printing: Office) -> None:
    assert paper_of(printing) == {"used_mm": 0, "roll_mm": 80_000, "left": 100, "changed_at": None}
    prints(printing, 84)
    slip(printing, 716)
    assert paper_of(printing) == {"used_mm": 800, "roll_mm": 80_000, "left": 99, "changed_at": None}
    assert printing.facts("print.settled")[-1]["mm"] == 84
    assert printing.facts("slip.settled") == [{"state": "printed", "mm": 716, "by": "system:serve"}]


def test_a_ticket_that_took_no_paper_says_nothing_of_it(printing: Office) -> None:
    one = printing.take()
    printing.desk.report_print(ticket=one["id"], state="failed", reason="paper_out", job=None)
    assert "mm" not in printing.facts("print.settled")[-1]
    assert paper_of(printing)["used_mm"] == 0


def test_a_changed_roll_counts_from_nothing_and_the_old_one_is_a_fact(printing: Office) -> None:
    slip(printing, 70_000)
    answer = printing.desk.change_paper(HEAD, rid()).body
    assert answer["before_mm"] == 70_000
    assert (answer["paper"]["left"], paper_of(printing)) == (100, answer["paper"])
    assert answer["paper"]["changed_at"] is not None
    assert [(one["before_mm"], one["by"]) for one in printing.facts("paper.changed")] == [(70_000, HEAD.word)]


def test_the_change_is_done_once_and_can_be_taken_back(printing: Office) -> None:
    slip(printing, 30_000)
    once = rid()
    first = printing.desk.change_paper(HEAD, once).body
    assert printing.desk.change_paper(HEAD, once).body == first
    assert len(printing.facts("paper.changed")) == 1
    printing.desk.change_paper(HEAD, rid(), used_mm=first["before_mm"])
    assert paper_of(printing)["used_mm"] == 30_000


def test_without_a_sensor_the_estimate_says_that_the_roll_ends(printing: Office) -> None:
    printing.desk.report_device(device="printer", condition="ok")
    slip(printing, 74_990)
    assert condition(printing) == ("ok", None)
    prints(printing, 84)
    assert condition(printing) == ("near_end", "estimate")
    printing.desk.report_device(device="printer", condition="ok")  # looked at again: it has no sensor
    assert condition(printing) == ("near_end", "estimate")
    printing.desk.change_paper(HEAD, rid())
    assert condition(printing) == ("ok", None)
    said = [(one["condition"], one.get("detail")) for one in printing.facts("device.condition")]
    assert said == [("ok", None), ("near_end", "estimate"), ("ok", None)]


def test_a_printer_that_says_more_is_believed(printing: Office) -> None:
    slip(printing, 79_000)
    for told in ("paper_out", "near_end", "cover_open"):
        printing.desk.report_device(device="printer", condition=told)
        assert condition(printing) == (told, None)
    printing.desk.change_paper(HEAD, rid())
    assert condition(printing) == ("cover_open", None)


def test_a_begun_roll_may_be_near_its_end_at_once(printing: Office) -> None:
    printing.desk.report_device(device="printer", condition="ok")
    printing.desk.change_paper(HEAD, rid(), used_mm=76_000)
    assert condition(printing) == ("near_end", "estimate")


def test_another_device_knows_no_paper(printing: Office) -> None:
    slip(printing, 79_000)
    printing.desk.report_device(device="voice", condition="ok")
    assert condition(printing) == ("ok", None)


@pytest.mark.parametrize(
    ("length", "used", "near", "left"),
    [
        (80_000, 74_999, False, 6),
        (80_000, 75_000, True, 6),
        (30_000, 26_999, False, 10),
        (30_000, 27_000, True, 10),
        (30_000, 99_000, True, 0),
    ],
)
def test_short_rolls_are_near_their_end_with_less(length: int, used: int, near: bool, left: int) -> None:
    roll = Roll(length, used)
    assert (roll.is_near_end, roll.view["left"]) == (near, left)


@contextmanager
def open_again(folder: Path, roll_mm: int = 80_000) -> Iterator[Office]:
    premises = open_premises(
        folder, FIRST, SetClock(), ZONE, office_id="x", version="1", prints=True, hours=NO_HOURS, roll_mm=roll_mm
    )
    try:
        yield Office(premises, SetClock())
    finally:
        premises.close()


def test_the_roll_holds_over_a_restart(tmp_path: Path) -> None:
    with open_again(tmp_path) as office:
        office.desk.change_paper(OPERATOR, None)
        slip(office, 12_345)
        before = paper_of(office)
    with open_again(tmp_path) as office:
        assert paper_of(office) == before
        assert before["used_mm"] == 12_345
    with open_again(tmp_path, roll_mm=50_000) as office:
        assert paper_of(office)["left"] == 75


def test_without_a_printer_there_is_no_paper(office: Office) -> None:
    assert office.desk.state()["paper"] is None
