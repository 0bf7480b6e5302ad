"""The hall's voice inside `serve`: hears the journal, speaks, can be muted and tried out.

    ticket.called, ticket.recalled, announcement.asked → reader → announcer → loudspeaker → announcement.* facts

Knows the desk on one side and the announcer on the other. Begins in a thread of its own after the office answers,
because loading it takes a moment; nobody waits for it, nor for the clips of a new office, which another process makes.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from kiosk.config import Config
from kiosk.config.wiring import Voice as Wires
from look.words import N_
from office.domain import numbers
from office.domain.moment import local
from office.domain.refusals import Invalid, Refusal, StoreUnavailable, UnknownTicket, WrongState
from office.domain.voice import MUTED_DEVICE, Voice
from office.journal import FactView
from office.premises import Premises
from office.readers import EffectReader
from web.pulse import longest

if TYPE_CHECKING:
    from display.voice.hall import HallVoice
    from display.voice.player import Outcome, Player
    from display.voice.settings import VoiceSettings
    from display.voice.sound import Sound

ASKED = "announcement.asked"
VOICES_FOLDER = "voices"
USUAL_VOLUME = 80  # percent, for a trial in quiet hours
_AFTER_S = 0.3  # the office answers first
_AGAIN_S = 1.0
_TRIAL_S = 4.0
_log = structlog.get_logger()


class DeskVoice:
    """The office as the voice sees it: `display.voice.announcer.Office` on the desk."""

    def __init__(self, premises: Premises) -> None:
        self._desk, self._performer = premises.desk, premises.performer

    def is_still_called(self, ticket: int, counter: int) -> bool:
        try:
            now = self._desk.ticket(ticket)
        except UnknownTicket:
            return False
        return now["state"] == "called" and now["counter"] == counter

    def counter_name(self, counter: int) -> str:
        found = self._performer.house.counters.get(counter)
        return "" if found is None else found.name

    def report_announcement(self, *, event: str, subject: str, body: dict[str, Any]) -> None:
        self._desk.report_announcement(event=event, subject=subject, body=body)

    def report_device(self, *, device: str, condition: str, detail: str | None = None) -> None:
        self._desk.report_device(device=device, condition=condition, detail=detail)


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a trial call: `condition` of the loudspeaker, or "waiting" while somebody else is announced."""

    ms: int
    condition: str
    detail: str | None = None


