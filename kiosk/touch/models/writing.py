"""A few words of one's own for a suggestion, with the keyboard on the glass. What is written stays in the letter."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.touch.counsel import WritingPage
from kiosk.touch.models import keyboard
from kiosk.touch.models.flow import Quiet
from kiosk.touch.models.suggesting import PATIENCE_MS, Letter
from kiosk.touch.page import Control, Look, Page
from look.words import say, say_many
from office.remote.counsel import FormView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

_TELLS_ROOM = 100
_SENTENCE = re.compile(r"(^|[.?!]\s)$")


class Writing(Quiet):
    """Typing; both ways out lead back to the reasons, where it is sent."""

    warns = True
    stays_when_away = True
    hears_reader = False

    def __init__(self, flow: "Touch", form: FormView, letter: Letter) -> None:
        self.flow, self.form, self.letter = flow, form, letter
        self.patience_ms = PATIENCE_MS

    def press(self, name: str) -> None:
        if name in ("done", "back"):
            self.flow.suggest(self.form, self.letter)
        elif name.startswith(keyboard.PREFIX):
            self._type(name.removeprefix(keyboard.PREFIX))

    def _type(self, key: str) -> None:
        """Sentences begin with a capital, without a key for it."""
        text = self.letter.text
        sign = key.upper() if len(key) == 1 and _SENTENCE.search(text) else key
        self.letter.text = keyboard.typed(text, sign, self.form["longest"])

    def page(self) -> Page:
        language, left = self.flow.language, self.form["longest"] - len(self.letter.text)
        done = say(language, "Done writing")
        is_full = left <= _TELLS_ROOM
        return WritingPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "Your words"),
            hint=say_many(language, "{n} sign left", "{n} signs left", left)
            if is_full
            else say(language, "Numbers of telephones and identity cards are covered before anybody reads it."),
            written=self.letter.text,
            empty=say(language, "Please write what you would like to tell"),
            is_full=is_full,
            keys=keyboard.rows(language, marks=True),
            main=(
                replace(self.flow.back_control(), spoken=say(language, "Back to the reasons")),
                Control("done", done, say(language, "Done, back to the reasons"), "check", Look.SOLID),
            ),
        )
