"""A courier's round, a far end, and a table between them: the test is the post."""

from dataclasses import dataclass, field

from office.clock import SetClock
from sync import topics
from sync.courier.posting import Sender
from sync.courier.round import Grew, Happening, Round
from sync.courier.status import Condition
from sync.courier.timing import Timing
from sync.transport.port import Letter
from sync.wire.letters import CollectorState
from tests.sync.courier.far_end import FarEnd
from tests.sync.courier.made_up import OFFICE, MadeUpJournal, Table

ACK = topics.down(OFFICE, topics.ACK)


@dataclass
class Scene:
    """`spread` is 1: waits are as long as they say."""

    journal: MadeUpJournal = field(default_factory=MadeUpJournal)
    table: Table = field(default_factory=Table)
    far: FarEnd = field(default_factory=lambda: FarEnd(OFFICE))
    clock: SetClock = field(default_factory=SetClock)
    reported: list[Condition] = field(default_factory=list)
    others: list[tuple[str, Letter]] = field(default_factory=list)
    acks: list[bytes] = field(default_factory=list)
    timing: Timing = field(default_factory=Timing)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """The courier begins anew from what is written down."""
        self.round = Round(
            self.journal,
            self.table,
            Sender(OFFICE, "test", "0001"),
            self.clock,
            timing=self.timing,
            spread=lambda: 1.0,
            report=self.reported.append,
            others=lambda box, letter: self.others.append((box, letter)),
        )
        self.round.begin()

    def write(self, count: int, *, text: str = "") -> None:
        self.hear(Grew(self.journal.present, self.journal.write(count, self.clock.now(), text=text)))

    def hear(self, what: Happening) -> None:
        self.round.hear(what)

    def collector(self, *, alive: bool, since: int = 1, name: str = "c1", retained: bool = True) -> None:
        state = CollectorState(alive, since).pack()
        self.table.arrive(topics.collector_state(name), state, retained=retained)

    def open(self) -> None:
        """The pipe stands, and a collector is there."""
        self.table.connect()
        self.collector(alive=True)

    def turn(self) -> float:
        """The courier hears what happened and does what is due."""
        happened, self.table.happened = self.table.happened, []
        for what in happened:
            self.round.hear(what)
        return self.round.turn()

    def carry(self, at: int = 0) -> None:
        """One letter of the table to the far end; its answer waits in `acks`."""
        answer = self.far.take(*self.table.out.pop(at))
        if answer is not None:
            self.acks.append(answer)

    def answer(self, at: int = 0, *, keep: bool = False) -> None:
        """One acknowledgement to the courier; kept, it will arrive a second time."""
        ack = self.acks[at] if keep else self.acks.pop(at)
        self.table.arrive(ACK, ack)

    def exchange(self, rounds: int = 50) -> None:
        """The post works: everything is carried at once, until nobody has anything to say."""
        for _ in range(rounds):
            self.turn()
            if not (self.table.out or self.acks or self.table.happened):
                return
            while self.table.out:
                self.carry()
            while self.acks:
                self.answer()

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(round(seconds * 1000))
