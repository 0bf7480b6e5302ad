"""The collector: takes the letters of all offices from the broker and answers them when they are in the database.

Two kinds of lanes, so that what happens now never waits behind what happened last month: one for greetings, live facts,
states and results, one or more for backlogs. A collector that says it is alive has a database that works; offices
send while at least one is. Several collectors share the mail and need not know of one another.
"""

import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from district.backroom import BackRoom, Order, pipe_of
from district.lane import BACKLOG, LIVE, Counts, Lane, Watch
from district.projections import Projector
from district.times import wall_clock
from sync import topics
from sync.transport.port import Maker, Transport, Will
from sync.transport.tries import Pace
from sync.wire.letters import CollectorState
from web.pulse import longest

EVERY = "+"
_SHARED = {box: topics.SHARE + topics.up(EVERY, box) for box in (topics.HELLO, topics.LIVE, topics.RESULT)}
LIVE_FILTERS = (
    _SHARED[topics.HELLO],
    _SHARED[topics.LIVE],
    _SHARED[topics.RESULT],
    topics.up(EVERY, topics.STATE),  # not shared: a shared subscription never gets retained letters
)
SWITCH_S = 0.0005
"""How long a thread of this process may keep the others waiting: a live fact passes a dozen turns between its lane and
those that drain backlogs and project, and Python's own 5 ms for each of them would be felt."""


@dataclass(frozen=True, slots=True)
class CollectorStatus:
    """`alive`: every lane's database works; `connected`: the pipe of the live lane stands.

    The counts are since the start and over all lanes.
    """

    alive: bool
    connected: bool
    since: int
    rounds: int
    facts: int
    refused: int
    shed: int


class Collector:
    """`start` to `stop`. `name` is what its certificate says; `backlogs`: how many lanes drain backlogs.

    `apart`: these and the projections are in a process of their own, which logs from this level on; the maker must be
    a value then. Without it all are threads of this process, for a trial and for tests.
    """

    def __init__(
        self,
        engine: Engine,
        maker: Maker,
        name: str,
        *,
        clock: Callable[[], int] = wall_clock,
        pace: Pace | None = None,
        backlogs: int = 1,
        projects: bool = True,
        apart: str | None = None,
    ) -> None:
        self._name, self._clock, self._lock = name, clock, threading.Lock()
        self._post: Transport = maker(client=name, filters=LIVE_FILTERS, will=self._will())
        pace = pace or Pace(first_s=0.5, most_s=30.0)
        lanes = [Lane("live", engine, self._post, LIVE, self._watch(True), clock, pace)]
        self._behind: BackRoom | Projector | None = None
        if apart is not None:
            url = engine.url.render_as_string(hide_password=False)
            self._behind = BackRoom(Order(url, maker, name, backlogs, projects, pace, apart))
        else:
            self._behind = Projector(engine) if projects else None
            for number in range(1, backlogs + 1):
                pipe = pipe_of(maker, name, number)
                lanes.append(Lane(f"back{number}", engine, pipe, BACKLOG, self._watch(False), clock, pace))
        self._lanes: Sequence[Lane] = lanes
        self._works = {lane.name: False for lane in lanes}
        self._since = clock()

    def start(self) -> None:
        sys.setswitchinterval(SWITCH_S)
        if self._behind is not None:
            self._behind.start()
        for lane in self._lanes:
            lane.start()

    def stop(self, deadline_s: float = 5.0) -> None:
        """Says goodbye, so that offices wait for nobody, and lets every lane finish its round."""
        self._tell(alive=False)
        for lane in reversed(self._lanes):
            lane.stop(deadline_s)
        if self._behind is not None:
            self._behind.stop(deadline_s)

    def status(self) -> CollectorStatus:
        total = sum((lane.counts for lane in self._lanes), Counts())
        if isinstance(self._behind, BackRoom):
            total += self._behind.counts
        return CollectorStatus(
            self._alive(),
            self._lanes[0].connected,
            self._since,
            total.rounds,
            total.facts,
            total.refused,
            total.shed,
        )

    @property
    def busy_since(self) -> float | None:
        """Of the lane or projector that has been at one round longest, also in the back room."""
        return longest(*self._lanes, self._behind)

    @property
    def back_room(self) -> int | None:
        """The process that drains backlogs, while there is one."""
        return self._behind.pid if isinstance(self._behind, BackRoom) else None

    def _alive(self) -> bool:
        return all(self._works.values())

    def _watch(self, is_voice: bool) -> Watch:
        """The live lane's pipe is also the one on which the collector says how it is."""
        return Watch(self._standing, self._say if is_voice else _nothing, self._committed)

    def _standing(self, lane: str, works: bool) -> None:
        with self._lock:
            before = self._alive()
            self._works[lane] = works
            if before != self._alive():
                self._since = self._clock()
                self._tell(alive=not before)

    def _say(self) -> None:
        with self._lock:  # what is said last is what holds: two lanes must not overtake one another
            self._tell(alive=self._alive())

    def _tell(self, *, alive: bool) -> None:
        state = CollectorState(alive, self._since)
        self._post.post(topics.collector_state(self._name), state.pack(), retain=True)

    def _committed(self) -> None:
        if self._behind is not None:
            self._behind.wake()

    def _will(self) -> Will:
        return Will(topics.collector_state(self._name), CollectorState(False, 0).pack())


def _nothing() -> None:
    return None
