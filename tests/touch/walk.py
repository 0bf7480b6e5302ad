"""Walking through the screens step by step: presses, passing time, and what the office tells."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kiosk.touch.layout.placing import leaves_of
from kiosk.touch.models.rating import Rating
from kiosk.touch.models.touch import Touch
from kiosk.touch.page import Page
from look.sheet.measures import Measures
from office.domain.refusals import NoSteward, Refusal, WrongPin
from office.remote import OfficeAway
from office.views import StaffView, StateView, TicketView
from tests.touch.counsel_double import CounselDouble
from tests.touch.double import Double, Time
from tests.touch.lookup_double import LookupDouble

if TYPE_CHECKING:
    from office.journal import FactView

Answer = TypeVar("Answer")
PANEL = Measures(1080, 1920, 21.5)
"""On which leaves are counted."""


class AtOnce:
    """Errands that come back at once, or, while `waits`, when the test says `answer`."""

    def __init__(self) -> None:
        self.waits = False
        self._open: list[Callable[[], None]] = []

    def run(self, work: Callable[[], Answer], done: Callable[[Answer | Exception], None]) -> None:
        def go() -> None:
            outcome: Answer | Exception
            try:
                outcome = work()
            except (Refusal, OfficeAway) as error:
                outcome = error
            done(outcome)

        if self.waits:
            self._open.append(go)
        else:
            go()

    def answer(self) -> None:
        waiting, self._open = self._open, []
        for go in waiting:
            go()


PEOPLE = (
    {"id": "ky", "name": "Đỗ Văn Kỳ", "title": "", "role": "technician"},
    {"id": "binh", "name": "Phạm Minh Bình", "title": "Phó Chủ tịch, Trưởng Bộ phận Một cửa", "role": "head"},
)
PINS = {"binh": ("1234", "head"), "ky": ("5678", "technician"), "an": ("9999", "clerk")}


class Keyholder:
    """A `StaffOffice` with one head (PIN 1234), one technician (5678) and one clerk (9999)."""

    def __init__(self) -> None:
        self.sessions: list[Keyring] = []
        self.started_anew = 0
        self.refuses: Refusal | None = None
        self.away = False
        self.known: list[dict[str, str]] = list(PEOPLE)

    def people(self) -> list[StaffView]:
        if self.away:
            raise OfficeAway("gone")
        return [cast("StaffView", one) for one in self.known]

    def sign_in(self, clerk: str, pin: str) -> "Keyring":
        if self.refuses is not None:
            raise self.refuses
        known, role = PINS.get(clerk, ("", ""))
        if pin != known:
            raise WrongPin
        self.sessions.append(Keyring(role))
        return self.sessions[-1]

    def start_anew(self) -> None:
        self.started_anew += 1


class Keyring:
    """What a signed-in person has done."""

    def __init__(self, role: str) -> None:
        self.role, self.is_open, self.is_alone = role, True, False
        self.done: list[tuple[str, object]] = []

    def reprint(self, request_id: str, *, ticket: int) -> TicketView:
        self.done.append(("reprint", ticket))
        return cast("TicketView", {"number": f"A{ticket:03d}"})

    def change_paper(self, request_id: str) -> None:
        self.done.append(("paper", 0))

    def set_training(self, request_id: str, *, on: bool) -> None:
        self.done.append(("training", on))

    def ask_machine(self, request_id: str, *, wish: str) -> None:
        if self.is_alone:
            raise NoSteward
        self.done.append(("machine", wish))

    def close(self) -> None:
        self.is_open = False


class Walk:
    """A flow with its double of an office, walked through step by step."""

    def __init__(self, rate: int | None = None, state: dict[str, Any] | None = None) -> None:
        self.time, self.office, self.errands, self.keys = Time(), Double(), AtOnce(), Keyholder()
        self.counsel, self.lookup = CounselDouble(), LookupDouble()
        if state is not None:
            self.office.now_state = state
        self.flow: Touch | Rating
        if rate is None:
            touch = Touch(self.office, self.errands, self.time.now, self.time.wall)
            touch.staff_office, touch.counsel, touch.lookup = self.keys, self.counsel, self.lookup
            touch.leaves = lambda page: leaves_of(page, PANEL)
            self.flow = touch
        else:
            self.flow = Rating(self.office, self.errands, self.time.now, self.time.wall, counter=rate)
        self.hear()
        self.flow.tick()

    @property
    def page(self) -> Any:
        return self.flow.page()

    def shows(self, kind: type[Page]) -> bool:
        """Whether a page of this kind is to be seen."""
        return isinstance(self.page, kind)

    @property
    def names(self) -> list[str]:
        """What can be pressed now."""
        return [one.name for one in self.page.controls if not getattr(one, "off", False)]

    def press(self, *names: str) -> "Walk":
        """Presses controls that are really there, one after the other."""
        for name in names:
            assert name in self.names, f"{name} is not among {self.names}"
            self.flow.press(name)
        return self

    def pass_ms(self, ms: int) -> "Walk":
        """Time passes, with ticks as the window makes them."""
        until = self.time.ms + ms
        while self.time.ms < until:
            self.time.ms = min(until, self.time.ms + 200)
            self.flow.tick()
        return self

    def pass_days(self, days: int) -> "Walk":
        """Only the date changes; somebody has just touched the screen."""
        self.time.ms += days * 24 * 3_600_000
        self.flow.touched()
        return self

    def hear(self, **changes: Any) -> "Walk":
        """The office tells its state, changed where the test says."""
        self.office.now_state = {**self.office.now_state, **changes}
        self.flow.hear_state(cast("StateView", self.office.now_state))
        return self

    def printed(self, ticket_id: int, state: str, reason: str | None = None) -> "Walk":
        """The office tells what became of a slip."""
        fact = {"kind": "print.settled", "subject": f"ticket:{ticket_id}", "fact": {"state": state, "reason": reason}}
        self.flow.hear_facts([cast("FactView", fact)])
        self.flow.tick()
        return self

    def scan(self, code: str) -> "Walk":
        """A reader of barcodes has read this."""
        self.flow.scanned(code)
        return self

    def type_keys(self, text: str) -> "Walk":
        return self.press(*(f"key:{sign}" for sign in text))
