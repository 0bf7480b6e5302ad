"""The windows of one machine: how large their panels are, and where they stand.

The command line of a window goes before the file.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr, StringConstraints

from look.words import DEFAULT, languages
from web.settings.kinds import FilePath, Table, shown


def _size(text: object) -> tuple[int, int]:
    """ "1080x1920" -> width and height in pixels. Raises ValueError."""
    width, _, height = str(text).lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 320 <= int(width) <= 7680 and 320 <= int(height) <= 7680):
        raise ValueError(f'must be WIDTHxHEIGHT in pixels like "1920x1080", not {shown(text)}')
    return int(width), int(height)


def _language(name: object) -> str:
    if name not in ("", *languages()):
        raise ValueError(f"is not a language of this program: {shown(name)}; there are: {', '.join(languages())}")
    return str(name)


Inches = Annotated[float, Field(ge=7, le=200)]
Metres = Annotated[float, Field(ge=1, le=50)]
Pixels = Annotated[tuple[int, int], BeforeValidator(lambda value: value if isinstance(value, tuple) else _size(value))]
Place = Annotated[StrictInt, Field(ge=-16384, le=16384)]
Language = Annotated[StrictStr, BeforeValidator(_language)]
Output = Annotated[StrictStr, StringConstraints(pattern=r"^[A-Za-z0-9._-]{0,40}$")]
Rotate = Literal["normal", "left", "right", "inverted"]
Spoken = Annotated[Language, StringConstraints(min_length=1)]


class Screen(Table):
    """The panel that `motcua touch` fills. `left`, `top`: where it begins, in pixels of the whole desktop.

    `output`: of xrandr, "" = the first that nobody named; `rotate`: how it is turned to show `size`.
    """

    output: Output = ""
    rotate: Rotate = "normal"
    diagonal_in: Inches = 21.5
    size: Pixels = (1080, 1920)
    left: Place = 0
    top: Place = 0
    emblem: FilePath | None = None
    hide_cursor: StrictBool = False


class Hall(Table):
    """The television that `motcua hall` fills. `depth_m`: to the last row; `second`: of the small lines, or ""."""

    output: Output = ""
    rotate: Rotate = "normal"
    diagonal_in: Inches = 43.0
    depth_m: Metres = 8.0
    size: Pixels = (1920, 1080)
    left: Place = 0
    top: Place = 0
    language: Spoken = DEFAULT
    second: Language = ""
