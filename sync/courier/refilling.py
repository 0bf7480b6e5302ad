"""Facts that this database lost come back: asked for one batch at a time, checked, written down, and told at the end.

It begins by itself. An answer to a hello shows that the tier above has more of an older stream than we do, or a stream
that we do not have at all: a copy was put back, or a database is new. The present stream never takes part. A tier that
does not know this question does not answer; it is asked again, more and more seldom, and nothing else waits for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import structlog

from office.domain.moment import Moment
from office.journal import Fact
from office.refill.keeping import Refill, Stage
from office.refill.taking import Returned, Unfitting
from sync import topics
from sync.courier.road import Road
from sync.courier.timing import Timing
from sync.wire.batch import Batch, WireFact, unpack
from sync.wire.letters import Ack, Want
from sync.wire.refusing import RejectCode, Undecodable

LATELY = 50_000
"""Facts that are asked for of a stream that is not here at all: about two weeks of a large office."""
NEVER = float("inf")
_log = structlog.get_logger()


class Refills(Protocol):
    """What is asked of the office: `office.refill.refiller.Refiller` in the field."""

    def standing(self) -> Mapping[str, Refill]: ...
    def take(self, one: Returned, wanted: int) -> int: ...
    def stop(self, stream_id: str, stage: Stage, why: str | None = None) -> None: ...
    def tell(self, stream_id: str) -> bool: ...


Post = Callable[[str, bytes], int | None]


@dataclass(slots=True)
class Asking:
    """A stream that is being refilled: the next fact that is wanted, and the last one."""

    stream: str
    next: int
    last: int
    due_s: float = 0.0
    level: int = 0


class Refilling:
    """`heard` and `take` what arrives, then `turn`; `changed` says once that the journal's streams are others now."""

    def __init__(self, refills: Refills | None, office: str, timing: Timing, spread: Callable[[], float]) -> None:
        self._refills, self._office, self._timing, self._spread = refills, office, timing, spread
        self._line: dict[str, Asking] = {}
        self._begun: set[str] = set()
        self._untold: list[str] = []
        self._changed = False

    @property
    def left(self) -> int:
        """Facts that are still to come."""
        return sum(one.last - one.next + 1 for one in self._line.values())

    def begin(self) -> None:
        """What all facts came of before the power went is told now."""
        if self._refills is not None:
            self._begun = {one.stream for one in self._refills.standing().values() if one.stage is Stage.FETCHING}
            self._untold = sorted(self._begun)

    def heard(self, ack: Ack, roads: Mapping[str, Road], present: str) -> None:
        """An acknowledgement: of a hello, or one that says that a fact which we want is not there."""
        if self._refills is None:
            return
        asking = self._line.get(ack.stream)
        if asking is not None and (asking.next, RejectCode.MISSING) in ack.reject:
            self._end(asking, Stage.DONE)
        road = roads.get(ack.stream)
        if road is not None and ack.stream in self._begun and ack.upto <= road.head:
            self._cut_off(ack.stream)
        if road is not None and ack.stream != present and ack.upto > road.head:
            self._want(ack.stream, road.head + 1, ack.upto, present)
        for stream, upto in ack.others:
            if stream not in roads and upto:
                self._want(stream, max(1, upto - LATELY + 1), upto, present)

    def take(self, payload: bytes) -> None:
        """A letter with facts. What was not asked for is passed over."""
        try:
            batch = unpack(payload, self._office)
        except Undecodable as error:
            asking = next(iter(self._line.values()), None)
            if asking is not None:
                self._refuse(asking, str(error.code))
            return
        asking = self._line.get(batch.stream)
        if asking is not None and batch.first <= asking.next <= batch.last:
            self._put(asking, batch)

    def turn(self, now: float, post: Post, *, is_open: bool) -> None:
        """Tells what is whole, and asks for what is next."""
        while self._untold:
            self._tell(self._untold[0])
        asking = next(iter(self._line.values()), None)
        if asking is None or not is_open or now < asking.due_s:
            return
        if post(topics.WANT, Want(asking.stream, asking.next, asking.last).pack()) is not None:
            asking.due_s = now + self._timing.patience(asking.level) * self._spread()
            asking.level += 1

    def wake_at(self, *, is_open: bool) -> float:
        asking = next(iter(self._line.values()), None)
        return asking.due_s if asking is not None and is_open else NEVER

    def changed(self) -> bool:
        was, self._changed = self._changed, False
        return was

    def _want(self, stream: str, first: int, upto: int, present: str) -> None:
        """Once for each stream and restore: what still grows there is written by somebody else."""
        assert self._refills is not None
        begun = self._refills.standing().get(stream)
        if stream in self._line or (begun and begun.stage is not Stage.FETCHING and begun.present == present):
            return
        _log.warning("courier.refill_begins", stream=stream, first=first, last=upto)
        self._line[stream] = Asking(stream, first, upto)

    def _cut_off(self, stream: str) -> None:
        """The tier above has no more of it than before the power went, perhaps less: then this is all."""
        assert self._refills is not None
        self._begun.discard(stream)
        if self._refills.standing()[stream].stage is Stage.FETCHING:
            self._refills.stop(stream, Stage.DONE)
            self._untold.append(stream)

    def _put(self, asking: Asking, batch: Batch) -> None:
        assert self._refills is not None
        try:
            here = self._refills.take(_returned(batch), asking.last)
        except Unfitting as error:
            self._refuse(asking, error.why)
            return
        asking.next, asking.due_s, asking.level = here + 1, 0.0, 0
        if here >= asking.last:
            self._end(asking, None)

    def _refuse(self, asking: Asking, why: str) -> None:
        _log.error("courier.refill_refused", stream=asking.stream, first=asking.next, why=why)
        self._end(asking, Stage.REFUSED, why)

    def _end(self, asking: Asking, stage: Stage | None, why: str | None = None) -> None:
        assert self._refills is not None
        if stage is not None:
            self._refills.stop(asking.stream, stage, why)
        del self._line[asking.stream]
        self._untold.append(asking.stream)
        self._changed = True

    def _tell(self, stream: str) -> None:
        assert self._refills is not None
        while self._refills.tell(stream):
            pass
        self._untold.remove(stream)


def _returned(batch: Batch) -> Returned:
    facts = [_fact(batch, one) for one in batch.facts]
    return Returned(batch.stream, batch.before, facts, {one.seq: (one.salt, one.text) for one in batch.texts})


def _fact(batch: Batch, one: WireFact) -> Fact:
    moment = Moment(one.at, one.at - batch.offset, batch.boot)
    return Fact(one.seq, moment, one.kind, one.version, one.subject, one.text, one.digest)
