"""The template of a slip: which blocks stand under one another on the paper.

A TOML file with `paper` (80 or 58, mm) and a list of `[[block]]`; `printer.checking` reads it. An office's own file
wins over what the tier above sent, and both over the shipped one; when one is wrong, the next is used and the mistakes
are kept in `problems`, so that a slip of the pen in the morning does not leave people without numbers.
"""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from look.words import N_
from printer import slips
from printer.mistakes import BadTemplate, Mistake

__all__ = [
    "DOTS",
    "FIELDS",
    "SHIPPED",
    "Align",
    "BadTemplate",
    "Block",
    "Kind",
    "Mistake",
    "Template",
    "Templates",
    "load_templates",
    "named_fields",
    "read_template",
]

DOTS: Mapping[int, int] = MappingProxyType({80: 576, 58: 384})
"""Printable dots of a row by the paper's width in mm, at 203 dpi (8 dots per mm)."""
FIELDS = slips.KINDS[slips.TICKET].fields
SHIPPED = Path(__file__).with_name("tickets")
MOST_LETTERS = 500


class Kind(StrEnum):
    """What a block draws."""

    TEXT = "text"
    RULE = "rule"
    NUMBER = "number"
    QR = "qr"
    IMAGE = "image"
    SPACE = "space"
    EACH = "each"  # a text for each entry of a list


class Align(StrEnum):
    """Where a block stands on its line."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Block:
    """One block; what a kind does not use keeps its default.

    `size` in dots: height of letters, of a space, of a rule, the most a number or QR may be high. `value` stands at
    the right end of a text's line, bold. `width` is a rule's length in percent of the paper. `of` is the list of EACH.
    """

    kind: Kind
    size: int
    text: str = ""
    value: str = ""
    bold: bool = False
    align: Align = Align.CENTER
    width: int = 100
    file: Path | None = None
    of: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """The named fields in the text and the value."""
        return frozenset(named_fields(self.text + self.value))


@dataclass(frozen=True, slots=True)
class Template:
    """A checked template: `paper` in mm, `dots` its printable row, `slip` which of `printer.slips.KINDS` it is."""

    name: str
    paper: int
    blocks: tuple[Block, ...]
    slip: str = slips.TICKET

    @property
    def dots(self) -> int:
        """Printable dots of one row."""
        return DOTS[self.paper]


@dataclass(slots=True)
class Templates:
    """The templates in use; they may be replaced while the printer works.

    `problems` are the mistakes of own templates that were put aside.
    """

    ticket: Template
    problems: tuple[Mistake, ...] = ()
    others: dict[str, Template] = field(default_factory=dict)

    def get(self, slip: str) -> Template:
        """The template of this slip. Raises KeyError for an unknown one."""
        return self.ticket if slip == slips.TICKET else self.others[slip]


def named_fields(text: str) -> Iterator[str]:
    """The names in braces, with what Python would format them by. Raises ValueError for a lone brace."""
    for _, name, how, conversion in string.Formatter().parse(text):
        if name is not None:
            yield name + (f"!{conversion}" if conversion else "") + (f":{how}" if how else "")


def read_template(path: Path) -> Template:
    """Read and check one file. Raises BadTemplate with all its mistakes."""
    from printer.checking import read  # it needs the words of this module

    return read(path)


def load_templates(paper: int, own: Path | None = None, name: str = "ticket", above: Path | None = None) -> Templates:
    """The template `{name}-{paper}.toml`: the first that is right of the office's own in `own`, what the tier above
    sent in `above` (always `ticket`), and the shipped; then every other slip in the same way.

    A name that is not shipped falls back to `ticket`. Raises BadTemplate when none can be used.
    """
    if paper not in DOTS:
        raise BadTemplate((Mistake(None, N_("{paper} mm is not known (80 or 58)"), {"paper": paper}, key="paper"),))
    problems: list[Mistake] = []
    ticket = _first_right(_places(f"{name}-{paper}.toml", paper, own, above), paper, problems)
    shipped_ticket = SHIPPED / f"ticket-{paper}.toml"
    loaded = Templates(ticket or read_template(shipped_ticket))
    for slip in slips.KINDS:
        if slip != slips.TICKET:
            file = f"{slip}-{paper}.toml"
            found = _first_right([own / file] if own else [], paper, problems)
            # An office with a ticket of its own gets that one again, with the mark, not a stranger's.
            like_ticket = ticket if slip == slips.REPRINT else None
            loaded.others[slip] = found or like_ticket or read_template(SHIPPED / file)
    loaded.problems = tuple(problems)
    return loaded


def _places(file: str, paper: int, own: Path | None, above: Path | None) -> list[Path]:
    places = [own / file if own else None, above / f"ticket-{paper}.toml" if above else None]
    shipped = SHIPPED / file if file != f"ticket-{paper}.toml" else None
    return [path for path in (*places, shipped) if path is not None]


def _first_right(places: list[Path], paper: int, problems: list[Mistake]) -> Template | None:
    for path in places:
        if not path.is_file():
            continue
        try:
            return _read_for(path, paper)
        except BadTemplate as mistake:
            problems.extend(mistake.mistakes)
    return None


def _read_for(path: Path, paper: int) -> Template:
    template = read_template(path)
    if template.paper != paper:
        facts = {"template": template.paper, "printer": paper}
        said = N_("{template} mm, but the printer has {printer} mm")
        raise BadTemplate((Mistake(path, said, facts, key="paper"),))
    return template
