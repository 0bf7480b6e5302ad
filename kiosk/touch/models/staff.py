"""The door to the staff menu, behind the emblem: who is it, and the PIN.

A long press opens it; the office checks the PIN, and locks as everywhere. The session lives only as long as
the menu (`staff_menu`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from kiosk.touch.models.flow import Quiet
from kiosk.touch.models.giving_back import digit_rows
from kiosk.touch.page import Control, EntryPage, Look, MessagePage, Page
from look.words import say
from office.domain.refusals import Locked, WrongPin
from office.views import StaffView, TicketView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

PATIENCE_MS = 60_000
ROLES = frozenset({"head", "technician"})
_LONGEST_PIN = 12
_A_PAGE = 6
Result = TypeVar("Result")


class StaffSession(Protocol):
    """What a signed-in person does from the screen. Blocking; raises a `Refusal` or `OfficeAway`."""

    @property
    def role(self) -> str: ...

    def reprint(self, request_id: str, *, ticket: int) -> TicketView: ...

    def change_paper(self, request_id: str) -> None:
        """A whole roll was put in."""
        ...

    def set_training(self, request_id: str, *, on: bool) -> None: ...

    def ask_machine(self, request_id: str, *, wish: str) -> None:
        """`wish`: restart | power-off. Raises `NoSteward` where the machine does neither by itself."""
        ...

    def close(self) -> None:
        """Signs out; never fails."""
        ...


class StaffOffice(Protocol):
    """Where people of the office sign in. Both ask the office; they block, and raise a `Refusal` or `OfficeAway`."""

    def people(self) -> Sequence[StaffView]:
        """Who may: heads and technicians with a PIN."""
        ...

    def sign_in(self, clerk: str, pin: str) -> StaffSession: ...

    def start_anew(self) -> None:
        """Ends this program; whoever keeps it running starts it again."""
        ...


@dataclass(slots=True)
class Typed:
    """What was typed so far, and why it was not taken."""

    text: str = ""
    complaint: str = ""
    asking: bool = field(default=False)


class Staff(Quiet):
    """What the screens of the staff share: they leave after a minute, and say so before."""

    warns = True
    hears_reader = False

    def __init__(self, flow: "Touch") -> None:
        self.flow = flow
        self.patience_ms = PATIENCE_MS

    def ask(self, work: Callable[[], Result], done: Callable[[Result | Exception], None]) -> None:
        """Runs `work`; its end is only told while this screen is still there."""

        def back(outcome: Result | Exception) -> None:
            if self.flow.shows(self):
                done(outcome)

        self.flow.errands.run(work, back)

    def leave_control(self) -> Control:
        text = say(self.flow.language, "Leave")
        return Control("back", text, text, "sign_out")


class Door(Staff):
    """Who is it? The heads and technicians of the office, each one touch. `people` is None until the office answers."""

    def __init__(self, flow: "Touch", office: StaffOffice) -> None:
        super().__init__(flow)
        self.office, self.leaf, self.said = office, 0, ""
        self.people: Sequence[StaffView] | None = None

    def entered(self) -> None:
        self.ask(self.office.people, self._told)

    def _told(self, outcome: "Sequence[StaffView] | Exception") -> None:
        if isinstance(outcome, Exception):
            self.said = say(self.flow.language, "The office does not answer. Please try once more.")
        else:
            self.people = [one for one in outcome if one["role"] in ROLES]

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "back":
            self.flow.home()
        elif act == "leaf":
            self.leaf = int(what)
        elif act == "person":
            person = next((one for one in self.people or () if one["id"] == what), None)
            if person is not None:
                self.flow.go(Pin(self.flow, self.office, person))

    def page(self) -> Page:
        language, people = self.flow.language, self.people or ()
        return MessagePage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "For staff: who are you?"),
            text=self.said or self._nobody(),
            picture="lock",
            main=tuple(map(_person, people[self.leaf * _A_PAGE : (self.leaf + 1) * _A_PAGE])),
            bar=(*self._turning(len(people)), self.leave_control()),
        )

    def _nobody(self) -> str:
        if self.people is None or self.people:
            return ""
        return say(self.flow.language, "Nobody may sign in here yet: a head or technician needs a PIN.")

    def _turning(self, people: int) -> tuple[Control, ...]:
        last = max(people - 1, 0) // _A_PAGE
        if not last:
            return ()
        text = say(self.flow.language, "More people ({n}/{all})", n=self.leaf + 1, all=last + 1)
        return (Control(f"leaf:{(self.leaf + 1) % (last + 1)}", text, text, "forward", Look.OUTLINED),)


def _person(one: StaffView) -> Control:
    text = f"{one['name']}\n{one['title']}" if one["title"] else one["name"]
    return Control(f"person:{one['id']}", text, text.replace("\n", ", "), "person", Look.OUTLINED)


class Pin(Staff):
    """The PIN of one person, shown as dots."""

    def __init__(self, flow: "Touch", office: StaffOffice, person: StaffView) -> None:
        super().__init__(flow)
        self.office, self.person, self.typed = office, person, Typed()

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "back":
            self.flow.home()
        elif self.typed.asking:
            return
        elif act == "key" and len(self.typed.text) < _LONGEST_PIN:
            self.typed.text += what
        elif act == "erase":
            self.typed.text = self.typed.text[:-1]
        elif act == "next" and self.typed.text:
            self._sign_in()

    def _sign_in(self) -> None:
        pin, self.typed = self.typed.text, Typed(asking=True)
        office, clerk = self.office, self.person["id"]
        self.flow.errands.run(lambda: office.sign_in(clerk, pin), self._signed_in)

    def _signed_in(self, outcome: StaffSession | Exception) -> None:
        self.typed.asking = False
        if isinstance(outcome, Exception):
            self.typed.complaint = self._complaint(outcome)
        elif not self.flow.shows(self):
            self.flow.errands.run(outcome.close, lambda _: None)
        elif outcome.role not in ROLES:
            self.typed.complaint = say(
                self.flow.language, "Only the head of the office and the technician open this menu"
            )
            self.flow.errands.run(outcome.close, lambda _: None)
        else:
            self.flow.staff_menu(self.office, outcome)

    def _complaint(self, error: Exception) -> str:
        language = self.flow.language
        if isinstance(error, Locked):
            seconds = error.facts.get("retry_after", 300)
            return say(language, "Too many wrong PINs. Please try again in {seconds} seconds.", seconds=seconds)
        if isinstance(error, WrongPin):
            return say(language, "The name or the PIN is not right")
        return say(language, "The office does not answer. Please try once more.")

    def page(self) -> Page:
        language, typed = self.flow.language, self.typed
        text = say(language, "Sign in")
        return EntryPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "PIN of {person}", person=self.person["name"]),
            typed="•" * len(typed.text),
            complaint=typed.complaint,
            keys=digit_rows(language),
            main=(
                Control("next", text, text, "lock", Look.SOLID, off=not typed.text or typed.asking),
                self.leave_control(),
            ),
        )
