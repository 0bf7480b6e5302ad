"""The product's own line drawings, as SVG on a field of 64 × 64.

Each is drawn with one round pen in the colour of the text around it. They carry no meaning alone: a word
always stands beside them, so they are hidden from screen readers.
"""

from collections.abc import Mapping
from types import MappingProxyType

PEN = 3.2
_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="icon" viewBox="0 0 64 64" width="{size}" height="{size}" '
    'fill="none" stroke="currentColor" stroke-width="{pen}" stroke-linecap="round" stroke-linejoin="round" '
    'aria-hidden="true" focusable="false">{drawing}</svg>'
)
_EMBLEM = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="{size}" height="{size}" '
    'aria-hidden="true" focusable="false"><circle cx="32" cy="32" r="30" fill="#C8102E"/>'
    '<path d="m32 13 4.7 14.4h15.1L39.6 36.3l4.7 14.4L32 41.8 19.7 50.7l4.7-14.4-12.2-8.9h15.1z" '
    'fill="#FFD100"/></svg>'
)

_VOWEL = (
    '<path d="M28.6 27.4A13 13 0 0 1 35.4 27.4M41.2 30.8A13 13 0 0 1 44.6 36.6M44.6 43.4A13 13 0 0 1 41.2 49.2"/>'
    '<path d="M35.4 52.6A13 13 0 0 1 28.6 52.6M22.8 49.2A13 13 0 0 1 19.4 43.4M19.4 36.6A13 13 0 0 1 22.8 30.8"/>'
)
"""A ring of dashes: the vowel on which a tone will stand."""

SERVICE: Mapping[str, str] = MappingProxyType(
    {
        "A": '<path d="M14 8h24l10 10v38H14z"/><path d="M38 8v10h10"/><path d="M22 30h18M22 38h10"/>'
        '<circle cx="42" cy="46" r="9"/><path d="m38 46 3 3 5-6"/>',
        "B": '<circle cx="22" cy="20" r="8"/><circle cx="44" cy="22" r="6.5"/>'
        '<path d="M8 52c0-11 6-17 14-17s14 6 14 17"/><path d="M38 37c2-1.6 4-2.3 6-2.3 7 0 12 5.5 12 15.3"/>',
        "C": '<path d="M8 30 32 10l24 20"/><path d="M14 26v28h36V26"/><circle cx="32" cy="34" r="5"/>'
        '<path d="M22 50c0-6 4-9 10-9s10 3 10 9"/>',
        "D": '<path d="M32 30c-5-7-16-5-16 4 0 8 10 13 16 18 6-5 16-10 16-18 0-9-11-11-16-4z"/>'
        '<path d="M10 14c6-5 12-5 16-1M54 14c-6-5-12-5-16-1"/>',
        "E": '<path d="M10 24 15 10h34l5 14"/>'
        '<path d="M10 24c0 8 11 8 11 0 0 8 11 8 11 0 0 8 11 8 11 0 0 8 11 8 11 0"/>'
        '<path d="M14 31v23h36V31"/><path d="M26 54V40h12v14"/>',
        "G": '<path d="m8 16 16-6 16 6 16-6v38l-16 6-16-6-16 6z"/><path d="M24 10v38M40 16v38"/>',
        "H": '<circle cx="18" cy="18" r="6"/><circle cx="46" cy="18" r="6"/><circle cx="18" cy="46" r="6"/>'
        '<circle cx="46" cy="46" r="6"/>',
        "K": '<path d="M10 20h44v34H10z"/><path d="M24 20v-8h16v8"/><path d="M10 34h44M32 31v7"/>',
        "L": '<path d="M8 54h48"/><path d="M12 54V26l14 9v-9l14 9V10h12v44"/><path d="M22 46h4M34 46h4"/>',
        "M": '<path d="M32 56V28"/><path d="M32 36c-2-12-10-16-20-16 0 12 8 18 20 16z"/>'
        '<path d="M32 28c1-11 8-16 20-16 0 12-8 18-20 16z"/><path d="M18 56h28"/>',
        "N": '<path d="M32 8c9 11 16 19 16 28a16 16 0 0 1-32 0c0-9 7-17 16-28z"/><path d="M24 37c0 5 3 9 8 9"/>',
        "P": '<path d="M10 10h44v36H30L18 56V46h-8z"/><path d="M32 18v12M32 37v1"/>',
        "T": '<path d="M10 26v28h44V26"/><path d="M6 14h52v12H6z"/><path d="M32 34v14"/><path d="m25 42 7 7 7-7"/>',
        "V": '<path d="M32 16c-6-5-14-6-24-5v38c10-1 18 0 24 5 6-5 14-6 24-5V11c-10-1-18 0-24 5z"/>'
        '<path d="M32 16v38"/>',
    }
)
"""One drawing for each prefix letter."""

