"""One round of the courier: what happened goes in, letters go out, the journal's places are written down.

The hands of `dispatch`, without a thread of their own: `courier.Courier` runs rounds in one, tests run them by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from office.clock import Clock
from office.domain.moment import SECOND
from sync import topics
from sync.courier.dispatch import Dispatch, Load, RolledBack
from sync.courier.loading import Unloadable, load_batch
from sync.courier.places import Places
from sync.courier.posting import Sender, hello
from sync.courier.refilling import Refilling, Refills
from sync.courier.road import Road
from sync.courier.source import Source
from sync.courier.status import Condition, Judge, Status, parked, standings
from sync.courier.timing import Timing
from sync.transport.port import Arrived, Connected, Event, Letter, Lost, Settled, Transport
from sync.wire.letters import Ack, Applied, CollectorState, OfficeState
from sync.wire.refusing import RejectCode, Undecodable, Unsendable

MISSING = str(RejectCode.MISSING)
"""Code of a fact that the journal does not hold any more."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Grew:
    """The present stream was written up to `seq`; among the new facts a device changed, or a day was closed."""

    stream: str
    seq: int
    devices: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Paused:
    on: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """Something else of this office, e.g. the result of a command."""

    box: str
    payload: bytes
    retain: bool = False


Happening = Event | Grew | Paused | Posted
Others = Callable[[str, Letter], None]
"""(mailbox below `down/`, letter) of what is not an acknowledgement."""


