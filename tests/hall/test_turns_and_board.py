"""The hall display as lists of steps: what the office tells, how time passes, what is to be read."""

import dataclasses
import itertools

import pytest

from display.hall.hall import opens_again, own_name
from display.hall.turns import FLASH_MS, HALF_FLASH_MS, LEAST_MS
from office.views import CounterView
from tests.hall.offices import EIGHT_FORTY_TWO, NOTICES, Telling, busy


def opened() -> Telling:
    return Telling().tell_state()


def test_a_call_stands_large_at_once_by_its_fact_alone() -> None:
    office = opened().fact("ticket.called", "A023", counter=3, state="called")
    assert office.large == "A023@3"
    assert office.board.now is not None
    assert (office.board.now.invite, office.board.now.to) == ("Mời khách hàng có số", "đến quầy")


def test_without_a_voice_two_calls_at_once_stand_large_one_after_the_other_for_4_s_each() -> None:
    office = opened().call("A001", 1).call("B001", 2)
    assert (office.large, office.rows) == ("A001@1", ["B001@2"])
    assert office.after(LEAST_MS / 1000 - 0.1).large == "A001@1"
    office.after(0.1)
    assert (office.large, office.rows) == ("B001@2", ["A001@1"])


def test_a_number_stays_large_as_long_as_its_announcement() -> None:
    office = opened().call("A001", 1).speak("started", "A001", 1, ms=10_000).call("B001", 2)
    assert office.after(9.9).large == "A001@1"
    assert office.speak("ended", "A001", 1).large == "B001@2"


def test_the_next_number_waits_for_its_announcement_while_the_voice_speaks() -> None:
    office = opened().call("A001", 1).speak("started", "A001", 1, ms=8_000).call("B001", 2).call("E001", 3)
    office.after(8).speak("ended", "A001", 1)
    assert office.after(5).large == "B001@2"
    office.speak("started", "B001", 2, ms=9_000)
    assert office.after(9).large == "B001@2"
    assert office.speak("ended", "B001", 2).large == "E001@3"


def test_whoever_is_announced_stands_large_and_the_displaced_number_comes_next() -> None:
    office = opened().call("A001", 1).call("B001", 2).speak("started", "B001", 2, ms=6_000)
    assert office.large == "B001@2"
    assert office.after(6).speak("ended", "B001", 2).large == "A001@1"


def test_a_silent_announcement_holds_its_number_like_a_spoken_one() -> None:
    office = opened().call("A001", 1).speak("started", "A001", 1, ms=9_000, silent="muted").call("B001", 2)
    assert office.after(8).large == "A001@1"
    assert office.speak("ended", "A001", 1).large == "B001@2"


def test_an_announcement_that_never_ends_lets_the_next_number_come() -> None:
    office = opened().call("A001", 1).speak("started", "A001", 1, ms=8_000).call("B001", 2)
    assert office.after(12).large == "B001@2"


@pytest.mark.parametrize(("event", "reason"), [("skipped", "too_late"), ("failed", "no_device")])
def test_a_number_that_is_not_announced_stays_for_4_s(event: str, reason: str) -> None:
    office = opened().call("T001", 1).speak("started", "T001", 1, ms=1_000).after(1).speak("ended", "T001", 1)
    office.call("A001", 1).call("B001", 2).speak(event, "A001", 1, reason=reason)
    assert office.after(3.9).large == "A001@1"
    assert office.after(0.2).large == "B001@2"


def test_a_missing_clip_does_not_end_the_announcement() -> None:
    office = opened().call("A001", 1).speak("started", "A001", 1, ms=9_000).call("B001", 2)
    office.speak("failed", "A001", 1, reason="clips_missing")
    assert office.after(8).large == "A001@1"


def test_an_old_announcement_after_a_lost_connection_changes_nothing() -> None:
    office = busy()
    assert office.fact("announcement.started", "C002", ago_ms=30_000, counter=3, ms=9_000).large == "A023@3"


def test_a_recall_says_so_flashes_again_and_comes_to_the_top() -> None:
    office = busy().call("A022", 1, recall=True)
    assert (office.large, office.rows[0]) == ("A022@1", "A023@3")
    assert office.board.now is not None
    assert office.board.now.lit
    assert office.board.now.invite != "Mời khách hàng có số"


