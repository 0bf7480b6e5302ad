"""Letters in black and white at 203 dpi: which size fits, where a line breaks, where the ink lies.

Owns the fonts of the paper. Pillow draws in mode "1" with the font's own hinting, without grey and without
dithering. The rule that surprises: a text is first made smaller until it fits one line, and only then
wrapped, at the largest size that needs no more than `FEW_LINES`.
"""

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from look import fonts

LEAST = 24  # dots; the least size that a larger text is made smaller to
FEW_LINES = 3
WHITE, BLACK = 255, 0
_SHRINK = 0.7  # a one-line text is never made smaller than this share of its size
_ASCENT, _DESCENT = 1.08, 0.25  # of the size; Ỗ stands 1.06 high in Noto Sans, hinted up to 1.08

Font = ImageFont.FreeTypeFont


class LettersMissing(RuntimeError):
    """The bundled font lacks letters of Vietnamese; `letters` are they."""

    def __init__(self, path: Path, letters: set[str]) -> None:
        super().__init__(f"{path} lacks {''.join(sorted(letters))}")
        self.letters = letters


def check_letters() -> None:
    """Raises LettersMissing when a font of the paper lacks one of the 134 Vietnamese letters."""
    for path in (fonts.MEDIUM, fonts.BOLD, fonts.EXTRABOLD):
        if lacking := fonts.missing_letters(path, "".join(fonts.VIETNAMESE)):
            raise LettersMissing(path, lacking)


@lru_cache(maxsize=96)
def font(path: Path, size: int) -> Font:
    """The font at this size in dots."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1024)
def clean(text: str) -> str:
    """Composed (NFC), in one line, without signs that have no shape; a lone surrogate becomes "?"."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\ufffd", "?")
    spaced = "".join(" " if letter in "\t\n\r\v\f" else letter for letter in unicodedata.normalize("NFC", whole))
    shaped = "".join(letter for letter in spaced if unicodedata.category(letter) not in ("Cc", "Cf", "Cn", "Co"))
    return " ".join(word for word in shaped.split(" ") if word)


def pitch(size: int) -> int:
    """Dots from one baseline to the next."""
    return ascent(size) + math.ceil(size * _DESCENT)


def ascent(size: int) -> int:
    """Dots from the top of a line to its baseline."""
    return math.ceil(size * _ASCENT)


@dataclass(frozen=True, slots=True)
class Setting:
    """A text as it will stand: its lines and the size of its letters."""

    lines: tuple[str, ...]
    size: int


def fit(text: str, path: Path, size: int, width: int) -> Setting:
    """The text in one line, up to 30 % smaller if need be, else wrapped; nothing is ever left out."""
    least = min(size, LEAST)
    largest = length(font(path, size), text)

    def fits(smaller: int, lines: int) -> bool:
        """Whether it may; measuring costs far more than this, and every letter may be a dot or two narrower."""
        return largest * smaller / size - 2 * len(text) <= lines * width

    for smaller in range(size, max(least, round(size * _SHRINK)) - 1, -1):
        if fits(smaller, 1) and length(font(path, smaller), text) <= width:
            return Setting((text,), smaller)
    for smaller in range(round(size * _SHRINK), least - 1, -2):
        if not fits(smaller, FEW_LINES):
            continue
        lines = wrap(text, font(path, smaller), width)
        if len(lines) <= FEW_LINES:
            return Setting(lines, smaller)
    return Setting(wrap(text, font(path, least), width), least)


def wrap(text: str, letters: Font, width: int) -> tuple[str, ...]:
    """The fewest lines within the width, made about equally long so that the last is not a single word."""
    lines = _greedy(text, letters, width)
    narrow, wide = width // 2, width
    while len(lines) > 1 and wide - narrow > letters.size / 2:
        middle = (narrow + wide) // 2
        if len(_greedy(text, letters, middle)) == len(lines):
            wide = middle
        else:
            narrow = middle
    return _greedy(text, letters, wide)


@lru_cache(maxsize=4096)
def length(letters: Font, word: str) -> float:
    """How long it is in one line, in dots; kept, for what stands on every ticket."""
    return letters.getlength(word)


def _greedy(text: str, letters: Font, width: int) -> tuple[str, ...]:
    lines, used = [""], 0.0
    for word in text.split(" "):
        needed = length(letters, word)
        longer = used + length(letters, " ") + needed if lines[-1] else needed
        if longer <= width:
            lines[-1], used = f"{lines[-1]} {word}" if lines[-1] else word, longer
            continue
        pieces = _pieces(word, letters, width) if needed > width else [word]
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
        used = length(letters, lines[-1])
    return tuple(lines)


def _pieces(word: str, letters: Font, width: int) -> list[str]:
    """A word that is wider than the paper, cut where it must be, in an address behind a stroke or a point."""
    pieces, used = [""], 0.0
    for letter in word:
        used += length(letters, letter)
        if pieces[-1] and used > width:
            kept = max(pieces[-1].rfind(sign) for sign in "/.?&=-") + 1
            whole = kept if kept > len(pieces[-1]) // 3 else len(pieces[-1])
            pieces[-1:] = [pieces[-1][:whole], pieces[-1][whole:]]
            used = length(letters, pieces[-1]) + length(letters, letter)
        pieces[-1] += letter
    return pieces


def draw_line(
    canvas: ImageDraw.ImageDraw, text: str, letters: Font, top: int, left: float, colour: int = BLACK
) -> None:
    """Draw one line whose box begins at `top`; the baseline lies on a whole dot."""
    baseline = top + ascent(round(letters.size))
    canvas.text((round(left), baseline), text, fill=colour, font=letters, anchor="ls")


def ink(text: str, letters: Font) -> Image.Image:
    """The text cut to its ink: no dot of white around it. Drawn letter by letter, each of which is kept."""
    size = round(letters.size)
    strip = Image.new("1", (math.ceil(letters.getlength(text)) + 2 * size, 3 * size), BLACK)
    left = float(size)
    for before, letter in pairwise(" " + text):
        shape = _shape(letters, letter)
        left += _closer(letters, before, letter)
        strip.paste(WHITE, (round(left) + shape.left, 2 * size + shape.top), shape.ink)
        left += shape.advance
    return ImageChops.invert(strip.crop(strip.getbbox()))


@dataclass(frozen=True, slots=True)
class _Shape:
    """The ink of one letter, where it lies from the letter's origin, and how far it is to the next one; in dots."""

    ink: Image.Image
    left: int
    top: int
    advance: float


@lru_cache(maxsize=256)
def _shape(letters: Font, letter: str) -> _Shape:
    size = round(letters.size)
    strip = Image.new("1", (3 * size, 3 * size), BLACK)
    ImageDraw.Draw(strip).text((size, 2 * size), letter, fill=WHITE, font=letters, anchor="ls")
    left, top, right, bottom = strip.getbbox() or (size, 2 * size, size + 1, 2 * size + 1)  # a space has no ink
    advance = letters.getlength(letter, mode="1")
    return _Shape(strip.crop((left, top, right, bottom)), left - size, top - 2 * size, advance)


@lru_cache(maxsize=1024)
def _closer(letters: Font, before: str, letter: str) -> float:
    """How much nearer two letters stand than each alone (kerning), 0 or less."""
    alone = letters.getlength(before, mode="1") + letters.getlength(letter, mode="1")
    return 0.0 if before == " " else letters.getlength(before + letter, mode="1") - alone