class Round:
    """`hear` what happened, then `turn`; `turn` says until when nothing needs to be done."""

    def __init__(
        self,
        source: Source,
        pipe: Transport,
        sender: Sender,
        clock: Clock,
        *,
        timing: Timing,
        spread: Callable[[], float],
        report: Callable[[Condition], None],
        others: Others | None = None,
        configs: Callable[[], Mapping[str, Applied]] = dict,
        refills: Refills | None = None,
    ) -> None:
        self._source, self._pipe, self._sender, self._clock = source, pipe, sender, clock
        self._timing, self._report, self._others, self._configs = timing, report, others, configs
        self.dispatch = Dispatch(timing, spread)
        self._judge = Judge(timing)
        self._places = Places(source, timing)
        self._refilling = Refilling(refills, sender.office, timing, spread)
        self._state_due = False
        self._reported: Condition | None = None
        self._acked_at: int | None = None
        self._clock_off: int | None = None
        self._why: str | None = None
        self.status = Status()

    def begin(self) -> None:
        """Reads where the streams stand."""
        self._places.attempt(self._source.count_closed_day)
        self.dispatch.paused = self._source.paused()
        self._refilling.begin()
        self._take_roads()

    # --- what happens -------------------------------------------------------------------------------------------
    def hear(self, what: Happening) -> None:
        now = self._now()
        match what:
            case Arrived(letter):
                self._open_letter(letter, now)
                self._pipe.acknowledge(letter)
            case Grew():
                self._grow(what, now)
            case Connected():
                self._state_due, self._why = True, None
                self.dispatch.found_connected(now)
            case Lost(why):
                self._why = why
                self.dispatch.lost(now)
            case Settled(_, refused):
                self.dispatch.settled(refused)
                self._why = refused or self._why
            case Paused(on):
                self.dispatch.paused = on
            case Posted(box, payload, retain):
                self._pipe.post(topics.up(self._sender.office, box), payload, retain=retain)

    def _open_letter(self, letter: Letter, now: float) -> None:
        try:
            self._read(letter, now)
        except Undecodable as error:
            _log.warning("courier.unreadable_letter", topic=letter.topic, why=str(error))

    def _read(self, letter: Letter, now: float) -> None:
        mine = topics.down(self._sender.office, "")
        if letter.topic == mine + topics.ACK:
            self._acknowledged(Ack.unpack(letter.payload), now)
        elif letter.topic == mine + topics.FACTS:
            self._places.attempt(lambda: self._refilling.take(letter.payload))
        elif letter.topic.startswith(mine):
            if self._others is not None:
                self._others(letter.topic.removeprefix(mine), letter)
        elif not letter.payload:  # a collector that was taken away for good clears its retained state
            self.dispatch.collector(letter.topic, None, now, retained=True)
        else:
            state = CollectorState.unpack(letter.payload)
            since = state.since if state.alive else None
            self.dispatch.collector(letter.topic, since, now, retained=letter.retained)

    def _acknowledged(self, ack: Ack, now: float) -> None:
        wall = self._clock.now().wall
        self._acked_at, self._clock_off = wall, ack.now - wall
        rolled_back = self.dispatch.heard(ack, now)
        if rolled_back is not None:
            self._begin_anew(rolled_back)
        self._places.attempt(lambda: self._refilling.heard(ack, self.dispatch.roads, self.dispatch.present))

    def _begin_anew(self, found: RolledBack) -> None:
        _log.error("courier.database_was_rolled_back", stream=found.stream)
        if self._places.attempt(lambda: self._source.begin_restored(found.known)):
            self._take_roads()

    def _grow(self, what: Grew, now: float) -> None:
        if what.stream != self.dispatch.present:
            self._take_roads()
        self.dispatch.grew(what.seq, now)
        self._state_due |= what.devices
        if what.closed:
            self._places.attempt(self._source.count_closed_day)

    def _take_roads(self) -> None:
        ends = self._source.streams()
        self._places.take(ends)
        roads = [Road(one.id, one.no, one.kept_from, one.place, one.head) for one in ends]
        self.dispatch.take_roads(roads, self._now())

    # --- what to do ---------------------------------------------------------------------------------------------
    def turn(self) -> float:
        """Does what is due; when the next thing is, in seconds from now (it may be `inf`)."""
        now, dispatch = self._now(), self.dispatch
        dispatch.land_overdue(now)
        if dispatch.wants_rebuilding(now):
            _log.warning("courier.pipe_rebuilt", why=self._why)
            self._pipe.rebuild()
        self._tell_state()
        for road in dispatch.hellos(now):
            letter = hello(self._sender, self._clock, road.stream, road.place, road.head)
            self._post(topics.HELLO, letter.pack())
        while (load := dispatch.next_load(now)) is not None and self._send(load, now):
            pass
        self._places.write(dispatch.roads.values(), now)
        self._refill(now)
        self._say_how_it_is(now)
        refill = self._refilling.wake_at(is_open=self._asks)
        due = (refill, dispatch.wake_at(now), self._judge.due(now), self._places.due(dispatch.roads.values()))
        return max(0.0, min(due) - self._now())

    @property
    def _asks(self) -> bool:
        return self.dispatch.is_open and not self.dispatch.paused

    def _refill(self, now: float) -> None:
        self._places.attempt(lambda: self._refilling.turn(now, self._post, is_open=self._asks))
        if self._refilling.changed():
            self._take_roads()

    def finish(self) -> None:
        """The last round: the places are kept. That we leave, the pipe says by our will."""
        self._places.write(self.dispatch.roads.values(), float("inf"))

    def _send(self, load: Load, now: float) -> bool:
        """False when the pipe takes nothing now."""
        road = load.road
        try:
            loaded = load_batch(self._source, self._sender.office, road.no, road.stream, load.first, load.last)
        except Unloadable:
            road.park(load.first, MISSING)
            return True
        except Unsendable:
            road.park(load.first, str(RejectCode.TOO_LARGE))
            return True
        token = self._post(str(load.lane), loaded.payload)
        if token is None:
            return False
        self.dispatch.sent(load, loaded.last, token, now)
        return True

    def _tell_state(self) -> None:
        if self._state_due and self.dispatch.connected:
            now = self._clock.now()
            state = OfficeState(True, now.boot, self._sender.app, now.wall, self._source.devices(), self._configs())
            self._state_due = self._post(topics.STATE, state.pack(), retain=True) is None

    def _post(self, box: str, payload: bytes, *, retain: bool = False) -> int | None:
        return self._pipe.post(topics.up(self._sender.office, box), payload, retain=retain)

    def _say_how_it_is(self, now: float) -> None:
        word = self._judge.judge(self.dispatch, now)
        if word is not None and word is not self._reported and self._places.attempt(lambda: self._report(word)):
            self._reported = word
        dispatch = self.dispatch
        self.status = Status(
            word or Condition.OFFLINE,
            dispatch.connected,
            len(dispatch.collectors),
            dispatch.paused,
            dispatch.waiting,
            standings(dispatch),
            parked(dispatch),
            self._acked_at,
            self._clock_off,
            self._why,
            self._refilling.left,
        )

    def _now(self) -> float:
        return self._clock.now().mono / SECOND
