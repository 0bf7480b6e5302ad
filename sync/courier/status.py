"""How the way up is, for the people of the office: in one word, and in numbers."""

from dataclasses import dataclass, field
from enum import StrEnum

from sync.courier.dispatch import Dispatch
from sync.courier.timing import Timing

MANY, FEW = 1_000, 100
"""Facts that wait: from so many on the office is behind, down to so few it is not any more."""


class Condition(StrEnum):
    """`refused`: the broker takes nothing from us; `rejected`: the tier above cannot read some of our facts."""

    ONLINE = "online"
    OFFLINE = "offline"
    BEHIND = "behind"
    PAUSED = "paused"
    REFUSED = "refused"
    REJECTED = "rejected"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Standing:
    """One stream: the tier above has everything up to `place` of `head` facts."""

    stream: str
    place: int
    head: int


@dataclass(frozen=True, slots=True)
class Status:
    """`backlog`: facts not acknowledged, of all streams; `acked_at`: ms of UTC of the last acknowledgement; `parked`:
    (stream, seq, code) of what cannot be delivered; `why`: the last trouble of the pipe, for technicians; `refill`:
    facts that are still to come back after a restore."""

    condition: Condition = Condition.OFFLINE
    connected: bool = False
    collectors: int = 0
    paused: bool = False
    backlog: int = 0
    streams: tuple[Standing, ...] = ()
    parked: tuple[tuple[str, int, str], ...] = ()
    acked_at: int | None = None
    clock_off_ms: int | None = None
    why: str | None = None
    refill: int = 0


@dataclass(slots=True)
class Judge:
    """Finds the one word. A short break of the way changes nothing."""

    timing: Timing
    word: Condition | None = None
    _shut_s: float | None = field(default=None)

    def judge(self, dispatch: Dispatch, now: float) -> Condition | None:
        """None as long as nothing is known yet."""
        if dispatch.is_open:
            self._shut_s = None
        elif self._shut_s is None:
            self._shut_s = now
        self.word = self._word(dispatch, now)
        return self.word

    def due(self, now: float) -> float:
        """When the word may change by the passing of time alone."""
        at = float("inf") if self._shut_s is None else self._shut_s + self.timing.away
        return at if at > now else float("inf")

    def _word(self, dispatch: Dispatch, now: float) -> Condition | None:
        if dispatch.paused:
            return Condition.PAUSED
        if dispatch.refused is not None:
            return Condition.REFUSED
        if self._shut_s is not None:
            return Condition.OFFLINE if now >= self._shut_s + self.timing.away else self.word
        if any(road.parked for road in dispatch.roads.values()):
            return Condition.REJECTED
        limit = FEW if self.word is Condition.BEHIND else MANY
        return Condition.BEHIND if dispatch.waiting > limit else Condition.ONLINE


def standings(dispatch: Dispatch) -> tuple[Standing, ...]:
    return tuple(Standing(road.stream, road.place, road.head) for road in dispatch.roads.values())


def parked(dispatch: Dispatch) -> tuple[tuple[str, int, str], ...]:
    return tuple((road.stream, seq, code) for road in dispatch.roads.values() for seq, code in road.parked.items())
