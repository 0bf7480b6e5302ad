"""The announcer: says one announcement after the other, never two at once, never half of one.

    hear(fact) → turns → form under load → sound → player;   every step is told to the office in a fact

Owns one thread. `announcement.started {ms}` and `.ended` tell the hall display how long the large number stays;
`.skipped {reason}` is told only for a ticket that is no longer called, was called anew, or waited 120 s; `.failed` for
a clip that nobody could speak and for a loudspeaker that did not play. Muted, or in quiet hours, an announcement takes
its time without a sound, so that the hall display still shows one number after the other.
"""

import threading
import time
from collections.abc import Callable
from datetime import tzinfo
from typing import Any, Protocol

import structlog

from display.voice.clips import Shelf
from display.voice.phrase import (
    Form,
    Invitation,
    Piece,
    form_under_load,
    gain_of,
    performed,
    pieces_of_call,
    pieces_of_notice,
)
from display.voice.player import Condition, Outcome, Player
from display.voice.settings import Notice, VoiceSettings
from display.voice.sound import Sound, silence
from display.voice.turns import Called, Skip, SkipReason, Turn, Turns
from office.clock import Clock
from office.domain.moment import SECOND, Moment, local
from office.domain.refusals import Refusal
from office.journal import FactView

KINDS = ("ticket.called", "ticket.recalled")
DEVICE = "voice"
LOOK_EVERY_MS = 30 * SECOND  # at a loudspeaker that did not play
_IDLE_S = 1.0
_CALM = (Condition.OK, Condition.NO_CARD)  # where there is no card, the next announcement looks for one
_log = structlog.get_logger()


class Office(Protocol):
    """What the voice needs of the office. Each may raise a `Refusal` (the disk is full); the voice goes on."""

    def is_still_called(self, ticket: int, counter: int) -> bool:
        """Whether this ticket is still called to this counter, neither served nor gone."""

    def counter_name(self, counter: int) -> str:
        """The counter's name as the head wrote it; "" for a counter that is not there."""

    def report_announcement(self, *, event: str, subject: str, body: dict[str, Any]) -> None:
        """Appends the fact `announcement.<event>`: started | ended | skipped | failed."""

    def report_device(self, *, device: str, condition: str, detail: str | None = None) -> None:
        """A loudspeaker's `Condition` has changed; `device` is "voice", or "voice:NAME" of a zone's device."""


