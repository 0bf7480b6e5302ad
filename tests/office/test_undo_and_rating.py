"""Undo and rating: a window is withdrawn or given back, a rating that was given stays."""

from office.domain.refusals import AlreadyRated, NoWindow
from tests.office.at_work import Office, working
from tests.office.test_rating_window import TWO_QUESTIONS, finished, outcomes
from tests.office_fixture import SCREEN, rid


def test_undo_withdraws_an_open_window(office: Office) -> None:
    ticket = finished(office)
    office.undo()
    assert office.window() is None
    assert office.facts("rating.withdrawn")[-1]["counter"] == 1
    assert outcomes(office) == []
    with office.refuses(NoWindow):
        office.rate(ticket)
    office.finish()
    office.clock.advance(1_000)
    assert office.rate(ticket)["outcome"] == "rated"


def test_after_undo_a_rating_already_given_stays_and_there_is_no_second_window(office: Office) -> None:
    ticket = finished(office)
    office.rate(ticket, 2)
    office.undo()
    assert office.facts("rating.withdrawn") == []
    assert office.rate(ticket, 3)["level"] == 3  # a change of mind is still possible
    office.finish()
    assert (office.window(), len(office.facts("rating.opened"))) == (None, 1)
    office.clock.advance(6_000)
    with office.refuses(AlreadyRated, level=3):
        office.rate(ticket)


def test_after_undo_a_refusal_stays_a_refusal(office: Office) -> None:
    finished(office)
    office.desk.decline_rating(SCREEN, rid(), ticket=1)
    office.undo()
    office.finish()
    assert (office.window(), outcomes(office)) == (None, ["declined"])


def test_after_undo_a_window_with_one_of_two_answers_counts_as_rated() -> None:
    with working(TWO_QUESTIONS) as office:
        ticket = finished(office)
        office.rate(ticket, 4)
        office.undo()
        assert (outcomes(office), office.facts("rating.withdrawn")) == (["rated"], [])
        office.finish()
        assert office.window() is None


def test_undo_of_a_start_that_was_implied_gives_the_person_before_the_faces_back(office: Office) -> None:
    office.take_many(3)
    first = office.serve()
    office.next()
    office.clock.advance(2_000)
    office.next()
    assert outcomes(office) == ["cut_short"]
    office.undo()
    window = office.window()
    assert window is not None
    assert window["ticket"] == first["id"]
    assert len(office.facts("rating.reopened")) == 1
    assert office.rate(first)["outcome"] == "rated"


def test_a_window_that_would_be_over_by_now_is_not_opened_again(office: Office) -> None:
    office.take_many(3)
    office.serve()
    office.next()
    office.clock.advance(40_000)
    office.next()
    office.clock.advance(5_000)
    office.undo()
    assert (office.window(), office.facts("rating.reopened"), outcomes(office)) == (None, [], ["cut_short"])
