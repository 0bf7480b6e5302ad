"""A play from its beginning to its end: the staff sits down, citizens come, and when the last has gone all go home."""

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.demo.people.clerk import Clerk, Floor
from kiosk.demo.people.crowd import Crowd
from kiosk.demo.people.pace import Pace
from kiosk.demo.preparing import Prepared, SignIn
from office.domain import load
from office.domain.load import Citizen
from office.remote import Asking, RemoteOffice

BUSY = 0.85
"""How much of the staff's time the people take, on average."""

PATIENCE_S = 30.0
_LAST_ACTS_S = 2.0


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays where, and how fast; `staff` with their usual counters, `reasons` behind a low level."""

    url: str
    screen_token: str
    staff: Sequence[SignIn]
    counters: Mapping[int, Sequence[str]]
    citizens: Sequence[Citizen]
    scale: int
    reasons: Sequence[str]
    speed: float
    seed: int | None = None


def steady(prepared: Prepared, people: int, staff: int, seed: int | None = None) -> list[Citizen]:
    """Citizens who come as fast as so many clerks can just serve them."""
    rng = random.Random(seed)  # noqa: S311 - a play, no secret
    services = _served(prepared)
    every_ms = round(load.mean_service_ms(services) / (BUSY * max(1, staff)))
    return load.citizens(rng, load.steady_arrivals(rng, people, every_ms), services, scale=prepared.scale)


def play(
    prepared: Prepared, url: str, people: int, speed: float, say: Callable[[str], None], done: Callable[[], None]
) -> "Play":
    """Begins a play of the demo. `done` is called when everybody is through; `break_off` ends it before."""
    staff = staff_of(prepared)
    say(_programme(prepared, staff, people, speed))
    cast = Cast(
        url,
        prepared.screen_token,
        staff,
        prepared.counters,
        steady(prepared, people, len(staff)),
        prepared.scale,
        prepared.reasons,
        speed,
    )
    begun = Play(cast, say, done)
    begun.begin()
    return begun


def staff_of(prepared: Prepared) -> list[SignIn]:
    """The clerks; the head helps out when their usual counters leave a service without anybody."""
    staffed = {s for one in prepared.clerks if one.counter for s in prepared.counters.get(one.counter, ())}
    head = prepared.head
    missing = set(_served(prepared)) - staffed
    return [*prepared.clerks, *([head] if head is not None and missing else [])]


class Play:
    """One play, in threads of its own, from `begin` until all are through or `break_off`."""

    def __init__(
        self, cast: Cast, say: Callable[[str], None], done: Callable[[], None], asking: Asking | None = None
    ) -> None:
        """`asking`: what the clerks press through, for somebody who takes the time."""
        self._cast, self._say, self._done = cast, say, done
        self._pace, self._over = Pace(cast.speed), threading.Event()
        self._broken = False
        self._office = RemoteOffice(cast.url, cast.screen_token, patience_s=PATIENCE_S)
        self._asking = asking or Asking(cast.url, patience_s=PATIENCE_S)
        self._rng = random.Random(cast.seed)  # noqa: S311 - a play, no secret
        services = sorted({service for services in cast.counters.values() for service in services})
        self._crowd = Crowd(
            self._office,
            cast.citizens,
            services,
            cast.scale,
            self._pace,
            self._over.set,
            random.Random(cast.seed),  # noqa: S311
        )

    def begin(self) -> None:
        threading.Thread(target=self._perform, name="play", daemon=True).start()

    def break_off(self) -> None:
        """Everybody stops where they are."""
        self._broken = True
        self._pace.end()
        self._over.set()
        self._close()

    def _perform(self) -> None:
        self._office.start()
        clerks = self._clerks()
        threads = [self._at_work(clerk) for clerk in clerks]
        self._crowd.come()
        self._over.wait()
        self._pace.end()
        for clerk, thread in zip(clerks, threads, strict=True):
            thread.join(_LAST_ACTS_S)
            if not self._broken:
                clerk.leave()
        if not self._broken:
            self._close()
            self._done()

    def _clerks(self) -> list[Clerk]:
        cast = self._cast
        floor = Floor(self._asking, self._office, self._crowd, self._pace, cast.counters, cast.reasons)
        return [
            Clerk(one, one.counter if one.counter in cast.counters else None, floor, random.Random(self._rng.random()))  # noqa: S311
            for one in cast.staff
        ]

    def _at_work(self, clerk: Clerk) -> threading.Thread:
        def work() -> None:
            complaint = clerk.work()
            if complaint is not None:
                self._say(complaint)

        thread = threading.Thread(target=work, name=f"clerk-{clerk.person.id}", daemon=True)
        thread.start()
        return thread

    def _close(self) -> None:
        self._office.close()
        self._asking.close()


def _served(prepared: Prepared) -> list[str]:
    at_counters = {service for services in prepared.counters.values() for service in services}
    return [service for service in prepared.services if service in at_counters]


def _programme(prepared: Prepared, staff: Sequence[SignIn], people: int, speed: float) -> str:
    places = ", ".join(f"{one.name} ({_place(prepared, one)})" for one in staff)
    return f"{people} people come, {speed:g} times as fast as in life; at work: {places}"


def _place(prepared: Prepared, one: SignIn) -> str:
    return f"counter {one.counter}" if one.counter in prepared.counters else "wherever a service has nobody else"
