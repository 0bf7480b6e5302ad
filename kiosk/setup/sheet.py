"""A report on pages of A4, as a PDF of pictures: it looks the same on every machine and needs no program but a printer.

150 dots an inch, in the letters of the product; a row never breaks across two pages unless it is longer than one.
"""

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from kiosk.setup.report import Report, Row
from look.fonts import WEIGHTS
from look.sheet.lettering import LEADING, wrap
from look.theme import COLOURS
from look.words import N_, say

DPI = 150
WIDE, HIGH = 1240, 1754
EDGE, FOOT = 110, 120
TITLE, HEADING, BODY, SMALL = 40, 28, 22, 18
COLUMN = 330
_MARKS = {"good": COLOURS.good, "open": COLOURS.warn, "bad": COLOURS.bad}


def pdf_of(report: Report, language: str) -> bytes:
    """All pages."""
    pages = pages_of(report, language)
    out = BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    return out.getvalue()


def pages_of(report: Report, language: str) -> list[Image.Image]:
    """The pages as pictures, for the PDF and for looking at."""
    paper = _Paper()
    paper.write(report.title.upper(), TITLE, 800, COLOURS.primary)
    paper.write(report.office, HEADING, 700)
    paper.gap(18)
    for row in report.facts:
        paper.row(row)
    for part in report.parts:
        paper.heading(part.title)
        for row in part.rows:
            paper.row(row)
    paper.signs(report.signs)
    for place, page in enumerate(paper.pages, 1):
        text = say(language, N_("Page {n} of {of}"), n=place, of=len(paper.pages))
        ImageDraw.Draw(page).text((WIDE - EDGE, HIGH - 70), text, COLOURS.mute, _font(SMALL, 400), anchor="rs")
    return paper.pages


@dataclass(slots=True)
class _Paper:
    """Pages that are written from top to bottom."""

    pages: list[Image.Image] = field(default_factory=list)
    at: int = HIGH

    def need(self, height: int) -> ImageDraw.ImageDraw:
        """The page on which so much has room."""
        if self.at + height > HIGH - FOOT:
            self.pages.append(Image.new("RGB", (WIDE, HIGH), "#FFFFFF"))
            self.at = EDGE
        return ImageDraw.Draw(self.pages[-1])

    def gap(self, height: int) -> None:
        self.at += height

    def write(self, text: str, size: int, weight: int, colour: str = COLOURS.ink) -> None:
        for line in _lines(text, WIDE - 2 * EDGE, size, weight):
            self.need(_pitch(size)).text((EDGE, self.at), line, colour, _font(size, weight))
            self.at += _pitch(size)

    def heading(self, text: str) -> None:
        self.gap(26)
        pen = self.need(_pitch(HEADING) + 3 * _pitch(BODY))
        pen.text((EDGE, self.at), text, COLOURS.primary, _font(HEADING, 700))
        self.at += _pitch(HEADING) + 8  # below the dots under Vietnamese letters
        pen.line((EDGE, self.at, WIDE - EDGE, self.at), COLOURS.primary, 3)
        self.gap(10)

    def row(self, row: Row) -> None:
        """The title on the left, the text beside it, a mark before it."""
        titles = _lines(row.title, COLUMN - 44, BODY, 600)
        texts = _lines(row.text, WIDE - 2 * EDGE - COLUMN, BODY, 400)
        height = max(len(titles), len(texts)) * _pitch(BODY) + 8
        pen = self.need(height)
        if row.mark:
            top = self.at + _pitch(BODY) // 2 - 8
            _draw_mark(pen, (EDGE, top, EDGE + 16, top + 16), row.mark)
        for left, lines, weight in ((EDGE + 30, titles, 600), (EDGE + COLUMN, texts, 400)):
            for place, line in enumerate(lines):
                pen.text((left, self.at + place * _pitch(BODY)), line, COLOURS.ink, _font(BODY, weight))
        self.at += height
        pen.line((EDGE, self.at - 4, WIDE - EDGE, self.at - 4), COLOURS.line, 1)

    def signs(self, signs: tuple[str, ...]) -> None:
        self.gap(40)
        pen = self.need(220)
        wide = (WIDE - 2 * EDGE - 60) // len(signs)
        for place, text in enumerate(signs):
            left = EDGE + place * (wide + 60)
            pen.text((left + wide / 2, self.at), text, COLOURS.ink, _font(BODY, 600), anchor="ma")
            pen.line((left, self.at + 190, left + wide, self.at + 190), COLOURS.edge, 2)


def _draw_mark(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], mark: str) -> None:
    """A disc, a ring, a square: to be told apart on a black and white copy too."""
    if mark == "bad":
        pen.rectangle(box, fill=_MARKS[mark])
    else:
        pen.ellipse(box, fill=_MARKS[mark] if mark == "good" else None, outline=_MARKS[mark], width=4)


def _lines(text: str, wide: int, size: int, weight: int) -> list[str]:
    """Broken where words end; a word that is wider than the line is broken too."""
    found = list[str]()
    for line in wrap([(text, COLOURS.ink)], wide, size, weight):
        whole = "".join(run for run, _ in line)
        while whole and _font(size, weight).getlength(whole) > wide:
            end = next(n for n in range(len(whole) - 1, 0, -1) if _font(size, weight).getlength(whole[:n]) <= wide)
            found.append(whole[:end])
            whole = whole[end:]
        found.append(whole)
    return found


def _pitch(size: int) -> int:
    return round(size * LEADING)


def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(WEIGHTS[weight], size)
