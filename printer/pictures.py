"""A picture on the ticket, such as a coat of arms: black and white only, never dithered."""

from pathlib import Path

from PIL import Image

from look.words import N_

MOST_ROWS = 800
_HALF = 128  # darker than the middle grey is black


def picture_mistake(path: Path, dots: int) -> tuple[str, dict[str, str | int]] | None:
    """Why this file cannot stand on paper of so many dots (words and their facts), or None. Reads the head only."""
    try:
        with Image.open(path) as picture:
            width, height = picture.size
    except FileNotFoundError:
        return N_("{name} does not exist: put it beside the template"), {"name": path.name}
    except (OSError, Image.DecompressionBombError):
        return N_("{name} is not a picture"), {"name": path.name}
    if width > dots or height > MOST_ROWS:
        facts: dict[str, str | int] = {"width": width, "height": height, "dots": dots, "rows": MOST_ROWS}
        said = N_("{name} is too large ({width} × {height} dots, at most {dots} × {rows}): make it smaller")
        return said, {"name": path.name, **facts}
    return None


def one_bit(path: Path) -> Image.Image:
    """The picture in black and white, its transparent parts white. Raises OSError."""
    with Image.open(path) as picture:
        seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground.convert("L").point(lambda grey: 255 if grey >= _HALF else 0, "1")
