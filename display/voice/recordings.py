"""What the office records itself: each file is checked, made even with the others, and kept, as is the one before.

    check_recording(bytes) → a clip, or NotPlayable with the reason in plain words
    keep_recording         → <voices>/<voice>/<clip>.wav, what was there becomes <clip>.wav.1.bak, .2.bak …

Other rates (16 to 96 kHz), 24 and 32 bit and stereo are converted. Refused: an empty file, another format under a
false name, 8 bit, more than 15 s, silence, overdriven speech.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from display.voice.clips import BadName, recorded_path
from display.voice.reading import Region
from display.voice.rendering import write_whole
from display.voice.sound import Sound, clipped_runs, finished, loudest_frame
from display.voice.vocabulary import ENGLISH, VIETNAMESE, Spoken, named_clips, words
from display.voice.wavfile import LARGEST, LONGEST_MS, Fault, NotPlayable, read_wav

SHORTEST_MS = 80
_QUIETEST_DB = -50.0
_OVERDRIVEN_RUNS = 5
_KEPT_VERSIONS = 20
_NOTICE_CLIP = re.compile(r"(ten|thong-bao)-[a-z0-9-]{1,60}")


def check_recording(data: bytes) -> Sound:
    """The clip in a file of the office. Raises NotPlayable."""
    if len(data) > LARGEST:
        raise NotPlayable(Fault.TOO_LONG, seconds=LONGEST_MS // 1000)
    recording = read_wav(data)
    if _is_overdriven(recording.samples, recording.channels):
        raise NotPlayable(Fault.CLIPPED)
    sound = recording.sound()
    if sound.ms < SHORTEST_MS:
        raise NotPlayable(Fault.TOO_SHORT)
    if loudest_frame(sound) < _QUIETEST_DB:
        raise NotPlayable(Fault.SILENT)
    clip = finished(sound)
    if clip.ms < SHORTEST_MS:
        raise NotPlayable(Fault.TOO_SHORT)
    return clip


def _is_overdriven(samples: Iterable[int], channels: int) -> bool:
    listed = list(samples)
    return any(clipped_runs(listed[track::channels]) >= _OVERDRIVEN_RUNS for track in range(channels))


def keep_recording(root: Path, voice: str, clip: str, data: bytes) -> Path:
    """Checks and keeps a recording. Raises NotPlayable, BadName (no such clip in any voice) and OSError."""
    path = recorded_path(root, voice, clip)
    if not is_clip(clip):
        raise BadName(clip)
    sound = check_recording(data)
    _set_aside(path)
    write_whole(path, sound.wav)
    return path


def drop_recording(root: Path, voice: str, clip: str) -> bool:
    """Takes a recording off the shelf, so that the shipped clip is heard again; false when there was none."""
    path = recorded_path(root, voice, clip)
    if not path.exists():
        return False
    _set_aside(path)
    path.unlink()
    return True


def old_versions(root: Path, voice: str, clip: str) -> list[Path]:
    """What was recorded before, the newest first."""
    path = recorded_path(root, voice, clip)
    numbered = {_version(one): one for one in path.parent.glob(f"{path.name}.*.bak")}
    return [numbered[number] for number in sorted(numbered, reverse=True) if number]


def _set_aside(path: Path) -> None:
    """A copy of what is there, before it is replaced: at no moment is the clip missing."""
    if not path.exists():
        return
    old = old_versions(path.parent.parent, path.parent.name, path.stem)
    newest = _version(old[0]) if old else 0
    write_whole(path.with_name(f"{path.name}.{newest + 1}.bak"), path.read_bytes())
    for one in old[_KEPT_VERSIONS - 1 :]:
        one.unlink(missing_ok=True)


def _version(path: Path) -> int:
    number = path.name.split(".")[-2]
    return int(number) if number.isdecimal() else 0


def is_clip(clip: str) -> bool:
    """Whether any voice has such a clip: a word, a counter's name, or a notice."""
    every = (words(VIETNAMESE, region) for region in Region)
    return clip in words(ENGLISH, Region.NORTH) or any(clip in one for one in every) or _is_named(clip)


def _is_named(clip: str) -> bool:
    return _NOTICE_CLIP.fullmatch(clip) is not None


@dataclass(frozen=True, slots=True)
class ToRecord:
    """One line of the list for the microphone: the file, what to say, how, and whether it is there."""

    clip: str
    spoken: Spoken
    recorded: bool


def record_list(
    root: Path, voice: str, language: str, region: Region, counters: Iterable[tuple[int, str]] = ()
) -> Iterator[ToRecord]:
    """All that a voice of this office needs; `counters`: number and name of each. Raises BadName."""
    wanted = {**words(language, region), **(named_clips(counters) if language == VIETNAMESE else {})}
    for clip, spoken in wanted.items():
        yield ToRecord(clip, spoken, recorded_path(root, voice, clip).exists())
