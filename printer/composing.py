"""ESC/POS bytes of a ticket: one full picture, in bands, then the cut.

Plain bytes for the picture: python-escpos' `Dummy` composes the same bytes (a test holds them together), but
costs 0.4 s and a temporary folder at its import, sets up logging for the whole process, and prints to stdout.
So only its table of commands is used here. What surprises: `FS .` after `ESC @` (many Chinese printers start
in two-byte mode), bands of at most 128 rows, and never a band that is a multiple of 48 rows high (POS-5890K
prints such a band wrongly).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from escpos import constants

from printer.profiles import Profile

if TYPE_CHECKING:  # Pillow comes with the first ticket, not with the start of the service
    from PIL.Image import Image

BAND = 128  # rows
_UNPRINTABLE = 48  # rows; a band must not be a multiple of it
RESET: bytes = constants.HW_INIT + constants.FS + b"."
CUT: bytes = constants.GS + b"V\x42\x00"  # feed to the knife, then cut
BARRIER: bytes = constants.GS + b"r\x01"  # answered in its turn, behind everything before it
_NUMBERED: bytes = constants.GS + b"(H\x06\x00\x30\x30"
LINE = 34  # rows that the printer's own line of small letters is high: 1/6 inch
_RASTER: bytes = constants.GS + b"v0\x00"
_FEED: bytes = constants.ESC + b"d"


class ForkInstalled(RuntimeError):
    """The unrelated package `escpos` lies over python-escpos: both install the same import package."""

    def __init__(self) -> None:
        super().__init__("the package 'escpos' is installed beside 'python-escpos': pip uninstall escpos")


def refuse_fork() -> None:
    """Raises ForkInstalled. For the start of the service and `motcua doctor`."""
    try:
        metadata.distribution("escpos")
    except metadata.PackageNotFoundError:
        return
    raise ForkInstalled


class TooWide(ValueError):
    """A picture that is wider than the printer's row; both in dots."""

    def __init__(self, width: int, profile: Profile) -> None:
        super().__init__(f"the ticket is {width} dots wide, but a row of {profile.name} has {profile.dots}")
        self.width, self.dots = width, profile.dots


def numbered_barrier(number: int) -> bytes:
    """`GS ( H` function 48: the printer answers with this number (0 to 9999) when the printing is completed."""
    return _NUMBERED + f"{number:04}".encode("ascii")


@dataclass(frozen=True, slots=True)
class Job:
    """The bytes of one ticket in the order of sending. `rows` of dots, `mm` of paper with the way to the knife."""

    header: bytes
    bands: tuple[bytes, ...]
    tail: bytes
    rows: int
    row_bytes: int
    mm: int = 0

    @property
    def data(self) -> bytes:
        """All bytes together."""
        return b"".join((self.header, *self.bands, self.tail))

    @property
    def closing(self) -> bytes:
        """What ends this job wherever it broke off: white for the rest of the longest band, reset, feed, cut.

        White that the printer no longer waits for is NUL to it, which it ignores.
        """
        return bytes(max(map(len, self.bands), default=0)) + RESET + self.tail


def whole_rows(rows: int) -> int:
    """The least height from `rows` on whose last band can be printed."""
    last = rows % BAND
    return rows + 1 if last and last % _UNPRINTABLE == 0 else rows


def heights(rows: int, profile: Profile) -> Iterator[int]:
    """How many rows go into each band, none of them a height that the printer garbles."""
    while rows > 0:
        height = min(rows, profile.band)
        if profile.bad_heights and height % profile.bad_heights == 0 and height > 1:
            height -= 1
        yield height
        rows -= height


def compose(picture: "Image", profile: Profile | None = None) -> Job:
    """The job that prints this picture (mode "1"), padded with white to `whole_rows` and to whole bytes.

    Raises TooWide. `profile`: default, a printer that nobody knows whose row is as wide as the picture.
    """
    from PIL import ImageOps

    if profile is None:
        profile = Profile(dots=picture.width)
    if picture.width > profile.dots:
        raise TooWide(picture.width, profile)
    rows, row_bytes = whole_rows(picture.height), (picture.width + 7) // 8
    if (row_bytes * 8, rows) != picture.size:
        picture = ImageOps.expand(picture, (0, 0, row_bytes * 8 - picture.width, rows - picture.height), 1)
    dots = picture.tobytes("raw", "1;I")
    bands = tuple(bands_of(dots, row_bytes, profile))
    return Job(RESET, bands, tail(profile), rows, row_bytes, paper(rows, profile))


def bands_of(dots: bytes, row_bytes: int, profile: Profile) -> Iterator[bytes]:
    """These rows as pictures that the printer can take."""
    at = 0
    for height in heights(len(dots) // row_bytes, profile):
        yield raster(dots[at : at + height * row_bytes], row_bytes)
        at += height * row_bytes


def raster(dots: bytes, row_bytes: int) -> bytes:
    """`GS v 0`: bytes of a row and number of rows, both little endian."""
    return _RASTER + row_bytes.to_bytes(2, "little") + (len(dots) // row_bytes).to_bytes(2, "little") + dots


def tail(profile: Profile) -> bytes:
    """The end of a ticket: the knife, or so much paper that it can be torn off."""
    return CUT if profile.cutter else _FEED + bytes((profile.feeds,))


def paper(rows: int, profile: Profile) -> int:
    """Millimetres of paper that a ticket of so many rows uses up."""
    return profile.mm(rows if profile.cutter else rows + profile.feeds * LINE) + profile.knife_mm * profile.cutter
