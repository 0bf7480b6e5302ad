"""What to send now: the courier's head, without hands. Events go in, things to do come out; no clock, no pipe, no file.

Nothing is sent unless the pipe stands and a collector with a working database is there. Then each stream first says
hello, and its batches follow after the first answer: what the far end has need not be sent, and what it has beyond us
shows that our database was rolled back. The live lane has its own window, so new facts never wait for a backlog.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sync.courier.road import Flight, Lane, Road
from sync.courier.timing import Timing
from sync.courier.watch import Watch
from sync.wire.letters import Ack, Known

WINDOW: Mapping[Lane, int] = {Lane.LIVE: 4, Lane.BACK: 4}
"""Batches under way at once."""
LATE = 1_000
"""More live facts than this in a row are a backlog, and the newest go past them."""
SURE = 3
"""Acknowledgements beyond our end, without a word of the numbers, after which a restored office goes on without."""
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Load:
    """Facts to be sent: from `first` on, not beyond `last`, as many as fit into one batch."""

    road: Road
    lane: Lane
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RolledBack:
    """The far end has facts of the present stream that this database never wrote."""

    stream: str
    known: Known | None


@dataclass(slots=True)
class Greeting:
    """The hello of one stream: when the next is due, and whether this connection has had an answer."""

    due_s: float
    asked_s: float = NEVER
    answered: bool = False


@dataclass(slots=True)
class Dispatch:
    """`spread` gives a factor around 1 (0.5 to 1.5) for each wait, so that two hundred offices do not march in step."""

    timing: Timing
    spread: Callable[[], float]
    roads: dict[str, Road] = field(default_factory=dict)
    present: str = ""
    connected: bool = False
    collectors: dict[str, int] = field(default_factory=dict)
    """name → since when it is alive, as it says."""
    paused: bool = False
    level: int = 0
    refused: str | None = None
    """The pipe's word for not taking a letter, until one arrives again."""
    _raised_s: float = 0.0
    _gathered_s: float = 0.0
    _ahead: int = 0
    _greetings: dict[str, Greeting] = field(default_factory=dict)
    _watch: Watch = field(default_factory=Watch)

    @property
    def is_open(self) -> bool:
        return self.connected and bool(self.collectors)

    @property
    def waiting(self) -> int:
        return sum(road.waiting for road in self.roads.values())

    # --- what happens -------------------------------------------------------------------------------------------
    def take_roads(self, roads: Iterable[Road], now: float) -> None:
        """The streams of the journal, the present one last."""
        self.roads = {road.stream: road for road in roads}
        self.present = next(reversed(self.roads), "")
        if self.is_open:
            self._open(now)

    def grew(self, head: int, now: float) -> None:
        """The present stream goes up to `head`."""
        road = self.roads[self.present]
        new = road.head + 1
        if head < new:
            return
        if road.next_span(Lane.LIVE) is None:
            self._gathered_s = now + self.timing.gather
        road.grow(head)
        waits = road.next_span(Lane.LIVE)
        if waits is not None and head - waits[0] >= LATE:
            road.live_from = new

    def found_connected(self, now: float) -> None:
        self.connected = True
        self._watch.sign(now)
        if self.is_open:
            self._open(now)

    def lost(self, now: float) -> None:
        self.connected = False
        self.collectors.clear()  # what we knew of them we heard through this pipe; they will be told again
        self._watch.sign(now)
        self._close()

    def collector(self, name: str, since: int | None, now: float, *, retained: bool) -> None:
        """A collector is alive since then, or (None) no more."""
        if since is None:
            if self.collectors.pop(name, None) is not None and not self.collectors:
                self._close()
            return
        before, was_open = self.collectors.get(name), self.is_open
        self.collectors[name] = since
        if self.is_open and before != since:
            crowd = 0.0 if retained else self.timing.crowd * (self.spread() - 0.5)
            self._greet_all(now + crowd) if was_open else self._open(now + crowd)

    def heard(self, ack: Ack, now: float) -> RolledBack | None:
        road = self.roads.get(ack.stream)
        if road is None:
            return None
        if ack.stream == self.present and _is_ahead(ack, road):
            return self._judge(ack, now)
        # Refused first: `upto` of the same letter may already go past a fact that was refused alone.
        refused = [road.refuse(seq, str(code)) for seq, code in ack.reject]
        if road.hear(ack.upto, ack.have, ack.need) or any(refused):
            self._progress(now)
        self._answered(ack.stream, now)
        return None

    def settled(self, refused: str | None) -> None:
        """The pipe refused a letter: it counts as under way until its time is over, so that nobody runs in circles."""
        if refused is not None:
            self.refused = refused

    # --- what to do ---------------------------------------------------------------------------------------------
    def land_overdue(self, now: float) -> None:
        """What was under way for too long is sent again; who got no answer to any of it waits longer."""
        for road in self.roads.values():
            for flight in [one for one in road.flights if self._due(one.sent_s, one.spread) <= now]:
                road.land(flight)
                self._lose_patience(flight.sent_s, now)

    def hellos(self, now: float) -> list[Road]:
        """The streams whose hello is due; the caller sends them."""
        if not self.is_open:
            return []
        due = [stream for stream, one in self._greetings.items() if one.due_s <= now]
        for stream in due:
            self._asked(self._greetings[stream], now)
        return [self.roads[stream] for stream in due]

    def next_load(self, now: float) -> Load | None:
        """What goes into the next batch; None when nothing may or need go."""
        if not self.is_open or self.paused:
            return None
        return next((load for lane in Lane for load in self._loads(lane, now)), None)

    def sent(self, load: Load, last: int, token: int, now: float) -> None:
        load.road.send(Flight(load.first, last, load.lane, now, self.spread(), token))

    def wants_rebuilding(self, now: float) -> bool:
        """Whether the pipe should be thrown away; asked once, it counts as done."""
        self._watch.look(now, waits=self._waits())
        if now < self._watch.due(self.timing):
            return False
        self._watch.rebuilt(now)
        self.connected = False
        self.collectors.clear()
        self._close()
        return True

    def wake_at(self, now: float) -> float:
        """When something is due by itself; `NEVER` when only an event can change anything."""
        self._watch.look(now, waits=self._waits())
        due = [self._watch.due(self.timing)]
        if self.is_open:
            due += [one.due_s for one in self._greetings.values()]
            due += [self._due(one.sent_s, one.spread) for road in self.roads.values() for one in road.flights]
            due += [self._gathered_s] if now < self._gathered_s else []
        return min(due)

    # --- inside -------------------------------------------------------------------------------------------------
    def _open(self, now: float) -> None:
        """The way is free: what is there now is backlog, what comes is live, and every stream says hello."""
        for road in self.roads.values():
            road.live_from = road.head + 1 if road.stream == self.present else 0
        self._greetings = {stream: Greeting(now) for stream in self.roads}

    def _close(self) -> None:
        for road in self.roads.values():
            for flight in tuple(road.flights):
                road.land(flight)
        self._greetings = {}

    def _greet_all(self, at: float) -> None:
        for greeting in self._greetings.values():
            greeting.due_s = min(greeting.due_s, at)

    def _asked(self, greeting: Greeting, now: float) -> None:
        if greeting.asked_s <= now:  # the one before had no answer
            self._lose_patience(greeting.asked_s, now)
        greeting.asked_s = now
        greeting.due_s = self._due(now, self.spread())

    def _answered(self, stream: str, now: float) -> None:
        greeting = self._greetings.get(stream)
        if greeting is None or greeting.asked_s == NEVER:
            return  # to a batch of before: the hello is still to be said, for only its answer names what is missing
        greeting.answered, greeting.asked_s = True, NEVER
        greeting.due_s = now + self.timing.greet * self.spread() if stream == self.present else NEVER
        self._progress(now)

    def _judge(self, ack: Ack, now: float) -> RolledBack | None:
        """Only the answer to a hello says which numbers were given, so it is awaited, but not for ever."""
        self._ahead += 1
        greeting = self._greetings.get(ack.stream)
        if ack.known is None and self._ahead < SURE and greeting is not None:
            greeting.answered, greeting.due_s = False, min(greeting.due_s, now + self.timing.resend)
            return None
        self._ahead = 0
        return RolledBack(ack.stream, ack.known)

    def _loads(self, lane: Lane, now: float) -> Iterable[Load]:
        under_way = sum(flight.lane is lane for road in self.roads.values() for flight in road.flights)
        if under_way >= WINDOW[lane] or (lane is Lane.LIVE and now < self._gathered_s):
            return
        for road in self.roads.values():
            greeting = self._greetings.get(road.stream)
            span = road.next_span(lane) if greeting is not None and greeting.answered else None
            if span is not None:
                yield Load(road, lane, *span)

    def _due(self, sent_s: float, spread: float) -> float:
        return sent_s + self.timing.patience(self.level) * spread

    def _lose_patience(self, sent_s: float, now: float) -> None:
        if sent_s >= self._raised_s:  # one step for all that went out before
            self.level, self._raised_s = self.level + 1, now

    def _progress(self, now: float) -> None:
        self.level, self.refused = 0, None
        self._watch.progress(now)

    def _waits(self) -> bool:
        """Whether silence would be strange: no connection, no collector, a hello or facts without an answer."""
        asked = any(one.asked_s != NEVER for one in self._greetings.values())
        sends = any(road.flights or (road.todo and not self.paused) for road in self.roads.values())
        return not self.is_open or asked or sends


def _is_ahead(ack: Ack, road: Road) -> bool:
    return ack.upto > road.head or any(last > road.head for _, last in ack.have)
