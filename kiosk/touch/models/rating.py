"""The screen at one counter: who sits there, which number is called, and the faces when the office opens them.

The window opens at the finish and closes at the office; nobody can open it here. A window that this screen has
answered is not shown again, even while the office has not closed it yet.
"""

from collections.abc import Callable
from datetime import datetime

from kiosk.touch.errands import Errands
from kiosk.touch.models import wording
from kiosk.touch.models.faces import Faces
from kiosk.touch.models.flow import Flow, Quiet, Screen
from kiosk.touch.models.visit import Visit
from kiosk.touch.page import CounterPage, Page, Seated
from look.words import DEFAULT, say
from office.remote.office import Office
from office.views import CounterView, StateView

LANGUAGE_MS = 30_000


class Rating(Flow):
    """The flow of the screen at counter `counter`."""

    def __init__(
        self,
        office: Office,
        errands: Errands,
        now: Callable[[], int],
        wall: Callable[[], datetime],
        *,
        counter: int,
    ) -> None:
        self.number = counter
        self.answered: int | None = None
        super().__init__(office, errands, now, wall)

    def first(self) -> Screen:
        return Rest(self)

    @property
    def counter(self) -> CounterView | None:
        """This counter as the office sees it; None when there is no such counter (any more)."""
        found = () if self.state is None else self.state["counters"]
        return next((one for one in found if one["number"] == self.number), None)

    def hear_state(self, state: StateView) -> None:
        super().hear_state(state)
        window = None if self.counter is None else self.counter["rating"]
        if window is not None and window["ticket"] not in (self.answered, self._rated_now):
            self.language = DEFAULT
            self.go(Faces(self, window))
        elif window is None and isinstance(self.screen, Faces) and not self.screen.is_change:
            self.home()

    @property
    def _rated_now(self) -> int | None:
        return self.screen.window["ticket"] if isinstance(self.screen, Visit) else None

    def drawn(self) -> None:
        if isinstance(self.screen, Faces):
            self.screen.drawn()

    @property
    def seated(self) -> Seated | None:
        clerk = None if self.counter is None else self.counter["clerk"]
        if clerk is None:
            return None
        return Seated(clerk["name"], clerk["title"], wording.initials(clerk["name"]), clerk["photo_url"] or "")

    @property
    def strip(self) -> str:
        """The next number, called while somebody still looks at the faces."""
        ticket = None if self.counter is None else self.counter["ticket"]
        if ticket is None or ticket["id"] == self._rated_now:
            return ""
        return say(self.language, "Number {number}, please come to counter {n}", number=ticket["number"], n=self.number)

    @property
    def counter_word(self) -> str:
        return say(self.language, "Counter")


class Rest(Quiet):
    """Nothing to rate: who sits here, and which number is called."""

    def __init__(self, flow: Rating) -> None:
        self.flow = flow

    def press(self, name: str) -> None:
        if name == "language":
            self.flow.change_language()

    def tick(self) -> None:
        if self.flow.now() - self.flow.touched_at >= LANGUAGE_MS:
            self.flow.language = DEFAULT

    def page(self) -> Page:
        flow, counter = self.flow, self.flow.counter
        ticket = None if counter is None else counter["ticket"]
        title, text = self._said(counter)
        return CounterPage(
            band=flow.band,
            office="" if flow.state is None else flow.state["office"]["name"],
            counter=str(flow.number),
            counter_word=flow.counter_word,
            clerk=flow.seated,
            title=title,
            text=text,
            number="" if ticket is None else ticket["number"],
            prefix="" if ticket is None else ticket["number"][:1],
            bar=(flow.language_control(),),
        )

    def _said(self, counter: CounterView | None) -> tuple[str, str]:
        language = self.flow.language
        if counter is None:
            return say(language, "There is no such counter"), say(language, "Please tell the technician.")
        if counter["ticket"] is not None:
            called = counter["ticket"]["state"] == "called"
            return (say(language, "Please come to this counter") if called else say(language, "Being served")), ""
        if counter["status"] == "paused":
            return say(language, "This counter is taking a short break"), say(language, "Please wait a moment.")
        if counter["status"] == "open":
            return say(language, "Welcome"), say(language, "Please wait until your number is called.")
        return say(language, "This counter is closed"), say(language, "Please go to another counter.")
