"""A picture on the ticket, such as a coat of arms: black and white only, never dithered."""

import struct
from pathlib import Path

from PIL import Image

from look.words import N_

MOST_ROWS = 800
_DAMAGED = (
    OSError, ValueError, SyntaxError, LookupError, EOFError, TypeError, ArithmeticError, struct.error,
    Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow raises for files that are not what they say."""
_HALF = 128  # darker than the middle grey is black


def picture_mistake(path: Path, dots: int) -> tuple[str, dict[str, str | int]] | None:
    """Why this file cannot stand on paper of so many dots (words and their facts), or None.

    Draws it: the head of a damaged one may well be whole. One that is too large is not read any further.
    """
    try:
        with Image.open(path) as picture:
            width, height = picture.size
        if width <= dots and height <= MOST_ROWS:
            one_bit(path, dots)
            return None
    except FileNotFoundError:
        return N_("{name} does not exist: put it beside the template"), {"name": path.name}
    except _DAMAGED:
        return N_("{name} is not a picture"), {"name": path.name}
    facts: dict[str, str | int] = {"width": width, "height": height, "dots": dots, "rows": MOST_ROWS}
    said = N_("{name} is too large ({width} × {height} dots, at most {dots} × {rows}): make it smaller")
    return said, {"name": path.name, **facts}


def one_bit(path: Path, dots: int) -> Image.Image:
    """The picture in black and white, its transparent parts white, made smaller for a row of fewer dots.

    Raises OSError, ValueError.
    """
    with Image.open(path) as picture:
        seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    grey = ground.convert("L")
    if grey.width > dots:
        grey = grey.resize((dots, max(round(grey.height * dots / grey.width), 1)), Image.Resampling.LANCZOS)
    return grey.point(lambda grey: 255 if grey >= _HALF else 0, "1")
