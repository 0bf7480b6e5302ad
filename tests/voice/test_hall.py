"""All parts wired together: the clips are made at the first start while the hall already speaks; and the commands."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from display.voice import commands
from display.voice.clips import DIALECTS, rendered_path
from display.voice.hall import CLIPS_DEVICE, HallVoice, open_voice
from display.voice.player import Condition, Outcome
from display.voice.recordings import keep_recording
from display.voice.rendering import words_of_shipped
from display.voice.settings import Notice, VoiceSettings
from display.voice.sound import Sound
from display.voice.turns import Called
from office.clock import MachineClock
from tests.voice import hearing
from tests.voice.conftest import ZONE, Hall, Tones, tone

SETTINGS = VoiceSettings(english=True, notices=(Notice("het-gio", "Hết giờ"),))


class Quick:
    """A loudspeaker that is done at once."""

    def __init__(self, condition: Condition = Condition.OK) -> None:
        self.condition, self.sounds = condition, list[Sound]()

    def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
        begun()
        self.sounds.append(sound)
        return Outcome(self.condition)

    def stop(self) -> None:
        pass


def opened(data: Path, hall: Hall, speaker: Tones, player: Quick) -> HallVoice:
    return open_voice(data, hall, MachineClock(), ZONE, lambda: SETTINGS, speaker=speaker, player=player)


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def test_the_first_start_makes_the_voices_in_use_first_and_speaks_meanwhile(tmp_path: Path) -> None:
    hall, speaker, player = Hall(names={4: "Bàn tiếp dân"}), Tones(), Quick()
    voice = opened(tmp_path, hall, speaker, player)
    voice.start(lambda: [(4, "Bàn tiếp dân")])
    try:
        voice.announcer.call(Called(23, "A023", 3))
        wait_for(lambda: hall.bodies("ended"))
        root = tmp_path / "voices"
        wait_for(lambda: all((root / one / "rendered" / "edition.txt").exists() for one in ("north", "english")))
        wait_for(lambda: (CLIPS_DEVICE, "ok", None) in hall.devices)
        wait_for(lambda: ("vi", "Bàn tiếp dân") in speaker.spoken)
        wait_for(lambda: ("vi", "Hết giờ") in speaker.spoken)
    finally:
        voice.stop(5)
    assert not list(tmp_path.rglob("*.part"))


def test_without_a_speaker_the_clips_are_told_incomplete(tmp_path: Path) -> None:
    hall = Hall()
    voice = opened(tmp_path, hall, Tones(missing=("*",)), Quick())
    voice.start()
    try:
        wait_for(lambda: len(hall.devices) == 2)
        assert set(hall.devices) == {("voice", "ok", None), (CLIPS_DEVICE, "incomplete", "no tone for it")}
    finally:
        voice.stop(5)


def test_stopping_during_the_making_is_quick_and_goes_on_later(tmp_path: Path) -> None:
    voice = opened(tmp_path, Hall(), Tones(), Quick())
    voice.start()
    wait_for(lambda: voice.progress is not None)
    began = time.monotonic()
    voice.stop(5)
    assert time.monotonic() - began < 4
    assert not rendered_path(tmp_path / "voices", "english", "edition").with_suffix(".txt").exists()


# ---- the commands


class Screen(list[str]):
    def __call__(self, line: str) -> None:
        self.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self)


@pytest.fixture
def screen() -> Screen:
    return Screen()


def say(root: Path, screen: Screen, player: Quick, number: str = "A023", counter: int = 3, **more: object) -> int:
    return commands.say(root, VoiceSettings(), Tones(), player, number, counter, screen, **more)  # type: ignore[arg-type]


def test_say_plays_a_number_once_and_says_so(tmp_path: Path, screen: Screen) -> None:
    player = Quick()
    assert say(tmp_path, screen, player, "a23") == 0
    assert len(player.sounds) == 1
    assert screen.text.startswith("A023 → 3: ")
    assert "The loudspeaker is ready" in screen.text


def test_say_can_write_a_file_and_be_short(tmp_path: Path, screen: Screen) -> None:
    player, path = Quick(), tmp_path / "out.wav"
    assert say(tmp_path, screen, player, into=path, short=True) == 0
    assert player.sounds == []
    assert hearing.heard(path.read_bytes())
    assert str(path) in screen.text


@pytest.mark.parametrize(
    ("number", "counter"), [("", 3), ("A", 3), ("A000", 3), ("xyz", 3), ("A023", 0), ("A023", 100)]
)
def test_say_explains_itself_when_asked_wrongly(number: str, counter: int, tmp_path: Path, screen: Screen) -> None:
    assert say(tmp_path, screen, Quick(), number, counter) == 2
    assert "usage: motcua voice say A023 3" in screen.text


def test_say_tells_a_loudspeaker_that_did_not_play(tmp_path: Path, screen: Screen) -> None:
    assert say(tmp_path, screen, Quick(Condition.NO_DEVICE)) == 1
    assert "There is no sound device" in screen.text


def test_list_shows_every_voice_and_marks_those_in_use(tmp_path: Path, screen: Screen) -> None:
    keep_recording(tmp_path, "lan-anh", "ba", tone(300, 400).wav)
    (tmp_path / "heard").mkdir()
    (tmp_path / "heard" / "heard.wav").write_bytes(tone(300, 400).wav)
    assert commands.list_voices(tmp_path, VoiceSettings(voice="lan-anh"), screen) == 0
    assert [line.split()[1] for line in screen if line.startswith("*")] == ["lan-anh"]
    assert len(screen) == len(DIALECTS) + 1
    assert "recorded   1   of this office" in screen.text
    assert f"rendered 0/{len(words_of_shipped('north'))}" in screen.text


def test_check_makes_what_is_missing_and_names_every_bad_clip(tmp_path: Path, screen: Screen) -> None:
    settings = VoiceSettings(voice="lan-anh")
    (tmp_path / "lan-anh").mkdir()
    (tmp_path / "lan-anh" / "ba.wav").write_bytes(b"ID3" + bytes(3000))
    (tmp_path / "lan-anh" / "hai.wav").write_bytes(b"")
    assert commands.check(tmp_path, settings, Tones(), Quick(Condition.BUSY), screen) == 1
    assert "north: 48/48 ngan" not in screen.text
    assert f"north: {len(words_of_shipped('north'))}/{len(words_of_shipped('north'))} nghin" in screen.text
    assert "FAULT lan-anh/ba.wav: This is a file in MP3 format" in screen.text
    assert "FAULT lan-anh/hai.wav: The file is empty" in screen.text
    assert "FAULT Another program is using the sound device" in screen.text


@pytest.mark.needs("espeak-ng")
def test_check_is_content_when_all_is_well(tmp_path: Path, screen: Screen) -> None:
    assert commands.check(tmp_path, VoiceSettings(), Tones(), Quick(), screen) == 0
    assert "FAULT" not in screen.text


def test_the_record_list_is_one_line_a_clip_with_its_words(tmp_path: Path, screen: Screen) -> None:
    keep_recording(tmp_path, "rieng", "ba", tone(300, 400).wav)
    assert commands.show_record_list(tmp_path, VoiceSettings(), screen, counters=[(2, "Bàn tiếp dân")]) == 0
    assert "x ba.wav" in screen.text
    assert "  moi-khach.wav            Mời khách hàng có số thứ tự" in screen
    assert "  mot-sac.wav              mốt   (as in 21, 31)" in screen
    assert any(line.endswith("Bàn tiếp dân") for line in screen)
    assert screen[-1].startswith("1 of ")
    assert commands.show_record_list(tmp_path, VoiceSettings(), screen, voice="../x") == 2
