"""Small pictures from large ones: a sheet shows one state in both orientations and both languages.

Everything is written as PNG with a palette, small enough for a repository and the same bytes whenever it shows the
same.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PIL import Image

GROUND = "#8a94a3"
GAP = 8
COLOURS = 96
Colour = tuple[int, int, int]
_COMMONEST, _NEAR = 6_000, 24
"""How many colours are looked at, and how far two must be apart: white and the light ground of the screens are."""


def side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    """From left to right, their upper edges in line."""
    width = sum(one.width for one in pictures) + GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, max(one.height for one in pictures)), GROUND)
    left = 0
    for one in pictures:
        sheet.paste(one, (left, 0))
        left += one.width + GAP
    return sheet


def stacked(pictures: Sequence[Image.Image]) -> Image.Image:
    """From top to bottom, their left edges in line."""
    height = sum(one.height for one in pictures) + GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (max(one.width for one in pictures), height), GROUND)
    top = 0
    for one in pictures:
        sheet.paste(one, (0, top))
        top += one.height + GAP
    return sheet


def opened(path: Path, *, height: int = 0, width: int = 0) -> Image.Image:
    """The picture with that height or width, or as it is."""
    with Image.open(path) as found:
        picture = found.convert("RGB")
    factor = height / picture.height if height else width / picture.width if width else 1.0
    if factor == 1.0:
        return picture
    return picture.resize((round(picture.width * factor), round(picture.height * factor)), Image.Resampling.LANCZOS)


def sheet(upright: Sequence[Path], lying: Sequence[Path], height: int) -> Image.Image:
    """The upright pictures beside one another, then the lying ones above one another, all of it so high."""
    each = (height - GAP * (len(lying) - 1)) // len(lying)
    return side_by_side(
        [*(opened(one, height=height) for one in upright), stacked([opened(one, height=each) for one in lying])]
    )


def save(picture: Image.Image, path: Path, colours: int = COLOURS) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _palette(picture, colours) for part in colour])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def _palette(picture: Image.Image, most: int) -> list[Colour]:
    """The commonest colours as they are, so that grounds and signs keep theirs; those near one of them take it."""
    counted = cast("list[tuple[int, Colour]]", picture.getcolors(1 << 24))
    counted.sort(key=lambda found: (-found[0], found[1]))
    chosen: list[Colour] = []
    for _, colour in counted[:_COMMONEST]:
        if all(_apart(colour, other) > _NEAR for other in chosen):
            chosen.append(colour)
        if len(chosen) == most:
            break
    return chosen


def _apart(one: Colour, other: Colour) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
