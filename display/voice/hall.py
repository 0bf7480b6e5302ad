"""The voice of one hall, all parts together: `open_voice` wires it, `start` and `stop` are all that `serve` needs.

Two threads: the announcer's, and one at the start that makes the shipped voices (only what is missing) and takes the
clips into memory. Calls are spoken meanwhile: a clip that is not there yet is spoken by espeak-ng at once.
"""

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path

import structlog

from display.voice.announcer import Announcer, Office
from display.voice.chime import CALL, RECALL, chime
from display.voice.clips import DIALECTS, VOICES_FOLDER, Shelf, Voice, voices_of
from display.voice.espeak import Espeak, Speaker
from display.voice.onevoice import OneVoice
from display.voice.player import ChosenPlayer, Player
from display.voice.rendering import Made, Progress, render_voice
from display.voice.settings import VoiceSettings
from display.voice.soundfile import HEARD_FOLDER, FilePlayer
from display.voice.vocabulary import VIETNAMESE, named_clips, speakable, words
from office.clock import Clock
from office.domain.refusals import Refusal

CLIPS_DEVICE = "voice-clips"
COMPLETE, INCOMPLETE, MAKING = "ok", "incomplete", "making"
_TOLD_TIMES = 4  # the making of a voice is told so often
_LONG_BREATH_S = 0.1  # for a voice that nobody waits for
_BREATH_S = 0.03  # between two clips: the office has other things to do at its start
_NICE = 10
_log = structlog.get_logger()

Counters = Callable[[], Iterable[tuple[int, str]]]


class HallVoice:
    """The announcer, its clips and its loudspeaker. `progress`: how far the making of a voice is, None when idle."""

    def __init__(
        self,
        announcer: Announcer,
        shelf: Shelf,
        speaker: Speaker,
        office: Office,
        settings: Callable[[], VoiceSettings],
    ) -> None:
        self.announcer, self.shelf = announcer, shelf
        self.progress: Progress | None = None
        self._speaker, self._office, self._settings = speaker, office, settings
        self._stopping = threading.Event()
        self._maker = threading.Thread(target=self._make, name="voice-clips", daemon=True)
        self._counters: Counters = tuple
        self._wanted_first: tuple[str, ...] = ()

    def start(self, counters: Counters = tuple) -> None:
        """`counters`: number and name of each, for the clips of those with a name of their own."""
        self._counters = counters
        self.announcer.start()
        self._maker.start()

    def stop(self, deadline_s: float = 1.0) -> None:
        self._stopping.set()
        self.announcer.stop(deadline_s)
        if self._maker.is_alive():
            self._maker.join(deadline_s)

    def _make(self) -> None:
        """The voices in use first, then the other shipped ones, so that a change of voice is heard at once."""
        with suppress(OSError):  # this thread and its children give way to those that serve people
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        try:
            for tones in (CALL, RECALL):
                chime(tones)
            used = voices_of(self._settings())
            first = self._wanted_first = tuple(voice.shipped for voice in used)
            made = [self._made(name) for name in first]
            self._report(made)
            for voice in used:
                self._warm(voice)
            for name in DIALECTS:
                if name not in first and not self._stopping.is_set():
                    self._made(name)
        except Exception:  # noqa: BLE001 - the outer loop of a thread: without clips the voice still speaks
            _log.exception("voice.clips_not_made")

    def _made(self, name: str) -> Made:
        try:
            made = render_voice(self.shelf.root, name, self._speaker, self._told, self._stopping.is_set)
        except OSError as error:
            made = Made(name, 0, whole=False, why=error.strerror or str(error))
        self.progress = None
        _log.info("voice.clips", voice=name, rendered=made.rendered, whole=made.whole, why=made.why or None)
        return made

    def _told(self, progress: Progress) -> None:
        self.progress = progress
        if progress.voice in self._wanted_first and progress.done * _TOLD_TIMES % progress.total < _TOLD_TIMES:
            self._tell_condition(MAKING, f"{progress.done}/{progress.total}")
        self._stopping.wait(_BREATH_S if progress.voice in self._wanted_first else _LONG_BREATH_S)

    def _report(self, made: list[Made]) -> None:
        lacking = [one for one in made if not one.whole]
        if self._stopping.is_set():
            return
        condition, detail = (INCOMPLETE, lacking[0].why) if lacking else (COMPLETE, None)
        self._tell_condition(condition, detail)

    def _tell_condition(self, condition: str, detail: str | None) -> None:
        try:
            self._office.report_device(device=CLIPS_DEVICE, condition=condition, detail=detail)
        except Refusal as refusal:
            _log.warning("voice.report_refused", code=refusal.code)

    def _warm(self, voice: Voice) -> None:
        named = named_clips(self._counters()) if voice.language == VIETNAMESE else {}
        wanted = {**words(voice.language, voice.region), **named}
        self.shelf.warm(voice, ((clip, spoken.text) for clip, spoken in wanted.items()))
        for notice in self._settings().notices:
            text = speakable(notice.text if voice.language == VIETNAMESE else notice.text_en)
            self.shelf.warm(voice, [(f"thong-bao-{notice.id}"[:64], text)] if text else [])


def open_voice(
    data: Path,
    office: Office,
    clock: Clock,
    zone: tzinfo,
    settings: Callable[[], VoiceSettings],
    *,
    speaker: Speaker | None = None,
    player: Player | None = None,
) -> HallVoice:
    """Wires the voice of the office whose data directory is `data`; nothing runs before `start`."""
    root, speaker = data / VOICES_FOLDER, speaker or Espeak()
    shelf = Shelf(root, speaker)
    player = player or usual_player(root, clock, settings)
    announcer = Announcer(office, shelf, player, clock, zone, settings)
    return HallVoice(announcer, shelf, speaker, office, settings)


def usual_player(root: Path, clock: Clock, settings: Callable[[], VoiceSettings]) -> Player:
    """The player that the settings name, taking turns with other programs."""
    return OneVoice(ChosenPlayer(lambda: settings().player, FilePlayer(root / HEARD_FOLDER, clock)), root)
