"""Loudspeakers: a program that plays, is missing, fails or hangs; and the file of a machine without sound."""

import os
import stat
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from display.voice.onevoice import OneVoice
from display.voice.player import (
    CONDITION_WORDS,
    ChosenPlayer,
    Condition,
    Outcome,
    Player,
    ProgramPlayer,
    aplay,
    pw_play,
)
from display.voice.sound import silence
from display.voice.soundfile import COLUMNS, FilePlayer
from office.clock import SetClock
from tests.voice import hearing
from tests.voice.conftest import tone

BEEP = tone(100, 440)


class Machine:
    """A folder of programs in front of the search path."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.notes = folder, folder / "notes"
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        monkeypatch.setenv("NOTES", str(self.notes))

    def has(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def played(player: Player, device: str = "", ms: int = 100) -> tuple[Outcome, int]:
    """The outcome, and how often `begun` was called."""
    begun: list[int] = []
    return player.play(tone(ms, 440), device, lambda: begun.append(1)), len(begun)


COPIES = 'for last; do :; done; cat "$last" >"$NOTES.wav"; echo "$*" >"$NOTES"'


@pytest.mark.parametrize(
    ("name", "device", "arguments"),
    [("aplay", "", "-q -D default /dev/fd/"), ("aplay", "hw:1,0", "-q -D hw:1,0 /dev/fd/"), ("pw-play", "", "/dev/fd/"),
     ("pw-play", "alsa_output.hdmi", "--target alsa_output.hdmi /dev/fd/")],
)  # fmt: skip
def test_the_program_gets_the_device_and_the_whole_sound(
    name: str, device: str, arguments: str, machine: Machine
) -> None:
    machine.has(name, COPIES)
    outcome, begun = played(aplay() if name == "aplay" else pw_play(), device)
    assert (outcome, begun) == (Outcome(Condition.OK), 1)
    assert machine.notes.read_text().startswith(arguments)
    assert hearing.heard(Path(f"{machine.notes}.wav").read_bytes()) == BEEP.samples


@pytest.mark.parametrize(
    ("said", "condition"),
    [("aplay: main:831: audio open error: No such file or directory", Condition.NO_DEVICE),
     ("aplay: main:831: audio open error: Device or resource busy", Condition.BUSY),
     ("aplay: device_list:274: no soundcards found...", Condition.NO_DEVICE),
     ("pw_context_connect() failed: Host is down", Condition.NO_DEVICE),
     ("something else", Condition.ERROR), ("", Condition.ERROR)],
)  # fmt: skip
def test_a_program_that_fails_at_once_is_a_condition_and_nothing_has_begun(
    said: str, condition: Condition, machine: Machine
) -> None:
    machine.has("aplay", f"echo 'ALSA lib: noise' >&2; echo '{said}' >&2; exit 1")
    outcome, begun = played(aplay())
    assert (outcome.condition, begun) == (condition, 0)
    assert outcome.detail


def test_a_missing_program_is_a_condition() -> None:
    player = ProgramPlayer(lambda _: ["no-such-player"])
    assert played(player) == (Outcome(Condition.NO_PROGRAM, "no-such-player"), 0)


def test_a_file_that_is_no_program_is_a_condition(tmp_path: Path) -> None:
    (tmp_path / "aplay").write_text("#!/bin/sh\n")
    outcome, _ = played(ProgramPlayer(lambda _: [str(tmp_path / "aplay")]))
    assert outcome.condition is Condition.ERROR


def test_a_program_that_hangs_is_killed_with_all_that_it_started(machine: Machine) -> None:
    machine.has("aplay", 'sleep 60 & echo $! >"$NOTES"; wait')
    begun = time.monotonic()
    outcome, _ = played(aplay(margin_s=0.2))
    assert outcome.condition is Condition.HANGS
    assert time.monotonic() - begun < 3
    child = Path(f"/proc/{machine.notes.read_text().strip()}/stat")
    deadline = time.monotonic() + 5
    while child.exists() and child.read_text().split()[2] != "Z" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not child.exists() or child.read_text().split()[2] == "Z"


def test_a_program_that_talks_without_end_is_not_kept_waiting(machine: Machine) -> None:
    machine.has(
        "aplay", "head -c 300000 /dev/zero | tr '\\0' 'x' >&2; echo >&2; echo Device or resource busy >&2; exit 1"
    )
    outcome, _ = played(aplay())
    assert outcome.condition is Condition.BUSY
    assert len(outcome.detail or "") <= 200


def test_stop_ends_what_is_playing(machine: Machine) -> None:
    machine.has("aplay", "sleep 60")
    player, outcomes = aplay(margin_s=30), list[Outcome]()
    thread = threading.Thread(target=lambda: outcomes.append(played(player)[0]))
    thread.start()
    deadline = time.monotonic() + 5
    while not outcomes and time.monotonic() < deadline:
        player.stop()
        time.sleep(0.05)
    thread.join(5)
    assert outcomes[0].condition is Condition.ERROR


def test_no_file_stays_open_after_a_hundred_sounds(machine: Machine) -> None:
    machine.has("aplay", "exit 1")
    player = aplay()
    played(player)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(100):
        played(player, ms=10)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_every_condition_has_its_words() -> None:
    assert set(CONDITION_WORDS) == set(Condition)


@pytest.mark.needs("aplay")
def test_the_real_aplay_takes_the_sound_and_names_a_missing_device() -> None:
    assert played(aplay(), "null")[0] == Outcome(Condition.OK)
    assert played(aplay(), "no-such-device")[0].condition is Condition.NO_DEVICE


# ---- choosing


def test_the_usual_player_follows_the_sound_card_and_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: Machine
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    wanted, cards = ["auto"], tmp_path / "asound"
    sink = FilePlayer(tmp_path / "heard", SetClock(), lambda _: None)
    player = ChosenPlayer(lambda: wanted[0], sink, cards)
    assert player.chosen() == "file"
    (cards / "card0").mkdir(parents=True)
    assert player.chosen() == "aplay"
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "pipewire-0").touch()
    machine.has("pw-play", "exit 0")
    assert player.chosen() == "pw-play"
    for name in ("aplay", "pw-play", "file"):
        wanted[0] = name
        assert player.chosen() == name
    assert played(player)[0].heard
    assert (tmp_path / "heard" / "heard.wav").exists()


# ---- the file


def test_the_file_has_everything_that_was_heard_with_its_times(tmp_path: Path) -> None:
    clock = SetClock(wall=1_000_000)
    player = FilePlayer(tmp_path, clock, lambda seconds: clock.advance(round(seconds * 1000)))
    first, second = tone(100, 440), tone(250, 600)
    player.play(first, "", lambda: None)
    clock.advance(5000)
    player.play(second, "hw:1,0", lambda: None)
    assert hearing.heard((tmp_path / "heard.wav").read_bytes()) == first.samples + second.samples
    assert (tmp_path / "heard.csv").read_text().splitlines() == [
        COLUMNS,
        f"1000000,1000100,0,{len(first.samples)},",
        f"1005100,1005350,{len(first.samples)},{len(second.samples)},hw:1 0",
    ]


def test_after_a_power_cut_in_the_middle_the_file_goes_on(tmp_path: Path) -> None:
    player = FilePlayer(tmp_path, SetClock(), lambda _: None)
    player.play(tone(100, 440), "", lambda: None)
    with (tmp_path / "heard.wav").open("ab") as out:
        out.write(b"\x01\x02\x03")
    player.play(tone(100, 600), "", lambda: None)
    samples = hearing.heard((tmp_path / "heard.wav").read_bytes())
    assert samples[-len(BEEP.samples) :] == tone(100, 600).samples


def test_the_file_does_not_grow_without_end(tmp_path: Path) -> None:
    player = FilePlayer(tmp_path, SetClock(), lambda _: None)
    player.play(tone(10, 440), "", lambda: None)
    with (tmp_path / "heard.wav").open("r+b") as out:
        out.truncate(41_000_000)
    player.play(BEEP, "", lambda: None)
    assert hearing.heard((tmp_path / "heard.wav").read_bytes()) == BEEP.samples
    assert (tmp_path / "before.wav").stat().st_size == 41_000_000


def test_a_folder_that_cannot_be_written_is_a_condition(tmp_path: Path) -> None:
    (tmp_path / "heard").write_text("a file in the way")
    outcome, begun = played(FilePlayer(tmp_path / "heard", SetClock(), lambda _: None))
    assert (outcome.condition, begun) == (Condition.ERROR, 0)


# ---- two programs


class Slow:
    """A player that notes when it began and ended."""

    def __init__(self) -> None:
        self.times: list[tuple[float, float]] = []

    def play(self, sound: object, device: str, begun: object) -> Outcome:
        began = time.monotonic()
        time.sleep(0.05)
        self.times.append((began, time.monotonic()))
        return Outcome(Condition.OK)

    def stop(self) -> None:
        pass


def test_two_programs_never_speak_at_once(tmp_path: Path) -> None:
    slow = Slow()
    threads = [
        threading.Thread(target=OneVoice(slow, tmp_path).play, args=(silence(10), "", lambda: None)) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    times = sorted(slow.times)
    assert len(times) == 5
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(times))


def test_nobody_waits_for_ever_for_the_other_program(tmp_path: Path) -> None:
    slow, entered = Slow(), threading.Event()

    class Endless(Slow):
        def play(self, sound: object, device: str, begun: object) -> Outcome:
            entered.set()
            time.sleep(1)
            return Outcome(Condition.OK)

    other = threading.Thread(target=OneVoice(Endless(), tmp_path).play, args=(silence(10), "", lambda: None))
    other.start()
    assert entered.wait(5)
    began = time.monotonic()
    assert OneVoice(slow, tmp_path, patience_s=0.2).play(silence(10), "", lambda: None).heard
    assert time.monotonic() - began < 0.9
    other.join(5)


def test_a_full_disk_does_not_silence_the_hall(tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("a file in the way")
    assert OneVoice(Slow(), tmp_path / "voices").play(silence(10), "", lambda: None).heard
