"""The bundled letters, and whether a font can write a text.

Noto Sans lies in `look/fonts` as `.ttf` (paper, screens) and `.woff2` (browsers), with its licence. The
coverage is read from the font file itself (its `cmap` table), so it also holds for an office's own font.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("fonts")
REGULAR = FOLDER / "NotoSans-Regular.ttf"
MEDIUM = FOLDER / "NotoSans-Medium.ttf"
SEMIBOLD = FOLDER / "NotoSans-SemiBold.ttf"
BOLD = FOLDER / "NotoSans-Bold.ttf"
EXTRABOLD = FOLDER / "NotoSans-ExtraBold.ttf"
WEIGHTS = {400: REGULAR, 500: MEDIUM, 600: SEMIBOLD, 700: BOLD, 800: EXTRABOLD}

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING HOOK ABOVE}", "\N{COMBINING TILDE}",
          "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DOT BELOW}")  # fmt: skip
_SMALL = {unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES} | {"đ"}
VIETNAMESE = frozenset(case for letter in _SMALL for case in (letter, letter.upper()) if not letter.isascii())
"""The 134 letters of Vietnamese beyond ASCII."""


class UnreadableFont(ValueError):
    """The file is no TrueType or OpenType font with a Unicode table.

    `path` is the file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: not a font with a Unicode table")
        self.path = path


def missing_letters(path: Path, text: str) -> set[str]:
    """The letters of the text (composed, NFC) for which the font has no glyph; white space needs none.

    Raises UnreadableFont, and OSError when the file cannot be read.
    """
    wanted = {letter for letter in unicodedata.normalize("NFC", text) if not letter.isspace()}
    return wanted - covered(path)


@cache
def covered(path: Path) -> frozenset[str]:
    """All characters that the font has a glyph for."""
    try:
        return frozenset(map(chr, _code_points(path.read_bytes())))
    except (struct.error, LookupError) as error:
        raise UnreadableFont(path) from error


def _code_points(font: bytes) -> set[int]:
    """Read the `cmap` table (OpenType 1.9, chapter "cmap"): its Unicode subtables of formats 4 and 12."""
    (tables,) = struct.unpack_from(">H", font, 4)
    directory = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(tables))
    cmap = {tag: offset for tag, _sum, offset, _length in directory}[b"cmap"]
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    found: set[int] = set()
    for index in range(subtables):
        _platform, _encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)
        (kind,) = struct.unpack_from(">H", font, cmap + offset)
        found.update({4: _segments, 12: _groups}.get(kind, _nothing)(font, cmap + offset))
    return found


def _nothing(_font: bytes, _at: int) -> Iterator[int]:
    return iter(())


def _segments(font: bytes, at: int) -> Iterator[int]:
    """Format 4: segments of the first plane, each with a shift or with a list of glyphs."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    shifts = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    lists_at = at + 16 + 6 * count
    for index, (start, end, shift) in enumerate(zip(starts, ends, shifts, strict=True)):
        (skip,) = struct.unpack_from(">H", font, lists_at + 2 * index)
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if skip:
                (glyph,) = struct.unpack_from(">H", font, lists_at + 2 * index + skip + 2 * (code - start))
            if (skip and glyph) or (not skip and (code + shift) & 0xFFFF):
                yield code


def _groups(font: bytes, at: int) -> Iterator[int]:
    """Format 12: groups over all planes."""
    (count,) = struct.unpack_from(">I", font, at + 12)
    for index in range(count):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * index)
        yield from range(first, min(last, 0x10FFFF) + 1)


def css_faces(address: str) -> str:
    """The `@font-face` rules for browsers; `address` is where `FOLDER` is served, without slash."""
    rule = (
        '@font-face {{ font-family: "Noto Sans"; font-weight: {weight}; font-display: swap; '
        'src: url("{address}/{name}.woff2") format("woff2"); }}\n'
    )
    return "".join(rule.format(weight=weight, address=address, name=path.stem) for weight, path in WEIGHTS.items())