class VoicePart:
    """The voice of this office. `root`: the folder of its clips; `on`: whether the wiring wants any voice."""

    def __init__(self, wires: Wires, premises: Premises) -> None:
        self.root, self.on = premises.data / VOICES_FOLDER, wires.player != "off"
        self._wires, self._premises = wires, premises
        self._hall: HallVoice | None = None
        self._player: Player | None = None
        self._reader: EffectReader | None = None
        self._stopping = threading.Event()
        self._trying = threading.Lock()
        self._starter = threading.Thread(target=self._begin, name="voice-start", daemon=True)

    def start(self) -> None:
        self._starter.start()

    def stop(self, deadline_s: float = 0.3) -> None:
        """First nothing new is heard, then what is being said ends; `deadline_s` for each."""
        self._stopping.set()
        if self._starter.is_alive():
            self._starter.join(deadline_s)
        if self._reader is not None:
            self._reader.stop(deadline_s)
        if self._hall is not None:
            self._hall.stop(deadline_s)

    def mute(self, on: bool) -> None:
        """From the next announcement on."""
        if self._hall is not None:
            self._hall.announcer.mute(on)

    @property
    def busy_since(self) -> float | None:
        """Of the announcer, or of the thread that tells it of calls, once they are there."""
        return longest(None if self._hall is None else self._hall.announcer, self._reader)

    @property
    def muted(self) -> bool:
        return any(
            one["device"] == MUTED_DEVICE and one["condition"] == "muted"
            for one in self._premises.desk.state()["devices"]
        )

    @property
    def progress(self) -> tuple[str, int, int] | None:
        """(voice, done, total) while the clips of a shipped voice are made."""
        made = None if self._hall is None else self._hall.progress
        return None if made is None else (made.voice, made.done, made.total)

    @property
    def player(self) -> str:
        """What makes it heard at this moment: aplay, pw-play, file (nobody hears it) or off."""
        from display.voice.player import ChosenPlayer
        from display.voice.soundfile import FilePlayer

        if not self.on:
            return "off"
        return ChosenPlayer(lambda: self._wires.player, FilePlayer(self.root, self._premises.clock)).chosen()

    def settings(self) -> "VoiceSettings":
        """As the head and the wiring have it at this moment."""
        return voice_settings(self._premises.performer.house.voice, self._wires)

    def try_call(self, number: str, counter: int) -> Trial:
        """Says "A023 to counter 3" once, with nobody called; one trial at a time. Raises Invalid and WrongState."""
        place = numbers.read(number)
        if place is None:
            raise Invalid(field="number", why=N_("Please write a number like A023."))
        if self._player is None:
            raise WrongState(state="off" if not self.on else "starting")
        if not self._trying.acquire(blocking=False):
            raise WrongState(state="trying")
        trial = _TrialCall(self._player, self._trying)
        return trial.run(self._sound(numbers.written(*place), counter), self.settings().device_of(counter))

    def _sound(self, number: str, counter: int) -> "Sound":
        from display.voice.phrase import Form, Invitation, gain_of, performed, pieces_of_call

        assert self._hall is not None
        settings, premises = self.settings(), self._premises
        volume = settings.volume_at(local(premises.clock.now().wall, premises.performer.house.zone))
        call = Invitation(number, counter, DeskVoice(premises).counter_name(counter))
        return performed(
            pieces_of_call(call, Form.ONCE, settings), self._hall.shelf, gain_of(volume or USUAL_VOLUME)
        ).sound

    # --- in a thread of its own ---------------------------------------------------------------------------------
    def _begin(self) -> None:
        if self._stopping.wait(_AFTER_S):
            return
        try:
            self._tell_whether_there_is_one()
            if self.on:
                self._open()
        except Exception:  # noqa: BLE001 - the outer loop of a thread: without a voice the office goes on
            _log.exception("voice.not_started")

    def _tell_whether_there_is_one(self) -> None:
        """So that the counters know whether there is anything to mute; a muting outlives a restart."""
        desk = self._premises.desk
        before = {one["device"]: one["condition"] for one in desk.state()["devices"]}.get(MUTED_DEVICE)
        wanted = "ok" if self.on else "off"
        if before == wanted or (self.on and before == "muted") or (not self.on and before is None):
            return
        try:
            desk.report_device(device=MUTED_DEVICE, condition=wanted)
        except Refusal as refusal:
            _log.warning("voice.report_refused", code=refusal.code)

    def _open(self) -> None:
        from display.voice.announcer import KINDS
        from display.voice.hall import open_voice, usual_player

        premises = self._premises
        player = usual_player(self.root, premises.clock, self.settings)
        hall = open_voice(
            premises.data,
            DeskVoice(premises),
            premises.clock,
            premises.performer.house.zone,
            self.settings,
            player=player,
        )
        hall.announcer.mute(self.muted)
        reader = EffectReader("voice", (*KINDS, ASKED), premises.desk, premises.clock, self._hear)
        self._hall, self._player, self._reader = hall, player, reader
        if self._stopping.is_set():
            return
        hall.start(lambda: [(one.number, one.name) for one in premises.performer.house.counters.values()])
        self._listen(reader)

    def _listen(self, reader: EffectReader) -> None:
        """Until it hears: a disk that is slow just now must not leave the hall silent for the day."""
        while not self._stopping.is_set():
            try:
                reader.start()
            except StoreUnavailable:
                _log.warning("voice.hears_nothing_yet")
                self._stopping.wait(_AGAIN_S)
            else:
                return

    def _hear(self, fact: FactView) -> None:
        from display.voice.settings import Notice

        assert self._hall is not None
        if fact["kind"] != ASKED:
            self._hall.announcer.hear(fact)
            return
        for one in self._premises.performer.house.voice.notices:
            if one.id == fact["fact"]["notice"]:
                self._hall.announcer.announce(Notice(one.id, one.text, one.text_en))


class _TrialCall:
    """One trial in a thread: answers as soon as it is heard, has failed, or has to wait for another announcement."""

    def __init__(self, player: "Player", held: threading.Lock) -> None:
        self._player, self._held = player, held
        self._known = threading.Event()
        self._outcome: Outcome | None = None
        self._begun = False

    def run(self, sound: "Sound", device: str) -> Trial:
        threading.Thread(target=self._play, args=(sound, device), name="voice-trial", daemon=True).start()
        self._known.wait(_TRIAL_S)
        if self._outcome is not None:
            return Trial(sound.ms, str(self._outcome.condition), self._outcome.detail)
        return Trial(sound.ms, "ok" if self._begun else "waiting")

    def _play(self, sound: "Sound", device: str) -> None:
        try:
            self._outcome = self._player.play(sound, device, self._has_begun)
        finally:
            self._known.set()
            self._held.release()

    def _has_begun(self) -> None:
        self._begun = True
        self._known.set()


def voice_part(config: Config, premises: Premises) -> VoicePart:
    """Wires the voice; nothing runs and nothing heavy is loaded before `start`."""
    return VoicePart(config.voice, premises)


def voice_settings(voice: Voice, wires: Wires) -> "VoiceSettings":
    """What the head decided and what hangs on this machine, as the announcer wants it."""
    from display.voice.reading import Reading, Region
    from display.voice.settings import Notice, VoiceSettings, Zone

    return VoiceSettings(
        voice=voice.name,
        region=Region(voice.region),
        reading=Reading(voice.reading),
        english=voice.english,
        english_voice=voice.english_name,
        repeat=voice.repeat,
        volume_by_hour=voice.volume,
        quiet=voice.quiet,
        player=wires.player,
        device=wires.device,
        zones=tuple(Zone(one.name, one.device, frozenset(one.counters)) for one in wires.zones),
        notices=tuple(Notice(one.id, one.text, one.text_en) for one in voice.notices),
    )


def clips_root(data: Path) -> Path:
    """Where the clips of an office lie."""
    return data / VOICES_FOLDER
