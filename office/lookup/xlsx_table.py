"""Rows of an Excel file (.xlsx), read in a stream: nothing in it is computed, followed or believed about its own size.

Merged cells: several rows that share one cell of a column have the same said; cells merged over columns, or in the
column of codes, cannot be read and refuse the file. openpyxl is loaded with the first such file (0.2 s).
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from office.lookup.columns import TOP_ROWS, header_in, is_heading, meaning_of
from office.lookup.csv_table import MOST_ROWS
from office.lookup.findings import Findings, Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_COLUMNS = 80
MOST_PARTS, LARGEST_UNPACKED = 500, 64 * 1024 * 1024
"""Files inside the file, and their bytes: what unpacks to more was made to hurt."""
_DOCTYPES = tuple("<!DOCTYPE".encode(letters) for letters in ("ascii", "utf-16-le", "utf-16-be"))
"""Where entities are made, which unpack to more than anybody can hold; in the letters that XML is read in."""
_PICTURES = "/media/"
"""Drawings may begin with one; nobody reads them here."""
_OLD = b"\xd0\xcf\x11\xe0"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MOST_MERGED = 50_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, SyntaxError, ValueError, LookupError, TypeError, AttributeError, OSError)
"""What the libraries raise for a file that is none; XML's own error is a SyntaxError."""
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows and columns from 1, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def cells(self) -> str:
        return f"{_letters(self.first_column)}{self.first_row}:{_letters(self.last_column)}{self.last_row}"


def rows_of(data: bytes, notes: Findings) -> list[list[Any]]:
    """The rows of the first sheet that has a header. Raises Unreadable."""
    if data.startswith(_OLD):
        raise Unreadable("old_excel")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_size(packed)
            sheets = _sheets(packed)
            return _first_with_header(packed, data, sheets, notes)
    except (*_DAMAGED, EOFError, RuntimeError):  # the last one of zipfile for what says that it is encrypted
        raise Unreadable("damaged") from None


def _check_size(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable("too_large", most=LARGEST_UNPACKED // 2**20)
    for part in parts:
        content = b"" if _PICTURES in part.filename else packed.read(part)
        if any(sign in content for sign in _DOCTYPES):
            raise Unreadable("unreadable", detail="DOCTYPE")


def _first_with_header(
    packed: zipfile.ZipFile, data: bytes, sheets: Sequence[tuple[str, str]], notes: Findings
) -> list[list[Any]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not know of a sheet's looks is nobody's concern here
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            for name, part in sheets:
                rows = _rows(book[name])
                header = header_in(rows)
                if header is not None:
                    _note_others(sheets, name, notes)
                    return _bounded(_unmerged(rows, header, _merged(packed, part), notes))
        finally:
            book.close()
    raise Unreadable("no_header")


def _rows(sheet: Any) -> list[list[Any]]:
    most = MOST_ROWS + TOP_ROWS
    rows = [list(row) for row in sheet.iter_rows(max_row=most + 1, max_col=MOST_COLUMNS, values_only=True)]
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    if len(rows) > most:
        raise Unreadable("too_many", most=MOST_ROWS)
    return rows


def _bounded(rows: list[list[Any]]) -> list[list[Any]]:
    """Cells may share one long text: a small file is then large when each is read."""
    if sum(len(cell) for row in rows for cell in row if isinstance(cell, str)) > LARGEST_UNPACKED:
        raise Unreadable("too_large", most=LARGEST_UNPACKED // 2**20)
    return rows


def _note_others(sheets: Sequence[tuple[str, str]], read: str, notes: Findings) -> None:
    if len(sheets) > 1:
        notes.add("other_sheet", sheet=read)


# --- merged cells, which a stream does not tell ----------------------------------------------------------------------
def _sheets(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name, path inside the file) of each sheet, in their order."""
    links = {one.get("Id"): str(one.get("Target")) for one in _xml(packed, "xl/_rels/workbook.xml.rels")}
    found = []
    for sheet in _xml(packed, "xl/workbook.xml").iter(f"{_SHEETS}sheet"):
        target = links.get(sheet.get(_LINK), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in path:
            found.append((str(sheet.get("name")), path))
    return found


def _xml(packed: zipfile.ZipFile, path: str) -> "Element":
    from xml.etree import ElementTree as ET

    return ET.fromstring(packed.read(path))  # noqa: S314 -- no DOCTYPE is let in above


def _merged(packed: zipfile.ZipFile, path: str) -> Iterator[Merged]:
    content = packed.read(path)
    found = list(_MERGED.finditer(content, max(content.rfind(b"sheetData>"), 0)))
    if len(found) > _MOST_MERGED:
        raise Unreadable("unreadable", detail="mergeCells")
    for one in found:
        begin, first, end, last = one.groups()
        yield Merged(int(first), int(last), _column(begin), _column(end))


def _unmerged(rows: list[list[Any]], header: int, merged: Iterator[Merged], notes: Findings) -> list[list[Any]]:
    meanings = [meaning_of(cell) for cell in rows[header]]
    for one in merged:
        if one.first_row <= header + 1 or one.first_row > len(rows):
            continue  # a title above the table, or nothing
        key = meanings[one.first_column - 1] if one.first_column <= len(meanings) else None
        if one.first_row == one.last_row and is_heading(rows[one.first_row - 1], meanings):
            continue
        if one.first_column != one.last_column or key in ("code", "name"):
            raise Unreadable("merged", cells=one.cells)
        if key is not None:
            value = rows[one.first_row - 1][one.first_column - 1]
            for row in rows[one.first_row : one.last_row]:
                row[one.first_column - 1] = value
            notes.add("merged_filled", one.first_row, cells=one.cells)
    return rows


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def _letters(column: int) -> str:
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