class Announcer:
    """`settings` are asked for each announcement; `wait`: how time passes while nothing is heard (seconds)."""

    def __init__(
        self,
        office: Office,
        shelf: Shelf,
        player: Player,
        clock: Clock,
        zone: tzinfo,
        settings: Callable[[], VoiceSettings],
        *,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self._office, self._shelf, self._player = office, shelf, player
        self._clock, self._zone, self._settings = clock, zone, settings
        self._stopping = threading.Event()
        self._wait = wait or self._stopping.wait
        self._turns = Turns()
        self._muted = False
        self._in_hand: Turn | None = None
        self._conditions: dict[str, Condition] = {}
        self._looked: Moment | None = None
        self.busy_since: float | None = None
        """Since when (time.monotonic) the present turn lasts: one announcement, or a second without any."""

        self._thread = threading.Thread(target=self._work, name="announcer", daemon=True)

    # --- from any thread ----------------------------------------------------------------------------------------
    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 1.0) -> bool:
        """Ends after what is being said when that is within the deadline, else at once; true when it has ended."""
        self._stopping.set()
        self._turns.close()
        if self._thread.is_alive():
            self._thread.join(deadline_s)
            self._player.stop()
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def hear(self, fact: FactView) -> None:
        """A fact of `KINDS`: its ticket is announced when its turn comes. Never waits."""
        body = fact["fact"]
        ticket, counter = fact["subject"].partition(":")[2], body.get("counter")
        if ticket.isdecimal() and isinstance(counter, int):
            self.call(Called(int(ticket), str(body["number"]), counter, fact["kind"] == "ticket.recalled"))

    def call(self, called: Called) -> None:
        self._turns.add(Turn(called, self._clock.now()))

    def announce(self, notice: Notice) -> None:
        """A free announcement, in its turn; the same one does not wait twice."""
        self._turns.add(Turn(notice, self._clock.now()))

    def mute(self, on: bool) -> None:
        """Silent from the next announcement on; what is being said is not cut."""
        self._muted = on

    @property
    def muted(self) -> bool:
        return self._muted

    @property
    def waiting(self) -> int:
        return len(self._turns)

    # --- in the announcer's thread --------------------------------------------------------------------------------
    def step(self) -> bool:
        """The next announcement from beginning to end; false when nothing was waiting."""
        turn = self._turns.take(self._clock.now())
        self._tell_skipped(self._turns.skipped())
        if turn is None:
            return False
        if self._is_wanted(turn):
            self._in_hand = turn
            self._say(turn)
            self._in_hand = None
        else:
            self._tell_skipped([Skip(turn, SkipReason.NOT_CALLED)])
        return True

    def _work(self) -> None:
        _log.info("voice.started")
        while not self._stopping.is_set():
            self.busy_since = time.monotonic()
            try:
                if not self.step():
                    self.look_after_speakers()
                    self._turns.wait(_IDLE_S)
            except Exception:  # noqa: BLE001 - the outer loop: one mishap must not silence the hall
                _log.exception("voice.stumbled")
                self._give_up()
                self._stopping.wait(0.2)
        self._turns.drop_all()
        self._tell_skipped(self._turns.skipped())
        _log.info("voice.stopped")

    def _give_up(self) -> None:
        """A mistake of ours broke off an announcement: the hall display is told, so that it does not wait."""
        turn, self._in_hand = self._in_hand, None
        if turn is not None:
            self._tell("failed", turn, reason="error")

    def _is_wanted(self, turn: Turn) -> bool:
        if isinstance(turn.what, Notice):
            return True
        try:
            return self._office.is_still_called(turn.what.ticket, turn.what.counter)
        except Refusal:
            return True  # nobody knows: rather once too often than never

    def _say(self, turn: Turn) -> None:
        began, settings = time.monotonic(), self._settings()
        form = form_under_load(len(self._turns), settings.shortening)
        volume = settings.volume_at(local(self._clock.now().wall, self._zone))
        performance = performed(self._pieces(turn, form, settings), self._shelf, gain_of(volume or 100))
        _log.debug("voice.composed", form=form.name, ms=round((time.monotonic() - began) * 1000))
        if performance.missing:
            self._tell("failed", turn, reason="clips_missing", clips=", ".join(performance.missing)[:200])
        why = self._why_silent(settings, volume)
        if why is None:
            self._aloud(turn, performance.sound, form, settings)
        else:
            self._without_sound(turn, performance.sound, form, why)

    def _pieces(self, turn: Turn, form: Form, settings: VoiceSettings) -> list[Piece]:
        what = turn.what
        if isinstance(what, Notice):
            return pieces_of_notice(what, form, settings)
        try:
            name = self._office.counter_name(what.counter)
        except Refusal:
            name = ""
        return pieces_of_call(Invitation(what.number, what.counter, name, what.recall), form, settings)

    def _why_silent(self, settings: VoiceSettings, volume: int) -> str | None:
        if self._muted:
            return "muted"
        if settings.player == "off":
            return "off"
        return None if volume else "quiet"

    def _without_sound(self, turn: Turn, sound: Sound, form: Form, why: str) -> None:
        self._tell("started", turn, ms=sound.ms, form=form.name.lower(), silent=why)
        self._wait(sound.ms / 1000)
        self._tell("ended", turn)

    def _aloud(self, turn: Turn, sound: Sound, form: Form, settings: VoiceSettings) -> None:
        """On the loudspeaker of the counter; a notice on all of them, one after the other."""
        what, started = turn.what, threading.Event()
        devices = (settings.device_of(what.counter),) if isinstance(what, Called) else settings.devices()

        def begun() -> None:
            if not started.is_set():
                started.set()
                self._tell("started", turn, ms=sound.ms * len(devices), form=form.name.lower())

        outcomes = [self._play(sound, device, begun) for device in devices]
        if any(outcome.heard for outcome in outcomes):
            self._tell("ended", turn)
        else:
            why = "stopped" if self._stopping.is_set() else str(outcomes[0].condition)
            self._tell("failed", turn, reason=why, detail=outcomes[0].detail)

    def _play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
        outcome = self._player.play(sound, device, begun)
        if outcome.heard or not self._stopping.is_set():  # what we ended ourselves says nothing of the device
            self._note(device, outcome)
        return outcome

    # --- loudspeakers -------------------------------------------------------------------------------------------
    def look_after_speakers(self) -> None:
        """Tries each that did not play, or never did, with 50 ms of silence, every 30 s, so that it mends by itself."""
        settings, now = self._settings(), self._clock.now()
        ill = [device for device in settings.devices() if self._conditions.get(device) not in _CALM]
        if (
            not ill
            or settings.player == "off"
            or (self._looked is not None and now.since(self._looked) < LOOK_EVERY_MS)
        ):
            return
        self._looked = now
        for device in ill:
            self._play(silence(50), device, lambda: None)

    def _note(self, device: str, outcome: Outcome) -> None:
        if self._conditions.get(device) is outcome.condition:
            return
        try:
            name = DEVICE if device == self._settings().device else f"{DEVICE}:{device}"
            self._office.report_device(device=name, condition=str(outcome.condition), detail=outcome.detail)
        except Refusal as refusal:
            _log.warning("voice.report_refused", code=refusal.code)
            return
        self._conditions[device], self._looked = outcome.condition, self._clock.now()

    # --- what the office is told ----------------------------------------------------------------------------------
    def _tell_skipped(self, skips: list[Skip]) -> None:
        for skip in skips:
            self._tell("skipped", skip.turn, reason=str(skip.reason))

    def _tell(self, event: str, turn: Turn, **body: Any) -> None:
        subject, about = _about(turn)
        given = {key: value for key, value in body.items() if value is not None}
        try:
            self._office.report_announcement(event=event, subject=subject, body=about | given)
        except Refusal as refusal:
            _log.warning("voice.report_refused", code=refusal.code, announcement=event)


def _about(turn: Turn) -> tuple[str, dict[str, Any]]:
    """The fact's subject and what each body has; a notice's own words stay out of the journal."""
    what = turn.what
    if isinstance(what, Notice):
        return f"notice:{what.id}", {"notice": what.id}
    body: dict[str, Any] = {"number": what.number, "counter": what.counter}
    return f"ticket:{what.ticket}", {**body, "recall": True} if what.recall else body
