"""The people of a ward, one after the other by the clock, through the real API; nobody waits in between."""

import heapq
import itertools
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from office.domain import load
from office.domain.load import Citizen, Profile
from office.domain.moment import HOUR, MINUTE, SECOND
from tests.bench.calling import Caller, signed_in
from tests.bench.listening import Ears
from tests.demo.offices import SERVICES, Served
from tests.office_fixture import ZONE
from tests.soak.office_in_time import Ahead

LISTENERS = 12
APART = timedelta(days=6)
PATIENCE_S = 60.0
OPEN, CLOSED, NIGHT, MORNING = 6 * HOUR + 30 * MINUTE, 19 * HOUR + 5 * MINUTE, 26 * HOUR, 28 * HOUR
WAITS_FOR_PAPER = 5
"""Every fifth person waits for the slip; the others walk on, and the office prints what is not too old by then."""


Happening = Callable[[int], None]
"""What happens at that millisecond of the day."""


@dataclass(slots=True)
class Lived:
    """What was done; `twice`: numbers that two people of a day have, or two for one request."""

    issued: int = 0
    twice: int = 0
    finished: int = 0
    rated: int = 0
    refused: list[str] = field(default_factory=list)


class Ward:
    """Citizens and clerks of every day, one after the other in the order of the clock."""

    def __init__(self, office: Served, ahead: Ahead, profile: Profile, lived: Lived) -> None:
        self._office, self._ahead, self._profile, self._lived = office, ahead, profile, lived
        self._rng = random.Random(8)
        self._screen = Caller(office.url, office.prepared.screen_token)
        self._ears = Ears(office.url, office.prepared.screen_token, LISTENERS)
        self._clerks: dict[int, Caller] = {}
        self._begin = _midnight_after(datetime.now(ZONE))
        self._order = itertools.count()
        self._events: list[tuple[int, int, Happening]] = []
        self._waiting: dict[int, Citizen] = {}
        self._idle: set[int] = set()
        self._numbers: set[str] = set()

    def day(self) -> None:
        """From the opening of its record to the end of the night after it."""
        self._go_to(OPEN)
        until(lambda: self._is("open"), "the day opens")
        self._sit_down()
        self._work(self._citizens())
        self._go_home()
        for at, status in ((CLOSED, "closed"), (NIGHT, "closed"), (MORNING, "closed")):
            self._go_to(at)
            until(lambda expected=status: self._is(expected), f"the day is {status}")  # type: ignore[misc]
            time.sleep(1.5)  # whoever works at night begins
        self._begin += APART

    def close(self) -> None:
        self._ears.close()
        self._screen.close()

    # --- time ----------------------------------------------------------------------------------------------------
    def _go_to(self, ms_of_day: int) -> None:
        """Forward only; a moment that has passed already is now."""
        target = self._begin + timedelta(milliseconds=ms_of_day)
        ahead = round((target - datetime.now(UTC)).total_seconds() * 1000)
        self._ahead.move(max(ahead, self._ahead.ms))

    def _is(self, status: str) -> bool:
        day = self._screen.ask("GET", "/state")[1]["day"]
        return bool(day["status"] == status and day["date"] == f"{self._begin:%Y-%m-%d}")

    # --- people --------------------------------------------------------------------------------------------------
    def _citizens(self) -> list[Citizen]:
        people = load.tickets_on(self._profile, self._begin.date())
        return load.citizens(self._rng, load.arrivals_of_a_day(self._rng, people), SERVICES)

    def _sit_down(self) -> None:
        for one in self._office.prepared.clerks:
            assert one.counter is not None
            self._clerks[one.counter] = signed_in(self._office.url, one.id, one.pin, one.counter)

    def _go_home(self) -> None:
        for counter, clerk in self._clerks.items():
            clerk.ask("POST", f"/counters/{counter}/sign-out")
            clerk.close()
        self._clerks = {}

    # --- a day, by the clock -------------------------------------------------------------------------------------
    def _work(self, citizens: Sequence[Citizen]) -> None:
        """Everybody is served in the order in which things happen; whom nobody has called is left to the day's end."""
        self._waiting, self._numbers, self._idle = {}, set(), set(self._office.prepared.counters)
        for one in citizens:
            self._later(one.arrives_ms, partial(self._arrives, one))
        while self._events:
            at, _, happen = heapq.heappop(self._events)
            self._go_to(at)
            happen(at)

    def _later(self, at: int, what: Happening) -> None:
        heapq.heappush(self._events, (at, next(self._order), what))

    def _arrives(self, one: Citizen, at: int) -> None:
        made = self._take(one)
        if made is None:
            return
        self._waiting[made["id"]] = one
        services = self._office.prepared.counters
        free = next((number for number in sorted(self._idle) if one.service in services[number]), None)
        if free is not None:
            self._idle.discard(free)
            self._calls(free, at)

    def _calls(self, counter: int, at: int) -> None:
        answer = self._press(counter, "next")
        if not answer or answer["ticket"] is None:
            self._idle.add(counter)
            return
        ticket = answer["ticket"]["id"]
        one = self._waiting.pop(ticket, None)
        if one is not None and one.needs_second_call:
            self._press(counter, "recall")
        if one is not None and not one.comes:
            self._later(at + 70 * SECOND, partial(self._gives_up, counter))
            return
        self._press(counter, "start")
        self._later(at + (one.service_ms if one else MINUTE), partial(self._finishes, counter, ticket, one))

    def _gives_up(self, counter: int, at: int) -> None:
        self._press(counter, "recall")
        self._press(counter, "no-show")
        self._calls(counter, at)

    def _finishes(self, counter: int, ticket: int, one: Citizen | None, at: int) -> None:
        self._press(counter, "finish")
        self._lived.finished += 1
        if one is not None and one.level:
            self._rate(ticket, one.level)
        self._later(at + 20 * SECOND, partial(self._calls, counter))

    # --- what they do --------------------------------------------------------------------------------------------
    def _take(self, one: Citizen) -> dict[str, Any] | None:
        body = {"service": one.service, "priority": one.priority, "request_id": _rid(self._rng)}
        status, made = self._screen.ask("POST", "/tickets", body)
        if status != 201:
            self._lived.refused.append(str(made.get("code")))
            return None
        again = self._screen.ask("POST", "/tickets", body)[1]
        self._lived.issued += 1
        self._lived.twice += made["number"] in self._numbers or again["number"] != made["number"]
        self._numbers.add(made["number"])
        if self._lived.issued % WAITS_FOR_PAPER == 0:
            until(lambda: self._print_of(made["id"]) != "queued", f"paper of {made['number']}")
        return dict(made)

    def _print_of(self, ticket: int) -> str:
        return str(self._screen.ask("GET", f"/tickets/{ticket}")[1]["print"]["state"])

    def _press(self, counter: int, key: str) -> Any:
        status, answer = self._clerks[counter].ask(
            "POST", f"/counters/{counter}/{key}", {"request_id": _rid(self._rng)}
        )
        if status != 200:
            self._lived.refused.append(f"{key}: {answer.get('code')}")
            return None
        return answer

    def _rate(self, ticket: int, level: int) -> None:
        self._ahead.move(self._ahead.ms + 5_000)
        body = {"level": level, "channel": "touch", "age_ms": 2_000, "request_id": _rid(self._rng)}
        status, answer = self._screen.ask("POST", f"/tickets/{ticket}/rating", body)
        if status not in (200, 201):
            self._lived.refused.append(f"rating: {answer.get('code')}")
        self._lived.rated += status in (200, 201)


def _rid(rng: random.Random) -> str:
    bits = f"{rng.getrandbits(128):032x}"
    return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"


def _midnight_after(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), ZONE)


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not within {PATIENCE_S:.0f} s: {what}")
        time.sleep(0.01)
