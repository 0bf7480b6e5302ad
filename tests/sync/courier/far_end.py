"""A far end that follows the rules of the collector, as small as they allow: a set of numbers for each stream."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync import topics
from sync.courier.ranges import Ranges
from sync.wire.batch import unpack
from sync.wire.letters import Ack, Hello, Known
from sync.wire.refusing import RejectCode, Undecodable


@dataclass
class FarEnd:
    """What it has survives everything but `put_back`. `poison`: facts that it cannot read, for the tests of them."""

    office: str
    has: dict[str, Ranges] = field(default_factory=dict)
    texts: dict[tuple[str, int], str] = field(default_factory=dict)
    known: Known | None = None
    poison: set[int] = field(default_factory=set)
    got: list[tuple[str, str, int, int]] = field(default_factory=list)
    """(box, stream, first, last) of every batch that came, in order."""

    def take(self, topic: str, payload: bytes) -> bytes | None:
        """The acknowledgement, if there is anything to acknowledge."""
        found = topics.read_up(topic)
        assert found is not None
        assert found[0] == self.office
        if found[1] == topics.HELLO:
            return self._greet(Hello.unpack(payload)).pack()
        if found[1] in (topics.LIVE, topics.BACK):
            return self._keep(found[1], payload).pack()
        return None

    def upto(self, stream: str) -> int:
        lowest = self.has.get(stream, Ranges()).lowest()
        return lowest[1] if lowest is not None and lowest[0] == 1 else 0

    def copy(self) -> "dict[str, Ranges]":
        return {stream: Ranges(spans) for stream, spans in self.has.items()}

    def put_back(self, older: Mapping[str, Ranges]) -> None:
        """Its database was restored from a backup."""
        self.has = {stream: Ranges(spans) for stream, spans in older.items()}

    def _greet(self, hello: Hello) -> Ack:
        missing = Ranges([(1, hello.next - 1)])
        for first, last in self.has.get(hello.stream, Ranges()):
            missing.drop(first, last)
        return self._ack(hello.stream, need=tuple(missing)[:32], known=self.known)

    def _keep(self, box: str, payload: bytes) -> Ack:
        try:
            batch = unpack(payload, self.office)
        except Undecodable as error:
            span = error.span or (1, 1)
            return self._reject(error.stream or "", error.seq or span[0], span, error.code)
        bad = next((fact.seq for fact in batch.facts if fact.seq in self.poison), None)
        if bad is not None:
            return self._reject(batch.stream, bad, (batch.first, batch.last), RejectCode.BAD_FACT)
        self.got.append((box, batch.stream, batch.first, batch.last))
        for fact in batch.facts:
            assert self.texts.setdefault((batch.stream, fact.seq), fact.text) == fact.text
        self.has.setdefault(batch.stream, Ranges()).add(batch.first, batch.last)
        return self._ack(batch.stream)

    def _reject(self, stream: str, seq: int, span: tuple[int, int], code: RejectCode) -> Ack:
        if span[0] == span[1]:
            self.has.setdefault(stream, Ranges()).add(seq, seq)
        return self._ack(stream, reject=((seq, code),))

    def _ack(
        self,
        stream: str,
        *,
        need: tuple[tuple[int, int], ...] = (),
        reject: tuple[tuple[int, RejectCode], ...] = (),
        known: Known | None = None,
    ) -> Ack:
        upto = self.upto(stream)
        have = tuple(span for span in self.has.get(stream, Ranges()) if span[0] > upto)[:32]
        return Ack(stream, upto, 1_795_395_600_000, have, need, reject, known)
