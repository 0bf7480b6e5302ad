"""Each step: what it asks, what it offers, what it takes and what it refuses."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.setup.machine import Monitor, PrinterPlace
from kiosk.setup.order import STEPS
from kiosk.setup.question import Value, Wrong
from tests.cli.test_district import bundle
from tests.setup.walk import USUAL, Walk, machine


@pytest.mark.parametrize(
    ("key", "good", "kept"),
    [
        ("language.language", "en", "en"),
        ("office.place", "  xã   Thanh Sơn ", "xã Thanh Sơn"),
        ("office.id", "thanh-son-2", "thanh-son-2"),
        ("services.template", "ward-large", "ward-large"),
        ("counters.count", "07", "7"),
        ("people.head", "Phạm Minh Tuấn", "Phạm Minh Tuấn"),
        ("people.head_title", "", ""),
        ("printer.place", "serial:/dev/ttyUSB0:19200:none", "serial:/dev/ttyUSB0:19200:none"),
        ("printer.width", "58", "58"),
        ("screens.touch", "DP-1 1920x1080", "DP-1 1920x1080"),
        ("screens.touch_inches", "21,5", "21.5"),
        ("network.open", "machine", "machine"),
        ("backup.second", "none", "none"),
        ("district.bundle", "/media/usb/thanh-son.json", "/media/usb/thanh-son.json"),
    ],
)
def test_a_good_answer_is_kept_as_it_is_meant(key: str, good: str, kept: str) -> None:
    walk = Walk().until(key)
    walk.answer(good)
    assert walk.draft.answers[key] == kept


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("language.language", "fr"),
        ("office.place", "   "),
        ("office.name", "x" * 121),
        ("office.name", "\N{SNOWMAN}"),
        ("office.id", "Thanh Sơn"),
        ("services.template", "city"),
        ("counters.spread", "some"),
        ("people.head", ""),
        ("people.head_id", "Minh Tuấn"),
        ("printer.place", "usb"),
        ("printer.place", "serial:/dev/ttyUSB0:1:none"),
        ("printer.place", "tcp:printer.local"),
        ("printer.width", "76"),
        ("screens.touch", "HDMI-1"),
        ("screens.touch", "HDMI-1 0x1080"),
        ("screens.hall", "HDMI-1 1280x720"),
        ("sound.device", "the loud one"),
        ("backup.folder", "/mnt/nas\x1b[D"),
        ("backup.folder", "/mnt/\N{REPLACEMENT CHARACTER}"),
        ("office.name", "Bộ phận \N{REPLACEMENT CHARACTER}"),
        ("screens.touch_rotate", "up"),
        ("screens.touch_inches", "3"),
        ("screens.touch_inches", "large"),
        ("network.tls", "maybe"),
        ("district.bundle", "bundle.json"),
        ("summary.by", ""),
        ("summary.sure", "no"),
    ],
)
def test_a_bad_answer_is_refused_with_a_sentence_in_both_languages(key: str, bad: str) -> None:
    walk = Walk().until(key, backup__second="folder", backup__folder="/mnt/nas")
    with pytest.raises(Wrong) as refused:
        walk.answer(bad)
    assert refused.value.words.format_map(refused.value.values)
    assert walk.key == key


def test_ones_own_services_are_ticked() -> None:
    walk = Walk().until("services.chosen", services__template="own")
    with pytest.raises(Wrong):
        walk.answer(())
    with pytest.raises(Wrong):
        walk.answer(("A", "Z"))
    walk.answer(("T", "A"))
    assert walk.draft.answers["services.chosen"] == ("T", "A")
    assert walk.key == "counters.count"


def test_clerks_are_asked_for_until_a_name_stays_empty() -> None:
    walk = Walk().until("people.clerk_1")
    for name in ("Trần Lan Anh", "Nguyễn Văn Hòa", ""):
        walk.answer(name)
    assert walk.key == "printer.place"
    assert len(walk.draft.of_step("people")) == 6


def test_a_printer_in_the_network_is_asked_for_by_its_address() -> None:
    walk = Walk().until("printer.address", printer__place="address")
    for bad in ("printer.local", "10.0.0", "10.0.0.7:99999", "10.0.0.7:", ""):
        with pytest.raises(Wrong):
            walk.answer(bad)
    walk.answer("10.0.0.7")
    assert walk.draft.answers["printer.address"] == "tcp:10.0.0.7:9100"
    walk.dialogue.back()
    walk.answer(walk.dialogue.given)
    assert walk.draft.answers["printer.address"] == "tcp:10.0.0.7:9100"


def test_printers_that_answer_come_first_and_silent_ones_say_so() -> None:
    silent = PrinterPlace("serial:/dev/ttyS0:9600:rtscts", "serial port", answered=False)
    there = PrinterPlace("usblp:/dev/usb/lp0", "EPSON TM-T20III", answered=True)
    kernels = PrinterPlace("", "USB printer", answered=False, why="no port")
    pretended = machine()
    pretended.places = (silent, kernels, there)
    question = Walk(pretended).until("printer.place").dialogue.question
    assert [option.value for option in question.options[:2]] == [there.place, silent.place]
    assert "không trả lời" in question.options[1].detail
    assert question.told == ("Máy in USB: no port",)
    assert question.default == there.place


def test_a_port_of_the_board_where_nobody_answers_is_not_offered_as_the_printer() -> None:
    port = PrinterPlace("serial:/dev/ttyS0:9600:rtscts", "serial port", answered=False)
    dumb = PrinterPlace("usblp:/dev/usb/lp0", "USB printer", answered=False)
    for places, offered in (((port,), "virtual"), ((port, dumb), dumb.place)):
        pretended = machine()
        pretended.places = places
        question = Walk(pretended).until("printer.place").ready().dialogue.question
        assert question.default == offered
        assert port.place in question.values


def test_without_any_printer_pictures_are_offered_and_nothing_is_printed() -> None:
    pretended = machine()
    pretended.places = ()
    walk = Walk(pretended).until("sound.device")
    assert walk.draft.answers["printer.place"] == "virtual"
    assert "printer.page" not in walk.draft.answers


def test_a_page_that_did_not_come_out_is_told_and_asked_about() -> None:
    pretended = machine()
    pretended.prints = False
    walk = Walk(pretended).until("printer.page")
    assert walk.dialogue.given == "no"
    assert walk.dialogue.question.told
    walk.answer("no")
    assert walk.key == "printer.wrong"
    walk.answer(("letters", "cut"))
    assert walk.draft.answers["printer.wrong"] == ("letters", "cut")


def test_monitors_are_numbered_measured_turned_and_placed_side_by_side() -> None:
    walk = Walk().until("screens.upright", screens__touch_rotate="left")
    assert walk.machine.did == ["numbers 2", "HDMI-1:left+0 HDMI-2:normal+1080"]
    assert walk.draft.answers["screens.touch_inches"] == "21.5"
    assert walk.draft.answers["screens.hall_inches"] == "42.5"


def test_a_monitor_that_lies_about_its_size_gets_a_usual_one() -> None:
    pretended = machine()
    pretended.screens = (Monitor("HDMI-1", 1920, 1080, (160, 90)),)
    walk = Walk(pretended).until("screens.upright")
    assert walk.draft.answers["screens.touch_inches"] == "21.5"
    assert walk.draft.answers["screens.hall"] == "none"


def test_a_machine_without_monitors_asks_nothing_about_them() -> None:
    pretended = machine()
    pretended.screens = ()
    walk = Walk(pretended).until("office.place")
    assert walk.draft.of_step("screens") == ["screens.touch", "screens.hall"]
    assert pretended.did == []


@pytest.mark.parametrize(
    ("others", "key", "told"),
    [
        ({"sound__device": "plughw:CARD=PCH,DEV=0"}, "sound.heard", True),
        ({"sound__device": "off"}, "network.open", False),
    ],
)
def test_a_call_is_played_on_the_loudspeaker_that_was_chosen(others: dict[str, Any], key: str, told: bool) -> None:
    walk = Walk().until(key, **others)
    assert ("call plughw:CARD=PCH,DEV=0" in walk.machine.did) is told


def test_a_clock_without_battery_is_set() -> None:
    pretended = machine()
    pretended.wall = pretended.wall.replace(year=2020)
    walk = Walk(pretended).until("clock.wall")
    with pytest.raises(Wrong):
        walk.answer("30/02/2026 07:30")
    walk.answer("23/11/2026 07:30").ready()
    assert walk.key == "clock.set"
    assert pretended.wall.year == 2026


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (None, "The file cannot be read: it is not there"),
        (b"not a bundle", "this is no file of the tier above"),
        (b"{}", "this is no file of the tier above"),
        (b'{"format": "motcua.bundle.v1", "office": "ben-thanh"}', "made for the office “ben-thanh”"),
        (b'{"format": "motcua.bundle.v1", "office": "thanh-son"}', "it is damaged"),
    ],
)
def test_a_bundle_that_does_not_fit_is_told_and_left_out(raw: bytes | None, told: str) -> None:
    path = Path("/media/usb/thanh-son.json")
    pretended = machine()
    pretended.files = {} if raw is None else {path: raw}
    answers: dict[str, Value] = {"district__bundle": str(path), "language__language": "en"}
    walk = Walk(pretended).until("district.fits", **answers)
    assert told in walk.dialogue.question.told[0]
    walk.answer("no")
    assert walk.key == "summary.by"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_question_is_whole_in_both_languages(language: str) -> None:
    walk = Walk().until("screens.touch", language__language=language)
    while not walk.dialogue.is_over:
        question = walk.ready().dialogue.question
        texts = (question.title, question.help, question.busy, *question.told, *(one.label for one in question.options))
        assert question.title
        assert "{" not in "".join(texts)
        walk.answer(USUAL.get(question.key, walk.dialogue.given))


@pytest.mark.parametrize(
    ("days", "told"),
    [(-2000, "set the clock if it is"), (12_000, "set the clock if it is"), (0, "Kim Bảng")],
)
def test_a_bundle_on_a_machine_with_a_dead_clock_speaks_of_the_clock(tmp_path: Path, days: int, told: str) -> None:
    path = bundle(tmp_path)
    pretended = machine()
    pretended.files = {path: path.read_bytes()}
    pretended.wall = datetime.now(pretended.wall.tzinfo) + timedelta(days=days)
    answers: dict[str, Value] = {"district__bundle": str(path), "language__language": "en", "clock__right": "yes"}
    assert told in Walk(pretended).until("district.fits", **answers).dialogue.question.told[0]


def test_the_clock_is_looked_at_before_the_file_of_the_tier_above() -> None:
    names = [step.name for step in STEPS]
    assert names.index("clock") < names.index("district")
