"""What the staff say about a visit: a note that can be erased, and times that nobody should believe."""

import json
from typing import Any

from office.acts.visiting import NOTES_KEPT_MS
from office.domain.moment import MINUTE
from office.domain.refusals import Invalid, NotYourCounter, UnknownTicket, WrongState
from tests.office.at_work import Office
from tests.office_fixture import HEAD, rid

WORDS = "Bà cụ quay lại với bản sao hộ khẩu"


def notes(office: Office, counter: int = 1) -> list[tuple[int, str, str]]:
    return [(one["ticket"], one["text"], one["clerk"]) for one in office.desk.line(counter)["notes"]]


def everywhere(office: Office) -> str:
    """Every byte of every table."""
    return json.dumps(office.everything(), ensure_ascii=False, default=str)


def test_a_note_is_read_in_the_line_wherever_the_number_stands(office: Office) -> None:
    one = office.take()
    assert office.note(one, WORDS)["noted"] is True
    wanted = [(one["id"], WORDS, "Trần Lan Anh")]
    assert notes(office) == wanted
    office.next()
    assert notes(office) == wanted
    office.park()
    assert notes(office) == notes(office, 2) == wanted
    assert notes(office, 3) == []  # another service


def test_the_words_are_nowhere_but_in_their_own_table(office: Office) -> None:
    one = office.take()
    office.note(one, WORDS)
    assert everywhere(office).count(WORDS) == 1
    assert WORDS not in json.dumps([dict(fact) for fact in office.desk.facts_after(0)], ensure_ascii=False)
    fact = office.facts("ticket.noted")[0]
    assert (fact["text"], len(fact["text_hash"])) == (1, 64)


def test_a_new_note_erases_the_old_one_and_an_empty_one_takes_it_away(office: Office) -> None:
    one = office.take()
    office.note(one, WORDS)
    office.note(one, "Đã đủ giấy tờ")
    assert [text for _, text, _ in notes(office)] == ["Đã đủ giấy tờ"]
    assert WORDS not in everywhere(office)
    assert office.note(one, "  ")["noted"] is False
    assert notes(office) == []
    assert [row["text"] for row in office.rows("free_text")] == [None, None]
    assert {row["salt"] for row in office.rows("free_text")} == {b""}  # a short text could be guessed from its hash
    assert [fact["why"] for fact in office.facts("text.erased")] == ["replaced", "taken_away"]
    assert "text" not in office.facts("ticket.noted")[-1]


def test_telephone_and_identity_numbers_do_not_stay_in_a_note(office: Office) -> None:
    office.note(office.take(), "Gọi lại 0912 345 678 sau 15 giờ")
    assert notes(office)[0][1] == "Gọi lại ••• sau 15 giờ"


def test_a_note_is_short_and_about_somebody_of_today(office: Office) -> None:
    one = office.take()
    with office.refuses(Invalid, field="text"):
        office.note(one, "x" * 201)
    with office.refuses(UnknownTicket):
        office.note({"id": 99}, WORDS)


def test_a_note_keeps_nobody_from_undoing_and_survives_it(office: Office) -> None:
    one = office.take()
    office.next()
    office.note(one, WORDS)
    office.mark(one)
    assert office.desk.line(1)["undo"] is not None
    office.undo()
    back = office.ticket(one)
    assert (back["state"], back["noted"], back["inexact"]) == ("waiting", True, True)


def test_notes_are_erased_after_a_month(office: Office) -> None:
    one = office.take()
    office.note(one, WORDS)
    office.clock.advance(NOTES_KEPT_MS - MINUTE)
    office.desk.tick()
    assert WORDS in everywhere(office)
    office.clock.advance(61 * MINUTE)
    office.desk.tick()
    assert WORDS not in everywhere(office)
    assert (office.facts("text.erased")[-1]["why"], office.ticket(one)["noted"]) == ("old", False)


def served(office: Office, minutes: int) -> Any:
    office.next()
    office.start()
    office.clock.advance(minutes * MINUTE)
    return office.finish()


def test_times_that_are_wrong_belong_into_no_average(office: Office) -> None:
    office.take_many(2)
    served(office, 4)
    forgotten = served(office, 90)
    assert office.mark(forgotten)["inexact"] is True
    assert office.desk.counter_day(1)["mean_ms"] == 4 * MINUTE
    day = office.desk.own_day(office.people[1], 1)
    assert (day["served"], day["mean_ms"], day["longest_ms"], day["inexact"]) == (2, 4 * MINUTE, 4 * MINUTE, 1)
    assert [one["mean_ms"] for one in day["services"]] == [4 * MINUTE]
    office.mark(forgotten, inexact=False)
    assert office.desk.counter_day(1)["mean_ms"] == 47 * MINUTE
    assert [fact["inexact"] for fact in office.facts("ticket.times_marked")] == [True, False]


def test_the_same_mark_twice_is_one_fact(office: Office) -> None:
    office.take()
    done = served(office, 1)
    office.mark(done)
    office.mark(done)
    assert len(office.facts("ticket.times_marked")) == 1


def test_one_marks_ones_own_visits_and_the_head_any(office: Office) -> None:
    one = office.take()
    with office.refuses(NotYourCounter):
        office.mark(one)  # nobody's yet
    with office.refuses(WrongState, state="waiting"):
        office.desk.mark_times(HEAD, rid(), ticket=one["id"], inexact=True)
    done = served(office, 1)
    with office.refuses(NotYourCounter):
        office.mark(done, by=2)
    assert office.desk.mark_times(HEAD, rid(), ticket=done["id"], inexact=True).body["inexact"] is True
