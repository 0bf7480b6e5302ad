"""Pages of information that the office writes for its citizens: rules, forms, fees, leaders. Frozen.

Rules:
1. A page is shown from `since` to `until`, both included, once nothing in it is left to be filled in.
2. A gap is what the shipped pages leave to the office: "[Ghi ở đây: …]". A page with a gap is never shown.
3. What is shown are blocks, drawn alike by every screen; no HTML comes in or goes out.
"""

import re
from dataclasses import dataclass
from typing import TypedDict

from office.domain.house import House

MOST_PAGES, LONGEST_TEXT, LONGEST_TITLE = 20, 20_000, 80
MOST_BLOCKS, MOST_COLUMNS = 600, 8
"""Of one page, and of its tables: what a screen can draw."""
MOST_VERSIONS = 30
"""Of one page; the oldest go first."""
LEADERS = "[[lãnh đạo]]"
"""Alone on its line: the leaders of the office, as the head keeps them, stand here."""
_GAP = re.compile(r"\[Ghi ở đây:?\s*([^\]\n]{0,200})\]", re.IGNORECASE)
SHOWN, COMING, OVER, UNFILLED = "shown", "coming", "over", "unfilled"


class SpanView(TypedDict):
    """Letters of one kind. `href`: where they lead, or None."""

    text: str
    bold: bool
    italic: bool
    href: str | None


class BlockView(TypedDict):
    """`kind`: heading (level 1–3) | text | item, numbered (1 = outermost) | row (1 = head of a table, 0 = the others).

    Only a row has `cells`, and no spans.
    """

    kind: str
    level: int
    spans: list[SpanView]
    cells: list[list[SpanView]]


LEADERS_BLOCK = BlockView(kind="leaders", level=0, spans=[], cells=[])
"""Stands for the office's leaders until somebody reads the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`pictogram`: a name of `look.pictograms`; `since`, `until`: ISO dates, "" = no limit on that side."""

    slug: str
    title: str
    pictogram: str = "information"
    since: str = ""
    until: str = ""
    markdown: str = ""

    def state_on(self, day: str) -> str:
        """`day`: an ISO date."""
        if not self.markdown.strip() or gaps(self.markdown):
            return UNFILLED
        if self.since and day < self.since:
            return COMING
        return OVER if self.until and self.until < day else SHOWN


def gaps(markdown: str) -> list[str]:
    """What is still to be filled in, in the words of the page."""
    return [found.strip() for found in _GAP.findall(markdown)]


def span(text: str, *, bold: bool = False, italic: bool = False, href: str | None = None) -> SpanView:
    return SpanView(text=text, bold=bold, italic=italic, href=href)


def row(cells: list[str], *, head: bool = False) -> BlockView:
    return BlockView(kind="row", level=int(head), spans=[], cells=[[span(cell)] for cell in cells])


def filled(blocks: list[BlockView], house: House) -> list[BlockView]:
    """With the leaders of the office where a page wants them."""
    return [new for one in blocks for new in (_leaders(house) if one["kind"] == LEADERS_BLOCK["kind"] else [one])]


def _leaders(house: House) -> list[BlockView]:
    rows = [row([one.title, one.name, one.phone]) for one in house.leaders]
    return [row(["Chức vụ", "Họ và tên", "Điện thoại"], head=True), *rows] if rows else []
