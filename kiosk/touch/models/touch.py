"""The ticket screen of the hall: which of its screens follows which."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.touch.errands import Errands
from kiosk.touch.models import taking, wording
from kiosk.touch.models.flow import Flow, Screen
from kiosk.touch.models.giving_back import Confirm, Entry
from kiosk.touch.models.number import Number
from kiosk.touch.models.staff import Door, StaffOffice, StaffSession
from kiosk.touch.models.staff_menu import Menu
from kiosk.touch.models.taking import IDLE_MS, Home, Notice
from kiosk.touch.page import Called, Control, Header, Leader, MessagePage
from look.words import say
from office.remote.office import Office
from office.views import StateView, TicketView

FLIP_MS = 8_000
"""How long each notice or leader, or the calls, stand in the idle header."""

_CALLS = 3
_BETWEEN_CALLS = 2
_MISSING = 20


class Touch(Flow):
    """The flow of the ticket screen. `staff_office`: None where nobody may sign in at the screen."""

    staff_office: StaffOffice | None = None

    def __init__(self, office: Office, errands: Errands, now: Callable[[], int], wall: Callable[[], datetime]) -> None:
        self.unprinted: list[int] = []
        super().__init__(office, errands, now, wall)

    def first(self) -> Screen:
        return Home(self)

    def paper_told(self, ticket: int, *, printed: bool) -> None:
        """Keeps in mind what this screen could not print, the latest twenty."""
        if ticket in self.unprinted:
            self.unprinted.remove(ticket)
        if not printed:
            self.unprinted = [*self.unprinted, ticket][-_MISSING:]

    def choose_priority(self) -> None:
        self.go(Home(self, priority=True))

    def take(self, service: str, *, priority: bool) -> None:
        """The one tap that asks for a number."""
        self.go(Number(self, service, priority=priority))

    def refuse(self, service: str, code: str, opens_at: str | None) -> None:
        self.go(taking.no_number(self, service, code, opens_at))

    def tell(self, page: MessagePage) -> None:
        """One saying, then home."""
        self.go(Notice(self, page))

    def give_back(self) -> None:
        self.go(Entry(self))

    def confirm_giving_back(self, ticket: TicketView) -> None:
        self.go(Confirm(self, ticket))

    def staff(self) -> None:
        if self.staff_office is not None:
            self.go(Door(self, self.staff_office))

    def staff_menu(self, office: StaffOffice, session: StaffSession) -> None:
        self.go(Menu(self, office, session))

    def header(self, *, idle: bool = False) -> Header | None:
        """The office, or in its place what is being called; None before the office was ever heard."""
        if self.state is None:
            return None
        clock, day = wording.clock_and_day(self.wall(), self.language)
        office = self.state["office"]
        plain = Header(office["parent"].upper(), office["name"], clock, day)
        return self._idle_header(plain, self.state) if idle else plain

    def _idle_header(self, plain: Header, state: StateView) -> Header:
        shown = [replace(plain, leader=Leader(**one)) for one in state["office"]["leaders"]]
        shown += [replace(plain, notice=notice) for notice in state["notices"]]
        calls = self._calls(state)
        if calls:
            calling = replace(plain, calls=calls, calls_title=say(self.language, "Now calling"))
            places = range(0, max(len(shown), 1), _BETWEEN_CALLS)
            shown = [one for place in places for one in (calling, *shown[place : place + _BETWEEN_CALLS])]
        if not shown:
            return plain
        return shown[(self.now() - self.touched_at - IDLE_MS) // FLIP_MS % len(shown)]

    def _calls(self, state: StateView) -> tuple[Called, ...]:
        return tuple(
            Called(one["number"], say(self.language, "Counter {n}", n=one["counter"]))
            for one in state["recent_calls"][:_CALLS]
        )

    def back_control(self) -> Control:
        text = say(self.language, "Back")
        return Control("back", text, say(self.language, "Back to the first screen"), "back")
