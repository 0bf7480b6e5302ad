"""The ticket screen of the hall: which of its screens follows which."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.touch.errands import Errands
from kiosk.touch.models import taking, wording
from kiosk.touch.models.dossier import Dossier, Scanned, unknown_code
from kiosk.touch.models.flow import Flow, Screen
from kiosk.touch.models.giving_back import Confirm, Entry
from kiosk.touch.models.lookup import Find
from kiosk.touch.models.number import Number
from kiosk.touch.models.offers import Offers
from kiosk.touch.models.staff import Door, StaffOffice, StaffSession
from kiosk.touch.models.staff_menu import Menu
from kiosk.touch.models.suggesting import Letter, Suggesting
from kiosk.touch.models.taking import IDLE_MS, Home, Notice
from kiosk.touch.models.writing import Writing
from kiosk.touch.page import Called, Control, Header, Leader, MessagePage
from look.words import say
from office.remote.counsel import Counsel, FormView
from office.remote.lookup import Lookup
from office.remote.office import Office
from office.views import StateView, TicketView

if TYPE_CHECKING:
    from office.journal import FactView

FLIP_MS = 8_000
"""How long each notice or leader, or the calls, stand in the idle header."""

_CALLS = 3
_BETWEEN_CALLS = 2
_MISSING = 20
_SAME_SLIP_MS = 600_000


class Touch(Flow):
    """The flow of the ticket screen. `staff_office`: None where nobody may sign in at the screen; `counsel` and
    `lookup`: None where there is nothing but numbers.
    """

    staff_office: StaffOffice | None = None
    counsel: Counsel | None = None
    lookup: Lookup | None = None

    def __init__(self, office: Office, errands: Errands, now: Callable[[], int], wall: Callable[[], datetime]) -> None:
        self.unprinted: list[int] = []
        self._scans: dict[str, int] = {}
        super().__init__(office, errands, now, wall)
        self.offers = Offers(self)

    def first(self) -> Screen:
        return Home(self)

    def tick(self) -> None:
        super().tick()
        self.offers.tick()

    def hear_presence(self, present: bool) -> None:
        if present and not self._present:
            self.offers.stale()
        super().hear_presence(present)

    def hear_facts(self, facts: Sequence["FactView"]) -> None:
        super().hear_facts(facts)
        for fact in facts:
            self.offers.stale(fact["kind"])

    def scanned(self, code: str) -> None:
        """A slip was held before the reader: at the first screen for a number, elsewhere for its dossier.

        What is no slip ("") is not asked about and shown nowhere.
        """
        self.touched()
        if not self._is_shown or not self.screen.hears_reader or "dossier" not in self.offers.now.names:
            return
        if not code:
            self.tell(unknown_code(self))
        elif not (isinstance(self.screen, Scanned | Dossier) and self.screen.code == code):
            home = self.screen if isinstance(self.screen, Home) else None
            priority = home is not None and home.priority
            self.go(Scanned(self, code, straight=home is not None, priority=priority))

    def is_first_scan(self, code: str) -> bool:
        """Whether this slip has not been read here for ten minutes; from now on it has."""
        now = self.now()
        is_first = now - self._scans.get(code, -_SAME_SLIP_MS) >= _SAME_SLIP_MS
        self._scans = {one: at for one, at in self._scans.items() if now - at < _SAME_SLIP_MS} | {code: now}
        return is_first

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

    def suggest(self, form: FormView, letter: Letter) -> None:
        self.go(Suggesting(self, form, letter))

    def write(self, form: FormView, letter: Letter) -> None:
        self.go(Writing(self, form, letter))

    def look_up(self) -> None:
        if self.lookup is not None:
            self.go(Find(self, self.lookup))

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
