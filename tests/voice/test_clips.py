"""Making the shipped voices, and finding a clip: the office's own, the shipped one, espeak-ng at once, silence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from display.voice.clips import DIALECTS, BadName, Shelf, Voice, recorded_path, rendered_path, voices_of
from display.voice.espeak import Espeak, SpeakerMissing
from display.voice.reading import Region
from display.voice.rendering import Progress, render_voice, words_of_shipped
from display.voice.settings import VoiceSettings
from display.voice.sound import finished
from display.voice.vocabulary import ENGLISH, VIETNAMESE, named, named_clips, speakable, spoken_name
from tests.voice import hearing
from tests.voice.conftest import Room, Tones, tone

NORTH = Voice("north", VIETNAMESE, Region.NORTH)
OWN = Voice("lan-anh", VIETNAMESE, Region.NORTH)


def test_a_voice_is_rendered_once_with_progress(tmp_path: Path) -> None:
    heard, speaker = list[Progress](), Tones()
    made = render_voice(tmp_path, "north", speaker, heard.append)
    assert made.whole
    assert made.rendered == len(words_of_shipped("north")) == len(speaker.spoken)
    assert [one.done for one in heard] == list(range(1, made.rendered + 1))
    assert {one.total for one in heard} == {made.rendered}
    assert render_voice(tmp_path, "north", speaker).rendered == 0
    assert not list(tmp_path.rglob("*.part"))


def test_a_damaged_or_lost_clip_is_made_again(tmp_path: Path) -> None:
    render_voice(tmp_path, "south", Tones())
    rendered_path(tmp_path, "south", "ba").write_bytes(b"RIFF")
    rendered_path(tmp_path, "south", "hai").unlink()
    rendered_path(tmp_path, "south", "mot").write_bytes(b"")
    assert render_voice(tmp_path, "south", Tones()).rendered == 3


def test_an_older_edition_is_made_again_and_recordings_stay(tmp_path: Path) -> None:
    render_voice(tmp_path, "north", Tones())
    recorded_path(tmp_path, "north", "ba").write_bytes(tone(300, 400).wav)
    (tmp_path / "north" / "rendered" / "edition.txt").write_text("0 vi 80\n")
    assert render_voice(tmp_path, "north", Tones()).rendered == len(words_of_shipped("north"))
    assert recorded_path(tmp_path, "north", "ba").read_bytes() == tone(300, 400).wav


def test_rendering_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    left = [5]

    def stopping() -> bool:
        left[0] -= 1
        return left[0] < 0

    first = render_voice(tmp_path, "english", Tones(), stopping=stopping)
    assert (first.whole, first.rendered, first.why) == (False, 5, "stopped")
    assert render_voice(tmp_path, "english", Tones()).whole


def test_without_a_speaker_rendering_says_why(tmp_path: Path) -> None:
    made = render_voice(tmp_path, "north", Tones(missing=("*",)))
    assert (made.whole, made.rendered, made.why) == (False, 0, "no tone for it")
    with pytest.raises(KeyError):
        render_voice(tmp_path, "west", Tones())


def test_the_offices_own_recording_goes_before(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, Tones(missing=("*",)))
    render_voice(tmp_path, "north", Tones())
    shipped = shelf.sound(OWN, "ba", "ba")
    assert shipped is not None
    recorded_path(tmp_path, "lan-anh", "ba").parent.mkdir()
    recorded_path(tmp_path, "lan-anh", "ba").write_bytes(tone(500, 333).wav)
    own = shelf.sound(OWN, "ba", "ba")
    assert own is not None
    assert own.ms == pytest.approx(500, abs=5)
    assert shelf.sound(NORTH, "ba", "ba") == shipped


def test_a_new_recording_is_heard_at_the_next_call_and_its_removal_too(tmp_path: Path) -> None:
    shelf, path = Shelf(tmp_path, Tones()), recorded_path(tmp_path, "north", "ba")
    before = shelf.sound(NORTH, "ba", "ba")
    path.parent.mkdir(parents=True)
    path.write_bytes(tone(450, 333).wav)
    assert shelf.sound(NORTH, "ba", "ba") != before
    path.unlink()
    assert shelf.sound(NORTH, "ba", "ba") == before


def test_a_missing_clip_is_spoken_at_once_and_remembered(tmp_path: Path) -> None:
    speaker = Tones()
    shelf = Shelf(tmp_path, speaker)
    assert shelf.sound(NORTH, "ba", "ba") is not None
    assert shelf.sound(NORTH, "ba", "ba") is not None
    assert speaker.spoken == [("vi", "ba")]


def test_where_nobody_can_speak_a_clip_it_is_none_until_somebody_can(tmp_path: Path) -> None:
    speaker = Tones(missing=("ba",))
    shelf = Shelf(tmp_path, speaker)
    assert shelf.sound(NORTH, "ba", "ba") is None
    speaker.missing = ()
    assert shelf.sound(NORTH, "ba", "ba") is not None


BAD_FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "mp3": lambda: b"ID3\x04" + bytes(2000),
    "text": lambda: b"not a sound",
    "half a header": lambda: tone(300, 300).wav[:30],
    "no samples": lambda: tone(0, 300).wav,
    "ten minutes": lambda: tone(1000, 300).wav + bytes(2 * 22_050 * 600),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_that_somebody_put_there_is_passed_over(kind: str, tmp_path: Path) -> None:
    render_voice(tmp_path, "north", Tones())
    shelf = Shelf(tmp_path, Tones(missing=("*",)))
    good, path = shelf.sound(NORTH, "ba", "ba"), recorded_path(tmp_path, "north", "ba")
    data = BAD_FILES[kind]()
    if kind == "ten minutes":
        data = data[:40] + (len(data) - 44).to_bytes(4, "little") + data[44:]
    path.write_bytes(data)
    assert shelf.sound(NORTH, "ba", "ba") == good


def test_a_folder_in_the_place_of_a_clip_is_passed_over(tmp_path: Path) -> None:
    recorded_path(tmp_path, "north", "ba").mkdir(parents=True)
    assert Shelf(tmp_path, Tones()).sound(NORTH, "ba", "ba") is not None


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "ba.wav", "-x", "x" * 80, "é", "a\n"])
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadName):
        recorded_path(tmp_path, name, "ba")
    with pytest.raises(BadName):
        recorded_path(tmp_path, "north", name)


def test_the_settings_choose_the_voices() -> None:
    assert voices_of(VoiceSettings()) == (NORTH,)
    both = voices_of(VoiceSettings(region=Region.SOUTH, voice="lan-anh", english=True))
    assert [(one.name, one.shipped, one.dialect) for one in both] == [
        ("lan-anh", "south", "vi-vn-x-south"),
        ("english", "english", "en"),
    ]
    assert both[1].language == ENGLISH


def test_names_of_counters_become_clips() -> None:
    assert named("Bàn trả kết quả") == "ten-ban-tra-ket-qua"
    assert named("…") == "ten-khong-chu"
    assert len(named("ố" * 300)) <= 64
    clips = named_clips([(1, "Quầy 1"), (2, "Bàn tiếp dân"), (3, "Quầy số 03")])
    assert {name: spoken.text for name, spoken in clips.items()} == {"ten-ban-tiep-dan": "Bàn tiếp dân"}
    assert len(spoken_name(1, "Ủy ban " * 300) or "") <= 80


def test_what_is_spoken_has_no_control_signs_and_no_commands() -> None:
    assert speakable("Quầy\x00 [[x]] <b>số</b>\n3") == "Quầy x b số /b 3"
    assert speakable("a" * 5000) == "a" * 400


def test_a_long_name_in_a_rendered_voice_is_bounded(room: Room) -> None:
    sound = room.shelf.sound(NORTH, named("x" * 5000), "x" * 5000)
    assert sound is not None


# ---- espeak-ng itself

espeak = pytest.mark.needs("espeak-ng")


@espeak
@pytest.mark.parametrize("voice", DIALECTS)
def test_every_clip_of_a_shipped_voice_is_level_trimmed_and_begins_at_zero(voice: str, shipped: Path) -> None:
    wanted = words_of_shipped(voice)
    files = sorted((shipped / voice / "rendered").glob("*.wav"))
    assert {path.stem for path in files} == set(wanted)
    levels = {}
    for path in files:
        samples = hearing.heard(path.read_bytes())
        levels[path.stem] = hearing.loudness(samples)
        assert samples[0] == samples[-1] == 0, path.stem
        loud, _, length = hearing.stretches(samples, -60)[0]
        assert loud or length <= 30, path.stem
        assert 100 < len(samples) * 1000 / hearing.RATE < 2500, path.stem
    middle = sorted(levels.values())[len(levels) // 2]
    assert {name: level for name, level in levels.items() if abs(level - middle) > 1} == {}


@espeak
def test_espeak_takes_text_for_text() -> None:
    for text in ("--help", "-f /etc/hostname", "$(id)", "", "\x00", "😀", "a" * 100_000):
        assert Espeak().speak("vi", text) is not None


def test_a_machine_without_espeak_says_so() -> None:
    with pytest.raises(SpeakerMissing, match="No such file"):
        Espeak(program="no-such-espeak").speak("vi", "ba")


@pytest.mark.parametrize(
    ("script", "why"),
    [("echo voice missing >&2; exit 1", "voice missing"), ("exit 0", "empty"), ("sleep 20", "longer than 0.3 s"),
     ("head -c 500 /dev/zero", "not a sound file")],
)  # fmt: skip
def test_a_speaker_that_fails_says_why_within_its_deadline(script: str, why: str, tmp_path: Path) -> None:
    program = tmp_path / "espeak"
    program.write_text(f"#!/bin/sh\nexec 0<&-\n{script.replace('sleep', 'exec sleep')}\n")
    program.chmod(0o755)
    with pytest.raises(SpeakerMissing, match=why):
        Espeak(program=str(program), deadline_s=0.3).speak("vi", "ba")


def test_finishing_twice_changes_nothing_that_is_heard() -> None:
    once = finished(tone(400, 440))
    assert hearing.loudness(finished(once).samples) == pytest.approx(hearing.loudness(once.samples), abs=0.2)
