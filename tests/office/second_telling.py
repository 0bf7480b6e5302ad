"""The rules of the office told a second time, without a database: what the desk must do, and what it must refuse.

Each method does what a person does, or raises `Refused` and changes nothing. Only what the rules speak of is known
here: places in the line, states, counters, windows, and what the last act of each counter was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field

from office.domain.house import Calling, Counter
from tests.office.told_people import (
    CHANGE_MS,
    LATE_CALLS,
    LATE_MS,
    MOST_SERVICES,
    PATIENCE_MS,
    TOO_EARLY_MS,
    UNDO_MS,
    WINDOW_MS,
    Kept,
    Person,
    PressedTooEarly,
    Refused,
    Window,
)
from tests.simple_rules import Simple


@dataclass
class Telling:
    counters: dict[int, Counter]
    calling: Calling
    clock: Callable[[], int]
    people: dict[int, Person] = field(default_factory=dict)
    windows: dict[int, Window] = field(default_factory=dict)
    seats: dict[int, str] = field(default_factory=dict)
    paused: set[int] = field(default_factory=set)
    runs: dict[int, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    last: dict[int, Kept] = field(default_factory=dict)
    gone: list[Person] = field(default_factory=list)
    places: int = 0

    # --- looking ---
    def standing(self, counter: int) -> Person | None:
        here = [p for p in self.people.values() if p.counter == counter and p.state in ("called", "serving")]
        assert len(here) <= 1
        return here[0] if here else None

    def open_window(self, counter: int) -> int | None:
        found = [t for t, w in self.windows.items() if w.counter == counter and w.outcome is None]
        assert len(found) <= 1
        return found[0] if found else None

    def order(self, counters: list[Counter]) -> list[int]:
        line = [p.waits() for p in self.people.values() if p.state == "waiting"]
        return Simple(self.calling).order(line, counters, self.runs)

    def ahead(self, one: Person) -> int | None:
        if one.only is not None:
            counters = [self.counters[one.only]]
        else:
            serving = [c for c in self.counters.values() if one.service in c.services]
            counters = [c for c in serving if c.number in self.seats and c.number not in self.paused] or serving
        order = self.order(counters)
        return order.index(one.id) if one.id in order else None

    # --- acts ---
    def issue(self, ticket: int, number: str, service: str, priority: bool) -> None:
        self.people[ticket] = Person(ticket, number, service, priority, self._place())

    def next(self, counter: int) -> tuple[int | None, int | None]:
        """(whose service ended, who is called)."""
        self._sits(counter)
        line = [p.waits() for p in self.people.values() if p.state == "waiting"]
        pick = Simple(self.calling).pick(line, self.counters[counter], self.runs.get(counter, 0))
        here = self.standing(counter)
        if here is None and pick is None:
            return None, None
        with self._kept(counter) as cut:
            if here is not None:
                self._conclude(here, cut)
            if pick is not None:
                self._call(self.people[pick.id], counter)
        return None if here is None else here.id, None if pick is None else pick.id

    def call(self, counter: int, ticket: int) -> None:
        self._sits(counter)
        one, here = self.people[ticket], self.standing(counter)
        self._check(one.service in self.counters[counter].services or one.only == counter)
        self._check(one.state in ("waiting", "parked") or (one.state == "no_show" and self._in_time(one)))
        with self._kept(counter) as cut:
            if here is not None:
                self._conclude(here, cut)
            if one.state != "waiting":
                self._return(one)
            self._call(one, counter)

    def recall(self, counter: int) -> None:
        self._at(counter, "called").calls += 1
        self.last.pop(counter, None)

    def start(self, counter: int) -> None:
        one = self._at(counter, "called")
        self._cut_short(counter)
        one.state = "serving"
        self.last.pop(counter, None)

    def finish(self, counter: int) -> None:
        one = self._at(counter, "serving")
        with self._kept(counter):
            self._finish(one)

    def no_show(self, counter: int) -> None:
        one = self._at(counter, "called")
        self._check(one.calls >= 2 and self.clock() - one.first_call >= PATIENCE_MS)
        with self._kept(counter):
            one.state, one.left = "no_show", self.clock()
            one.calls_when_left = self.calls.get(one.service, 0)

    def park(self, counter: int) -> None:
        one = self._at(counter, "called", "serving")
        one.end_service()
        one.state = "parked"
        self.last.pop(counter, None)

    def transfer(self, counter: int, ticket: int, service: str | None, to: int | None, position: str) -> None:
        """`counter`: where the clerk sits who does it."""
        one = self.people[ticket]
        self._check(one.state in ("called", "serving") and one.counter == counter and counter in self.seats)
        with self._kept(counter):
            one.end_service()
            one.state, one.counter, one.only = "waiting", None, to
            one.service = service or one.service
            one.back = self._place() if position == "front" else None
            one.place = self._place() if position == "back" else one.issued_place

    def continue_with(self, counter: int, service: str) -> None:
        one = self._at(counter, "called", "serving")
        self._check(service in self.counters[counter].services and len(one.given) < MOST_SERVICES)
        with self._kept(counter) as cut:
            if one.state == "called" and (window := self._cut_short(counter)) is not None:
                cut.append(window)
            one.state = "serving"
            one.end_service()
            one.service = service

    def can_undo(self, counter: int) -> bool:
        kept = self.last.get(counter)
        if kept is None or counter not in self.seats or counter in self.paused:
            return False
        is_own = kept.clerk == self.seats[counter] and self.clock() - kept.at <= UNDO_MS
        return is_own and all(self.people.get(key) == one for key, one in kept.after.items())

    def bring_back(self, ticket: int) -> None:
        one = self.people[ticket]
        self._check(one.state == "parked" or (one.state == "no_show" and self._in_time(one)))
        self._return(one)

    def cancel(self, ticket: int, counter: int | None) -> None:
        """`counter`: where the clerk sits who does it; None: the citizen at the screen."""
        one = self.people[ticket]
        self._check(one.state == "waiting")
        if counter is None:
            one.state = "cancelled"
            return
        with self._kept(counter):
            one.state = "cancelled"

    def prioritise(self, ticket: int, priority: bool) -> None:
        one = self.people[ticket]
        self._check(one.state == "waiting")
        one.priority = priority

    def undo(self, counter: int) -> None:
        self._sits(counter)
        self._check(self.can_undo(counter))
        kept = self.last.pop(counter)
        self.people.update(kept.before)
        self.runs[counter] = kept.run
        for service, before in kept.calls.items():
            self.calls[service] -= before
        if kept.opened is not None and self.windows[kept.opened].outcome is None:
            del self.windows[kept.opened]
        if kept.cut is not None and self.clock() - self.windows[kept.cut].opened < WINDOW_MS:
            self.windows[kept.cut].outcome = None

    def rate(self, ticket: int) -> bool:
        """Whether it is the first rating."""
        window = self.windows.get(ticket)
        self._check(window is not None)
        assert window is not None
        if window.given is not None:
            self._check(self.clock() - window.given <= CHANGE_MS)
            return False
        self._check(window.outcome is None and self.clock() - window.opened < WINDOW_MS)
        if self.clock() - window.opened < TOO_EARLY_MS:
            raise PressedTooEarly
        window.given, window.outcome = self.clock(), "rated"
        return True

    def decline(self, ticket: int) -> None:
        window = self.windows.get(ticket)
        self._check(window is not None and window.outcome is None and self.clock() - window.opened < WINDOW_MS)
        assert window is not None
        window.outcome = "declined"

    def sit(self, clerk: str, counter: int) -> None:
        self._check(self.seats.get(counter, clerk) == clerk)
        old = next((n for n, who in self.seats.items() if who == clerk), None)
        if old not in (None, counter):
            assert old is not None
            self._check(self.standing(old) is None)
            self._leave(old)
        self.seats[counter] = clerk

    def leave(self, counter: int) -> None:
        self._check(self.standing(counter) is None)
        self._leave(counter)

    def pause(self, counter: int) -> None:
        self._sits(counter)
        self._check(self.standing(counter) is None)
        self.paused.add(counter)

    def resume(self, counter: int) -> None:
        self._check(counter in self.paused)
        self.paused.remove(counter)

    def close_day(self) -> None:
        self._check(all(self.standing(counter) is None for counter in self.counters))
        for one in self.people.values():
            one.state = "expired" if one.state in ("waiting", "parked", "no_show") else one.state
        self.gone.extend(self.people.values())
        for kept in (self.people, self.windows, self.seats, self.runs, self.calls, self.last):
            kept.clear()
        self.paused.clear()

    def time_passes(self) -> None:
        """The timer: windows whose time is over."""
        for window in self.windows.values():
            if window.outcome is None and self.clock() - window.opened >= WINDOW_MS:
                window.outcome = "timeout"

    # --- parts of acts ---
    @staticmethod
    def _check(allowed: bool) -> None:
        if not allowed:
            raise Refused

    def _sits(self, counter: int) -> None:
        self._check(counter in self.seats and counter not in self.paused)

    def _at(self, counter: int, *states: str) -> Person:
        self._sits(counter)
        one = self.standing(counter)
        self._check(one is not None and one.state in states)
        assert one is not None
        return one

    def _place(self) -> int:
        self.places += 1
        return self.places

    def _in_time(self, one: Person) -> bool:
        later = self.calls.get(one.service, 0) - one.calls_when_left
        return later <= LATE_CALLS or self.clock() - one.left <= LATE_MS

    def _call(self, one: Person, counter: int) -> None:
        one.state, one.counter, one.calls, one.first_call = "called", counter, 1, self.clock()
        self.runs[counter] = 0 if one.priority else self.runs.get(counter, 0) + 1
        self.calls[one.service] = self.calls.get(one.service, 0) + 1

    def _return(self, one: Person) -> None:
        one.state, one.counter, one.back = "waiting", None, self._place()

    def _conclude(self, one: Person, cut: list[int]) -> None:
        assert one.counter is not None
        if one.state == "called" and (window := self._cut_short(one.counter)) is not None:
            cut.append(window)
        self._finish(one)

    def _finish(self, one: Person) -> None:
        assert one.counter is not None
        one.state = "done"
        if one.id not in self.windows:
            self.windows[one.id] = Window(one.counter, self.clock())

    def _cut_short(self, counter: int) -> int | None:
        window = self.open_window(counter)
        if window is not None:
            self.windows[window].outcome = "cut_short"
        return window

    def _leave(self, counter: int) -> None:
        del self.seats[counter]
        self.paused.discard(counter)

    @contextmanager
    def _kept(self, counter: int) -> Iterator[list[int]]:
        """What happens inside becomes the last act of the counter; the list takes the window that was cut short."""
        people, windows = deepcopy(self.people), set(self.windows)
        run, calls, cut = self.runs.get(counter, 0), dict(self.calls), list[int]()
        yield cut
        changed = [key for key, one in self.people.items() if people.get(key) != one]
        self.last[counter] = Kept(
            clerk=self.seats[counter],
            at=self.clock(),
            before={key: people[key] for key in changed},
            after={key: deepcopy(self.people[key]) for key in changed},
            run=run,
            calls={service: now - calls.get(service, 0) for service, now in self.calls.items()},
            opened=next(iter(set(self.windows) - windows), None),
            cut=cut[0] if cut else None,
        )
