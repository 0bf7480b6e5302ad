"""The machine's own speaker, espeak-ng: makes a clip from a text, without any network, in about 40 ms.

It is used once for all clips of the shipped voices, and at once for a clip that is missing. The text goes in by
standard input, so that no text can be taken for an option.
"""

import subprocess
from dataclasses import dataclass
from typing import Protocol

from display.voice.sound import RATE, Sound, silence
from display.voice.vocabulary import speakable
from display.voice.wavfile import NotPlayable, read_wav

PROGRAM = "espeak-ng"
SPEED = 170  # words a minute: a call takes about 11 s, and every digit is still a word of its own
DEADLINE_S = 5.0
_NOTHING_MS = 100  # what an empty text sounds like


class SpeakerMissing(Exception):
    """espeak-ng is not there, or gave nothing; `why` in plain English."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Speaker(Protocol):
    """Whoever makes sound from text."""

    def speak(self, dialect: str, text: str) -> Sound:
        """The raw sound of a text in a dialect ("vi", "vi-vn-x-south", "en"). Raises SpeakerMissing."""


@dataclass(frozen=True, slots=True)
class Espeak:
    program: str = PROGRAM
    speed: int = SPEED
    deadline_s: float = DEADLINE_S

    def speak(self, dialect: str, text: str) -> Sound:
        """See `Speaker`; waits at most `deadline_s`."""
        words = speakable(text)
        if not words:
            return silence(_NOTHING_MS)
        command = [self.program, "-v", dialect, "-s", str(self.speed), "-b", "1", "--stdin", "--stdout"]
        try:
            done = subprocess.run(  # noqa: S603 -- our own arguments; the text is no argument
                command, input=words.encode(), capture_output=True, timeout=self.deadline_s, check=False
            )
        except OSError as error:
            raise SpeakerMissing(f"{self.program}: {error.strerror or error}") from error
        except subprocess.TimeoutExpired as error:
            raise SpeakerMissing(f"{self.program} took longer than {self.deadline_s:g} s") from error
        return _heard(self.program, done.returncode, done.stdout, done.stderr)


def _heard(program: str, code: int, out: bytes, err: bytes) -> Sound:
    said = err.decode(errors="replace").strip().splitlines()
    try:
        found = read_wav(out)
    except NotPlayable as error:
        raise SpeakerMissing(f"{program} ended with {code}: {said[-1] if said else error}") from error
    if found.rate != RATE or found.channels != 1 or found.bits != 16:
        raise SpeakerMissing(f"{program} speaks at {found.rate} samples a second, {RATE} expected")
    return found.one_channel()