@pytest.mark.parametrize("kind", ["transferred", "parked", "no_show"])
def test_who_leaves_the_counter_is_no_longer_asked_there(kind: str) -> None:
    office = busy().call("A030", 2).after(8).leave(kind, "A030", state="waiting")
    assert office.large == "A023@3"
    assert "A030@2" not in office.rows
    assert office.tell_state().rows == busy().rows


def test_a_call_that_is_undone_disappears_from_all_places() -> None:
    office = busy().call("A030", 2).call("A031", 1)
    office.state["recent_calls"] = [call for call in office.state["recent_calls"] if call["number"] != "A031"]
    office.at(1)["ticket"] = None
    office.fact("ticket.undone", "A031", state="waiting", act="next")
    assert (office.large, office.rows[0]) == ("A030@2", "A023@3")
    assert office.tell_state().after(10).large == "A030@2"


def test_an_undone_call_of_a_missed_number_puts_it_back_among_the_missed() -> None:
    office = busy().call("A030", 2).after(8).leave("no_show", "A030", state="no_show")
    office.state["missed"] = []
    office.call("A030", 2)
    assert (office.large, office.board.missed) == ("A030@2", ())
    office.fact("ticket.undone", "A030", state="no_show", act="call")
    assert (office.large, office.board.missed) == ("A023@3", ("A030",))


def test_an_undone_call_of_a_parked_number_disappears() -> None:
    office = busy().call("A030", 2).after(8).leave("parked", "A030", state="parked").call("A030", 2)
    office.fact("ticket.undone", "A030", state="parked", act="call")
    assert (office.large, office.board.missed) == ("A023@3", ())


def test_no_show_stands_among_the_missed_until_it_is_called_again() -> None:
    office = busy().call("A030", 2).leave("no_show", "A030", state="no_show")
    assert office.board.missed == ("A030",)
    office.state["missed"] = []
    assert office.call("A030", 2).board.missed == ()
    assert office.after(5).large == "A030@2"


def test_an_undone_no_show_stands_where_it_was() -> None:
    office = busy().call("A030", 2).after(8).leave("no_show", "A030", state="no_show")
    office.state["missed"] = []
    office.fact("ticket.undone", "A030", state="called", act="no_show").tell_state()
    assert (office.large, office.board.missed) == ("A030@2", ())


def test_a_served_number_does_not_wait_for_its_turn() -> None:
    office = opened().call("A001", 1).call("B001", 2)
    office.at(2)["ticket"]["state"] = "serving"
    office.fact("ticket.started", "B001", counter=2, state="serving").tell_state()
    assert office.after(5).rows == ["B001@2"]


def test_the_last_six_without_the_large_one_newest_first() -> None:
    office = busy().call("T010", 4).after(9)
    assert office.large == "T010@Bàn trả kết quả"
    assert office.rows == ["A023@3", "B011@4", "A022@1", "E004@5", "A021@2", "C002@3"]


def test_priority_is_marked_large_and_in_its_row() -> None:
    office = busy().call("A025", 1, priority=True)
    assert office.board.now is not None
    assert office.board.now.priority == "ưu tiên"
    assert [row.number for row in office.board.last if row.mark] == ["E004"]


