"""A picture on the ticket, such as a coat of arms: black and white only, never dithered."""

from pathlib import Path

from PIL import Image

MOST_ROWS = 800
_HALF = 128  # darker than the middle grey is black


def picture_mistake(path: Path, dots: int) -> str | None:
    """Why this file cannot stand on paper of so many dots, or None. Only the picture's head is read."""
    try:
        with Image.open(path) as picture:
            width, height = picture.size
    except FileNotFoundError:
        return f"{path.name} does not exist"
    except (OSError, Image.DecompressionBombError):
        return f"{path.name} is not a picture"
    if width > dots or height > MOST_ROWS:
        return f"{path.name} is too large ({width} × {height} dots, at most {dots} × {MOST_ROWS})"
    return None


def one_bit(path: Path) -> Image.Image:
    """The picture in black and white, its transparent parts white. Raises OSError."""
    with Image.open(path) as picture:
        seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground.convert("L").point(lambda grey: 255 if grey >= _HALF else 0, "1")
