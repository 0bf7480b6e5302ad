"""The shelf of clips: for each word its sound, from the office's own recording or from the machine's speaker.

    <data>/voices/<voice>/<clip>.wav            recorded by the office; goes before
    <data>/voices/<shipped>/rendered/<clip>.wav  made once by espeak-ng (`rendering`)

Shipped voices are north, central, south and english. A clip that is in no folder is spoken by espeak-ng at once and
kept in memory; where there is no espeak-ng either, it is None, and the announcement has a silence in its place. Files
are looked at again when they change, so a new recording is heard at the next call.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import structlog

from display.voice.espeak import Speaker, SpeakerMissing
from display.voice.reading import Region
from display.voice.settings import VoiceSettings
from display.voice.sound import Sound, faded, finished
from display.voice.vocabulary import ENGLISH, VIETNAMESE
from display.voice.wavfile import LARGEST, Fault, NotPlayable, read_wav

VOICES_FOLDER = "voices"
RENDERED_FOLDER = "rendered"
DIALECTS = MappingProxyType({"north": "vi", "central": "vi-vn-x-central", "south": "vi-vn-x-south", "english": "en"})
"""Shipped voice → the name that espeak-ng has for it."""
_VOICE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_CLIP_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,70}")
_KEPT = 600  # sounds in memory: four voices and all counters with names, about 15 MB
_log = structlog.get_logger()

Stamp = tuple[int, int] | None


class BadName(ValueError):
    """No name for a voice or clip: small letters, digits and hyphens."""


@dataclass(frozen=True, slots=True)
class Voice:
    """`name`: the folder whose clips go before; `region` chooses the words and the shipped voice behind it."""

    name: str
    language: str
    region: Region

    @property
    def shipped(self) -> str:
        return "english" if self.language == ENGLISH else str(self.region)

    @property
    def dialect(self) -> str:
        return DIALECTS[self.shipped]


def voices_of(settings: VoiceSettings) -> tuple[Voice, ...]:
    """The voices that speak, Vietnamese first."""
    vietnamese = Voice(settings.voice or str(settings.region), VIETNAMESE, settings.region)
    if not settings.english:
        return (vietnamese,)
    return (vietnamese, Voice(settings.english_voice or "english", ENGLISH, settings.region))


def recorded_path(root: Path, voice: str, clip: str) -> Path:
    """Where the office's own recording of a clip lies. Raises BadName."""
    if not _VOICE_NAME.fullmatch(voice) or not _CLIP_NAME.fullmatch(clip):
        raise BadName(f"{voice}/{clip}")
    return root / voice / f"{clip}.wav"


def rendered_path(root: Path, shipped: str, clip: str) -> Path:
    return root / shipped / RENDERED_FOLDER / f"{clip}.wav"


class Shelf:
    """`root`: the folder of voices. May be asked from several threads."""

    def __init__(self, root: Path, speaker: Speaker) -> None:
        self.root, self._speaker = root, speaker
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Voice, str, str], tuple[tuple[Stamp, ...], Sound]] = OrderedDict()

    def sound(self, voice: Voice, clip: str, text: str) -> Sound | None:
        """The clip, ready to be joined; None when it exists nowhere and nobody can speak it."""
        paths = self._paths(voice, clip)
        stamps, key = tuple(map(_stamp, paths)), (voice, clip, text)
        with self._lock:
            known = self._kept.get(key)
        if known is not None and known[0] == stamps:
            return known[1]
        found = self._from_files(paths) or self._spoken(voice, text)
        if found is not None:
            self._keep(key, stamps, found)
        return found

    def warm(self, voice: Voice, wanted: Iterable[tuple[str, str]]) -> None:
        """Takes the clips (name, text) into memory, so that the first call needs no disk."""
        for clip, text in wanted:
            self.sound(voice, clip, text)

    def _paths(self, voice: Voice, clip: str) -> tuple[Path, ...]:
        shipped = voice.shipped
        own = [recorded_path(self.root, name, clip) for name in dict.fromkeys((voice.name, shipped))]
        return (*own, rendered_path(self.root, shipped, clip))

    def _from_files(self, paths: tuple[Path, ...]) -> Sound | None:
        for path in paths:
            try:
                return load(path)
            except FileNotFoundError:
                continue
            except (NotPlayable, OSError) as error:
                _log.warning("voice.clip_unusable", clip=str(path), why=str(error))
        return None

    def _spoken(self, voice: Voice, text: str) -> Sound | None:
        try:
            return finished(self._speaker.speak(voice.dialect, text))
        except SpeakerMissing as error:
            _log.warning("voice.speaker_missing", why=error.why)
            return None

    def _keep(self, key: tuple[Voice, str, str], stamps: tuple[Stamp, ...], sound: Sound) -> None:
        with self._lock:
            self._kept[key] = (stamps, sound)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


def load(path: Path) -> Sound:
    """A clip from its file. What was not made by us is trimmed and levelled here. Raises NotPlayable, OSError."""
    if path.stat().st_size > LARGEST:
        raise NotPlayable(Fault.TOO_LONG, seconds=LARGEST // 1_000_000)
    sound = read_wav(path.read_bytes()).sound()
    if not sound.samples:
        raise NotPlayable(Fault.SILENT)
    return faded(sound) if path.parent.name == RENDERED_FOLDER else finished(sound)


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
