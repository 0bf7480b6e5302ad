"""The emblem in the corner: the office's own picture, or a gold star on a red disc."""

import cmath
import math
from pathlib import Path

from PIL import Image, ImageDraw, UnidentifiedImageError

from look.theme import COLOURS

_TIMES = 4
_INNER = 0.382  # of a five-pointed star: where the sides of its points meet


class UnreadableEmblem(ValueError):
    """The file is no picture."""


def emblem(side: int, own: Path | None = None) -> Image.Image:
    """A square picture of `side` pixels with a clear ground. Raises `UnreadableEmblem`."""
    return _star(side) if own is None else _own(own, side)


def _own(path: Path, side: int) -> Image.Image:
    try:
        with Image.open(path) as opened:
            picture = opened.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise UnreadableEmblem(f"{path}: not a picture ({error})") from error
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side))
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return square


def _star(side: int) -> Image.Image:
    big = side * _TIMES
    image = Image.new("RGBA", (big, big), COLOURS.accent + "00")
    pen = ImageDraw.Draw(image)
    edge = big * 0.03
    pen.ellipse((edge, edge, big - edge, big - edge), fill=COLOURS.accent)
    centre, radius = complex(big / 2, big / 2), big * 0.31
    corners = [
        centre + cmath.rect(radius * (_INNER if step % 2 else 1), math.pi * (step / 5 - 0.5)) for step in range(10)
    ]
    pen.polygon([(corner.real, corner.imag) for corner in corners], fill=COLOURS.gold)
    return image.resize((side, side), Image.Resampling.BOX)
