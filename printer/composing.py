"""ESC/POS bytes of a ticket: one full picture, in bands, then the cut.

Plain bytes for the picture: python-escpos' `Dummy` composes the same bytes (a test holds them together), but
costs 0.4 s and a temporary folder at its import, sets up logging for the whole process, and prints to stdout.
So only its table of commands is used here. What surprises: `FS .` after `ESC @` (many Chinese printers start
in two-byte mode), bands of at most 128 rows, and never a band that is a multiple of 48 rows high (POS-5890K
prints such a band wrongly).
"""

from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from escpos import constants

if TYPE_CHECKING:  # Pillow comes with the first ticket, not with the start of the service
    from PIL.Image import Image

BAND = 128  # rows
_UNPRINTABLE = 48  # rows; a band must not be a multiple of it
RESET: bytes = constants.HW_INIT + constants.FS + b"."
CUT: bytes = constants.GS + b"V\x42\x00"  # feed to the knife, then cut
BARRIER: bytes = constants.GS + b"r\x01"  # answered in its turn, behind everything before it
_RASTER: bytes = constants.GS + b"v0\x00"


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


@dataclass(frozen=True, slots=True)
class Job:
    """The bytes of one ticket in the order of sending. `rows` of dots (8 rows are 1 mm), `row_bytes` each."""

    header: bytes
    bands: tuple[bytes, ...]
    tail: bytes
    rows: int
    row_bytes: int

    @property
    def data(self) -> bytes:
        """All bytes together."""
        return b"".join((self.header, *self.bands, self.tail))

    @property
    def closing(self) -> bytes:
        """What ends this job wherever it broke off: white for the rest of the longest band, reset, cut.

        White that the printer no longer waits for is NUL to it, which it ignores.
        """
        return bytes(BAND * self.row_bytes) + RESET + CUT


def whole_rows(rows: int) -> int:
    """The least height from `rows` on whose last band can be printed."""
    last = rows % BAND
    return rows + 1 if last and last % _UNPRINTABLE == 0 else rows


def compose(picture: "Image") -> Job:
    """The job that prints this picture (mode "1"), padded with white to `whole_rows` and to whole bytes."""
    from PIL import ImageOps

    rows, row_bytes = whole_rows(picture.height), (picture.width + 7) // 8
    if (row_bytes * 8, rows) != picture.size:
        picture = ImageOps.expand(picture, (0, 0, row_bytes * 8 - picture.width, rows - picture.height), 1)
    dots = picture.tobytes("raw", "1;I")
    bands = tuple(_band(dots[at : at + BAND * row_bytes], row_bytes) for at in range(0, len(dots), BAND * row_bytes))
    return Job(RESET, bands, CUT, rows, row_bytes)


def _band(dots: bytes, row_bytes: int) -> bytes:
    """`GS v 0`: bytes of a row and number of rows, both little endian."""
    return _RASTER + row_bytes.to_bytes(2, "little") + (len(dots) // row_bytes).to_bytes(2, "little") + dots
