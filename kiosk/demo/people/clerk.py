"""A clerk of a play: signs in, calls, serves, sends on, waits for whoever does not come, and goes home at the end.

Presses only what a clerk can press at the console, with what the clerk sees as `expect`. When something else happened
meanwhile (a real person at the same console), the clerk looks again and goes on from there. Whose name somebody real
signs in with steps aside as long as they sit there.
"""

import contextlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from kiosk.demo.people.crowd import Crowd
from kiosk.demo.people.pace import GoingHome, Pace
from kiosk.demo.preparing import SignIn
from office.domain.load import Citizen
from office.domain.moment import SECOND
from office.domain.refusals import Locked, Refusal, TooEarly, WrongPin
from office.remote import Asking, NotAdmitted, OfficeAway, RemoteOffice
from office.views import CounterView

LOOK_S = 0.5
CHANGES_MIND = 0.03


@dataclass(frozen=True, slots=True)
class Floor:
    """What all clerks of a play share; `counters`: number → services."""

    asking: Asking
    office: RemoteOffice
    crowd: Crowd
    pace: Pace
    counters: Mapping[int, Sequence[str]]
    reasons: Sequence[str]


@dataclass(slots=True)
class Clerk:
    """`home`: the counter where this person sits unless others are needed more; None = wherever nobody else sits."""

    person: SignIn
    home: int | None
    floor: Floor
    rng: random.Random = field(default_factory=random.Random)
    _keys: Asking | None = None
    _counter: int | None = None
    _facing: int | None = None
    _is_called: bool = False  # the one in front has not been started yet

    def work(self) -> str | None:
        """Until the play is over; a sentence when this clerk cannot work."""
        with contextlib.suppress(GoingHome):
            while True:
                try:
                    self._work_on()
                except (WrongPin, Locked) as no:
                    return f"{self.person.name} cannot sign in any more ({no.code})"
                except NotAdmitted:
                    self._step_aside()
                except (Refusal, OfficeAway):
                    self._look_again()
        return None

    def leave(self) -> None:
        """The play is over: whoever stands here is finished, then the counter is closed.

        Who stands here is asked anew: the last press may have been answered after this clerk was sent home.
        """
        if self._keys is None or self._counter is None:
            return
        with contextlib.suppress(Refusal, OfficeAway):
            self._facing = self._standing_at(self._counter)
            if self._facing is not None:
                if self._is_called:
                    self._press("start")
                self._press("finish")
        with contextlib.suppress(Refusal, OfficeAway):
            self._keys.post(f"/counters/{self._counter}/sign-out", {})

    # --- where to sit -------------------------------------------------------------------------------------------
    def _work_on(self) -> None:
        if self._facing is None:
            self._take_place()
        if self._counter is None:
            self.floor.crowd.wait_for_news(LOOK_S)
            self.floor.pace.wait_real(0)
        else:
            self._call_next(self._counter)

    def _take_place(self) -> None:
        wanted = self._wanted_counter()
        if wanted is None or wanted == self._counter:
            return
        asking = self.floor.asking
        session = asking.post(f"/counters/{wanted}/sign-in", {"clerk": self.person.id, "pin": self.person.pin})
        self._keys, self._counter = asking.speaking_for(session["token"]), wanted
        self._facing = self._standing_at(wanted)

    def _wanted_counter(self) -> int | None:
        if self._counter is None and self.home is not None:
            return self.home
        if self._counter is not None and self.home is not None and self._has_line(self._counter):
            return self._counter
        elsewhere = self._lonely_counter()
        if elsewhere is not None:
            return elsewhere
        if self.home is not None and self._has_line(self.home) and self._view(self.home)["status"] == "closed":
            return self.home
        return self._counter

    def _has_line(self, counter: int) -> bool:
        return self.floor.crowd.anybody_for(counter, self.floor.counters[counter])

    def _lonely_counter(self) -> int | None:
        """A free counter for somebody whom nobody else can call."""
        seated = {c["number"]: c for c in self.floor.office.state()["counters"] if c["status"] != "closed"}
        others = {n: c["services"] for n, c in seated.items() if n != self._counter}
        lonely = self.floor.crowd.lonely(dict(others))
        if lonely is None:
            return None
        service, only = lonely
        free = [n for n in self.floor.counters if n not in others]
        fit = [n for n in free if n == only or (only is None and service in self.floor.counters[n])]
        return self._counter if self._counter in fit else next(iter(fit), None)

    def _view(self, counter: int) -> CounterView:
        return next(c for c in self.floor.office.state()["counters"] if c["number"] == counter)

    def _standing_at(self, counter: int) -> int | None:
        """Who stands there already, e.g. since before a restart."""
        assert self._keys is not None
        counters: list[CounterView] = self._keys.get("/state")["counters"]
        one = next(c["ticket"] for c in counters if c["number"] == counter)
        self._is_called = one is not None and one["state"] == "called"
        return None if one is None else one["id"]

    # --- at the counter -----------------------------------------------------------------------------------------
    def _call_next(self, counter: int) -> None:
        if self._facing is None and not self._has_line(counter) and not self._somebody_unheard(counter):
            self.floor.crowd.wait_for_news(LOOK_S)
            self.floor.pace.wait_real(0)
            return
        answer = self._press("next")
        one = answer["ticket"]
        self._facing, self._is_called = (None if one is None else one["id"]), one is not None
        if answer["finished"] is not None:
            self._at_the_faces(answer["finished"]["id"])
        if one is not None:
            self._meet(one["id"])

    def _somebody_unheard(self, counter: int) -> bool:
        """People who wait since before the play are not in its facts; now and then the state is asked."""
        if self.rng.random() > LOOK_S / 2:
            return False
        mine = self.floor.counters[counter]
        return any(s["waiting"] for s in self.floor.office.state()["services"] if s["id"] in mine)

    def _meet(self, ticket: int) -> None:
        citizen = self.floor.crowd.citizen_of(ticket)
        if not citizen.comes:
            self._wait_for_nobody()
            return
        if citizen.needs_second_call:
            self.floor.pace.wait(20 * SECOND)
            self._press("recall")
        self.floor.pace.wait(citizen.walk_ms)
        self._press("start")
        self._is_called = False
        self._serve(ticket, citizen)

    def _serve(self, ticket: int, citizen: Citizen) -> None:
        moves = citizen.moves_to is not None and not self.floor.crowd.was_moved(ticket)
        is_second = citizen.moves_to is not None and not moves
        self.floor.pace.wait(citizen.then_ms if is_second else citizen.service_ms)
        if moves:
            self._send_on(ticket, citizen.moves_to)
        elif self.rng.random() < 0.5:
            self._press("finish")
            self._facing = None
            self._at_the_faces(ticket)
        # Else the next press of "next" finishes.

    def _send_on(self, ticket: int, service: str | None) -> None:
        assert self._keys is not None
        body = {"request_id": str(uuid4()), "service": service, "position": "arrival"}
        self._keys.post(f"/tickets/{ticket}/transfer", body)
        self._facing = None

    def _wait_for_nobody(self) -> None:
        self.floor.pace.wait(25 * SECOND)
        self._press("recall")
        self.floor.pace.wait(36 * SECOND)
        while True:
            try:
                self._press("no-show")
            except TooEarly as no:
                if int(str(no.facts.get("calls", 0))) < int(str(no.facts.get("calls_needed", 0))):
                    self._press("recall")
                self.floor.pace.wait_real(100)
            else:
                self._facing = None
                return

    def _at_the_faces(self, ticket: int) -> None:
        """What the person who leaves does at the rating screen; the next one is on the way meanwhile."""
        citizen = self.floor.crowd.citizen_of(ticket)
        if citizen.level is None:
            return
        self.floor.pace.wait_real(citizen.reads_ms)
        with contextlib.suppress(Refusal):  # the window was over: so be it
            self._answer(ticket, citizen.level, citizen.reads_ms)

    def _answer(self, ticket: int, level: int, age_ms: int) -> None:
        office = self.floor.office
        if level == 0:
            office.decline_rating(str(uuid4()), ticket=ticket)
            return
        office.rate(str(uuid4()), ticket=ticket, level=level, channel="tablet", age_ms=age_ms)
        if self.rng.random() < CHANGES_MIND:
            level = max(1, level - 1)
            office.rate(str(uuid4()), ticket=ticket, level=level, channel="tablet", age_ms=age_ms + 1)
        if level == 1 and self.floor.reasons:
            office.give_reasons(str(uuid4()), ticket=ticket, reasons=[self.rng.choice(self.floor.reasons)])

    # --- when it goes otherwise ---------------------------------------------------------------------------------
    def _press(self, key: str) -> Any:
        assert self._keys is not None
        body = {"request_id": str(uuid4()), "expect": self._facing}
        return self._keys.post(f"/counters/{self._counter}/{key}", body)

    def _look_again(self) -> None:
        self.floor.pace.wait_real(300)
        with contextlib.suppress(Refusal, OfficeAway):
            if self._keys is not None and self._counter is not None:
                here = self._view(self._counter)
                if here["clerk"] is None or here["clerk"]["id"] != self.person.id:
                    self._keys = self._counter = self._facing = None
                else:
                    self._facing = self._standing_at(self._counter)

    def _step_aside(self) -> None:
        """Somebody real has signed in with this name, or the head has given a new PIN."""
        self._keys = self._counter = self._facing = None
        with contextlib.suppress(Refusal, OfficeAway):
            while any(self._sits_at(c) for c in self.floor.office.state()["counters"]):
                self.floor.pace.wait_real(2_000)

    def _sits_at(self, counter: CounterView) -> bool:
        return counter["clerk"] is not None and counter["clerk"]["id"] == self.person.id
