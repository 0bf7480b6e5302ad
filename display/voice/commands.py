"""`motcua voice say | list | check | record-list`: what an operator does with the voice, as plain functions.

Each gets the folder of voices, the settings and where to write its lines, and returns the exit code. They work with
and without a running `serve`: files are replaced whole, and two programs never speak at once (`player` is that of
`hall.usual_player`).
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from display.voice.clips import DIALECTS, RENDERED_FOLDER, BadName, Shelf, Voice, load, rendered_path, voices_of
from display.voice.espeak import PROGRAM, Speaker
from display.voice.phrase import Form, Invitation, gain_of, performed, pieces_of_call
from display.voice.player import CONDITION_WORDS, Outcome, Player
from display.voice.recordings import record_list
from display.voice.rendering import Progress, render_voice, words_of_shipped
from display.voice.settings import VoiceSettings
from display.voice.sound import silence
from display.voice.vocabulary import ENGLISH, VIETNAMESE, words
from display.voice.wavfile import NotPlayable
from office.domain import numbers

Out = Callable[[str], None]
DONE, FAULTY, WRONG_USE = 0, 1, 2


def say(
    root: Path,
    settings: VoiceSettings,
    speaker: Speaker,
    player: Player,
    number: str,
    counter: int,
    out: Out,
    *,
    counter_name: str = "",
    recall: bool = False,
    short: bool = False,
    volume: int = 80,
    into: Path | None = None,
) -> int:
    """Announces a number once, whatever the hour; `into`: write the sound to this file instead of playing it."""
    place = numbers.read(number)
    if place is None or not 1 <= counter <= 99:
        out("usage: motcua voice say A023 3 (a number, and a counter from 1 to 99)")
        return WRONG_USE
    call = Invitation(numbers.written(*place), counter, counter_name, recall)
    pieces = pieces_of_call(call, Form.SHORT if short else Form.FULL, settings)
    done = performed(pieces, Shelf(root, speaker), gain_of(volume))
    if done.missing:
        out(f"no clip and no {PROGRAM} for: {', '.join(done.missing)}")
    if into is not None:
        into.write_bytes(done.sound.wav)
        out(f"{into}: {done.sound.ms / 1000:.1f} s")
        return FAULTY if done.missing else DONE
    outcome = player.play(done.sound, settings.device_of(counter), lambda: None)
    out(f"{call.number} → {counter}: {done.sound.ms / 1000:.1f} s, {_in_words(outcome)}")
    return DONE if outcome.heard and not done.missing else FAULTY


def list_voices(root: Path, settings: VoiceSettings, out: Out) -> int:
    """Every voice: how many clips of it are recorded and rendered; those in use are marked."""
    used = {voice.name for voice in voices_of(settings)}
    for name in voice_names(root):
        recorded = len(_wav_names(root / name))
        rendered = len(_wav_names(root / name / RENDERED_FOLDER))
        shipped = f"rendered {rendered}/{len(words_of_shipped(name))}" if name in DIALECTS else "of this office"
        out(f"{'*' if name in used else ' '} {name:<20} recorded {recorded:>3}   {shipped}")
    return DONE


def check(root: Path, settings: VoiceSettings, speaker: Speaker, player: Player, out: Out) -> int:
    """Makes what is missing of the voices in use, reads every clip, plays 50 ms of silence; 1 when a thing fails."""
    faults = [
        *(fault for voice in voices_of(settings) for fault in _voice_faults(root, voice, speaker, out)),
        *(fault for device in settings.devices() for fault in _device_faults(player, device, out)),
    ]
    if shutil.which(PROGRAM) is None:
        faults.append(f"{PROGRAM} is not installed (Debian package {PROGRAM}): clips that are missing stay silent")
    for fault in faults:
        out(f"FAULT {fault}")
    return FAULTY if faults else DONE


def _voice_faults(root: Path, voice: Voice, speaker: Speaker, out: Out) -> list[str]:
    def told(progress: Progress) -> None:
        out(f"{progress.voice}: {progress.done}/{progress.total} {progress.clip}")

    try:
        made = render_voice(root, voice.shipped, speaker, told)
        faults = [] if made.whole else [f"{made.voice}: {made.why}"]
    except OSError as error:
        faults = [f"{voice.shipped}: {error.strerror}"]
    wanted = words(voice.language, voice.region)
    own = [root / name / f"{clip}.wav" for name in {voice.name, voice.shipped} for clip in _wav_names(root / name)]
    read = [path for path in own if path.stem in wanted or "-" in path.stem]
    faults += [fault for path in read for fault in _clip_faults(path)]
    faults += [f for clip in wanted for f in _clip_faults(rendered_path(root, voice.shipped, clip))]
    out(f"{voice.name}: {len(wanted)} clips wanted, {len(own)} recorded")
    return faults


def _clip_faults(path: Path) -> list[str]:
    try:
        load(path)
    except NotPlayable as error:
        return [f"{path.parent.name}/{path.name}: {error}"]
    except OSError as error:
        return [f"{path.parent.name}/{path.name}: {error.strerror}"]
    return []


def _device_faults(player: Player, device: str, out: Out) -> list[str]:
    outcome = player.play(silence(50), device, lambda: None)
    out(f"loudspeaker {device or '(the usual one)'}: {_in_words(outcome)}")
    return [] if outcome.heard else [_in_words(outcome)]


def show_record_list(
    root: Path, settings: VoiceSettings, out: Out, *, voice: str | None = None, english: bool = False,
    counters: Iterable[tuple[int, str]] = (),
) -> int:  # fmt: skip
    """What to record for a voice: the file, the words, a hint; what is there already is marked."""
    language = ENGLISH if english else VIETNAMESE
    name = voice or (settings.english_voice if english else settings.voice) or "rieng"
    try:
        lines = list(record_list(root, name, language, settings.region, counters))
    except BadName:
        out(f"{name}: a voice's name has small letters, digits and hyphens")
        return WRONG_USE
    out(f"Folder {root / name}: WAV, 16 bit, 44100 or 48000 samples a second")
    out("Pauses are cut off and the loudness is evened out when a clip is used")
    for line in lines:
        hint = f"   ({line.spoken.hint})" if line.spoken.hint else ""
        out(f"{'x' if line.recorded else ' '} {line.clip + '.wav':<24} {line.spoken.text}{hint}")
    out(f"{sum(line.recorded for line in lines)} of {len(lines)} recorded")
    return DONE


def voice_names(root: Path) -> list[str]:
    """The shipped voices and the office's own folders."""
    own = sorted(path.name for path in root.glob("*/") if path.name not in DIALECTS and _wav_names(path))
    return [*DIALECTS, *(name for name in own if name != "heard")]


def _wav_names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.wav"))


def _in_words(outcome: Outcome) -> str:
    from look.words import say as in_words  # the catalogue is read only when something is to be said

    words_ = in_words("en", CONDITION_WORDS[outcome.condition])
    return words_ if outcome.detail is None else f"{words_} ({outcome.detail})"
