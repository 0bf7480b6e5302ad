"""The announcement as a list of pieces, and the finished WAV, listened to."""

from itertools import pairwise
from pathlib import Path

import pytest

from display.voice.chime import CALL, RECALL, chime
from display.voice.clips import Shelf
from display.voice.espeak import Espeak
from display.voice.phrase import (
    Bell,
    Form,
    Invitation,
    Pause,
    Performance,
    Piece,
    Word,
    form_under_load,
    gain_of,
    performed,
    pieces_of_call,
    pieces_of_notice,
)
from display.voice.reading import Reading, Region
from display.voice.settings import Notice, Shortening, VoiceSettings
from tests.voice import hearing
from tests.voice.conftest import Tones

A023 = Invitation("A023", 3)
espeak = pytest.mark.needs("espeak-ng")


def said(pieces: list[Piece]) -> str:
    """The words of an announcement; a bell is *, a long pause |."""
    spoken = ("*" if isinstance(one, Bell) else "|" if isinstance(one, Pause) else one.text for one in pieces
              if not isinstance(one, Pause) or one.ms >= 600)  # fmt: skip
    return " ".join(spoken)


PHRASE = "Mời khách hàng có số thứ tự a không hai ba đến quầy số ba"


def test_a_call_is_bell_phrase_pause_and_the_phrase_once_more() -> None:
    assert said(pieces_of_call(A023, Form.FULL, VoiceSettings())) == f"* {PHRASE} | {PHRASE}"


def test_under_load_it_loses_the_repeat_then_the_bell_then_all_but_number_and_counter() -> None:
    settings = VoiceSettings()
    assert said(pieces_of_call(A023, Form.ONCE, settings)) == f"* {PHRASE}"
    assert said(pieces_of_call(A023, Form.NO_CHIME, settings)) == PHRASE
    assert said(pieces_of_call(A023, Form.SHORT, settings)) == "a không hai ba quầy ba"
    forms = [form_under_load(waiting, Shortening()) for waiting in range(7)]
    assert forms == [Form.FULL, Form.FULL, Form.ONCE, Form.NO_CHIME, Form.SHORT, Form.SHORT, Form.SHORT]


def test_a_recall_has_another_bell() -> None:
    again = Invitation("A023", 3, recall=True)
    assert pieces_of_call(A023, Form.FULL, VoiceSettings())[0] == Bell(CALL)
    assert pieces_of_call(again, Form.FULL, VoiceSettings())[0] == Bell(RECALL)


def test_english_follows_when_the_office_wants_it() -> None:
    settings = VoiceSettings(english=True)
    english = "Ticket number ay zero two three please go to counter three"
    assert said(pieces_of_call(A023, Form.FULL, settings)) == f"* {PHRASE} | {PHRASE} | {english} | {english}"
    assert said(pieces_of_call(A023, Form.NO_CHIME, settings)) == f"{PHRASE} | {english}"
    short = said(pieces_of_call(A023, Form.SHORT, settings))
    assert short == "a không hai ba quầy ba | ay zero two three counter three"


def test_the_office_may_do_without_the_repeat() -> None:
    assert said(pieces_of_call(A023, Form.FULL, VoiceSettings(repeat=False))) == f"* {PHRASE}"


def test_a_counter_with_a_name_of_its_own_is_called_by_it() -> None:
    named = Invitation("T007", 4, "Bàn trả kết quả")
    assert said(pieces_of_call(named, Form.ONCE, VoiceSettings())).endswith("bảy đến Bàn trả kết quả")
    assert said(pieces_of_call(named, Form.SHORT, VoiceSettings())) == "tê không không bảy Bàn trả kết quả"
    for plain in ("Quầy 4", "quầy số 04", "QUAY 4", "4", "", "  ", "–", "Counter 4"):
        pieces = pieces_of_call(Invitation("T007", 4, plain), Form.SHORT, VoiceSettings())
        assert said(pieces).endswith("quầy bốn"), plain
    other = pieces_of_call(Invitation("T007", 4, "Quầy 14"), Form.SHORT, VoiceSettings())
    assert said(other).endswith("Quầy 14")


def test_natural_reading_in_the_south() -> None:
    settings = VoiceSettings(region=Region.SOUTH, reading=Reading.NATURAL)
    pieces = pieces_of_call(Invitation("A1005", 24), Form.SHORT, settings)
    assert said(pieces) == "a một ngàn không trăm lẻ năm quầy hai mươi tư"


def test_a_free_announcement_is_said_once_in_each_language_that_it_has() -> None:
    notice = Notice("sap-het-gio", "Sắp hết giờ nhận hồ sơ", "Closing soon")
    assert said(pieces_of_notice(notice, Form.FULL, VoiceSettings())) == "* Sắp hết giờ nhận hồ sơ"
    both = pieces_of_notice(notice, Form.SHORT, VoiceSettings(english=True))
    assert said(both) == "Sắp hết giờ nhận hồ sơ | Closing soon"


