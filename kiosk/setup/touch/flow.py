"""The setup as screens: the open question, what the machine does meanwhile, the PINs at the end.

Pure but for its errands. `deeds` are what really happens when everything was confirmed; they run in another thread, so
the window never stands still.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk.setup.dialogue import Dialogue
from kiosk.setup.machine import Machine
from kiosk.setup.making import Made
from kiosk.setup.question import Kind, Question, Result, Value, Wrong
from kiosk.setup.touch.keys import Typing
from kiosk.setup.touch.showing import OPTION, PINS_A_PAGE, Phase, page_of
from kiosk.setup.troubles import NotMade, words_of
from kiosk.touch.errands import Errands
from kiosk.touch.models.keyboard import ERASE, PREFIX
from kiosk.touch.page import Page
from look.words import N_


class Deeds(Protocol):
    """What is done after the last question. Each raises NotMade or OSError."""

    def make(self) -> Made: ...
    def print_pins(self, made: Made) -> str:
        """Why they did not come, or ""."""
        ...

    def close(self, made: Made) -> None:
        """The report; from then on the office works."""
        ...


class Setup:
    """What `kiosk.touch.glass.stage.Stage` shows. `leave`: ends the program; `turned`: the monitors hang otherwise."""

    def __init__(
        self,
        dialogue: Dialogue,
        machine: Machine,
        deeds: Deeds,
        errands: Errands,
        wall: Callable[[], datetime],
        leave: Callable[[], None],
        turned: Callable[[], None] = lambda: None,
    ) -> None:
        self.dialogue, self.wall = dialogue, wall
        self._machine, self._deeds = machine, deeds
        self._errands, self._leave, self._turned = errands, leave, turned
        self.turns, self.drawn_from = 0, 0
        self.phase, self.busy, self.failure, self.made = Phase.ASKING, "", "", Made((), ())
        self.pins_from, self.note = 0, ""
        self.complaint, self.ticked, self.typing = "", set[str](), Typing("")
        self._asked()

    # -- what the window tells

    def touched(self) -> None:
        """Nobody is hurried here."""

    def tick(self) -> None:
        """Nothing leaves by itself."""

    def drawn(self) -> None:
        """The page is on the glass."""

    def key(self, digit: int) -> None:
        """Digits of a keyboard are signs like all others: `typed` gets them."""

    def typed(self, sign: str) -> None:
        """A key of a real keyboard wrote this sign; "\\b" takes the last one back, "\\n" goes on."""
        if self.phase is not Phase.ASKING or self.dialogue.waits or self.dialogue.question.kind is not Kind.TEXT:
            return
        if sign == "\n":
            self.press("next")
        else:
            self.press(PREFIX + (ERASE if sign == "\b" else sign))

    def scanned(self, code: str) -> None:
        """Quick typing looks like a reader of barcodes; `typed` has had every sign of it."""

    def press(self, name: str) -> None:
        if self.phase is Phase.ASKING and not self.dialogue.waits:
            self._press_question(name)
        elif self.phase is Phase.PINS:
            self._press_pins(name)
        elif self.phase is Phase.FAILED and name == "again":
            self._make()
        elif self.phase is Phase.FAILED and name == "back":
            self._reopen()

    # -- the questions

    def _press_question(self, name: str) -> None:
        question = self.dialogue.question
        if name == "back":
            self._do(self.dialogue.back)
        elif name == "later":
            self._do(self.dialogue.skip)
        elif name == "next":
            self._do(lambda: self.dialogue.answer(self._given(question)))
        elif name.startswith(OPTION):
            self._choose(question, name.removeprefix(OPTION))
        elif name.startswith(PREFIX) and question.kind is Kind.TEXT:
            self.complaint = ""
            self.typing.press(name)

    def _choose(self, question: Question, value: str) -> None:
        if question.kind is Kind.MANY:
            self.ticked ^= {value}
            self.complaint = ""
        else:
            self._do(lambda: self.dialogue.answer(value))

    def _given(self, question: Question) -> Value:
        """What was typed, ticked, or is offered."""
        if question.kind is Kind.TEXT:
            return self.typing.text
        if question.kind is Kind.MANY:
            return tuple(value for value in question.values if value in self.ticked)
        return self.dialogue.given

    def _do(self, act: Callable[[], None]) -> None:
        """A disk that does not keep the draft is told, and holds nobody up: the answers are still here."""
        unkept = ""
        try:
            act()
        except Wrong as wrong:
            self.complaint = self.dialogue.seen.say(wrong.words, **wrong.values)
            return
        except OSError as error:
            unkept = self._why(error)
        if self.dialogue.is_over:
            self._make()
        else:
            self._asked()
            self.complaint = unkept

    def _asked(self) -> None:
        """Another question is open, or the same one again: what it waits for is begun."""
        self.complaint, self.turns = "", self.turns + 1
        if self.dialogue.waits:
            key = self.dialogue.question.key
            self._errands.run(self.dialogue.errand(self._machine), lambda found: self._found(key, found))
        else:
            self._begin_answer()

    def _found(self, key: str, outcome: Result | Exception) -> None:
        result = Result((self._why(outcome),), good=False) if isinstance(outcome, Exception) else outcome
        self.dialogue.done(result, key)
        if key == "screens.upright":
            self._turned()
        if self.dialogue.question.key == key:
            self.turns += 1
            self._begin_answer()

    def _begin_answer(self) -> None:
        question, given = self.dialogue.question, self.dialogue.given
        self.ticked = set() if isinstance(given, str) else set(given)
        text = given if isinstance(given, str) else ""
        self.typing = Typing(text, question.plain, question.names)

    # -- the end

    def _make(self) -> None:
        self._begin(N_("The office is being written …"))
        self._errands.run(self._deeds.make, self._was_made)

    def _was_made(self, outcome: Made | Exception) -> None:
        if isinstance(outcome, Exception):
            self._fail(outcome)
            return
        self.made, self.phase, self.pins_from = outcome, Phase.PINS, 0
        self.turns += 1
        if not outcome.pins:
            self._close()

    def _press_pins(self, name: str) -> None:
        if name == "print":
            self._begin(N_("The PINs are being printed …"))
            self._errands.run(lambda: self._deeds.print_pins(self.made), self._were_printed)
        elif name == "next" and self.pins_from + PINS_A_PAGE < len(self.made.pins):
            self.pins_from += PINS_A_PAGE
            self.turns += 1
        elif name == "next":
            self._close()

    def _were_printed(self, outcome: str | Exception) -> None:
        seen, why = self.dialogue.seen, self._why(outcome) if isinstance(outcome, Exception) else outcome
        self.note = seen.say(N_("Not printed: {why}"), why=why) if why else seen.say(N_("Printed."))
        self.phase = Phase.PINS
        self.turns += 1

    def _close(self) -> None:
        self._begin(N_("The machine is examined and the report is written"))
        self._errands.run(lambda: self._deeds.close(self.made), self._was_closed)

    def _was_closed(self, outcome: object) -> None:
        if isinstance(outcome, Exception):
            self._fail(outcome)
            return
        self.phase = Phase.DONE
        self.turns += 1
        self._leave()

    def _begin(self, busy: str) -> None:
        self.phase, self.busy = Phase.BUSY, busy
        self.turns += 1

    def _fail(self, error: Exception) -> None:
        self.phase, self.failure = Phase.FAILED, self._why(error)
        self.turns += 1

    def _why(self, error: Exception) -> str:
        """In words for people; the error itself is in the log, where the errand has put it."""
        seen = self.dialogue.seen
        if isinstance(error, NotMade):
            return error.said(seen.language)
        if isinstance(error, OSError):
            why = seen.say(words_of(error))
            return seen.say(N_("{file}: {why}"), file=error.filename, why=why) if error.filename else why
        return seen.say(N_("The machine has stumbled. Try it once more, or put this step off and tell a technician."))

    def _reopen(self) -> None:
        """Back to the summary: an answer may be the reason."""
        self.dialogue.is_over = False
        self.phase = Phase.ASKING
        self._asked()

    # -- what is seen

    def page(self) -> Page:
        return page_of(self)