def test_a_new_call_flashes_for_6_s_at_most_twice_a_second() -> None:
    office, lit = busy().call("A024", 2), list[bool]()
    for _ in range(100):
        assert office.board.now is not None
        lit.append(office.board.now.lit)
        office.after(0.1)
    flashes = sum(now and not before for before, now in zip([False, *lit], lit, strict=False))
    assert flashes * 1000 <= 2 * FLASH_MS
    assert flashes == FLASH_MS // (2 * HALF_FLASH_MS)
    assert not any(lit[FLASH_MS // 100 :])


def test_an_old_call_does_not_flash_when_the_display_starts() -> None:
    office = busy().after(60)
    fresh = Telling()
    fresh.clock.advance(office.clock.now().wall - EIGHT_FORTY_TWO)
    fresh.ids, fresh.state = office.ids, office.state
    assert fresh.tell_state().large == "A023@3"
    assert fresh.board.now is not None
    assert not fresh.board.now.lit


def test_the_office_clock_is_shown_even_when_this_machine_is_wrong() -> None:
    office = opened()
    office.clock.jump(3_600_000)
    assert office.after(61).board.clock == "08:43"
    assert office.board.date == "Thứ Hai, 23/11/2026"


def test_with_the_office_away_the_last_good_data_stay_with_their_time() -> None:
    office = busy()
    office.hall.hear_presence(False)
    assert office.after(1).board.away == ""
    assert office.after(300).board.away.startswith("Mất kết nối")
    assert "08:45" in office.board.away
    assert (office.large, office.board.clock) == ("A023@3", "08:50")
    office.hall.hear_presence(True)
    assert office.tell_state().board.away == ""


def test_before_the_office_was_ever_heard_it_says_that_it_connects() -> None:
    office = Telling()
    first = office.board.title
    assert first
    assert office.after(10).board.title not in ("", first)
    assert office.board.last == ()


def test_an_empty_hall_and_a_closed_day_say_so() -> None:
    office = opened()
    empty = office.board
    assert (empty.now, empty.last) == (None, ())
    office.state["day"]["status"] = "closed"
    office.tell_state()
    assert office.board.title not in ("", empty.title)
    assert office.board.waiting == ()


def test_before_a_session_and_on_a_holiday_nobody_is_sent_to_the_ticket_screen() -> None:
    office = opened()
    office.state["opening"]["opens_at"] = "13:30"
    office.tell_state()
    assert "13:30" in office.board.text
    office.state["opening"] = {"name": "Tết Nguyên đán", "sessions": [], "opens_at": "2026-11-24T07:30"}
    office.tell_state()
    assert "Tết Nguyên đán" in office.board.title
    assert "24/11/2026" in office.board.text


def test_the_day_ends_and_every_number_is_gone() -> None:
    office = busy()
    office.state["day"]["status"], office.state["recent_calls"] = "closed", []
    office.tell_state()
    assert (office.large, office.rows) == ("", [])


def test_notices_flip_one_at_a_time() -> None:
    office = opened()
    office.state["notices"] = list(NOTICES)
    office.tell_state()
    seen = [office.after(9).board.notice for _ in range(4)]
    assert set(seen) == set(NOTICES)
    assert all(one != other for one, other in itertools.pairwise(seen))


def test_training_is_said() -> None:
    office = opened()
    assert office.board.training == ""
    office.state["day"]["training"] = True
    assert office.tell_state().board.training != ""


def test_english_uses_the_english_names_of_services() -> None:
    office = busy("en")
    assert [one.name for one in office.board.waiting][:2] == ["Certification", "Civil status"]
    assert office.board.last_title == "Called before"


def test_a_second_language_says_the_same_in_small_lines() -> None:
    office = busy("vi+en")
    board = office.board
    assert board.second is not None
    assert (board.last_title, board.second.last_title) == ("Số vừa gọi", "Called before")
    assert board.now is not None
    assert board.second.now is not None
    assert board.second.now.number == board.now.number == "A023"
    assert busy("vi").board.second is None


def test_nothing_heard_and_no_second_passed_is_the_same_board() -> None:
    office = busy()
    one = office.board
    assert office.board == one
    assert dataclasses.replace(office.after(0.2).board, turn=one.turn) == one


@pytest.mark.parametrize(("name", "own"), [
    ("Quầy 3", ""), ("quầy số 03", ""), ("3", ""), ("Counter 3", ""), ("", ""),
    ("Quầy 13", "Quầy 13"), ("Bàn trả kết quả", "Bàn trả kết quả"),
])  # fmt: skip
def test_a_counter_is_called_by_its_name_when_that_says_more_than_its_number(name: str, own: str) -> None:
    counters: list[CounterView] = Telling().tell_state().state["counters"]
    counters[2]["name"] = name
    assert own_name(counters, 3) == own


def test_the_earliest_opening_is_told() -> None:
    assert "13:30" in opens_again(["2026-11-24T07:30", "13:30", None], "vi")
    assert "24/11/2026" in opens_again(["2026-11-25T07:30", "2026-11-24T07:30"], "vi")
    assert opens_again([None], "vi") == ""


def test_a_thousand_facts_leave_nothing_behind() -> None:
    office = opened()
    for n in range(1_000):
        office.call(f"A{n:03}", n % 6 + 1).after(1)
    seen = [office.after(1).large for _ in range(30)]
    assert seen[-1] == "A999@Bàn trả kết quả"
    assert len(office.rows) == 6
