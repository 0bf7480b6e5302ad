"""Training: tickets are marked, never counted, and never mix with the real ones."""

from dataclasses import replace

from office.domain.refusals import NothingToUndo, StillServing, UnknownTicket
from tests.office.at_work import Office, working
from tests.office_fixture import FIRST, HEAD, SCREEN, rid


def train(office: Office, *, on: bool = True) -> None:
    office.desk.set_training(HEAD, rid(), on=on)


def test_training_is_said_and_kept_as_a_fact(office: Office) -> None:
    answer = office.desk.set_training(HEAD, rid(), on=True).body["day"]
    assert (answer["training"], office.desk.state()["day"]["training"]) == (True, True)
    assert office.facts("day.training")[-1]["training"] is True
    seq = office.desk.seq
    train(office)
    assert office.desk.seq == seq


def test_every_fact_about_a_training_ticket_says_so(office: Office) -> None:
    train(office)
    seq = office.desk.seq
    office.take_many(3)
    ticket = office.serve()
    office.clock.advance(1_000)
    office.rate(ticket, 1)
    office.desk.give_reasons(SCREEN, rid(), ticket=ticket["id"], reasons=["cho-lau"])
    office.miss()
    office.next()
    office.park()
    office.desk.report_print(ticket=ticket["id"], state="printed", reason=None, job="0001")
    facts = office.desk.facts_after(seq)
    assert {f["kind"] for f in facts if f["subject"].startswith("ticket:")} >= {
        *("ticket.issued", "ticket.called", "ticket.finished", "ticket.no_show", "ticket.parked", "print.settled"),
        *("rating.opened", "rating.given", "rating.closed", "rating.reasons"),
    }
    assert all(f["fact"]["training"] for f in facts if f["subject"].startswith("ticket:"))


def test_real_people_wait_apart(office: Office) -> None:
    office.take_many(2)
    train(office)
    practice = office.take()
    assert (practice["training"], practice["ahead"], practice["number"]) == (True, 0, "A003")
    assert office.service("A")["waiting"] == 1
    assert office.calls(1) == ["A003"]
    with office.refuses(UnknownTicket):
        office.call("A001")


def test_after_training_the_practice_people_go_and_the_real_line_stands(office: Office) -> None:
    office.take_many(2)
    train(office)
    practice = office.take_many(3)
    office.miss()
    office.next()
    office.park()
    train(office, on=False)
    assert {office.ticket(one)["state"] for one in practice} == {"expired"}
    assert office.line() == ["A001", "A002"]
    assert (office.desk.state()["missed"], office.desk.state()["recent_calls"]) == ([], [])
    assert office.take()["number"] == "A006"


def test_nobody_stands_at_a_counter_while_the_mode_changes(office: Office) -> None:
    office.take()
    office.next()
    with office.refuses(StillServing, counters=[{"counter": 1, "number": "A001"}]):
        train(office)


def test_nobody_is_pulled_back_over_the_change_of_mode(office: Office) -> None:
    office.take()
    office.serve()
    train(office)
    with office.refuses(NothingToUndo):
        office.undo()


def test_practice_numbers_do_not_use_up_the_quota() -> None:
    first = replace(FIRST, services=(replace(FIRST.services[0], quota=2), *FIRST.services[1:]))
    with working(first) as office:
        office.take()
        train(office)
        office.take_many(5)
        train(office, on=False)
        assert office.take()["number"] == "A007"


def test_practice_is_in_no_figure_of_the_counter(office: Office) -> None:
    office.take()
    office.serve()
    train(office)
    office.take_many(2)
    office.serve()
    office.serve()
    train(office, on=False)
    assert office.desk.counter_day(1)["served"] == 1


def test_practice_calls_leave_the_order_of_the_real_line_as_it_was(office: Office) -> None:
    """After three ordinary calls the next but one has priority; training in between changes nothing about it."""
    office.take_many(3)
    office.calls(3)
    office.start()
    office.finish()
    before = office.rows("counter")
    train(office)
    office.take_many(4)
    office.take(priority=True)
    office.calls(5)
    office.start()
    office.finish()
    office.undo()
    assert office.rows("counter") == before
    office.finish()
    train(office, on=False)
    assert office.rows("counter") == before
