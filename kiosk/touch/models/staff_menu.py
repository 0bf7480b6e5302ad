"""The staff menu: print again, practise, start the screen or the machine anew.

Only what exists is offered, and training only to the head. The rule that surprises: "paper changed" tells the printer
nothing (the office looks at it by itself); the office counts what is left from there, and the numbers that this screen
could not print are printed again.
"""

from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.touch.models.flow import Screen
from kiosk.touch.models.giving_back import digit_rows, in_rows, key
from kiosk.touch.models.staff import Staff, StaffOffice, StaffSession, Typed
from kiosk.touch.page import Control, EntryPage, Look, MessagePage, Page
from look.words import say, say_many
from office.domain.refusals import Refusal, UnknownTicket
from office.views import TicketView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch


class Menu(Staff):
    """What may be done here. `said`: how the last act ended."""

    def __init__(self, flow: "Touch", office: StaffOffice, session: StaffSession, said: str = "") -> None:
        super().__init__(flow)
        self.office, self.session, self.said, self.asking = office, session, said, False
        self._stays_open = False

    def left(self) -> None:
        if not self._stays_open:
            self.flow.errands.run(self.session.close, lambda _: None)

    def press(self, name: str) -> None:
        if name == "back":
            self.flow.home()
        elif self.asking:
            return
        elif name == "reprint":
            self.to(Reprint(self.flow, self))
        elif name == "paper_changed":
            self._paper_changed()
        elif name == "training" and self.session.role == "head":
            self._practise(on=not self._is_training)
        elif name == "start_anew":
            self.office.start_anew()
        elif name == "machine":
            from kiosk.touch.models.ending import Ending  # it leads back here

            self.to(Ending(self.flow, self))

    def to(self, screen: Screen) -> None:
        """To a screen that comes back here with the same session."""
        self._stays_open = True
        self.flow.go(screen)
        self._stays_open = False

    @property
    def _is_training(self) -> bool:
        return self.flow.state is not None and self.flow.state["day"]["training"]

    def _paper_changed(self) -> None:
        missing, session = list(self.flow.unprinted), self.session
        self.asking = True

        def work() -> int:
            session.change_paper(str(uuid4()))
            for ticket in missing:
                session.reprint(str(uuid4()), ticket=ticket)
            return len(missing)

        self.ask(work, self._printed)

    def _printed(self, outcome: int | Exception) -> None:
        self.asking = False
        if isinstance(outcome, Exception):
            self.said = refused(self.flow.language, outcome)
            return
        self.flow.unprinted.clear()
        language = self.flow.language
        told = say(language, "Sent to the printer: {n}", n=outcome) if outcome else ""
        self.said = told or say(language, "A whole roll counts from now on.")

    def _practise(self, *, on: bool) -> None:
        session = self.session
        self.asking = True
        self.ask(lambda: session.set_training(str(uuid4()), on=on), self._practised)

    def _practised(self, outcome: object) -> None:
        self.asking = False
        self.said = refused(self.flow.language, outcome) if isinstance(outcome, Exception) else ""

    def page(self) -> Page:
        language = self.flow.language
        return MessagePage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "Staff menu"),
            text=self.said,
            picture="settings",
            main=tuple(self._choices()),
            bar=(self.leave_control(),),
        )

    def _choices(self) -> list[Control]:
        language, choices = self.flow.language, list[Control]()
        text = say(language, "Paper was changed")
        if self.flow.unprinted:
            text = say_many(
                language,
                "Paper changed: print {n} missing slip",
                "Paper changed: print {n} missing slips",
                len(self.flow.unprinted),
            )
        choices.append(Control("paper_changed", text, text, "paper", Look.OUTLINED, off=self.asking))
        again = say(language, "Print a slip again")
        choices.append(Control("reprint", again, again, "printer", Look.OUTLINED))
        if self.session.role == "head":
            words = say(language, "End training mode") if self._is_training else say(language, "Training mode")
            choices.append(Control("training", words, words, "people", Look.OUTLINED, off=self.asking))
        anew = say(language, "Restart this screen")
        choices.append(Control("start_anew", anew, anew, "play", Look.OUTLINED))
        end = say(language, "Restart or switch off the machine…")
        choices.append(Control("machine", end, end, "lock", Look.OUTLINED))
        return choices


class Reprint(Staff):
    """Which number is to be printed again?"""

    def __init__(self, flow: "Touch", menu: Menu) -> None:
        super().__init__(flow)
        self.menu, self.typed = menu, Typed()
        self._goes_back = False

    def left(self) -> None:
        if not self._goes_back:
            self.menu.left()

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "back":
            self._back("")
        elif self.typed.asking:
            return
        elif act == "key":
            self.typed.complaint = ""
            self.typed.text = what if what.isalpha() else (self.typed.text + what)[:5] if self.typed.text else ""
        elif act == "erase":
            self.typed.text = self.typed.text[:-1]
        elif act == "next" and len(self.typed.text) > 1:
            self._print()

    def _back(self, said: str) -> None:
        self._goes_back = True
        self.flow.go(Menu(self.flow, self.menu.office, self.menu.session, said))

    def _print(self) -> None:
        number = f"{self.typed.text[0]}{int(self.typed.text[1:]):03d}"
        office, session = self.flow.office, self.menu.session
        self.typed.asking = True

        def work() -> TicketView:
            return session.reprint(str(uuid4()), ticket=office.ticket_by_number(number)["id"])

        self.ask(work, self._printed)

    def _printed(self, outcome: TicketView | Exception) -> None:
        self.typed.asking = False
        language = self.flow.language
        if isinstance(outcome, UnknownTicket):
            self.typed.complaint = say(language, "There is no such number today")
        elif isinstance(outcome, Exception):
            self.typed.complaint = refused(language, outcome)
        else:
            self._back(say(language, "{number} goes to the printer again", number=outcome["number"]))

    def page(self) -> Page:
        language = self.flow.language
        prefixes = [] if self.flow.state is None else [one["prefix"] for one in self.flow.state["services"]]
        letters = in_rows([key(prefix) for prefix in prefixes])
        text = say(language, "Print again")
        return EntryPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "Which slip is printed again?"),
            typed=self.typed.text,
            complaint=self.typed.complaint,
            keys=(*letters, *digit_rows(language)),
            main=(
                Control("next", text, text, "printer", Look.SOLID, off=len(self.typed.text) < 2),
                self.flow.back_control(),
            ),
        )


def refused(language: str, error: Exception) -> str:
    """Why an act of the menu was not done."""
    if isinstance(error, Refusal):
        return say(language, "The office refused this ({code})", code=error.code)
    return say(language, "The office does not answer. Please try once more.")
