"""Walking through the setup as somebody does who stands before the machine."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.setup.dialogue import Dialogue
from kiosk.setup.draft import Draft
from kiosk.setup.order import STEPS, Step
from kiosk.setup.pretended import PretendedMachine
from kiosk.setup.question import Value

WALL = datetime(2026, 11, 23, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

USUAL: dict[str, Value] = {
    "office.place": "xã Thanh Sơn",
    "people.head": "Phạm Minh Tuấn",
    "people.clerk_1": "Trần Lan Anh",
    "people.clerk_2": "",
    "summary.by": "Nguyễn Văn Kỹ",
}
"""What nobody can guess; everything else is taken as it is offered."""


def machine() -> PretendedMachine:
    return PretendedMachine(WALL)


@dataclass
class Walk:
    """`asked`: the keys in the order in which they were asked."""

    machine: PretendedMachine = field(default_factory=machine)
    draft: Draft = field(default_factory=Draft)
    steps: tuple[Step, ...] = STEPS
    keep: Callable[[Draft], None] = lambda _draft: None
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dialogue = Dialogue(self.draft, self.steps, self.keep)

    def ready(self) -> "Walk":
        """The machine does what the open question waits for."""
        if not self.dialogue.is_over and self.dialogue.waits:
            self.dialogue.done(self.dialogue.errand(self.machine)())
        return self

    def answer(self, given: Value) -> "Walk":
        self.ready()
        self.asked.append(self.dialogue.question.key)
        self.dialogue.answer(given)
        return self

    def until(self, key: str, **others: Value) -> "Walk":
        """Everything before this question, as usual, or as `others` say (`step__name`)."""
        answers = USUAL | {name.replace("__", "."): value for name, value in others.items()}
        while not self.dialogue.is_over and self.dialogue.question.key != key:
            self.ready()
            self.answer(answers.get(self.dialogue.question.key, self.dialogue.given))
        return self.ready()

    def to_the_end(self, **others: Value) -> "Walk":
        return self.until("", **others)

    @property
    def key(self) -> str:
        return self.dialogue.question.key
