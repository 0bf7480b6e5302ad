"""One printer as we know it: what it can do and what it must not be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Barrier(StrEnum):
    """Which question a printer answers in its turn, behind a ticket."""

    GS_H = "gs_h"  # GS ( H function 48: with our own number, when the printing is completed
    GS_R = "gs_r"  # GS r 1: when everything before it is through
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts; the defaults are those of a printer that nobody knows. `sources` says who told each.

    `dots` of a row, `dpi` both ways. `feeds`: lines of paper behind a ticket that is torn off, without a knife.
    `knife_mm`: from the head to the knife or the edge. `native_text`, `native_qr`: letters (ASCII) and QR codes of its
    own; `aligns`: whether pictures follow the alignment (ESC a). `asks`: answers DLE EOT; `asb`: answers GS a. `band`:
    most rows of one picture; never a multiple of `bad_heights` rows (0: any). `mm_per_s`: the speed of the head.
    """

    name: str = "generic-80"
    title: str = "a printer that nobody knows"
    width_mm: int = 80
    dots: int = 576
    dpi: int = 203
    cutter: bool = True
    feeds: int = 4
    knife_mm: int = 12
    native_text: bool = True
    native_qr: bool = False
    aligns: bool = True
    barrier: Barrier = Barrier.GS_R
    asks: bool = True
    asb: bool = False
    band: int = 128
    bad_heights: int = 48
    mm_per_s: int = 120
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    def mm(self, rows: int) -> int:
        """Millimetres of paper for so many rows of dots, rounded up."""
        return -(-rows * 254 // (self.dpi * 10))
