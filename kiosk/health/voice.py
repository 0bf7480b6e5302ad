"""The hall's voice: who speaks, which clips are there, what they are played on."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from display.voice.clips import Voice as Speaking
from display.voice.clips import recorded_path, rendered_path, voices_of
from display.voice.espeak import PROGRAM
from display.voice.hall import usual_player
from display.voice.player import CONDITION_WORDS, ChosenPlayer, Condition
from display.voice.settings import VoiceSettings
from display.voice.sound import silence
from display.voice.soundfile import FilePlayer
from display.voice.vocabulary import words
from kiosk.config.fill import first_fill
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.patient import Inside, Patient
from kiosk.voice import clips_root, voice_settings
from look.words import N_
from office.domain.voice import Voice
from office.safekeeping.checking import reading
from office.store.engine import way_at_rest
from office.store.house import voice_from

SILENCE_MS = 50


def look(patient: Patient) -> Iterator[Finding]:
    if patient.config.voice.player == "off":
        yield Finding(OK, N_("The voice of the hall is switched off in the configuration"))
        return
    settings = voice_settings(_decided(patient), patient.config.voice)
    yield _speaker()
    for one in voices_of(settings):
        yield _clips(clips_root(patient.data), one)
    yield from _loudspeakers(patient, settings)


def _decided(patient: Patient) -> Voice:
    """As the head has it; where that cannot be read, which another line says, as a new office would."""
    usual = first_fill(patient.config.first).voice
    if patient.inside is not None:
        return patient.inside.back_office.house.voice
    database = patient.database
    if database is None:
        return usual
    try:
        return _looked_up(database) or usual
    except (OSError, sqlite3.Error):
        return usual


def _looked_up(database: Path) -> Voice | None:
    with reading(database, way_at_rest(database)) as conn:
        row = conn.execute("SELECT value FROM setting WHERE key = 'voice'").fetchone()
    return None if row is None else voice_from(json.loads(row[0]))


def _speaker() -> Finding:
    if shutil.which(PROGRAM) is None:
        advice = N_("Install the Debian package {program}; until then only recorded clips are heard.")
        return Finding(WARN, N_("{program}, which makes the voice, is not installed"), {"program": PROGRAM}, advice)
    return Finding(OK, N_("{program}, which makes the voice, is installed"), {"program": PROGRAM})


def _clips(root: Path, one: Speaking) -> Finding:
    wanted = words(one.language, one.region)
    there = sum(_is_there(root, one, clip) for clip in wanted)
    values = {"voice": one.name, "there": there, "all": len(wanted)}
    if not root.exists():
        return Finding(OK, N_("The {all} clips of the voice {voice} are made at the first start"), values)
    if there == len(wanted):
        return Finding(OK, N_("Clips of the voice {voice}: {there} of {all}"), values)
    advice = N_("They are made while the service runs; or make them now: motcua voice check")
    return Finding(WARN, N_("Clips of the voice {voice}: {there} of {all}"), values, advice)


def _is_there(root: Path, one: Speaking, clip: str) -> bool:
    own = (recorded_path(root, name, clip) for name in (one.name, one.shipped))
    return any(path.exists() for path in (*own, rendered_path(root, one.shipped, clip)))


def _loudspeakers(patient: Patient, settings: VoiceSettings) -> Iterator[Finding]:
    """What would play, and 50 ms of silence on each device; into a file nothing is written. While the service has the
    loudspeaker, it is not disturbed: what it said of it last is told.
    """
    root = clips_root(patient.data)
    program = ChosenPlayer(lambda: settings.player, FilePlayer(root, patient.clock)).chosen()
    if program == "file":
        yield _only_a_file(settings)
        return
    if shutil.which(program) is None:
        advice = N_("Install the Debian package that has it: alsa-utils or pipewire-bin.")
        yield Finding(
            BAD, N_("The program {program}, which plays sound, is not installed"), {"program": program}, advice
        )
        return
    yield Finding(OK, N_("Sound is played by {program}"), {"program": program})
    if patient.inside is not None:
        yield from _reported(patient.inside)
    elif patient.is_at_rest and root.exists():  # before the first start nothing is left behind here
        player = usual_player(root, patient.clock, lambda: settings)
        for device in settings.devices():
            outcome = player.play(silence(SILENCE_MS), device, lambda: None)
            yield _loudspeaker(device, outcome.condition, outcome.detail)


def _reported(inside: Inside) -> Iterator[Finding]:
    for one in inside.devices("voice"):
        with suppress(ValueError):  # a word of another version of the program
            condition = Condition(one["condition"])
            yield _loudspeaker(one["device"].partition(":")[2], condition, one["detail"])
    if inside.voice.muted:
        advice = N_("Switch it on again on the page Hall voice.")
        yield Finding(WARN, N_("The announcements are muted: nobody is called by the voice"), {}, advice)


def _only_a_file(settings: VoiceSettings) -> Finding:
    if settings.player == "file":
        return Finding(WARN, N_("The voice goes into a sound file, as configured: nobody hears it"))
    advice = N_("Connect a loudspeaker; it is found by itself. The hall display shows the calls meanwhile.")
    return Finding(WARN, N_("This machine has no sound device: the voice goes into a sound file"), {}, advice)


def _loudspeaker(device: str, condition: Condition, detail: str | None) -> Finding:
    level = OK if condition is Condition.OK else BAD
    advice = "" if level == OK else N_("Look at the cable and the volume; [voice] device in config.toml names it.")
    details = () if detail is None else (detail,)
    state = {"state": CONDITION_WORDS[condition]}
    if device:
        return Finding(level, N_("Loudspeaker {device}: {state}"), {"device": device}, advice, details, state)
    return Finding(level, N_("Loudspeaker: {state}"), {}, advice, details, state)
