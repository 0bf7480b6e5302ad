"""The window opens at finish, takes one rating, and ends in one of four ways."""

from dataclasses import replace

import pytest

from office.domain.house import Choice
from office.domain.people import Actor
from office.domain.refusals import AlreadyRated, Forbidden, Invalid, NoWindow, TooEarly
from tests.office.at_work import Json, Office, working
from tests.office_fixture import FIRST, HEAD, RATING, SCREEN, TOUCH, rid

TABLET = Actor("device", "tablet-1", "rate:1")
TWO_QUESTIONS = replace(
    FIRST, rating=replace(RATING, questions=(*RATING.questions, Choice("speed", "Có nhanh không?", "Was it quick?")))
)


def finished(office: Office, *, age_ms: int = 1_000) -> Json:
    """Somebody was served at counter 1 and has seen the faces for `age_ms`."""
    office.take()
    ticket = office.serve()
    office.clock.advance(age_ms)
    return ticket


def outcomes(office: Office) -> list[str]:
    return [fact["outcome"] for fact in office.facts("rating.closed")]


def test_finish_opens_the_window_for_ticket_counter_clerk_and_service(office: Office) -> None:
    ticket = finished(office)
    window = office.window()
    assert window is not None
    assert (window["ticket"], window["number"], window["scale"]) == (ticket["id"], "A001", 4)
    assert [level["level"] for level in window["levels"]] == [1, 2, 3, 4]
    fact = office.facts("rating.opened")[-1]
    assert (fact["counter"], fact["clerk"], fact["service"], fact["scale"]) == (1, "an", "A", 4)


def test_a_rating_closes_the_window(office: Office) -> None:
    answer = office.rate(finished(office), 3)
    assert (answer["level"], answer["outcome"], answer["scale"], answer["question"]) == (3, "rated", 4, "overall")
    assert office.window() is None
    fact = office.facts("rating.given")[-1]
    assert (fact["level"], fact["scale"], fact["counter"], fact["clerk"], fact["service"], fact["channel"]) == (
        *(3, 4, 1, "an", "A", "touch"),
    )
    assert outcomes(office) == ["rated"]


def test_the_first_rating_is_created_and_a_change_is_not(office: Office) -> None:
    ticket = finished(office)
    first = office.desk.rate(SCREEN, rid(), ticket=1, level=1, channel="touch")
    assert first.created
    changed = office.desk.rate(SCREEN, rid(), ticket=1, level=4, channel="touch")
    assert (changed.created, changed.body["level"], ticket["id"]) == (False, 4, 1)


def test_a_press_under_600_ms_is_kept_as_a_fact_and_the_window_stays_open(office: Office) -> None:
    ticket = finished(office, age_ms=599)
    seq = office.desk.seq
    with pytest.raises(TooEarly) as refused:
        office.rate(ticket, 1)
    assert refused.value.facts == {"age_ms": 599}
    assert office.kinds(seq) == ["rating.too_early"]
    assert office.facts("rating.too_early")[-1]["level"] == 1
    assert office.window() is not None
    office.clock.advance(1)
    assert office.rate(ticket, 4)["level"] == 4


def test_the_age_that_the_screen_reports_counts_when_it_is_smaller(office: Office) -> None:
    ticket = finished(office, age_ms=20_000)
    with pytest.raises(TooEarly):
        office.rate(ticket, 1, age_ms=400)
    assert office.rate(ticket, 4, age_ms=30_000)["level"] == 4


def test_a_screen_cannot_make_a_press_older_than_it_is(office: Office) -> None:
    ticket = finished(office, age_ms=300)
    with pytest.raises(TooEarly):
        office.rate(ticket, 1, age_ms=10_000)


def test_a_second_press_within_five_seconds_replaces_the_first(office: Office) -> None:
    ticket = finished(office)
    office.rate(ticket, 1)
    office.clock.advance(5_000)
    assert office.rate(ticket, 4)["level"] == 4
    fact = office.facts("rating.changed")[-1]
    assert (fact["level_before"], fact["level"]) == (1, 4)
    assert len(office.rows("rating")) == 1


def test_after_five_seconds_the_rating_stands(office: Office) -> None:
    ticket = finished(office)
    office.rate(ticket, 2)
    office.clock.advance(5_001)
    with office.refuses(AlreadyRated, level=2):
        office.rate(ticket, 4)


def test_a_change_does_not_give_another_five_seconds(office: Office) -> None:
    ticket = finished(office)
    office.rate(ticket, 2)
    office.clock.advance(4_000)
    office.rate(ticket, 3)
    office.clock.advance(1_001)
    with office.refuses(AlreadyRated):
        office.rate(ticket, 4)


def test_the_same_level_again_is_no_change(office: Office) -> None:
    ticket = finished(office)
    office.rate(ticket, 4)
    seq = office.desk.seq
    assert office.rate(ticket, 4)["level"] == 4
    assert office.desk.seq == seq


def test_a_change_works_although_the_next_person_has_started(office: Office) -> None:
    office.take()
    ticket = finished(office)
    office.rate(ticket, 1)
    office.next()
    office.start()
    assert office.rate(ticket, 4)["level"] == 4


