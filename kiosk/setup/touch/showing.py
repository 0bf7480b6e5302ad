"""From where the setup is to what stands on the glass."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.setup.dialogue import Dialogue
from kiosk.setup.making import Made
from kiosk.setup.question import Kind, Question
from kiosk.setup.summing import lines
from kiosk.setup.touch.keys import Typing
from kiosk.setup.touch.pages import Choice, LinesPage, QuestionPage
from kiosk.touch.counsel import WritingPage
from kiosk.touch.models.wording import clock_and_day
from kiosk.touch.page import Box, Control, Header, Look, MessagePage, Page, Tone
from look.words import N_, say

PINS_A_PAGE = 6
OPTION = "option:"


class Phase(StrEnum):
    """Where the whole setup is."""

    ASKING = "asking"
    BUSY = "busy"
    PINS = "pins"
    FAILED = "failed"
    DONE = "done"


class Shown(Protocol):
    """What of the setup is to be seen. `busy`: an English msgid; `pins_from`: the first one on the page."""

    @property
    def dialogue(self) -> Dialogue: ...
    @property
    def phase(self) -> Phase: ...
    @property
    def busy(self) -> str: ...
    @property
    def failure(self) -> str: ...
    @property
    def made(self) -> Made: ...
    @property
    def pins_from(self) -> int: ...
    @property
    def note(self) -> str: ...
    @property
    def complaint(self) -> str: ...
    @property
    def ticked(self) -> set[str]: ...
    @property
    def typing(self) -> Typing: ...
    def wall(self) -> datetime: ...


def page_of(setup: Shown) -> Page:
    """The page of this moment."""
    return _Showing(setup).page()


@dataclass(frozen=True, slots=True)
class _Showing:
    """One look at the setup."""

    setup: Shown

    def page(self) -> Page:
        match self.setup.phase:
            case Phase.ASKING if not self.setup.dialogue.waits:
                return self._question_page(self.setup.dialogue.question)
            case Phase.ASKING:
                return self._message(self.setup.dialogue.question.busy or self.setup.dialogue.question.title, "clock")
            case Phase.PINS:
                return self._pins_page()
            case Phase.FAILED:
                return self._failed_page()
            case Phase.DONE:
                return self._message(self._say(N_("The office begins to work")), "check", Tone.GOOD)
            case Phase.BUSY:
                return self._message(self._say(self.setup.busy), "clock")

    def _question_page(self, question: Question) -> Page:
        if question.kind is Kind.TEXT:
            return self._writing_page(question)
        if question.key == "summary.sure":
            return self._summary_page(question)
        result = self.setup.dialogue.result
        told = None
        if question.told:
            tone, picture = (Tone.CALM, "information") if result.good else (Tone.WARN, "warning")
            told = Box(tone, "\n".join(question.told), picture=picture)
        if self.setup.complaint:
            told = Box(Tone.WARN, self.setup.complaint, picture="warning")
        return QuestionPage(
            header=self._header(),
            title=question.title,
            help=question.help,
            told=told,
            choices=tuple(self._choices(question)),
            bar=(self._back(), self._later(), self._next()),
        )

    def _choices(self, question: Question) -> Sequence[Choice]:
        given, is_many = self.setup.dialogue.given, question.kind is Kind.MANY
        chosen = self.setup.ticked if is_many else {given}
        return [
            Choice(Control(f"{OPTION}{one.value}", one.label, one.label, chosen=one.value in chosen), one.detail)
            for one in question.options
        ]

    def _writing_page(self, question: Question) -> Page:
        return WritingPage(
            header=self._header(),
            title=question.title,
            hint=self.setup.complaint or question.help,
            written=self.setup.typing.text,
            empty=self._say(N_("Please write here")),
            is_full=bool(self.setup.complaint),
            keys=self.setup.typing.rows(self.setup.dialogue.seen.language),
            main=(self._back(), self._later(), self._next()),
        )

    def _summary_page(self, question: Question) -> Page:
        found = lines(self.setup.dialogue.seen, self.setup.dialogue.draft.skipped)
        option = question.options[0]
        yes = Control(f"{OPTION}{option.value}", option.label, option.label, "check", Look.SOLID)
        return LinesPage(
            header=self._header(),
            title=question.title,
            help=question.help,
            lines=tuple((one.title, one.text) for one in found),
            bar=(self._back(), yes),
        )

    def _pins_page(self) -> Page:
        shown = self.setup.made.pins[self.setup.pins_from : self.setup.pins_from + PINS_A_PAGE]
        return LinesPage(
            header=self._header(),
            title=self._say(N_("Please note the PINs now")),
            help=self.setup.note or self._say(N_("They are never shown again. The head can make new ones later.")),
            lines=tuple((f"{pin.name}\n{pin.id}", pin.pin) for pin in shown),
            large=True,
            bar=(
                self._control("print", N_("Print the PINs"), "printer", Look.QUIET),
                self._control("next", N_("They are noted"), "check", Look.SOLID),
            ),
        )

    def _failed_page(self) -> Page:
        return MessagePage(
            header=self._header(),
            tone=Tone.WARN,
            title=self._say(N_("The office could not be written")),
            text=self.setup.failure,
            picture="warning",
            main=(self._back(), self._control("again", N_("Try again"), "undo", Look.SOLID)),
        )

    def _message(self, title: str, picture: str, tone: Tone = Tone.CALM) -> Page:
        return MessagePage(header=self._header(), tone=tone, title=title, picture=picture)

    def _header(self) -> Header:
        here = self.setup.dialogue.here
        step = self._say(N_("Setting up · step {n} of {of}"), n=here.place, of=here.of)
        clock, day = clock_and_day(self.setup.wall(), self.setup.dialogue.seen.language)
        return Header(step, self._say(here.step.title), clock, day)

    def _say(self, msgid: str, **values: object) -> str:
        return say(self.setup.dialogue.seen.language, msgid, **values)

    def _control(self, name: str, msgid: str, picture: str, look: Look) -> Control:
        text = self._say(msgid)
        return Control(name, text, text, picture, look)

    def _back(self) -> Control:
        return self._control("back", N_("Back"), "back", Look.QUIET)

    def _next(self) -> Control:
        return self._control("next", N_("Next"), "forward", Look.SOLID)

    def _later(self) -> Control:
        """Where a step is needed there is nothing to put off."""
        text = self._say(N_("Put off"))
        return Control("later", text, text, "clock", off=bool(self.setup.dialogue.here.step.needed))
