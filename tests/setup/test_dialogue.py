"""The walk through the steps: forward, back, later, and on after a power cut."""

from pathlib import Path

import pytest

from kiosk.setup.draft import Draft, keep_draft, read_draft
from kiosk.setup.order import STEPS, again
from kiosk.setup.question import AGAIN, BEFORE, Wrong
from tests.setup.walk import Walk


def test_somebody_who_only_presses_enter_is_asked_thirty_two_times_and_writes_four_times() -> None:
    walk = Walk().to_the_end()
    assert walk.dialogue.is_over
    assert len(walk.asked) == 32
    assert [key.partition(".")[0] for key in walk.asked] == sorted(
        (key.partition(".")[0] for key in walk.asked), key=[step.name for step in STEPS].index
    )


def test_the_name_of_the_place_gives_all_other_names() -> None:
    walk = Walk().to_the_end(office__place="Phường Bến Thành")
    answers = walk.draft.answers
    assert answers["office.name"] == "Bộ phận Tiếp nhận và Trả kết quả phường Bến Thành"
    assert answers["office.parent"] == "Ủy ban nhân dân phường Bến Thành"
    assert answers["office.id"] == "ben-thanh"


def test_an_answer_that_cannot_be_taken_changes_nothing() -> None:
    walk = Walk().until("counters.count")
    for wrong in ("0", "31", "five", "", "1.5", "٣"):
        with pytest.raises(Wrong):
            walk.answer(wrong)
    assert walk.key == "counters.count"
    assert "counters.count" not in walk.draft.answers


def test_back_goes_through_every_question_to_the_first_one_and_stays_there() -> None:
    walk = Walk().until("summary.sure")
    asked = [walk.key]
    for _ in range(60):
        walk.dialogue.back()
        asked.append(walk.key)
    assert asked[-1] == "language.language"
    assert len(set(asked)) == 32


def test_what_was_answered_before_is_offered_when_somebody_comes_back() -> None:
    walk = Walk().until("office.id", office__name="Trung tâm Phục vụ hành chính công xã Thanh Sơn")
    walk.dialogue.back()
    walk.dialogue.back()
    assert walk.dialogue.given == "Trung tâm Phục vụ hành chính công xã Thanh Sơn"


def test_who_corrects_the_place_gets_the_names_that_follow_from_it_but_keeps_his_own() -> None:
    walk = Walk().until("office.id", office__place="xã Thanh Sơm", office__parent="Ủy ban nhân dân vùng cao")
    walk.answer("thanh-som")
    while walk.key != "office.place":
        walk.dialogue.back()
    walk.answer("xã Thanh Sơn")
    assert walk.dialogue.given == "Bộ phận Tiếp nhận và Trả kết quả xã Thanh Sơn"
    walk.answer(walk.dialogue.given)
    assert walk.dialogue.given == "Ủy ban nhân dân vùng cao"
    walk.answer(walk.dialogue.given)
    assert walk.dialogue.given == "thanh-son"


def test_another_set_of_services_brings_its_usual_number_of_counters() -> None:
    walk = Walk().until("counters.spread", services__template="ward-large")
    walk.dialogue.go_to("services")
    walk.answer("ward-small")
    assert (walk.key, walk.dialogue.given) == ("counters.count", "3")


def test_a_step_that_comes_later_leaves_no_answers() -> None:
    walk = Walk().until("printer.page")
    walk.dialogue.skip()
    assert walk.dialogue.here.step.name == "sound"
    assert walk.draft.of_step("printer") == []
    assert walk.draft.skipped == {"printer"}
    walk.dialogue.go_to("printer")
    walk.until("sound.device")
    assert walk.draft.skipped == set()


def test_the_name_of_the_office_cannot_come_later() -> None:
    walk = Walk().until("office.place")
    with pytest.raises(Wrong):
        walk.dialogue.skip()
    assert walk.key == "office.place"


def test_a_page_counts_only_for_the_printer_it_was_printed_on() -> None:
    walk = Walk().until("sound.device")
    assert walk.draft.answers["printer.page"] == "yes"
    walk.dialogue.go_to("printer")
    walk.ready().answer("tcp:10.0.0.7:9100")
    assert "printer.page" not in walk.draft.answers
    walk.until("printer.page")
    assert walk.machine.did[-1] == "page tcp 80"


def test_the_machine_does_it_once_more_when_it_is_asked_to() -> None:
    walk = Walk().until("printer.page")
    walk.answer(AGAIN).ready()
    assert walk.key == "printer.page"
    assert walk.machine.did.count("page usblp 80") == 2
    walk.answer(BEFORE)
    assert walk.key == "printer.width"


def test_a_draft_goes_on_at_the_same_question_after_a_power_cut(tmp_path: Path) -> None:
    path = tmp_path / "setup.json"
    walk = Walk(keep=lambda draft: keep_draft(path, draft)).until("printer.width")
    walk.dialogue.skip()
    assert path.stat().st_mode & 0o777 == 0o600
    after = Walk(draft=read_draft(path))
    assert after.key == "sound.device"
    assert after.draft == walk.draft
    after.to_the_end()
    assert after.dialogue.is_over


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"form": 2}', b"\xff\xfe", b'{"form": 1, "answers": 7}'])
def test_a_draft_that_cannot_be_read_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "setup.json"
    path.write_bytes(content)
    assert read_draft(path) == Draft()
    assert Walk(draft=read_draft(path)).key == "language.language"


def test_a_draft_whose_question_is_gone_begins_with_its_step() -> None:
    assert Walk(draft=Draft(at="printer.colour")).key == "printer.place"
    assert Walk(draft=Draft(at="coffee.black")).key == "language.language"


def test_one_step_of_a_working_office_asks_only_that_and_whether_it_is_right() -> None:
    walk = Walk(steps=again("sound")).to_the_end()
    assert walk.asked == ["sound.device", "sound.heard", "summary.sure"]
    with pytest.raises(KeyError):
        again("services")


def test_another_language_at_the_beginning_looks_anew_and_tells_it_in_that_language() -> None:
    walk = Walk()
    walk.machine.screens = ()
    walk.until("screens.touch").ready()
    told = walk.dialogue.question.told
    walk.dialogue.back()
    walk.answer("en").ready()
    assert walk.key == "screens.touch"
    assert walk.dialogue.question.told != told