def test_after_45_seconds_the_window_has_timed_out(office: Office) -> None:
    ticket = finished(office, age_ms=44_999)
    office.desk.tick()
    assert office.window() is not None
    office.clock.advance(1)
    with office.refuses(NoWindow):
        office.rate(ticket)
    office.desk.tick()
    assert outcomes(office) == ["timeout"]
    with office.refuses(NoWindow, outcome="timeout"):
        office.rate(ticket)


def test_start_of_the_next_person_cuts_the_window_short(office: Office) -> None:
    office.take()
    ticket = finished(office)
    office.next()
    assert office.window() is not None
    office.start()
    assert (office.window(), outcomes(office)) == (None, ["cut_short"])
    with office.refuses(NoWindow, outcome="cut_short"):
        office.rate(ticket)


def test_while_the_next_number_is_called_the_faces_stay(office: Office) -> None:
    office.take()
    ticket = finished(office)
    office.next()
    office.recall()
    assert office.rate(ticket)["outcome"] == "rated"


def test_one_who_does_not_want_to_rate_says_so(office: Office) -> None:
    ticket = finished(office)
    answer = office.desk.decline_rating(SCREEN, rid(), ticket=1).body
    assert (answer["outcome"], answer["level"]) == ("declined", None)
    assert outcomes(office) == ["declined"]
    with office.refuses(NoWindow, outcome="declined"):
        office.rate(ticket)
    with office.refuses(NoWindow, outcome="declined"):
        office.desk.decline_rating(SCREEN, rid(), ticket=1)


def test_one_who_has_rated_cannot_decline(office: Office) -> None:
    office.rate(finished(office))
    with office.refuses(AlreadyRated):
        office.desk.decline_rating(SCREEN, rid(), ticket=1)


def test_before_finish_there_is_no_window(office: Office) -> None:
    ticket = office.take()
    for step in (lambda: None, office.next, office.start):
        step()
        with office.refuses(NoWindow):
            office.rate(ticket)


@pytest.mark.parametrize("level", [0, 5, -1, 99])
def test_a_level_outside_the_scale_is_invalid(office: Office, level: int) -> None:
    ticket = finished(office)
    with office.refuses(Invalid, field="level"):
        office.rate(ticket, level)


def test_an_unknown_question_is_invalid(office: Office) -> None:
    ticket = finished(office)
    with office.refuses(Invalid, field="question"):
        office.rate(ticket, question="speed")


def test_no_person_can_rate_and_no_screen_of_another_counter(office: Office) -> None:
    ticket = finished(office)
    others = Actor("device", "tablet-2", "rate:2")
    for actor in (
        office.people[1],
        HEAD,
        TOUCH,
        others,
        Actor("device", "hall", "hall"),
        Actor("system", "x", "system"),
    ):
        with office.refuses(Forbidden):
            office.rate(ticket, by=actor)
        with office.refuses(Forbidden):
            office.desk.decline_rating(actor, rid(), ticket=1)
        with office.refuses(Forbidden):
            office.desk.give_reasons(actor, rid(), ticket=1, reasons=[])
    assert office.rate(ticket, by=TABLET, channel="tablet")["level"] == 4


def test_a_transferred_person_rates_once_for_the_last_counter_clerk_and_service(office: Office) -> None:
    one = office.take()
    office.next(1)
    office.start(1)
    office.send(one, service="B")
    assert office.window(1) is None
    office.serve(3)
    office.clock.advance(1_000)
    assert (office.window(1), office.window(3) is not None) == (None, True)
    office.rate(one)
    fact = office.facts("rating.given")[-1]
    assert (fact["counter"], fact["clerk"], fact["service"]) == (3, "dung", "B")


def test_each_counter_has_a_window_of_its_own(office: Office) -> None:
    office.take_many(2)
    first, second = office.serve(1), office.serve(2)
    office.clock.advance(1_000)
    assert office.rate(second)["outcome"] == "rated"
    assert office.rate(first)["outcome"] == "rated"


def test_with_several_questions_the_window_ends_with_the_last_answer() -> None:
    with working(TWO_QUESTIONS) as office:
        ticket = finished(office)
        assert office.rate(ticket, 4)["outcome"] is None
        assert office.rate(ticket, 2, question="speed")["outcome"] == "rated"
        assert outcomes(office) == ["rated"]


def test_every_window_has_one_outcome_or_was_withdrawn(office: Office) -> None:
    office.take_many(6)
    office.rate(_waited(office, office.serve()))
    office.desk.decline_rating(SCREEN, rid(), ticket=_waited(office, office.serve())["id"])
    office.serve()
    office.clock.advance(45_000)
    office.desk.tick()
    office.serve()
    office.serve()
    office.undo()
    office.finish()
    office.desk.close_day(HEAD, rid())
    opened = len(office.facts("rating.opened"))
    assert outcomes(office) == ["rated", "declined", "timeout", "cut_short", "timeout"]
    assert opened == len(outcomes(office)) + len(office.facts("rating.withdrawn"))


def _waited(office: Office, ticket: Json) -> Json:
    office.clock.advance(1_000)
    return ticket
