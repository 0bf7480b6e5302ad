"""Drawings that only these screens need, in the manner of `look.pictograms`: faces, and troubles of a printer.

The faces differ in their outline (circle, soft square, octagon, hexagon, diamond), in the mouth and in the words below
them, so that nobody needs to see colours.
"""

from collections.abc import Mapping
from types import MappingProxyType

FACE_PEN = 3.4
_EYES = '<path d="M24 25v2M40 25v2" stroke-width="5"/>'
_PRINTER = '<path d="M18 26V8h28v18"/><path d="M10 26h44v22H46"/><path d="M18 48h-8V26"/>'

FACES: Mapping[str, str] = MappingProxyType(
    {
        "best": f'<circle cx="32" cy="32" r="27"/>{_EYES}<path d="M20 38c4 9 20 9 24 0z" fill="currentColor"/>',
        "good": f'<rect x="6" y="6" width="52" height="52" rx="16"/>{_EYES}<path d="M20 39c6 6 18 6 24 0"/>',
        "neutral": f'<path d="M20 5h24l15 15v24L44 59H20L5 44V20z"/>{_EYES}<path d="M21 42h22"/>',
        "poor": f'<path d="M18 7h28l14 25-14 25H18L4 32z"/>{_EYES}<path d="M22 43c5-3 15-3 20 0"/>',
        "worst": f'<path d="M32 4 60 32 32 60 4 32z"/>{_EYES}<path d="M20 45c6-7 18-7 24 0"/>',
    }
)
"""One drawing for each shape of a level."""

TROUBLES: Mapping[str, str] = MappingProxyType(
    {
        "paper_out": f'{_PRINTER}<path d="M18 40h28"/><path d="m24 46 16 14M40 46 24 60"/>',
        "cover_open": '<path d="M10 30h44v24H10z"/><path d="M12 28 24 8h32"/><path d="M20 44h24M48 22v-4"/>',
        "printer_away": f'{_PRINTER}<path d="M18 40h28v4"/><path d="M26 52a10 10 0 0 1 12 0M32 58v1"/>'
        '<path d="m8 6 48 54"/>',
        "printer_fault": f'{_PRINTER}<path d="M18 40h28"/><path d="M32 44v9M32 59v1"/>',
        "printer_unsure": f'{_PRINTER}<path d="M18 40h28"/><path d="M28 47c0-5 8-5 8 0 0 4-4 4-4 7M32 60v1"/>',
    }
)
"""One drawing for each kind of trouble with the paper."""
