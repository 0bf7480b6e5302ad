"""The calling rules told a second time, slow and simple: everybody in line is looked at for each call."""

from dataclasses import dataclass

from office.domain.house import Calling, Counter
from office.domain.line import Waiting


@dataclass(frozen=True)
class Simple:
    """The rules once more, by looking at everybody each time."""

    calling: Calling

    def may_call(self, counter: Counter, one: Waiting) -> bool:
        return one.for_counter == counter.number if one.for_counter else one.service in counter.services

    def pick(self, people: list[Waiting], counter: Counter, run: int) -> Waiting | None:
        mine = [one for one in people if self.may_call(counter, one)]
        back = sorted((one for one in mine if one.returned), key=lambda one: one.returned or 0)
        if back:
            return back[0]
        by_age = sorted(mine, key=lambda one: (one.arrival, one.id))
        first_priority = next((one for one in by_age if one.priority), None)
        if not by_age or first_priority is None or by_age[0].priority:
            return by_age[0] if by_age else None
        overdue = self.calling.rule == "strict" or (
            self.calling.rule == "interleaved" and run >= self.calling.interleave - 1
        )
        return first_priority if overdue else by_age[0]

    def order(self, people: list[Waiting], counters: list[Counter], runs: dict[int, int]) -> list[int]:
        people, runs, order = list(people), dict(runs), list[int]()
        while True:
            someone = False
            for counter in sorted(counters, key=lambda c: c.number):
                one = self.pick(people, counter, runs.get(counter.number, 0))
                if one is None:
                    continue
                someone = True
                people.remove(one)
                runs[counter.number] = 0 if one.priority else runs.get(counter.number, 0) + 1
                order.append(one.id)
            if not someone:
                return order
