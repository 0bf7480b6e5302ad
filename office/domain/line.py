"""The line of people waiting, and who is called next.

Returned people first, in the order in which they came back; then the rule (`fifo`, `strict`, `interleaved`) decides
between the oldest ordinary and the oldest priority person whom the counter may call.
"""

from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from office.domain.house import Calling, Counter


class Waiting(NamedTuple):
    """What the rules see of a waiting ticket; see `Ticket` for the fields.

    A named tuple because a busy line compares thousands of them for every number that is given. Who came before
    whom is the order of the tuples themselves: by arrival, then by id, and no two have the same id.
    """

    arrival: int
    id: int
    service: str
    priority: bool
    returned: int | None = None
    for_counter: int | None = None


class Pick(NamedTuple):
    """`because`: oldest | priority | returned."""

    waiting: Waiting
    because: str


Rule = Callable[[Waiting | None, Waiting | None, int, int], Pick | None]
"""(oldest ordinary, oldest priority, ordinary calls of this counter since its last priority, N) → who is called."""


def _older(ordinary: Waiting | None, privileged: Waiting | None) -> Pick | None:
    both = [w for w in (ordinary, privileged) if w is not None]
    return Pick(min(both), "oldest") if both else None


def fifo(ordinary: Waiting | None, privileged: Waiting | None, _run: int, _n: int) -> Pick | None:
    """Whoever came first."""
    return _older(ordinary, privileged)


def strict(ordinary: Waiting | None, privileged: Waiting | None, _run: int, _n: int) -> Pick | None:
    """Priority before everybody else."""
    if privileged is None or ordinary is None or privileged < ordinary:
        return _older(ordinary, privileged)
    return Pick(privileged, "priority")


def interleaved(ordinary: Waiting | None, privileged: Waiting | None, run: int, n: int) -> Pick | None:
    """Priority at the latest after N-1 ordinary calls of this counter, or at once when it is the oldest."""
    if privileged is None or ordinary is None or privileged < ordinary:
        return _older(ordinary, privileged)
    return Pick(privileged, "priority") if run >= n - 1 else Pick(ordinary, "oldest")


RULES: dict[str, Rule] = {"fifo": fifo, "strict": strict, "interleaved": interleaved}

GroupKey = str | int
"""A service's id, or the number of the counter for which a transferred ticket waits."""


@dataclass(slots=True)
class _Group:
    """People whom the same counters may call, in the three orders that the rules look at."""

    returned: deque[Waiting] = field(default_factory=deque)
    ordinary: deque[Waiting] = field(default_factory=deque)
    privileged: deque[Waiting] = field(default_factory=deque)

    def add(self, one: Waiting) -> None:
        self.queue_of(one).append(one)

    def queue_of(self, one: Waiting) -> deque[Waiting]:
        if one.returned is not None:
            return self.returned
        return self.privileged if one.priority else self.ordinary


Queues = list[deque[Waiting]]


def _oldest(queues: Queues) -> deque[Waiting] | None:
    """The queue whose first person came first; a plain loop, because every `ahead` walks the whole line through it."""
    found: deque[Waiting] | None = None
    for queue in queues:
        if queue and (found is None or queue[0] < found[0]):
            found = queue
    return found


def _first_back(queues: Queues) -> deque[Waiting] | None:
    found: deque[Waiting] | None = None
    for queue in queues:
        if queue and (found is None or (queue[0].returned or 0) < (found[0].returned or 0)):
            found = queue
    return found


