"""What the window of the setup shows besides writing and messages: a question with its options, large enough to tap."""

from dataclasses import dataclass

from kiosk.touch.page import Box, Control, Page, Tile


@dataclass(frozen=True, slots=True)
class Choice:
    """An option. `detail`: a smaller line below it."""

    control: Control
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage(Page):
    """`told`: what the machine said."""

    title: str
    help: str = ""
    told: Box | None = None
    choices: tuple[Choice, ...]
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*(one.control for one in self.choices), *self.bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesPage(Page):
    """Lines to read or to note, one below the other: (title, text)."""

    title: str
    help: str = ""
    lines: tuple[tuple[str, str], ...]
    large: bool = False
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return self.bar
