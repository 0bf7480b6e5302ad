"""Which way a ticket is printed: as one picture, or by the printer's own letters where that saves a slow line.

`auto` decides by the line: a ticket of 84 mm in full picture has some 48,000 bytes. Where they pass at least as fast
as the head prints (USB, LAN) it is a picture, the same on every brand and as in the preview; else hybrid.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from printer.composing import Job, compose
from printer.profiles import Profile, profile, usual

if TYPE_CHECKING:  # Pillow comes with the first ticket, not with the start of the service
    from printer.drawing import Drawing, Mark, Values
    from printer.template import Template


class Mode(StrEnum):
    """The wish (`auto`), or what became of it."""

    AUTO = "auto"
    RASTER = "raster"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class Choice:
    """The mode that is used, never `auto`, and why, in words for operators."""

    mode: Mode
    why: str


def choose(wanted: Mode, printer: Profile, bytes_per_s: int | None) -> Choice:
    """The mode for this printer on a line of so many bytes a second (None: no limit)."""
    if wanted is not Mode.AUTO:
        return Choice(wanted, f'[printer] mode = "{wanted}" says so')
    if bytes_per_s is None:
        return Choice(Mode.RASTER, "the line is faster than the head, so every ticket is one picture")
    needed = head_bytes_per_s(printer)
    if bytes_per_s >= needed:
        return Choice(Mode.RASTER, f"the line carries {bytes_per_s:,} bytes a second, the head takes {needed:,}")
    return Choice(
        Mode.HYBRID,
        f"the line carries {bytes_per_s:,} bytes a second where pictures at the speed of the head need {needed:,}",
    )


def head_bytes_per_s(printer: Profile) -> int:
    """What the head takes of full pictures."""
    return (printer.dots + 7) // 8 * printer.mm_per_s * printer.dpi * 10 // 254


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes the jobs of one printer on one line."""

    printer: Profile = field(default_factory=lambda: profile(usual(80)))
    wanted: Mode = Mode.AUTO
    bytes_per_s: int | None = None

    @property
    def choice(self) -> Choice:
        """The mode, and why."""
        return choose(self.wanted, self.printer, self.bytes_per_s)

    def drawing(self, template: "Template") -> "Drawing":
        """What draws this template for the printer's row."""
        from printer.drawing import Drawing

        return Drawing(template, min(template.dots, self.printer.dots))

    def job(self, drawing: "Drawing", values: "Values", marks: "Iterable[Mark]" = ()) -> Job:
        """One ticket. Raises OSError when a picture of the template is lost, TooWide."""
        if self.choice.mode is Mode.RASTER:
            return compose(drawing.draw(values, marks), self.printer)
        from printer.hybrid import compose_hybrid

        return compose_hybrid(drawing.lines(values, marks), self.printer)
