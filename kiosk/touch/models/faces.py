"""The faces: a question right after the job is done, a change of mind, and why it was not good.

The rules that surprise: the age of a press counts from the moment the faces were really on the glass; reasons that
were tapped are sent when the time runs out, so nothing tapped is lost.
"""

from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.touch.models.visit import Visit
from kiosk.touch.page import Control, FacesPage, Look, Page, ReasonsPage, ThanksPage
from look.words import say
from office.domain.rating import is_low
from office.domain.refusals import AlreadyRated, NoWindow, TooEarly
from office.views import ChoiceView, RatingView, WindowView

if TYPE_CHECKING:
    from kiosk.touch.models.rating import Rating

CHANGE_MS = 5_000
REASONS_MS = 28_000
"""The office takes reasons for 30 s after the window; two are for the way there."""

GONE_MS = 3_000
FINGER, BOX = "touch", "box"
"""Channels: a finger on the glass, or a box of buttons that acts as a keyboard."""


class Faces(Visit):
    """One question of the window. `is_change`: the person came back within the time for a change of mind."""

    stays_when_away = False

    def __init__(
        self,
        flow: "Rating",
        window: WindowView,
        given: dict[str, int] | None = None,
        *,
        question: int = 0,
        change_until: int | None = None,
    ) -> None:
        super().__init__(flow, window)
        self.given, self.place, self.change_until = dict(given or {}), question, change_until
        self.pressed: int | None = None
        self.hint = ""
        self.drawn_at: int | None = None

    @property
    def is_change(self) -> bool:
        return self.change_until is not None

    @property
    def question(self) -> ChoiceView:
        return self.window["questions"][self.place]

    def drawn(self) -> None:
        """The faces are on the glass: from now on a press has an age."""
        if self.drawn_at is None:
            self.drawn_at = self.flow.now()

    def tick(self) -> None:
        if self.change_until is not None and self.pressed is None and self.flow.now() >= self.change_until:
            self.over()

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "language":
            self.flow.change_language()
        elif self.pressed is not None:
            return
        elif act == "face":
            self.rate(int(what), FINGER)
        elif act == "decline":
            self._decline()

    def key(self, digit: int) -> None:
        if self.pressed is None and digit in self.levels:
            self.rate(digit, BOX)
        elif self.pressed is None and digit == 0 and not (self.given or self.is_change):
            self._decline()

    def rate(self, level: int, channel: str) -> None:
        """Sends this level to the office."""
        office, ticket, question, request_id = (
            self.flow.office,
            self.window["ticket"],
            self.question["id"],
            str(uuid4()),
        )
        age = 0 if self.drawn_at is None else self.flow.now() - self.drawn_at
        self.pressed, self.hint = level, ""
        self.ask(
            lambda: office.rate(request_id, ticket=ticket, level=level, channel=channel, age_ms=age, question=question),
            self._rated,
        )

    def _rated(self, outcome: RatingView | Exception) -> None:
        level, self.pressed = self.pressed, None
        if isinstance(outcome, TooEarly):
            self.hint = say(self.flow.language, "Please touch your choice once more")
        elif isinstance(outcome, AlreadyRated | NoWindow):
            self.over()
        elif isinstance(outcome, Exception):
            self.hint = say(self.flow.language, "The office does not answer. Please try once more.")
        elif level is not None:
            self.given[self.question["id"]] = level
            self._go_on(level)

    def _go_on(self, level: int) -> None:
        flow, window = self.flow, self.window
        if not self.is_change and self.place + 1 < len(window["questions"]):
            flow.go(Faces(flow, window, self.given, question=self.place + 1))
            return
        until = self.change_until or flow.now() + CHANGE_MS
        if any(is_low(one, window["scale"]) for one in self.given.values()) and window["reasons"]:
            flow.go(Reasons(flow, window, self.given, level, until))
        else:
            flow.go(Thanks(flow, window, self.given, level, until))

    def _decline(self) -> None:
        office, ticket, request_id = self.flow.office, self.window["ticket"], str(uuid4())
        self.flow.errands.run(lambda: office.decline_rating(request_id, ticket=ticket), lambda _: None)
        self.flow.go(Thanks(self.flow, self.window, {}, None, self.flow.now()))

    def page(self) -> Page:
        flow, language = self.flow, self.flow.language
        levels = sorted((one["level"] for one in self.window["levels"]), reverse=True)
        chosen = self.pressed if self.pressed is not None else self.given.get(self.question["id"])
        return FacesPage(
            band=flow.band,
            counter=str(flow.number),
            counter_word=flow.counter_word,
            clerk=flow.seated,
            strip=flow.strip,
            title=self._title(),
            text=say(language, "No names are kept. The clerk does not see single answers."),
            hint=self.hint,
            faces=tuple(self.face(level, chosen=level == chosen) for level in levels),
            bar=self._bar(),
        )

    def _title(self) -> str:
        question = self.question
        text = question["label"] if self.flow.language == "vi" else question["label_en"] or question["label"]
        many = len(self.window["questions"])
        return text if many == 1 else f"{self.place + 1}/{many}. {text}"

    def _bar(self) -> tuple[Control, ...]:
        language = self.flow.language_control()
        if self.given or self.is_change:
            return (language,)
        text = say(self.flow.language, "No rating")
        return (Control("decline", text, say(self.flow.language, "Leave without a rating"), "cross"), language)