def test_a_missing_clip_is_a_short_silence_and_is_named(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, Tones(missing=("hai",)))
    done = performed(pieces_of_call(A023, Form.FULL, VoiceSettings()), shelf)
    assert done.missing == ("hai",)
    (first, second) = [mark for mark in done.marks if isinstance(mark.piece, Word) and mark.piece.clip == "hai"]
    assert first.length == second.length == hearing.RATE * 300 // 1000
    assert not any(done.sound.samples[first.begin : first.begin + first.length])


# ---- the WAV, listened to


@pytest.fixture(scope="module", params=["north", "central", "south", "english"])
def full(request: pytest.FixtureRequest, shipped: Path) -> Performance:
    """A023 to counter 3 in each shipped voice."""
    english = request.param == "english"
    settings = VoiceSettings(region=Region.NORTH if english else Region(request.param), english=english)
    return performed(pieces_of_call(A023, Form.FULL, settings), Shelf(shipped, Espeak()))


@espeak
def test_the_bell_is_heard_first_and_falls(full: Performance) -> None:
    samples = hearing.heard(full.sound.wav)
    high, low = CALL
    begin, later = hearing.part(samples, 20, 250), hearing.part(samples, 340, 300)
    assert hearing.strength(begin, high) > 5 * hearing.strength(begin, low)
    assert hearing.strength(later, low) > 2 * hearing.strength(later, high)
    assert hearing.rms_db(hearing.part(samples, 20, 200)) > -26


@espeak
def test_the_phrase_comes_twice_with_600_to_700_ms_between(full: Performance) -> None:
    samples = hearing.heard(full.sound.wav)
    found = hearing.pauses(samples, 450)
    assert len(found) in (1, 3)  # with English three
    assert all(600 <= length <= 700 for _, length in found), found
    begin, length = found[0]
    first = hearing.part(samples, 1060, begin - 1060)
    second = hearing.part(samples, begin + length, begin - 1060)
    assert abs(hearing.loudness(first) - hearing.loudness(second)) < 0.5


@espeak
def test_every_word_is_as_loud_as_the_others(full: Performance) -> None:
    samples = hearing.heard(full.sound.wav)
    levels = {
        mark.piece.clip: hearing.loudness(samples[mark.begin : mark.begin + mark.length])
        for mark in full.marks
        if isinstance(mark.piece, Word)
    }
    assert max(levels.values()) - min(levels.values()) <= 2.0, levels


@espeak
def test_no_join_clicks_and_nothing_is_overdriven(full: Performance) -> None:
    samples = hearing.heard(full.sound.wav)
    joins = [mark.begin for mark in full.marks] + [mark.begin + mark.length for mark in full.marks]
    assert max(hearing.jumps(samples, place) for place in joins) <= 150
    assert max(map(abs, samples)) <= 30_000


@espeak
def test_the_whole_is_its_pieces_and_nothing_else(full: Performance) -> None:
    ends = [mark.begin + mark.length for mark in full.marks]
    assert [mark.begin for mark in full.marks[1:]] == ends[:-1]
    assert ends[-1] == len(hearing.heard(full.sound.wav))
    assert full.missing == ()


@espeak
@pytest.mark.parametrize(
    ("form", "seconds"), [(Form.FULL, 12), (Form.ONCE, 6.5), (Form.NO_CHIME, 5.5), (Form.SHORT, 3)]
)
def test_each_form_takes_less_time_than_the_one_before(form: Form, seconds: float, shipped: Path) -> None:
    done = performed(pieces_of_call(A023, form, VoiceSettings()), Shelf(shipped, Espeak()))
    assert done.sound.ms / 1000 < seconds


@espeak
def test_volume_makes_all_of_it_softer_by_the_same_amount(shipped: Path) -> None:
    shelf, pieces = Shelf(shipped, Espeak()), pieces_of_call(A023, Form.ONCE, VoiceSettings())
    loud, soft = performed(pieces, shelf), performed(pieces, shelf, gain_of(50))
    difference = hearing.loudness(loud.sound.samples) - hearing.loudness(soft.sound.samples)
    assert difference == pytest.approx(12.04, abs=0.1)


def test_a_bell_ends_without_a_click() -> None:
    for tones in (CALL, RECALL):
        samples = chime(tones).samples
        steps = [abs(b - a) for a, b in pairwise(samples)]
        assert samples[0] == samples[-1] == 0
        assert max(steps) < 4000
        assert hearing.rms_db(samples[-220:]) < -55
