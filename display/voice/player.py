"""What makes the sound heard: a program of the machine (`aplay`, `pw-play`), a file, or nothing at all.

One Protocol, `Player`; each answers with an `Outcome`, never with an exception: no sound card, a missing program or
one that hangs are conditions of a device, and the next announcement tries again. A program that is still there 3 s
after the sound should have ended is killed. Nothing is put on disk: the program reads the sound from memory.
"""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from display.voice.sound import Sound
from look.words import N_

MARGIN_S = 3.0
_LISTEN_S = 0.08  # a program that cannot open its device has said so by then
_KILL_S = 1.0
_CARDS = Path("/proc/asound")


class Condition(StrEnum):
    """How a loudspeaker is, as the office's fact `device.condition` tells it."""

    OK = "ok"
    NO_CARD = "no_card"  # the machine has none: what is said goes into the file, as if it were heard
    NO_DEVICE = "no_device"
    NO_PROGRAM = "no_program"
    BUSY = "busy"
    HANGS = "hangs"
    ERROR = "error"


CONDITION_WORDS = MappingProxyType(
    {
        Condition.OK: N_("The loudspeaker is ready"),
        Condition.NO_CARD: N_("There is no sound device; what is said only goes into a sound file"),
        Condition.NO_DEVICE: N_("There is no sound device"),
        Condition.NO_PROGRAM: N_("The program that plays sound is not installed"),
        Condition.BUSY: N_("Another program is using the sound device"),
        Condition.HANGS: N_("The sound device does not take any sound"),
        Condition.ERROR: N_("The sound cannot be played"),
    }
)
"""For people, to be translated by `look.words.say`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`detail` is for operators, such as the last line that the program said."""

    condition: Condition
    detail: str | None = None

    @property
    def heard(self) -> bool:
        """Whether it was played to its end, be it only into the file."""
        return self.condition in (Condition.OK, Condition.NO_CARD)


HEARD = Outcome(Condition.OK)


class Player(Protocol):
    def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
        """Plays to the end and returns then; `begun` is called once, as soon as the sound is under way."""

    def stop(self) -> None:
        """Ends what is playing at this moment, from another thread: the service is going down."""


class ProgramPlayer:
    """A program that plays a file. `command`: its arguments for a device, without the file."""

    def __init__(
        self, command: Callable[[str], Sequence[str]], *, margin_s: float = MARGIN_S, listen_s: float = _LISTEN_S
    ) -> None:
        self._command, self._margin_s, self._listen_s = command, margin_s, listen_s
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._stuck: list[subprocess.Popen[bytes]] = []

    def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
        """See `Player`."""
        self._stuck = [one for one in self._stuck if one.poll() is None]
        with _in_memory("sound") as source, _in_memory("words") as said:
            source.write(sound.wav)
            command = [*self._command(device), f"/dev/fd/{source.number}"]
            try:
                process = _started(command, source.number, said.number)
            except FileNotFoundError:
                return Outcome(Condition.NO_PROGRAM, command[0])
            except OSError as error:
                return Outcome(Condition.ERROR, f"{command[0]}: {error.strerror}")
            with self._lock:
                self._running = process
            code = self._awaited(process, sound.ms / 1000, begun)
            with self._lock:
                self._running = None
            return _judged(code, said.last_line())

    def stop(self) -> None:
        """See `Player`."""
        with self._lock:
            if self._running is not None:
                _kill(self._running, signal.SIGTERM)

    def _awaited(self, process: "subprocess.Popen[bytes]", seconds: float, begun: Callable[[], None]) -> int | None:
        """The exit code, None for one that had to be killed. `begun` only when the device was not refused at once."""
        deadline = time.monotonic() + seconds + self._margin_s
        with suppress(subprocess.TimeoutExpired):
            if (code := process.wait(self._listen_s)) != 0:
                return code
        begun()
        with suppress(subprocess.TimeoutExpired):
            return process.wait(max(deadline - time.monotonic(), 0))
        _kill(process, signal.SIGKILL)
        try:
            process.wait(_KILL_S)
        except subprocess.TimeoutExpired:  # stuck inside the driver; it is looked for again at the next sound
            self._stuck.append(process)
        return None


class _in_memory:  # noqa: N801 -- used as a function
    """A file in memory that a child opens as /dev/fd/N."""

    def __init__(self, name: str) -> None:
        self.number = os.memfd_create(f"motcua-{name}")

    def __enter__(self) -> "_in_memory":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.number)

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self.number, view) :]

    def last_line(self) -> str:
        size = os.fstat(self.number).st_size
        lines = os.pread(self.number, 2048, max(size - 2048, 0)).decode(errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else ""


def _started(command: list[str], source: int, said: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 -- the program and the device are the settings of the office
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said,
        pass_fds=(source,),
        env={**os.environ, "LC_ALL": "C"},
        start_new_session=True,
    )


def _kill(process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, how)


_MEANINGS = (
    ("busy", Condition.BUSY),
    ("no such file", Condition.NO_DEVICE),
    ("no such device", Condition.NO_DEVICE),
    ("cannot find card", Condition.NO_DEVICE),
    ("no soundcards", Condition.NO_DEVICE),
    ("host is down", Condition.NO_DEVICE),
    ("connection refused", Condition.NO_DEVICE),
)


def _judged(code: int | None, said: str) -> Outcome:
    if code == 0:
        return HEARD
    if code is None:
        return Outcome(Condition.HANGS, said or None)
    meaning = next((found for words, found in _MEANINGS if words in said.lower()), Condition.ERROR)
    return Outcome(meaning, said or f"exit code {code}")


def aplay(*, margin_s: float = MARGIN_S) -> ProgramPlayer:
    """ALSA; a device is a name such as "hw:1,0" or "plughw:CARD=Device"."""
    return ProgramPlayer(lambda device: ["aplay", "-q", "-D", device or "default"], margin_s=margin_s)


def pw_play(*, margin_s: float = MARGIN_S) -> ProgramPlayer:
    """PipeWire; a device is the name or serial of a sink."""
    return ProgramPlayer(lambda device: ["pw-play", *(["--target", device] if device else [])], margin_s=margin_s)


class ChosenPlayer:
    """Chooses anew for each sound, so that a sound card may come and go. `wanted`: auto | aplay | pw-play | file.

    "auto" is PipeWire where it runs, else a sound card, else `otherwise`, the file.
    """

    def __init__(self, wanted: Callable[[], str], otherwise: Player, cards: Path = _CARDS) -> None:
        self._wanted, self._cards = wanted, cards
        self._players: dict[str, Player] = {"aplay": aplay(), "pw-play": pw_play(), "file": otherwise}

    def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
        """See `Player`."""
        chosen = self.chosen()
        outcome = self._players[chosen].play(sound, device, begun)
        unwanted = chosen == "file" and self._wanted() != "file"
        return Outcome(Condition.NO_CARD) if unwanted and outcome.heard else outcome

    def stop(self) -> None:
        """See `Player`."""
        for one in self._players.values():
            one.stop()

    def chosen(self) -> str:
        """Who would play at this moment."""
        wanted = self._wanted()
        if wanted in self._players:
            return wanted
        runtime = os.environ.get("XDG_RUNTIME_DIR")
        if runtime and Path(runtime, "pipewire-0").exists() and shutil.which("pw-play"):
            return "pw-play"
        return "aplay" if any(self._cards.glob("card[0-9]*")) else "file"
