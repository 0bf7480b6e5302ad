"""The line of people waiting, and who is called next.

Returned people first, in the order in which they came back; then the rule (`fifo`, `strict`, `interleaved`) decides
between the oldest ordinary and the oldest priority person whom the counter may call.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from office.domain.house import Calling, Counter


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the rules see of a waiting ticket; see `Ticket` for the fields."""

    id: int
    service: str
    priority: bool
    arrival: int
    returned: int | None = None
    for_counter: int | None = None

    @property
    def age(self) -> tuple[int, int]:
        return (self.arrival, self.id)


@dataclass(frozen=True, slots=True)
class Pick:
    """`because`: oldest | priority | returned."""

    waiting: Waiting
    because: str


Rule = Callable[[Waiting | None, Waiting | None, int, int], Pick | None]
"""(oldest ordinary, oldest priority, ordinary calls of this counter since its last priority, N) → who is called."""


def _older(ordinary: Waiting | None, privileged: Waiting | None) -> Pick | None:
    both = [w for w in (ordinary, privileged) if w is not None]
    return Pick(min(both, key=lambda w: w.age), "oldest") if both else None


def fifo(ordinary: Waiting | None, privileged: Waiting | None, _run: int, _n: int) -> Pick | None:
    """Whoever came first."""
    return _older(ordinary, privileged)


def strict(ordinary: Waiting | None, privileged: Waiting | None, _run: int, _n: int) -> Pick | None:
    """Priority before everybody else."""
    if privileged is None or ordinary is None or privileged.age < ordinary.age:
        return _older(ordinary, privileged)
    return Pick(privileged, "priority")


def interleaved(ordinary: Waiting | None, privileged: Waiting | None, run: int, n: int) -> Pick | None:
    """Priority at the latest after N-1 ordinary calls of this counter, or at once when it is the oldest."""
    if privileged is None or ordinary is None or privileged.age < ordinary.age:
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
        if one.returned is not None:
            self.returned.append(one)
        else:
            (self.privileged if one.priority else self.ordinary).append(one)


def _head(queues: list[deque[Waiting]], order: Callable[[Waiting], tuple[int, ...]]) -> Waiting | None:
    heads = [q[0] for q in queues if q]
    return min(heads, key=order) if heads else None


class Line:
    """A copy of the waiting people that can be called empty, to see who comes when."""

    def __init__(self, waiting: Iterable[Waiting]) -> None:
        self._groups: dict[GroupKey, _Group] = {}
        for one in sorted(waiting, key=lambda w: (w.returned or 0, w.age)):
            key: GroupKey = one.service if one.for_counter is None else one.for_counter
            self._groups.setdefault(key, _Group()).add(one)

    def take(self, counter: Counter, calling: Calling, run: int) -> Pick | None:
        """Whom `counter` calls now; that person leaves the line. `run`: its ordinary calls since the last priority."""
        keys: tuple[GroupKey, ...] = (*counter.services, counter.number)
        groups = [g for key in keys if (g := self._groups.get(key))]
        back = _head([g.returned for g in groups], lambda w: (w.returned or 0, *w.age))
        if back is not None:
            return self._leave(groups, Pick(back, "returned"))
        picked = RULES[calling.rule](
            _head([g.ordinary for g in groups], lambda w: w.age),
            _head([g.privileged for g in groups], lambda w: w.age),
            run,
            calling.interleave,
        )
        return None if picked is None else self._leave(groups, picked)

    @staticmethod
    def _leave(groups: list[_Group], picked: Pick) -> Pick:
        for group in groups:
            for queue in (group.returned, group.ordinary, group.privileged):
                if queue and queue[0] is picked.waiting:
                    queue.popleft()
                    return picked
        return picked


def run_after(run: int, priority: bool) -> int:
    """Ordinary calls of a counter since its last priority call, after one more call."""
    return 0 if priority else run + 1


def calling_order(
    waiting: Iterable[Waiting], counters: list[Counter], calling: Calling, runs: Mapping[int, int]
) -> list[Pick]:
    """Everybody whom these counters would call, in order, if each called once in turn by number and nobody came."""
    line, runs, order = Line(waiting), dict(runs), list[Pick]()
    turn = sorted(counters, key=lambda c: c.number)
    while True:
        before = len(order)
        for counter in turn:
            picked = line.take(counter, calling, runs.get(counter.number, 0))
            if picked is not None:
                runs[counter.number] = run_after(runs.get(counter.number, 0), picked.waiting.priority)
                order.append(picked)
        if len(order) == before:
            return order


def ahead_of(
    waiting: Iterable[Waiting], counters: list[Counter], calling: Calling, runs: Mapping[int, int]
) -> dict[int, int]:
    """Ticket id → how many would be called before it, for all whom these counters may call."""
    return {pick.waiting.id: place for place, pick in enumerate(calling_order(waiting, counters, calling, runs))}
