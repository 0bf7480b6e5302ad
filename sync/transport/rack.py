"""The rack of a post: who gets which letter, what stays lying there, and what comes too late. Knows no sockets.

What a broker does for this contract and no more: retained letters, `$share` (the first of a group that is still
there), a bounded box for each client of which only so many letters are out unacknowledged, message expiry.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sync import topics

MOST_IN_BOX = 2_000
"""Letters that wait for one client; what comes beyond is dropped, as by any broker."""
_SHARE = "$share/"


@dataclass(frozen=True, slots=True)
class Piece:
    """A letter on its way; `until` on the clock of the rack."""

    topic: str
    payload: bytes
    retained: bool
    until: float | None


@dataclass(slots=True)
class Box:
    """One client's: what waits for it, and the numbers of what is out."""

    client: str
    office: str | None
    filters: Sequence[str]
    receive_maximum: int
    waiting: deque[Piece] = field(default_factory=deque)
    out: set[int] = field(default_factory=set)
    _last: int = 0

    def allows_writing(self, topic: str) -> bool:
        return self.office is None or topics.may_write(self.office, topic)

    def refused_filters(self) -> Sequence[str]:
        if self.office is None:
            return ()
        return [name for name in self.filters if not topics.may_read(self.office, name)]

    def put(self, piece: Piece) -> None:
        if len(self.waiting) < MOST_IN_BOX:
            self.waiting.append(piece)

    def going(self, now: float) -> Iterator[tuple[int, Piece]]:
        """What may go out now, with its number."""
        while self.waiting and len(self.out) < self.receive_maximum:
            piece = self.waiting.popleft()
            if piece.until is None or piece.until > now:
                self._last += 1
                self.out.add(self._last)
                yield self._last, piece


class Rack:
    """Not thread-safe: the post's thread alone has it. `clock`: monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._retained: dict[str, Piece] = {}
        self._boxes: list[Box] = []

    def join(self, box: Box) -> None:
        """From now on the client gets letters, at first those that lie here already."""
        self._boxes.append(box)
        now = self._clock()
        for piece in list(self._retained.values()):
            if piece.until is not None and piece.until <= now:
                del self._retained[piece.topic]
            elif any(not _is_shared(name) and topics.matches(name, piece.topic) for name in box.filters):
                box.put(piece)

    def leave(self, box: Box) -> None:
        """What was on its way to it is lost, as it is with a broker that keeps no session."""
        self._boxes.remove(box)

    def post(self, topic: str, payload: bytes, *, retain: bool, expiry_s: int | None) -> Sequence[Box]:
        """The boxes that the letter was put into."""
        until = None if expiry_s is None else self._clock() + expiry_s
        if retain:
            self._keep(Piece(topic, payload, True, until))
        receivers = self._receivers(topic)
        for box in receivers:
            box.put(Piece(topic, payload, False, until))
        return receivers

    def going(self, box: Box) -> Iterator[tuple[int, Piece]]:
        return box.going(self._clock())

    def _keep(self, piece: Piece) -> None:
        self._retained.pop(piece.topic, None)
        if piece.payload:
            self._retained[piece.topic] = piece

    def _receivers(self, topic: str) -> Sequence[Box]:
        receivers, served = list[Box](), set[str]()
        for box in self._boxes:
            mine = [name for name in box.filters if topics.matches(_without_share(name), topic)]
            groups = {name for name in mine if _is_shared(name)} - served
            if groups or any(not _is_shared(name) for name in mine):
                receivers.append(box)
            served |= groups
        return receivers


def _is_shared(name: str) -> bool:
    return name.startswith(_SHARE)


def _without_share(name: str) -> str:
    return name.split("/", 2)[2] if _is_shared(name) else name