NAMED: Mapping[str, str] = MappingProxyType(
    {
        "search": '<circle cx="27" cy="27" r="17"/><path d="m40 40 16 16"/>',
        "chat": '<path d="M8 12h48v32H30L18 55V44H8z"/><path d="M20 24h24M20 32h14"/>',
        "priority": '<circle cx="26" cy="11" r="6"/><path d="M26 20v18h14l8 16"/><path d="M20 30a14 14 0 1 0 19 20"/>',
        "language": '<circle cx="32" cy="32" r="23"/><path d="M9 32h46M32 9c9 7 9 39 0 46M32 9c-9 7-9 39 0 46"/>',
        "large_text": '<path d="M8 52 22 14l14 38M13 40h18"/><path d="m40 52 8-22 8 22M43 44h10"/>',
        "low": '<path d="M32 8v34"/><path d="m18 30 14 14 14-14"/><path d="M12 56h40"/>',
        "speaker": '<path d="M10 24h10l14-12v40L20 40H10z"/><path d="M42 24c4 5 4 11 0 16M49 17c8 9 8 21 0 30"/>',
        "phone": '<path d="M14 10h12l4 14-7 5c3 7 6 10 13 13l5-7 14 4v12c-24 6-47-17-41-41z"/>',
        "printer": '<path d="M18 26V8h28v18"/><path d="M10 26h44v22H10z"/><path d="M18 40h28v16H18z"/>',
        "paper": '<path d="M16 8h32v48l-5-4-5 4-6-4-6 4-5-4-5 4z"/><path d="M24 20h16M24 29h16M24 38h9"/>',
        "back": '<path d="M38 12 18 32l20 20"/>',
        "forward": '<path d="m26 12 20 20-20 20"/>',
        "undo": '<path d="M22 12 10 24l12 12"/><path d="M10 24h26a16 16 0 0 1 0 32H22"/>',
        "star": '<path d="m32 8 7 16 17 2-13 11 4 17-15-9-15 9 4-17L8 26l17-2z"/>',
        "warning": '<path d="M32 9 58 54H6z"/><path d="M32 26v13M32 46v1"/>',
        "book": '<path d="M32 16c-7-5-15-6-24-6v38c9 0 17 1 24 6 7-5 15-6 24-6V10c-9 0-17 1-24 6z"/>'
        '<path d="M32 16v38"/><path d="M16 22h8M16 32h8M40 22h8M40 32h8"/>',
        "form": '<path d="M14 8h36v48H14z"/><path d="M22 20h6M36 20h6M22 31h6M36 31h6M22 42h20"/>',
        "money": '<path d="M6 16h52v32H6z"/><circle cx="32" cy="32" r="8"/><path d="M15 25v14M49 25v14"/>',
        "information": '<circle cx="32" cy="32" r="24"/><path d="M32 30v15M32 20v1"/>',
        "check": '<path d="m10 34 15 15 29-33"/>',
        "cross": '<path d="m14 14 36 36M50 14 14 50"/>',
        "erase": '<path d="M22 13h36v38H22L6 32z"/><path d="m33 24 15 16M48 24 33 40"/>',
        "tone_acute": f'{_VOWEL}<path d="m27 20 11-12"/>',
        "tone_grave": f'{_VOWEL}<path d="m37 20-11-12"/>',
        "tone_hook": f'{_VOWEL}<path d="M27 9c0-6 10-6 10 0 0 5-5 5-5 11"/>',
        "tone_tilde": f'{_VOWEL}<path d="M20 18c3-8 8-8 12-3s9 5 12-3"/>',
        "tone_dot": f'{_VOWEL}<circle cx="32" cy="61" r="1.6"/>',
        "plus": '<path d="M32 10v44M10 32h44"/>',
        "clock": '<circle cx="32" cy="32" r="24"/><path d="M32 17v15l10 8"/>',
        "chart": '<path d="M8 54h48"/><path d="M17 54V36M32 54V14M47 54V26"/>',
        "target": '<circle cx="32" cy="32" r="24"/><circle cx="32" cy="32" r="11"/><path d="M32 31v2"/>',
        "calendar": '<path d="M9 14h46v42H9z"/><path d="M9 26h46M21 8v11M43 8v11"/>',
        "person": '<circle cx="32" cy="20" r="11"/><path d="M10 56c0-13 9-20 22-20s22 7 22 20"/>',
        "people": '<circle cx="24" cy="22" r="9"/><path d="M8 53c0-11 6-17 16-17s16 6 16 17"/>'
        '<path d="M41 14a9 9 0 0 1 0 16M46 37c7 2 10 8 10 16"/>',
        "counter": '<path d="M6 40h52v16H6z"/><circle cx="32" cy="16" r="8"/>'
        '<path d="M16 40c0-8 6-13 16-13s16 5 16 13"/>',
        "note": '<path d="M12 8h40v32L38 56H12z"/><path d="M52 40H38v16M22 22h20M22 32h14"/>',
        "pause": '<path d="M20 12v40M44 12v40"/>',
        "play": '<path d="M18 10 52 32 18 54z"/>',
        "lock": '<path d="M12 29h40v27H12z"/><path d="M20 29V20a12 12 0 0 1 24 0v9"/><path d="M32 39v7"/>',
        "sign_out": '<path d="M36 10H12v44h24"/><path d="M26 32h30M46 22l10 10-10 10"/>',
        "settings": '<path d="M8 18h24M48 18h8M8 46h8M32 46h24"/><circle cx="40" cy="18" r="7"/>'
        '<circle cx="24" cy="46" r="7"/>',
        "list": '<path d="M24 16h32M24 32h32M24 48h32M10 16h2M10 32h2M10 48h2"/>',
        "folder": '<path d="M8 14h18l6 8h24v30H8z"/><path d="M8 28h48"/><path d="M20 40h16"/>',
        "barcode": '<path d="M10 12v40M18 12v40M30 12v40M38 12v40M54 12v40"/><path d="M24 12v40M46 12v40"/>',
        "device": '<path d="M8 12h48v32H8z"/><path d="M32 44v10M20 54h24"/>',
        "no_connection": '<path d="M8 26a36 36 0 0 1 48 0M17 36a22 22 0 0 1 30 0"/>'
        '<circle cx="32" cy="48" r="3"/><path d="m12 10 40 46"/>',
    }
)
"""Drawings for acts, states and things, by name."""


def pictogram(name: str, size: int = 64) -> str:
    """The drawing of this name as an `<svg>` element, `size` CSS pixels wide; KeyError when there is none."""
    return _FRAME.format(size=size, pen=PEN, drawing=NAMED[name])


def service_pictogram(prefix: str, size: int = 64) -> str:
    """The drawing of a service by its prefix letter; an unknown letter gets the one of "H" (other fields)."""
    return _FRAME.format(size=size, pen=PEN, drawing=SERVICE.get(prefix, SERVICE["H"]))


def emblem(size: int = 64) -> str:
    """What stands where the office has given no emblem of its own: a star on a red disc."""
    return _EMBLEM.format(size=size)