class _After(Visit):
    """After the last face: for a few seconds the choice can be changed."""

    def __init__(
        self, flow: "Rating", window: WindowView, given: dict[str, int], level: int | None, change_until: int
    ) -> None:
        super().__init__(flow, window)
        self.given, self.level, self.change_until = given, level, change_until
        flow.answered = window["ticket"]

    @property
    def can_change(self) -> bool:
        return self.level is not None and self.flow.now() < self.change_until

    def given_up(self) -> None:
        """The person wants another level: what hangs on this one is void."""

    def change_control(self) -> tuple[Control, ...]:
        text = say(self.flow.language, "Choose again")
        return (Control("change", text, text, "undo"),) if self.can_change else ()

    def press(self, name: str) -> None:
        if name == "change" and self.can_change:
            self._choose_again()

    def key(self, digit: int) -> None:
        """A button changes the level at once; its age counts from this screen, which was answered to."""
        if digit in self.levels and self.can_change:
            faces = self._choose_again()
            faces.drawn_at = self.since
            faces.rate(digit, BOX)

    def _choose_again(self) -> Faces:
        self.given_up()
        last = len(self.window["questions"]) - 1
        faces = Faces(self.flow, self.window, self.given, question=last, change_until=self.change_until)
        self.flow.go(faces)
        return faces


class Reasons(_After):
    """At most six reasons to tap; the rating itself is kept already."""

    def __init__(
        self, flow: "Rating", window: WindowView, given: dict[str, int], level: int | None, change_until: int
    ) -> None:
        super().__init__(flow, window, given, level, change_until)
        self.tapped: list[str] = []

    def given_up(self) -> None:
        self.tapped = []

    def tick(self) -> None:
        if self.lasts_ms >= REASONS_MS:
            self._finish()

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "reason":
            self.tapped = [one for one in self.tapped if one != what] + ([] if what in self.tapped else [what])
        elif act == "send":
            self._finish()
        elif act == "skip":
            self.tapped = []
            self._finish()
        else:
            super().press(name)

    def key(self, digit: int) -> None:
        if digit == 0:
            self.press("skip")
        else:
            super().key(digit)

    def left(self) -> None:
        """Whatever was tapped is sent, also when the next person's faces come or the time is over."""
        office, ticket, reasons, request_id = self.flow.office, self.window["ticket"], self.tapped, str(uuid4())
        if reasons:
            self.flow.errands.run(
                lambda: office.give_reasons(request_id, ticket=ticket, reasons=reasons), lambda _: None
            )

    def _finish(self) -> None:
        self.flow.go(Thanks(self.flow, self.window, self.given, self.level, self.change_until))

    def page(self) -> Page:
        flow, language = self.flow, self.flow.language
        send, skip = say(language, "Send"), say(language, "Skip")
        return ReasonsPage(
            band=flow.band,
            counter=str(flow.number),
            counter_word=flow.counter_word,
            clerk=flow.seated,
            strip=flow.strip,
            title=say(language, "What was not good?"),
            text=say(language, "Touch what applies. Your rating is already kept."),
            reasons=tuple(self._reason(one) for one in self.window["reasons"]),
            main=(
                Control("send", send, send, "check", Look.SOLID, off=not self.tapped),
                Control("skip", skip, say(language, "Skip the reasons"), "forward", Look.OUTLINED),
            ),
            bar=self.change_control(),
        )

    def _reason(self, one: ChoiceView) -> Control:
        text = one["label"] if self.flow.language == "vi" else one["label_en"] or one["label"]
        chosen = one["id"] in self.tapped
        spoken = say(self.flow.language, "{reason}, chosen", reason=text) if chosen else text
        return Control(f"reason:{one['id']}", text, spoken, "check" if chosen else "plus", Look.OUTLINED, chosen=chosen)


class Thanks(_After):
    """Thanks, whatever was chosen; also when nothing was."""

    def tick(self) -> None:
        if self.lasts_ms >= GONE_MS and not self.can_change:
            self.over()

    def page(self) -> Page:
        flow, language = self.flow, self.flow.language
        text = say(language, "Your answer helps the office to do better.") if self.level is not None else ""
        return ThanksPage(
            band=flow.band,
            counter=str(flow.number),
            counter_word=flow.counter_word,
            clerk=flow.seated,
            strip=flow.strip,
            face=None if self.level is None else self.face(self.level, chosen=True),
            title=say(language, "Thank you"),
            text=text,
            bar=self.change_control(),
        )
