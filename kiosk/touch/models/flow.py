"""Where the person is: exactly one screen at a time, and what all screens share.

Owns the language, the state of the office as last heard, and the times after which a screen leaves by itself. The rule
that surprises: the office may go away at any moment; then one calm page stands in front of whatever screen was there,
and the screen itself goes on behind it when the office comes back.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from kiosk.touch.errands import Errands
from kiosk.touch.models import wording
from kiosk.touch.page import Control, Header, Look, MessagePage, Page
from look.words import DEFAULT, say
from office.remote.office import Office
from office.views import StateView

if TYPE_CHECKING:
    from office.journal import FactView

AWAY_AFTER_MS = 1_500
"""A service that restarts at once is not worth a page of its own."""

WARN_MS = 20_000
TOGETHER_MS = 60
"""An answer within that time is drawn together with the press that asked for it: one frame instead of two."""

_REMEMBERED = 50


class Screen(Protocol):
    """One screen. `patience_ms`: untouched for so long, it goes home (None: never); `warns`: it says so before.

    `hears_reader`: a scanned slip may take its place; not where somebody has just got a number or is typing.
    """

    patience_ms: int | None
    warns: bool
    stays_when_away: bool
    hears_reader: bool

    def page(self) -> Page: ...

    def press(self, name: str) -> None:
        """A control of the page was pressed; an unknown name is ignored."""
        ...

    def key(self, digit: int) -> None:
        """A key with a digit went down, as boxes of buttons send it."""
        ...

    def tick(self) -> None:
        """Time passed."""
        ...

    def entered(self) -> None:
        """It has become the present screen."""
        ...

    def left(self) -> None:
        """Another screen takes its place."""
        ...


class Quiet:
    """What most screens do by themselves: nothing."""

    patience_ms: int | None = None
    warns = False
    stays_when_away = False
    hears_reader = True

    def key(self, digit: int) -> None:  # noqa: ARG002 -- the name that boxes of buttons are told by
        return

    def tick(self) -> None:
        return

    def entered(self) -> None:
        return

    def left(self) -> None:
        return


class Flow:
    """The screens of one window. `now`: ms of a clock that only goes forward; `wall`: local date and time.

    `leaves`: how many leaves a page of text has on this panel; the window tells it. `drawn_from`: not before.
    """

    def __init__(self, office: Office, errands: Errands, now: Callable[[], int], wall: Callable[[], datetime]) -> None:
        self.office, self.errands, self.now, self.wall = office, errands, now, wall
        self.language = DEFAULT
        self.state: StateView | None = None
        self.settled: OrderedDict[int, tuple[str, str | None]] = OrderedDict()
        self.touched_at = self._away_since = now()
        self._present = False
        self.turns = 0
        self.leaves: Callable[[Page], int] = lambda _page: 1
        self.drawn_from = now()
        self.screen: Screen = self.first()

    def first(self) -> Screen:
        """Where everybody starts."""
        raise NotImplementedError

    # -- what the window asks and tells

    def page(self) -> Page:
        """What is to be seen now."""
        return self.screen.page() if self._is_shown else self.away_page()

    def press(self, name: str) -> None:
        """A control of the present page was pressed."""
        self.touched()
        if name != "stay" and self._is_shown:
            self.screen.press(name)

    def key(self, digit: int) -> None:
        """A key with a digit went down."""
        self.touched()
        if self._is_shown:
            self.screen.key(digit)

    def scanned(self, code: str) -> None:
        """A reader of barcodes has read this ("": no slip); for flows that have none it was somebody's typing."""

    @property
    def _is_shown(self) -> bool:
        return not self.is_away or self.screen.stays_when_away

    def touched(self) -> None:
        """Somebody is there."""
        self.touched_at = self.now()

    def tick(self) -> None:
        """To be called a few times a second."""
        patience = self.screen.patience_ms
        if patience is not None and self.now() - self.touched_at >= patience:
            self.home()
        self.screen.tick()

    def drawn(self) -> None:
        """The present page has really been on the glass for the first time."""

    # -- what the office tells, in the window's thread

    def hear_state(self, state: StateView) -> None:
        self.state = state
        self.hear_presence(True)

    def hear_presence(self, present: bool) -> None:
        if self._present and not present:
            self._away_since = self.now()
        self._present = present and self.state is not None

    def hear_facts(self, facts: Sequence["FactView"]) -> None:
        for fact in facts:
            if fact["kind"] == "print.settled":
                self._settle(fact)

    def _settle(self, fact: "FactView") -> None:
        body = fact["fact"]
        self.settled[int(fact["subject"].partition(":")[2])] = (body["state"], body.get("reason"))
        while len(self.settled) > _REMEMBERED:
            self.settled.popitem(last=False)

    @property
    def is_away(self) -> bool:
        """Nobody has answered for a while, or never yet."""
        if self._present:
            return False
        return self.state is None or self.now() - self._away_since >= AWAY_AFTER_MS

    # -- what screens do

    def expect(self) -> None:
        """An answer is nearly here: nothing is drawn before `drawn_from` unless it comes."""
        self.drawn_from = self.now() + TOGETHER_MS

    def came(self) -> None:
        """What was expected is here."""
        self.drawn_from = self.now()

    def go(self, screen: Screen) -> None:
        """Another screen takes the place of the present one."""
        self.screen.left()
        self.screen = screen
        self.turns += 1
        self.touched()
        screen.entered()

    def shows(self, screen: object) -> bool:
        """Whether that screen is the present one; answers that come for another are nobody's."""
        return self.screen is screen

    def home(self, *, same_person: bool = False) -> None:
        """Back to the start; for another person everything is as it was at first."""
        if not same_person:
            self.language = DEFAULT
        self.go(self.first())

    def say(self, msgid: str, /, **values: object) -> str:
        """The text in the person's language; `msgid` is marked where it stands."""
        return say(self.language, msgid, **values)

    @property
    def band(self) -> str:
        """The line that says that nothing counts, while the office practises."""
        training = self.state is not None and self.state["day"]["training"]
        return say(self.language, "TRAINING – numbers given now are not real") if training else ""

    def header(self) -> Header | None:
        """The strip on top, for flows that have one."""
        return None

    def language_control(self) -> Control:
        """Changes to the next language; it is written in that language."""
        name = wording.own_name(wording.next_language(self.language))
        return Control("language", name, name, "language")

    def change_language(self) -> None:
        self.language = wording.next_language(self.language)

    def warning(self) -> Control | None:
        """Says for the last 20 s that the screen is about to leave; one tap extends."""
        if not self.screen.warns or self.screen.patience_ms is None:
            return None
        left = self.screen.patience_ms - (self.now() - self.touched_at)
        if left > WARN_MS:
            return None
        text = say(
            self.language,
            "This screen closes in {seconds} seconds. Touch here to go on.",
            seconds=-(-max(left, 0) // 1000),
        )
        return Control("stay", text, text, "clock", Look.WARNING)

    def away_page(self) -> Page:
        """The one calm page while the office does not answer."""
        return MessagePage(
            header=self.header(),
            title=say(self.language, "The ticket machine is taking a short break"),
            text=say(self.language, "It comes back by itself. If it takes long, please ask at a counter."),
            picture="no_connection",
        )
