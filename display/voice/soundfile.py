"""The player of a machine without sound: everything that would be heard goes into a WAV file, with its times.

    <data>/voices/heard/heard.wav   what was heard, one after the other
    <data>/voices/heard/heard.csv   begun_ms,ended_ms,at_sample,samples,device (times: ms of UTC)

It takes as long as a loudspeaker would. The files hold about 15 minutes; the ones before are kept as `before.*`.
"""

import struct
import threading
from collections.abc import Callable
from pathlib import Path

from display.voice.player import HEARD, Condition, Outcome
from display.voice.sound import RATE, Sound
from office.clock import Clock

HEARD_FOLDER = "heard"
COLUMNS = "begun_ms,ended_ms,at_sample,samples,device"
LARGEST = 40_000_000  # bytes
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


class FilePlayer:
    """`folder`: where the two files are; `wait`: how time passes (seconds)."""

    def __init__(self, folder: Path, clock: Clock, wait: Callable[[float], object] | None = None) -> None:
        self.folder, self._clock = folder, clock
        self._stopped = threading.Event()
        self._wait = wait or self._stopped.wait

    def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
        """See `Player`."""
        at_ms = self._clock.now().wall
        try:
            at_sample = self._append(sound)
        except OSError as error:
            return Outcome(Condition.ERROR, f"{self.folder.name}: {error.strerror}")
        begun()
        self._wait(sound.ms / 1000)
        line = f"{at_ms},{self._clock.now().wall},{at_sample},{len(sound.samples)},{device.replace(',', ' ')}"
        try:
            self._note(line)
        except OSError as error:
            return Outcome(Condition.ERROR, f"{self.folder.name}: {error.strerror}")
        return HEARD

    def stop(self) -> None:
        """See `Player`."""
        self._stopped.set()

    def _append(self, sound: Sound) -> int:
        """Puts the sound behind the others; the place of its first sample."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "heard.wav"
        if path.exists() and path.stat().st_size > LARGEST:
            self._set_aside()
        if not path.exists():
            path.write_bytes(_header(0))
        with path.open("r+b") as out:
            size = out.seek(0, 2)
            size -= size % 2
            out.seek(size)
            out.write(sound.samples.tobytes())
            out.seek(0)
            out.write(_header(size + 2 * len(sound.samples) - _HEADER.size))
        return (size - _HEADER.size) // 2

    def _set_aside(self) -> None:
        for ending in ("wav", "csv"):
            if (self.folder / f"heard.{ending}").exists():
                (self.folder / f"heard.{ending}").replace(self.folder / f"before.{ending}")

    def _note(self, line: str) -> None:
        path = self.folder / "heard.csv"
        head = "" if path.exists() else f"{COLUMNS}\n"
        with path.open("a", encoding="utf-8") as out:
            out.write(f"{head}{line}\n")


def _header(size: int) -> bytes:
    return _HEADER.pack(b"RIFF", size + 36, b"WAVE", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16, b"data", size)
