"""A day of the office told a second time, slow and simple: second after second, with everybody looked at each time.

Shares nothing with `office.domain.simulation` but its words: who is called is the simple telling of the rules.
"""

from dataclasses import dataclass, field
from random import Random

from office.domain.house import Calling, Counter
from office.domain.line import Waiting
from office.domain.load import Citizen
from office.domain.simulation import Place
from tests.simple_rules import Simple

SECOND = 1000


@dataclass
class Person:
    """One citizen's day, in seconds."""

    citizen: Citizen
    number: int
    wants: str
    waits: bool = True
    was_moved: bool = False
    first_call: int | None = None
    began: int | None = None
    ended: int | None = None
    counter: int | None = None
    outcome: str = "expired"

    def in_line(self) -> Waiting:
        return Waiting(self.citizen.arrives_ms // SECOND, self.number, self.wants, self.citizen.priority)


@dataclass
class Desk:
    """A counter: who stands there, and what is left to do in seconds."""

    place: Place
    run: int = 0
    person: Person | None = None
    until_start: int = 0
    until_end: int = 0

    def is_staffed(self, second: int) -> bool:
        return any(begin <= second * SECOND < end for begin, end in self.place.sessions)


@dataclass
class SlowDay:
    """All times of the citizens, sessions and the close are whole seconds."""

    places: list[Place]
    calling: Calling
    citizens: list[Citizen]
    closes: int
    rng: Random
    people: list[Person] = field(default_factory=list)

    def lived(self) -> list[Person]:
        desks = [Desk(place) for place in self.places]
        coming = sorted(self.citizens, key=lambda one: one.arrives_ms)
        second = 0
        while second <= 24 * 3600 and (coming or any(desk.person for desk in desks) or self._may_still_call(second)):
            moved = [self._passes(desk, second) for desk in desks]
            begun = any(begin == second * SECOND for place in self.places for begin, _ in place.sessions)
            came = False
            while coming and coming[0].arrives_ms == second * SECOND:
                citizen, came = coming.pop(0), True
                if second < self.closes:
                    self.people.append(Person(citizen, len(self.people) + 1, citizen.service))
            if any(moved) or begun or came:
                self._call(desks, second)
            second += 1
        return self.people

    def _may_still_call(self, second: int) -> bool:
        last = max((end for place in self.places for _, end in place.sessions), default=0)
        return second * SECOND < min(last, self.closes * SECOND) and any(one.waits for one in self.people)

    def _passes(self, desk: Desk, second: int) -> bool:
        """One second at a counter; True when the person leaves it."""
        one = desk.person
        if one is None:
            return False
        if desk.until_end > 0:
            desk.until_start, desk.until_end = desk.until_start - 1, desk.until_end - 1
        if desk.until_start == 0 and one.citizen.comes and one.began is None:
            one.began = second
        if desk.until_end > 0:
            return False
        desk.person = None
        if not one.citizen.comes:
            one.outcome = "no_show"
        elif one.citizen.moves_to and not one.was_moved:
            one.was_moved, one.waits, one.wants = True, True, one.citizen.moves_to
        else:
            one.outcome, one.ended = "done", second
        return True

    def _call(self, desks: list[Desk], second: int) -> None:
        if second >= self.closes or not any(one.waits for one in self.people):
            return
        idle = sorted((d for d in desks if d.person is None and d.is_staffed(second)), key=lambda d: d.place.number)
        if len(idle) > 1:
            self.rng.shuffle(idle)
        for desk in idle:
            line = {one.in_line(): one for one in self.people if one.waits}
            counter = Counter(desk.place.number, "", desk.place.services)
            chosen = Simple(self.calling).pick(list(line), counter, desk.run)
            if chosen is not None:
                self._stand(desk, line[chosen], second)

    def _stand(self, desk: Desk, one: Person, second: int) -> None:
        desk.person, desk.run = one, 0 if one.citizen.priority else desk.run + 1
        one.waits, one.counter, one.began = False, desk.place.number, None
        one.first_call = second if one.first_call is None else one.first_call
        walk = one.citizen.walk_ms // SECOND + (20 if one.citizen.needs_second_call else 0)
        takes = one.citizen.then_ms if one.was_moved else one.citizen.service_ms
        patience = self.calling.no_show_ms // SECOND + 1
        desk.until_start, desk.until_end = walk, walk + takes // SECOND if one.citizen.comes else patience
        if walk == 0 and one.citizen.comes:
            one.began = second
