"""The voice of one hall, all parts together: `open_voice` wires it, `start` and `stop` are all that `serve` needs.

Two threads: the announcer's, and one at the start that has the shipped voices made (only what is missing, in a process
of its own) and takes the clips into memory. Calls are spoken meanwhile: a clip that is not there yet is spoken by
espeak-ng at once.
"""

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import tzinfo
from itertools import takewhile
from pathlib import Path

import structlog

from display.voice.announcer import Announcer, Office
from display.voice.chime import CALL, RECALL, chime
from display.voice.clips import DIALECTS, VOICES_FOLDER, Shelf, Voice, voices_of
from display.voice.espeak import Espeak, Speaker
from display.voice.making import make_aside
from display.voice.onevoice import OneVoice
from display.voice.player import ChosenPlayer, Player
from display.voice.rendering import Made, Progress, Stopping, render_voice
from display.voice.settings import VoiceSettings
from display.voice.soundfile import HEARD_FOLDER, FilePlayer
from display.voice.vocabulary import VIETNAMESE, named_clips, speakable, words
from office.clock import Clock
from office.domain.refusals import Refusal

CLIPS_DEVICE = "voice-clips"
COMPLETE, INCOMPLETE, MAKING = "ok", "incomplete", "making"
_TOLD_TIMES = 4  # the making of a voice is told so often
_NICE = 5  # more, and a busy machine lets the whole process wait for this thread when it ends
_log = structlog.get_logger()

Counters = Callable[[], Iterable[tuple[int, str]]]
Maker = Callable[[Path, str, Callable[[Progress], None], Stopping], Made]
"""Makes what is missing of a shipped voice (the folder of voices, its name), telling each clip, until it is stopped."""


class HallVoice:
    """The announcer, its clips and its loudspeaker. `progress`: how far the making of a voice is, None when idle."""

    def __init__(
        self,
        announcer: Announcer,
        shelf: Shelf,
        maker: Maker,
        office: Office,
        settings: Callable[[], VoiceSettings],
    ) -> None:
        self.announcer, self.shelf = announcer, shelf
        self.progress: Progress | None = None
        self._maker, self._office, self._settings = maker, office, settings
        self._stopping = threading.Event()
        self._making = threading.Thread(target=self._make, name="voice-clips", daemon=True)
        self._counters: Counters = tuple
        self._wanted_first: tuple[str, ...] = ()

    def start(self, counters: Counters = tuple) -> None:
        """`counters`: number and name of each, for the clips of those with a name of their own."""
        self._counters = counters
        self.announcer.start()
        self._making.start()

    def stop(self, deadline_s: float = 1.0) -> None:
        self._stopping.set()
        self.announcer.stop(deadline_s)
        if self._making.is_alive():
            self._making.join(deadline_s)

    def _make(self) -> None:
        """The voices in use first, then the other shipped ones, so that a change of voice is heard at once."""
        with suppress(OSError):  # this thread gives way to those that serve people
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
            made = self._maker(self.shelf.root, name, self._told, self._stopping.is_set)
        except OSError as error:
            made = Made(name, 0, whole=False, why=error.strerror or str(error))
        self.progress = None
        _log.info("voice.clips", voice=name, rendered=made.rendered, whole=made.whole, why=made.why or None)
        return made

    def _told(self, progress: Progress) -> None:
        self.progress = progress
        if progress.voice in self._wanted_first and progress.done * _TOLD_TIMES % progress.total < _TOLD_TIMES:
            self._tell_condition(MAKING, f"{progress.done}/{progress.total}")

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
        spoken = {**words(voice.language, voice.region), **named}
        wanted = [(clip, one.text) for clip, one in spoken.items()]
        for notice in self._settings().notices:
            text = speakable(notice.text if voice.language == VIETNAMESE else notice.text_en)
            wanted += [(f"thong-bao-{notice.id}"[:64], text)] if text else []
        self.shelf.warm(voice, takewhile(lambda _: not self._stopping.is_set(), wanted))


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
    """Wires the voice of the office whose data directory is `data`; nothing runs before `start`.

    A given `speaker` makes the clips in this process.
    """
    root, maker = data / VOICES_FOLDER, make_aside if speaker is None else _made_by(speaker)
    shelf = Shelf(root, speaker or Espeak())
    player = player or usual_player(root, clock, settings)
    announcer = Announcer(office, shelf, player, clock, zone, settings)
    return HallVoice(announcer, shelf, maker, office, settings)


def _made_by(speaker: Speaker) -> Maker:
    return lambda root, voice, told, stopping: render_voice(root, voice, speaker, told, stopping)


def usual_player(root: Path, clock: Clock, settings: Callable[[], VoiceSettings]) -> Player:
    """The player that the settings name, taking turns with other programs."""
    return OneVoice(ChosenPlayer(lambda: settings().player, FilePlayer(root / HEARD_FOLDER, clock)), root)
