"""The office's own pages: rules, forms, fees, leaders, as the office wrote them. First their list, then one to read."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from kiosk.touch.counsel import ArticlePage, ContentsPage, Kind, Passage, Words
from kiosk.touch.models.flow import Quiet
from kiosk.touch.models.turning import place_text
from kiosk.touch.page import Control, Look, Page
from look import formats, pictograms
from look.words import say
from office.domain.content import BlockView, SpanView
from office.domain.refusals import Refusal
from office.remote.counsel import ContentLine, ContentView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

PATIENCE_MS = 90_000
LINES = 6
BULLET = "•"
LONGEST_CODE = 300
_OPENS = ("https://", "http://")
_KINDS = {"heading": Kind.HEADING, "item": Kind.ITEM, "numbered": Kind.ITEM, "row": Kind.ROW}


class Contents(Quiet):
    """Which page? At most six at a time; `leaf` counts them."""

    warns = True

    def __init__(self, flow: "Touch", leaf: int = 0) -> None:
        self.flow, self.leaf = flow, leaf
        self.patience_ms = PATIENCE_MS

    @property
    def lines(self) -> tuple[ContentLine, ...]:
        return self.flow.offers.now.pages

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "back":
            self.flow.home(same_person=True)
        elif act == "language":
            self.flow.change_language()
        elif act == "leaf":
            self.leaf = int(what)
        elif act == "page":
            line = next((one for one in self.lines if one["slug"] == what), None)
            if line is not None:
                self.flow.go(Article(self.flow, line, self.leaf))

    def page(self) -> Page:
        language = self.flow.language
        shown = self.lines[self.leaf * LINES : (self.leaf + 1) * LINES]
        return ContentsPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "Information of the office"),
            text="" if self.lines else say(language, "There is nothing to read now. Please ask at a counter."),
            lines=tuple(map(_line, shown)),
            main=self._turning(),
            bar=(self.flow.back_control(), self.flow.language_control()),
        )

    def _turning(self) -> tuple[Control, ...]:
        last = max(len(self.lines) - 1, 0) // LINES
        self.leaf = min(self.leaf, last)
        if not last:
            return ()
        text = say(self.flow.language, "More pages ({n}/{all})", n=self.leaf + 1, all=last + 1)
        return (Control(f"leaf:{(self.leaf + 1) % (last + 1)}", text, text, "forward", Look.OUTLINED),)


def _line(one: ContentLine) -> Control:
    picture = one["pictogram"] if one["pictogram"] in pictograms.NAMED else "information"
    return Control(f"page:{one['slug']}", one["title"], one["title"], picture, Look.OUTLINED)


class Article(Quiet):
    """One page, leaf by leaf. `came_from`: the leaf of the list to go back to."""

    warns = True

    def __init__(self, flow: "Touch", line: ContentLine, came_from: int) -> None:
        self.flow, self.line, self._came_from = flow, line, came_from
        self.patience_ms = PATIENCE_MS
        self.view: ContentView | None = None
        self.leaf, self.said = 0, say(flow.language, "One moment…")

    def entered(self) -> None:
        counsel, slug = self.flow.counsel, self.line["slug"]
        if counsel is not None:
            self.flow.errands.run(lambda: counsel.content(slug), self._told)

    def _told(self, outcome: ContentView | Exception) -> None:
        if not isinstance(outcome, Exception):
            self.view, self.said = outcome, ""
        elif isinstance(outcome, Refusal):
            self.said = say(self.flow.language, "This page is no longer there. Please choose another one.")
        else:
            self.said = say(self.flow.language, "The office does not answer. Please try once more.")

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "back":
            self.flow.go(Contents(self.flow, self._came_from))
        elif act == "home":
            self.flow.home(same_person=True)
        elif act == "leaf":
            self.leaf = int(what)

    def page(self) -> Page:
        bare = ArticlePage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=self.line["title"] if self.view is None else self.view["title"],
            note=self._note(),
            passages=self._passages(),
            main=(self._turn(-1, off=True), self._turn(1, off=True)),
            bar=self._bar(),
        )
        leaves = self.flow.leaves(bare)
        self.leaf = min(self.leaf, leaves - 1)
        if leaves == 1:
            return replace(bare, main=())
        controls = (self._turn(-1, off=self.leaf == 0), self._turn(1, off=self.leaf == leaves - 1))
        return replace(bare, leaf=self.leaf, place=place_text(self.flow.language, self.leaf, leaves), main=controls)

    def _note(self) -> str:
        if self.view is None:
            return ""
        with suppress(ValueError):
            day = formats.day_short(date.fromisoformat(self.view["updated_on"][:10]))
            return say(self.flow.language, "As of {day}", day=day)
        return ""

    def _passages(self) -> tuple[Passage, ...]:
        if self.view is None:
            return (Passage(Kind.TEXT, ((self.said, False),)),)
        return passages(self.view["blocks"], self.flow.language)

    def _turn(self, by: int, *, off: bool) -> Control:
        """`leaf:-1` and the like are only shown, never pressed."""
        language = self.flow.language
        text = say(language, "Next page") if by > 0 else say(language, "Previous page")
        look, picture = (Look.SOLID, "forward") if by > 0 else (Look.OUTLINED, "back")
        return Control(f"leaf:{self.leaf + by}", text, text, picture, look, off=off)

    def _bar(self) -> tuple[Control, ...]:
        language = self.flow.language
        back, home = say(language, "List of pages"), say(language, "First screen")
        return (Control("back", back, back, "list"), Control("home", home, home, "back"))


# -- from blocks to passages


def passages(blocks: Iterable[BlockView], language: str) -> tuple[Passage, ...]:
    """The blocks as they are drawn, items with their marks.

    An address becomes a code below its block: a screen without a browser hands it over to a telephone.
    """
    found, count = list[Passage](), dict[int, int]()
    for block in blocks:
        kind, level = block["kind"], max(block["level"], 1)
        count = {at: n for at, n in count.items() if at < level or (at == level and kind == "numbered")}
        if kind == "numbered":
            count[level] = count.get(level, 0) + 1
        found.append(_passage(block, level, _mark(kind, count.get(level, 0))))
        found += (_code(address, language) for address in _addresses(block))
    return tuple(found)


def _mark(kind: str, n: int) -> str:
    return f"{n}." if kind == "numbered" else BULLET if kind == "item" else ""


def _passage(block: BlockView, level: int, mark: str) -> Passage:
    kind = _KINDS.get(block["kind"], Kind.TEXT)
    if kind is Kind.ROW:
        cells = tuple(whole_words(cell) for cell in block["cells"])
        return Passage(Kind.HEAD if block["level"] else kind, cells=cells)
    return Passage(kind, whole_words(block["spans"]), level, mark)


def _addresses(block: BlockView) -> tuple[str, ...]:
    """Each once, in the order of reading; only those that a telephone can open."""
    spans = (*block["spans"], *(span for cell in block["cells"] for span in cell))
    found = (span["href"] for span in spans if span["href"] and span["href"].startswith(_OPENS))
    return tuple(dict.fromkeys(address for address in found if len(address) <= LONGEST_CODE))


def _code(address: str, language: str) -> Passage:
    name = address.partition("://")[2].rstrip("/")
    caption = say(language, "Scan this with your telephone: {address}", address=name)
    return Passage(Kind.CODE, ((caption, False),), link=address)


def whole_words(spans: Iterable[SpanView]) -> Words:
    """Runs that begin and end with a whole word: a word that is stressed in part is stressed as a whole."""
    return tuple(_joined(_words(spans)))


def _words(spans: Iterable[SpanView]) -> Iterator[tuple[str, bool]]:
    signs = [(sign, span["bold"] or span["italic"]) for span in spans for sign in span["text"]]
    cuts = [-1, *(at for at, (sign, _) in enumerate(signs) if sign.isspace()), len(signs)]
    for begin, end in pairwise(cuts):
        word = signs[begin + 1 : end]
        if word:
            yield "".join(sign for sign, _ in word), any(stressed for sign, stressed in word if sign.isalnum())


def _joined(words: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    run, stress = list[str](), False
    for word, stressed in words:
        if run and stressed != stress:
            yield " ".join(run), stress
            run = []
        run.append(word)
        stress = stressed
    if run:
        yield " ".join(run), stress
