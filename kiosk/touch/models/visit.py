"""What the screens of one rating share: whose window it is, who sits there, and how long this screen has been up."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.touch.models.flow import Quiet
from kiosk.touch.page import Face
from office.views import WindowView

if TYPE_CHECKING:
    from kiosk.touch.models.rating import Rating

Result = TypeVar("Result")


class Visit(Quiet):
    """One rating. Its screens go on from one another."""

    def __init__(self, flow: "Rating", window: WindowView) -> None:
        self.flow, self.window = flow, window
        self.since = flow.now()

    @property
    def levels(self) -> frozenset[int]:
        return frozenset(one["level"] for one in self.window["levels"])

    @property
    def lasts_ms(self) -> int:
        return self.flow.now() - self.since

    def ask(self, work: Callable[[], Result], done: Callable[[Result | Exception], None]) -> None:
        """Runs `work`; its end is only told while this screen is still there."""

        def back(outcome: Result | Exception) -> None:
            if self.flow.shows(self):
                done(outcome)

        self.flow.errands.run(work, back)

    def over(self) -> None:
        """This person has finished; the window is not shown again even if the office has not closed it yet."""
        self.flow.answered = self.window["ticket"]
        self.flow.home()

    def face(self, level: int, *, chosen: bool = False) -> Face:
        label = next(one for one in self.window["levels"] if one["level"] == level)
        text = label["label"] if self.flow.language == "vi" else label["label_en"] or label["label"]
        return Face(f"face:{level}", level, self.window["scale"], text, text, chosen)
