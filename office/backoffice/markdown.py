"""From the Markdown that the head writes to the blocks that every screen draws.

CommonMark with tables and without HTML: a tag is read as the letters that it is made of. Pictures become their words.
The rule that surprises: a link keeps its words and loses its address unless that begins with https, http, mailto or
tel. The library is loaded at the first page that somebody saves, not at a start.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from look.words import N_
from office.domain.content import (
    LEADERS,
    LEADERS_BLOCK,
    LONGEST_TEXT,
    MOST_BLOCKS,
    MOST_COLUMNS,
    BlockView,
    SpanView,
    gaps,
    span,
)
from office.domain.refusals import Invalid

if TYPE_CHECKING:
    from markdown_it.token import Token

DEEPEST = 3
_SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_LISTS = {"bullet_list_open": "item", "ordered_list_open": "numbered"}


def blocks_of(markdown: str) -> list[BlockView]:
    """Raises Invalid."""
    if len(markdown) > LONGEST_TEXT:
        raise Invalid(field="markdown", why=N_("This text is too long."), longest=LONGEST_TEXT)
    if markdown.strip().casefold() == LEADERS:
        return [LEADERS_BLOCK]
    from markdown_it import MarkdownIt  # 60 ms that only who writes pages should pay

    reading = _Reading()
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown):
        reading.take(token)
    if len(reading.blocks) > MOST_BLOCKS:
        raise Invalid(field="markdown", why=N_("This page has too many paragraphs."), most=MOST_BLOCKS)
    return reading.blocks


def blocks_to_show(markdown: str) -> list[BlockView]:
    """None of a page with gaps, which nobody is shown: it needs no reading. Raises Invalid."""
    return [] if gaps(markdown) else blocks_of(markdown)


@dataclass(slots=True)
class _Reading:
    """Where in the page the tokens are."""

    blocks: list[BlockView] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    begins_item: bool = False
    heading: int = 0
    cells: list[list[SpanView]] | None = None
    head: bool = False

    def take(self, token: "Token") -> None:
        kind = token.type
        if kind == "inline":
            self._inline(list(_spans(token.children or ())))
        elif kind in ("fence", "code_block"):
            self._add("text", 0, [span(token.content.rstrip("\n"))])
        elif kind in _LISTS:
            self.lists.append(_LISTS[kind])
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        else:
            self._mark(kind, token.tag)

    def _mark(self, kind: str, tag: str) -> None:
        if kind in ("list_item_open", "list_item_close"):
            self.begins_item = kind == "list_item_open"
        elif kind == "heading_open":
            self.heading = min(int(tag[1]), DEEPEST)
        elif kind in ("thead_open", "tbody_open"):
            self.head = kind == "thead_open"
        elif kind == "tr_open":
            self.cells = []
        elif kind == "tr_close" and self.cells is not None:
            if len(self.cells) > MOST_COLUMNS:
                raise Invalid(field="markdown", why=N_("A table has at most {most} columns."), most=MOST_COLUMNS)
            self.blocks.append(BlockView(kind="row", level=int(self.head), spans=[], cells=self.cells))
            self.cells = None

    def _inline(self, spans: list[SpanView]) -> None:
        if self.cells is not None:
            self.cells.append(spans)
        elif self.heading:
            self._add("heading", self.heading, spans)
            self.heading = 0
        elif self.begins_item:
            self.begins_item = False
            self._add(self.lists[-1], min(len(self.lists), DEEPEST), spans)
        elif "".join(one["text"] for one in spans).strip().casefold() == LEADERS:
            self.blocks.append(LEADERS_BLOCK)
        else:
            self._add("text", 0, spans)

    def _add(self, kind: str, level: int, spans: list[SpanView]) -> None:
        if any(one["text"].strip() for one in spans):
            self.blocks.append(BlockView(kind=kind, level=level, spans=spans, cells=[]))


def _spans(tokens: "Sequence[Token]") -> Iterator[SpanView]:
    """Neighbours of one kind are one span."""
    last: SpanView | None = None
    for now in _single(tokens):
        if last is not None and _alike(last, now):
            last = SpanView(**{**last, "text": last["text"] + now["text"]})
            continue
        if last is not None:
            yield last
        last = now
    if last is not None:
        yield last


def _alike(one: SpanView, other: SpanView) -> bool:
    return {**one, "text": ""} == {**other, "text": ""}


def _single(tokens: "Sequence[Token]") -> Iterator[SpanView]:
    bold, italic, hrefs = 0, 0, list[str | None]()
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                hrefs.append(_safe(str(token.attrGet("href") or "")))
            case "link_close":
                hrefs.pop()
            case _:
                text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
                if text:
                    yield span(text, bold=bold > 0, italic=italic > 0, href=hrefs[-1] if hrefs else None)


def _safe(href: str) -> str | None:
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        return None
    return href if scheme in _SCHEMES else None
