"""What became of every fact of one stream: still to send, under way, at the far end, or parked.

No fact is in none of the four. Nothing here knows time or pipes; whoever calls says what happened. The rule that
surprises: `place`, which is written down and never moves back, follows only `upto` of an acknowledgement; what the far
end has beyond a gap is remembered in `there` and not sent again, but it moves nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sync.courier.ranges import Ranges, Span


class Lane(StrEnum):
    """`live`: facts as they happen; `back`: everything that waited. Named like the mailboxes."""

    LIVE = "live"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Flight:
    """A batch under way. `sent_s`: when, on a clock that only goes on; `spread`: its own factor on the patience."""

    first: int
    last: int
    lane: Lane
    sent_s: float
    spread: float
    token: int


@dataclass(slots=True)
class Road:
    """One stream, from its first fact that is still kept to `head`; the far end has all up to `place`."""

    stream: str
    no: int
    kept_from: int
    place: int
    head: int
    live_from: int = 0
    """From here on facts are live; 0: none of this stream are."""
    todo: Ranges = field(default_factory=Ranges)
    there: Ranges = field(default_factory=Ranges)
    parked: dict[int, str] = field(default_factory=dict)
    flights: list[Flight] = field(default_factory=list)
    cuts: set[int] = field(default_factory=set)
    """Batches end here: what is left of a refused batch goes in pieces."""

    def __post_init__(self) -> None:
        self.there.add(self.kept_from, self.place)
        self.todo.add(max(self.place + 1, self.kept_from), self.head)

    @property
    def waiting(self) -> int:
        """Facts that the far end has not acknowledged, without the parked."""
        return self.todo.count + sum(flight.last - flight.first + 1 for flight in self.flights)

    @property
    def done(self) -> bool:
        return not self.todo and not self.flights and self.place >= self.head

    def grow(self, head: int) -> None:
        """The office wrote facts up to `head`."""
        if head > self.head:
            self.todo.add(self.head + 1, head)
            self.head = head

    def next_span(self, lane: Lane) -> Span | None:
        """What the lane should carry next: from where, and how far at most."""
        border = self.live_from or self.head + 1
        found = self.todo.lowest(border if lane is Lane.LIVE else 0)
        if found is None or (lane is Lane.LIVE and not self.live_from) or (lane is Lane.BACK and found[0] >= border):
            return None
        first, last = found
        last = min(last, border - 1) if lane is Lane.BACK else last
        return first, min([last, *(cut for cut in self.cuts if cut >= first)])

    def send(self, flight: Flight) -> None:
        self.todo.drop(flight.first, flight.last)
        self.flights.append(flight)

    def land(self, flight: Flight) -> None:
        """It is not known to have arrived: it will be sent again."""
        self.flights.remove(flight)
        for first, last in self._unknown(flight.first, flight.last):
            self.todo.add(first, last)

    def park(self, seq: int, code: str) -> None:
        """This fact is not sent again by this courier."""
        self.todo.drop(seq, seq)
        self.parked[seq] = code

    def hear(self, upto: int, have: Iterable[Span], need: Iterable[Span]) -> bool:
        """An acknowledgement, perhaps late, double, or from a far end that was put back to an older state; whether it
        told anything new."""
        before = self.there.count
        for first, last in [(self.kept_from, upto), *have]:
            self._arrived(max(first, self.kept_from), min(last, self.head))
        self.place = max(self.place, min(upto, self.head))
        fresh = self.there.count > before
        for first, last in need:
            self._asked_again(first, last)
        return fresh

    def refuse(self, seq: int, code: str) -> bool:
        """The far end cannot read the batch that holds `seq`. A single fact is parked; a batch goes in pieces."""
        flight = next((one for one in self.flights if one.first <= seq <= one.last), None)
        if flight is None:
            return False
        self.flights.remove(flight)
        if flight.first == flight.last:
            self.parked[seq] = code
        else:
            for first, last in self._unknown(flight.first, flight.last):
                self.todo.add(first, last)
            self.cuts |= _cuts(flight, seq)
        return True

    def _arrived(self, first: int, last: int) -> None:
        self.there.add(first, last)
        self.todo.drop(first, last)
        self.flights = [one for one in self.flights if not self.there.holds(one.first, one.last)]
        self.cuts = {cut for cut in self.cuts if cut not in self.there}

    def _asked_again(self, first: int, last: int) -> None:
        for a, b in self.there.within(max(first, self.kept_from), min(last, self.head)):
            self.there.drop(a, b)
            for c, d in self._unknown(a, b):
                self.todo.add(c, d)

    def _unknown(self, first: int, last: int) -> list[Span]:
        """What of it is neither there, nor parked, nor in another batch under way."""
        left = Ranges([(first, last)])
        taken = [*self.there.within(first, last), *((seq, seq) for seq in self.parked)]
        for a, b in [*taken, *((one.first, one.last) for one in self.flights)]:
            left.drop(a, b)
        return list(left)


def _cuts(flight: Flight, seq: int) -> set[int]:
    """Around the fact at fault; in the middle when the first is named, which may only mean that nobody knows."""
    if seq == flight.first:
        return {(flight.first + flight.last) // 2, flight.last}
    return {seq - 1, seq, flight.last}
