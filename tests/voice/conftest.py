"""What the tests of the voice share: an office made by hand, a speaker of tones, and voices by espeak-ng."""

import math
import shutil
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from display.voice.announcer import Announcer
from display.voice.clips import DIALECTS, Shelf
from display.voice.espeak import Espeak, SpeakerMissing
from display.voice.rendering import render_voice
from display.voice.settings import VoiceSettings
from display.voice.sound import RATE, Sound
from display.voice.soundfile import FilePlayer
from office.clock import SetClock
from office.domain.refusals import StoreUnavailable

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Tones:
    """A speaker with a tone for each text, 200 to 400 ms long; `missing` texts make it fail."""

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        self.missing, self.spoken = missing, list[tuple[str, str]]()

    def speak(self, dialect: str, text: str) -> Sound:
        if text in self.missing or "*" in self.missing:
            raise SpeakerMissing("no tone for it")
        self.spoken.append((dialect, text))
        seed = sum(ord(sign) * (place + 1) for place, sign in enumerate(text))
        return tone(200 + seed % 200, 200 + seed % 600)


def tone(ms: int, hertz: float, strength: float = 8000, rate: int = RATE) -> Sound:
    count = rate * ms // 1000
    turn = 2 * math.pi * hertz / rate
    return Sound(array("h", [round(strength * math.sin(turn * place)) for place in range(count)]))


@dataclass
class Hall:
    """An office that notes what it is told. `gone`: tickets that are no longer called."""

    names: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    full_disk: bool = False
    told: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    devices: list[tuple[str, str, str | None]] = field(default_factory=list)

    def is_still_called(self, ticket: int, counter: int) -> bool:
        return ticket not in self.gone

    def counter_name(self, counter: int) -> str:
        return self.names.get(counter, f"Quầy {counter}")

    def report_announcement(self, *, event: str, subject: str, body: dict[str, Any]) -> None:
        if self.full_disk:
            raise StoreUnavailable
        self.told.append((event, subject, body))

    def report_device(self, *, device: str, condition: str, detail: str | None = None) -> None:
        if self.full_disk:
            raise StoreUnavailable
        self.devices.append((device, condition, detail))

    def events(self) -> list[str]:
        return [event for event, _, _ in self.told]

    def bodies(self, event: str) -> list[dict[str, Any]]:
        return [body for one, _, body in self.told if one == event]


class Room:
    """An announcer over a file, in a time that passes only while something is heard."""

    def __init__(self, root: Path, settings: VoiceSettings | None = None) -> None:
        self.root, self.hall, self.clock, self.speaker = root, Hall(), SetClock(), Tones()
        self.settings = settings or VoiceSettings(player="file")
        self.shelf = Shelf(root, self.speaker)
        self.sink = FilePlayer(root / "heard", self.clock, self.pass_time)
        self.announcer = self.announcing(self.sink)

    def announcing(self, player: Any) -> Announcer:
        return Announcer(self.hall, self.shelf, player, self.clock, ZONE, lambda: self.settings, wait=self.pass_time)

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(round(seconds * 1000))

    def run(self) -> int:
        """Everything that waits is announced; how many steps it took."""
        steps = 0
        while self.announcer.step():
            steps += 1
        return steps


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "voices")


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all four voices as espeak-ng makes them."""
    root = tmp_path_factory.mktemp("shipped")
    if shutil.which("espeak-ng"):
        for voice in DIALECTS:
            assert render_voice(root, voice, Espeak()).whole
    return root
