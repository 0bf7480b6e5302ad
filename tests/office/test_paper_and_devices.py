"""What the printer and other devices report, and when paper may be asked for again."""

import pytest

from office.domain.people import Actor
from office.domain.refusals import AlreadyReprinted, WrongState
from tests.office.at_work import Office, working
from tests.office_fixture import HEAD, TOUCH, rid


def test_without_a_printer_the_paper_is_off_and_cannot_be_asked_for(office: Office) -> None:
    one = office.take()
    assert one["print"]["state"] == "off"
    with office.refuses(WrongState, state="off"):
        office.desk.reprint(HEAD, rid(), ticket=one["id"])


def test_with_a_printer_the_paper_is_queued_and_its_result_is_a_fact() -> None:
    with working(prints=True) as office:
        one = office.take()
        assert one["print"]["state"] == "queued"
        office.desk.report_print(ticket=one["id"], state="failed", reason="paper_out", job=None)
        assert dict(office.ticket(one)["print"]) == {"state": "failed", "reason": "paper_out", "job": None}
        assert office.facts("print.settled")[-1]["reason"] == "paper_out"


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_a_screen_asks_once_again_after_a_failed_print(state: str) -> None:
    with working(prints=True) as office:
        one = office.take()
        office.desk.report_print(ticket=one["id"], state=state, reason=None, job=None)
        again = office.desk.reprint(TOUCH, rid(), ticket=one["id"]).body
        assert (again["number"], again["print"]["state"]) == (one["number"], "queued")
        assert office.facts("ticket.reprint_asked")[-1]["reprints"] == 1
        office.desk.report_print(ticket=one["id"], state=state, reason=None, job=None)
        with office.refuses(AlreadyReprinted):
            office.desk.reprint(TOUCH, rid(), ticket=one["id"])


@pytest.mark.parametrize("state", ["queued", "printed", "accepted"])
def test_a_screen_cannot_ask_again_for_paper_that_came(state: str) -> None:
    with working(prints=True) as office:
        one = office.take()
        if state != "queued":
            office.desk.report_print(ticket=one["id"], state=state, reason=None, job="0001")
        with office.refuses(AlreadyReprinted):
            office.desk.reprint(TOUCH, rid(), ticket=one["id"])


def test_staff_may_ask_as_often_as_they_like() -> None:
    with working(prints=True) as office:
        one = office.take()
        for times in (1, 2, 3):
            office.desk.reprint(office.people[1], rid(), ticket=one["id"])
            assert office.facts("ticket.reprint_asked")[-1]["reprints"] == times
        office.desk.reprint(Actor("clerk", "tech", "technician"), rid(), ticket=one["id"])


def test_a_device_is_heard_only_when_it_changes(office: Office) -> None:
    for condition in ("ready", "ready", "paper_out", "paper_out", "ready"):
        office.desk.report_device(device="printer", condition=condition)
    assert [fact["condition"] for fact in office.facts("device.condition")] == ["ready", "paper_out", "ready"]
    assert [(d["device"], d["condition"]) for d in office.desk.state()["devices"]] == [("printer", "ready")]


def test_what_was_on_its_way_to_the_printer_at_a_restart_is_unknown() -> None:
    with working(prints=True) as office:
        one, other = office.take_many(2)
        office.desk.report_print(ticket=one["id"], state="printed", reason=None, job="0001")
        office.desk.settle_after_restart()
        assert office.ticket(one)["print"]["state"] == "printed"
        assert dict(office.ticket(other)["print"]) == {"state": "unknown", "reason": "restarted", "job": None}
