"""Making the shipped voices: every clip spoken once by espeak-ng, trimmed, levelled and written whole or not at all.

About 60 clips a voice at 50 ms each. A voice that was made by another edition of this module is made again; the
office's own recordings lie elsewhere and are never touched. May be stopped between two clips.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from display.voice.clips import DIALECTS, rendered_path
from display.voice.espeak import SPEED, Speaker, SpeakerMissing
from display.voice.reading import Region
from display.voice.sound import finished
from display.voice.vocabulary import ENGLISH, VIETNAMESE, Spoken, words
from display.voice.wavfile import NotPlayable, read_wav

EDITION = 1
_EDITION_FILE = "edition.txt"

Stopping = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` clips of a voice; `clip` is the one that was just made."""

    voice: str
    done: int
    total: int
    clip: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a rendering came to: `whole` when every clip of the voice is there now; else `why` not."""

    voice: str
    rendered: int
    whole: bool
    why: str = ""


def words_of_shipped(voice: str) -> Mapping[str, Spoken]:
    """All clips of a shipped voice; KeyError for another name."""
    if voice not in DIALECTS:
        raise KeyError(voice)
    return words(ENGLISH, Region.NORTH) if voice == "english" else words(VIETNAMESE, Region(voice))


def render_voice(
    root: Path,
    voice: str,
    speaker: Speaker,
    progress: Callable[[Progress], None] = lambda _: None,
    stopping: Stopping = lambda: False,
) -> Made:
    """Makes what is missing of a shipped voice below `root`. Raises KeyError (no shipped voice) and OSError."""
    wanted = words_of_shipped(voice)
    missing = _missing(root, voice)
    for done, clip in enumerate(missing):
        if stopping():
            return Made(voice, done, whole=False, why="stopped")
        try:
            sound = finished(speaker.speak(DIALECTS[voice], wanted[clip].text))
        except SpeakerMissing as error:
            return Made(voice, done, whole=False, why=error.why)
        write_whole(rendered_path(root, voice, clip), sound.wav)
        progress(Progress(voice, len(wanted) - len(missing) + done + 1, len(wanted), clip))
    if missing:
        write_whole(rendered_path(root, voice, "x").with_name(_EDITION_FILE), _edition(voice).encode())
    return Made(voice, len(missing), whole=True)


def is_made(root: Path, voice: str) -> bool:
    """Whether every clip of a shipped voice is there, of this edition."""
    return not _missing(root, voice)


def _edition(voice: str) -> str:
    return f"{EDITION} {DIALECTS[voice]} {SPEED}\n"


def _missing(root: Path, voice: str) -> list[str]:
    """The clips to make, in the order in which they are needed first."""
    try:
        same = rendered_path(root, voice, "x").with_name(_EDITION_FILE).read_text(encoding="utf-8") == _edition(voice)
    except (OSError, UnicodeDecodeError):
        same = False
    return [clip for clip in words_of_shipped(voice) if not same or not _is_whole(rendered_path(root, voice, clip))]


def _is_whole(path: Path) -> bool:
    try:
        return bool(read_wav(path.read_bytes()).samples)
    except (OSError, NotPlayable):
        return False


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rough = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with rough.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        rough.replace(path)
    finally:
        rough.unlink(missing_ok=True)
