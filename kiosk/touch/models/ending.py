"""The end of the machine, or a new beginning for it: two large keys, each after the question has been read.

The rule that surprises: nothing is pressed by chance, because the menu asks here first; and what the machine cannot do
by itself (a screen on a desk, a trial) is said, and nothing happens.
"""

from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.touch.models.staff import Staff
from kiosk.touch.models.staff_menu import Menu, refused
from kiosk.touch.page import Control, Look, MessagePage, Page, Tone
from look.words import say
from office.domain.refusals import NoSteward

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

WISHES = {"restart": "restart", "power_off": "power-off"}


class Ending(Staff):
    """Restart the machine, or switch it off?"""

    def __init__(self, flow: "Touch", menu: Menu) -> None:
        super().__init__(flow)
        self.menu, self.said, self.asking, self._goes_back = menu, "", False, False

    def left(self) -> None:
        if not self._goes_back:
            self.menu.left()

    def press(self, name: str) -> None:
        if name == "back":
            self._goes_back = True
            self.flow.go(Menu(self.flow, self.menu.office, self.menu.session))
        elif name in WISHES and not self.asking:
            self._ask(WISHES[name])

    def _ask(self, wish: str) -> None:
        session = self.menu.session
        self.asking = True
        self.ask(lambda: session.ask_machine(str(uuid4()), wish=wish), self._asked)

    def _asked(self, outcome: object) -> None:
        language = self.flow.language
        self.asking = outcome is None  # it ends in a moment: nothing is pressed any more
        if isinstance(outcome, NoSteward):
            self.said = say(language, "This machine cannot do it by itself. Please ask whoever looks after it.")
        elif isinstance(outcome, Exception):
            self.said = refused(language, outcome)
        else:
            self.said = say(language, "The machine ends in a moment.")

    def page(self) -> Page:
        language = self.flow.language
        anew, off = say(language, "Restart the machine"), say(language, "Switch the machine off")
        return MessagePage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "Restart or switch off?"),
            tone=Tone.WARN,
            text=self.said or _meaning(language),
            picture="warning",
            main=(
                Control("restart", anew, anew, "play", Look.OUTLINED, off=self.asking),
                Control("power_off", off, off, "lock", Look.OUTLINED, off=self.asking),
            ),
            bar=(self.flow.back_control(),),
        )


def _meaning(language: str) -> str:
    return say(language, "A restart takes about two minutes. A machine that is off has to be switched on by hand.")
