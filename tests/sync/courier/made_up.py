"""A journal in memory for the courier, and a pipe whose letters lie on a table until the test takes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from office.domain.chain import canonical, digest_after, start_of
from office.domain.moment import Moment
from office.identity import Given
from office.journal import Fact
from office.ledger import StreamEnds
from office.performing import Listener
from sync.transport.port import Arrived, Connected, Event, Events, Letter, Lost

OFFICE = "thanh-son"


@dataclass
class MadeUpJournal:
    """`sync.courier.source.Source`: streams of facts about nothing; `places` survive the courier, as on a disk."""

    streams_: dict[str, list[Fact]] = field(default_factory=lambda: {"aaaa": []})
    places: dict[str, int] = field(default_factory=dict)
    restored_above: list[Given | None] = field(default_factory=list)
    paused_: bool = False
    words_: dict[int, tuple[bytes, str]] = field(default_factory=dict)
    """seq → salt and text."""

    @property
    def present(self) -> str:
        return list(self.streams_)[-1]

    @property
    def head(self) -> int:
        return len(self.streams_[self.present])

    def write(self, count: int, now: Moment, *, text: str = "") -> int:
        """So many more facts; the last seq."""
        facts = self.streams_[self.present]
        for _ in range(count):
            body = canonical({"n": len(facts) + 1, "text": text})
            before = facts[-1].digest if facts else start_of(self.present)
            seq, subject = len(facts) + 1, "ticket:1"
            digest = digest_after(before, seq, now.wall, "ticket.issued", 1, subject, body)
            facts.append(Fact(seq, now, "ticket.issued", 1, subject, body, digest))
        return len(facts)

    def streams(self) -> list[StreamEnds]:
        names = list(self.streams_)
        return [
            StreamEnds(no, name, 1, len(self.streams_[name]), self.places.get(name, 0))
            for no, name in enumerate(names, 1)
        ]

    def facts(self, stream_no: int, first: int, last: int) -> list[Fact]:
        return self.streams_[list(self.streams_)[stream_no - 1]][max(first, 1) - 1 : last]

    def digest_before(self, stream_no: int, stream_id: str, first: int) -> bytes | None:
        return start_of(stream_id) if first == 1 else self.streams_[stream_id][first - 2].digest

    def words(self, facts: Sequence[Fact]) -> dict[int, tuple[bytes, str]]:
        return {one.seq: self.words_[one.seq] for one in facts if one.seq in self.words_}

    def devices(self) -> dict[str, str]:
        return {"printer": "ok"}

    def paused(self) -> bool:
        return self.paused_

    def on_facts(self, listener: Listener) -> Callable[[], None]:
        return lambda: None

    def write_down(self, places: Mapping[int, int]) -> None:
        names = list(self.streams_)
        for no, place in places.items():
            self.places[names[no - 1]] = max(place, self.places.get(names[no - 1], 0))

    def begin_restored(self, given: Given | None) -> None:
        self.restored_above.append(given)
        self.streams_[f"new{len(self.streams_)}"] = []

    def count_closed_day(self) -> bool:
        return False


@dataclass
class Table:
    """A `Transport`: what is posted lies in `out` as (topic, payload) until the test takes it."""

    out: list[tuple[str, bytes]] = field(default_factory=list)
    happened: list[Event] = field(default_factory=list)
    stands: bool = False
    rebuilt: int = 0
    _token: int = 0

    def open(self, events: Events) -> None:
        """Nothing happens by itself here."""

    def connect(self) -> None:
        self.stands = True
        self.happened.append(Connected())

    def cut(self) -> None:
        """What is on the way is lost."""
        self.stands = False
        self.out.clear()
        self.happened.append(Lost("cut"))

    def post(self, topic: str, payload: bytes, *, retain: bool = False, expiry_s: int | None = None) -> int | None:
        if not self.stands:
            return None
        self.out.append((topic, payload))
        self._token += 1
        return self._token

    def arrive(self, topic: str, payload: bytes, *, retained: bool = False) -> None:
        self.happened.append(Arrived(Letter(topic, payload, retained)))

    def acknowledge(self, letter: Letter) -> None:
        """The table forgets by itself."""

    def rebuild(self) -> None:
        self.rebuilt += 1
        self.cut()

    def close(self, deadline_s: float = 2.0, *, will: bool = True) -> None:
        self.stands = False

    def take(self, box: str) -> list[bytes]:
        """The letters in one mailbox, and none of them lies here any more."""
        mine = [payload for topic, payload in self.out if topic.endswith(f"/{box}")]
        self.out = [one for one in self.out if not one[0].endswith(f"/{box}")]
        return mine
