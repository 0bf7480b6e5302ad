"""What the screens for looking something up show: a search with its keyboard, choices, and the page of a procedure.

Names of procedures and fields, deadlines, fees and papers are the catalogue's own words and stay in Vietnamese.
"""

from dataclasses import dataclass

from kiosk.touch.counsel import Passage
from kiosk.touch.page import Box, Control, Page, Tile


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure in the list. `details`: below its title, the same from long to short, whatever has room; `lit`: spans
    of the title that were searched for; `prefix`: of its service, or "".
    """

    name: str
    title: str
    details: tuple[str, ...]
    spoken: str
    prefix: str = ""
    lit: tuple[tuple[int, int], ...] = ()
    chosen: bool = False

    @property
    def pressable(self) -> Control:
        """The line as a control."""
        return Control(self.name, self.title, self.spoken, chosen=self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupPage(Page):
    """A field to type into, its keyboard, and what was found. `help`: a title and advice in place of the lines.

    `turning`: earlier and later, none when all lines are there; `place`: which of how many pages.
    """

    typed: str
    empty: str
    chips: tuple[Control, ...] = ()
    hint: str = ""
    lines: tuple[Line, ...] = ()
    help: tuple[str, ...] = ()
    turning: tuple[Control, ...] = ()
    place: str = ""
    keys: tuple[tuple[Control, ...], ...]
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        keys = (key for row in self.keys for key in row)
        return (*self.chips, *self.turning, *(line.pressable for line in self.lines), *keys, *self.bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesPage(Page):
    """A title and a dozen things to choose from at most."""

    title: str
    choices: tuple[Control, ...]
    turning: tuple[Control, ...] = ()
    place: str = ""
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.choices, *self.turning, *self.bar)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of what everybody wants to know first. `known`: false for "no information"."""

    picture: str
    title: str
    text: str
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePage(Page):
    """Everything about one procedure: the facts, and of the rest one chapter, `leaf` of it (from 0).

    `box`: what became of the slip with its papers.
    """

    name: str
    origin: str
    facts: tuple[Fact, ...]
    tabs: tuple[Control, ...] = ()
    passages: tuple[Passage, ...] = ()
    leaf: int = 0
    turning: tuple[Control, ...] = ()
    place: str = ""
    box: Box | None = None
    main: tuple[Control, ...] = ()
    bar: tuple[Control, ...] = ()

    @property
    def own_controls(self) -> tuple[Control | Tile, ...]:
        return (*self.tabs, *self.turning, *self.main, *self.bar)