class Line:
    """A copy of the waiting people that can be called empty, or joined, to see who comes when."""

    def __init__(self, waiting: Iterable[Waiting]) -> None:
        self._groups: dict[GroupKey, _Group] = {}
        for one in sorted(waiting):
            key: GroupKey = one.service if one.for_counter is None else one.for_counter
            self._groups.setdefault(key, _Group()).add(one)
        for group in self._groups.values():
            group.returned = deque(sorted(group.returned, key=lambda one: one.returned or 0))
        self._queues: dict[int, tuple[Queues, Queues, Queues]] = {}

    def copy(self) -> "Line":
        """The same line once more; calling from one leaves the other as it is."""
        other = Line(())
        other._groups = {
            key: _Group(deque(group.returned), deque(group.ordinary), deque(group.privileged))
            for key, group in self._groups.items()
        }
        return other

    def add(self, one: Waiting) -> None:
        """One more in the line, at the place of the arrival; whoever has come back goes behind those already back."""
        key: GroupKey = one.service if one.for_counter is None else one.for_counter
        queue = self._groups.setdefault(key, _Group()).queue_of(one)
        if not queue:
            self._queues.clear()  # which queues a counter looks at is kept without the empty ones
        if one.returned is not None or not queue or queue[-1] < one:
            queue.append(one)
        else:
            insort(queue, one)

    def take(self, counter: Counter, calling: Calling, run: int) -> Pick | None:
        """Whom `counter` calls now; that person leaves the line. `run`: its ordinary calls since the last priority."""
        back, ordinary, privileged = self._queues_of(counter)
        first = _first_back(back)
        if first is not None:
            return Pick(first.popleft(), "returned")
        old, old_privileged = _oldest(ordinary), _oldest(privileged)
        picked = RULES[calling.rule](
            None if old is None else old[0],
            None if old_privileged is None else old_privileged[0],
            run,
            calling.interleave,
        )
        if picked is not None:
            chosen = old_privileged if picked.waiting.priority else old
            assert chosen is not None
            chosen.popleft()
        return picked

    def _queues_of(self, counter: Counter) -> tuple[Queues, Queues, Queues]:
        """Those whom this counter may call: returned, ordinary, priority, each a queue a service."""
        if counter.number not in self._queues:
            keys: tuple[GroupKey, ...] = (*counter.services, counter.number)
            groups = [group for key in keys if (group := self._groups.get(key))]
            self._queues[counter.number] = (
                [g.returned for g in groups if g.returned],
                [g.ordinary for g in groups if g.ordinary],
                [g.privileged for g in groups if g.privileged],
            )
        return self._queues[counter.number]


def run_after(run: int, priority: bool) -> int:
    """Ordinary calls of a counter since its last priority call, after one more call."""
    return 0 if priority else run + 1


def in_turn(
    waiting: Iterable[Waiting], counters: list[Counter], calling: Calling, runs: Mapping[int, int]
) -> Iterator[Pick]:
    """Everybody whom these counters would call, in order, if each called once in turn by number and nobody came."""
    line, runs = Line(waiting), dict(runs)
    turn = sorted(counters, key=lambda c: c.number)
    while turn:
        for counter in tuple(turn):
            picked = line.take(counter, calling, runs.get(counter.number, 0))
            if picked is None:
                turn.remove(counter)  # nobody comes: it will not call again
            else:
                runs[counter.number] = run_after(runs.get(counter.number, 0), picked.waiting.priority)
                yield picked


def calling_order(
    waiting: Iterable[Waiting], counters: list[Counter], calling: Calling, runs: Mapping[int, int]
) -> list[Pick]:
    return list(in_turn(waiting, counters, calling, runs))


def ahead_of(
    waiting: Iterable[Waiting], counters: list[Counter], calling: Calling, runs: Mapping[int, int]
) -> dict[int, int]:
    """Ticket id → how many would be called before it, for all whom these counters may call."""
    return {pick.waiting.id: place for place, pick in enumerate(in_turn(waiting, counters, calling, runs))}


def place_of(
    one: Waiting, waiting: Iterable[Waiting], counters: list[Counter], calling: Calling, runs: Mapping[int, int]
) -> int | None:
    """How many of the line would be called before `one`; None when these counters would never call it."""
    order = enumerate(in_turn(waiting, counters, calling, runs))
    return next((place for place, pick in order if pick.waiting is one), None)
