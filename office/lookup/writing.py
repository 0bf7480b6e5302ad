"""The catalogue as a file that this program and a spreadsheet can read again: CSV, Excel or JSON.

JSON says everything; the tables divide lists by lines. A text that a spreadsheet would take for a formula gets an
apostrophe in front, which is taken away when it is read.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from office.domain.procedures import Channel, Fee, Procedure, value_of
from office.lookup.columns import CALLED
from office.lookup.reading import FORMAT

_BOM = "\ufeff"
_VERSION = 1
_FORMULA = ("=", "+", "-", "@", "\t")
_PLAIN_FEE = {None: "fee", Channel.IN_PERSON: "fee_in_person", Channel.ONLINE: "fee_online", Channel.POST: "fee_post"}
_WIDE = frozenset({"name", "papers", "steps", "legal", "deadline_note", "fee_note", "attachments"})


def as_json(procedures: Sequence[Procedure]) -> bytes:
    told = {"format": FORMAT, "version": _VERSION, "procedures": [value_of(one, everything=True) for one in procedures]}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(procedures: Sequence[Procedure]) -> bytes:
    """Semicolons and a byte order mark, as spreadsheets here expect."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows(_rows(procedures))
    return (_BOM + out.getvalue()).encode()


def as_xlsx(procedures: Sequence[Procedure]) -> bytes:
    from openpyxl import Workbook  # 0.2 s: only for who wants such a file
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Thu tuc")
    for place, key in enumerate(CALLED, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 50 if key in _WIDE else 14
    for row in _rows(procedures):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Sequence[Procedure]], bytes]] = MappingProxyType(
    {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
)
"""Ending of the file's name → who writes it."""


def _rows(procedures: Sequence[Procedure]) -> Iterator[list[Any]]:
    yield list(CALLED.values())
    for one in procedures:
        cells = _cells(one)
        yield [_guarded(cells.get(key, "")) for key in CALLED]


def _cells(one: Procedure) -> dict[str, Any]:
    value = value_of(one, everything=True)
    told = {key: "" if value[key] is None else value[key] for key in CALLED if key in value and key != "fees"}
    return {
        **told,
        **_fees(one.fees),
        "channels": "|".join(one.channels),
        "papers": _lines(f"{_bare(paper.name)} | {paper.copies}".rstrip(" |") for paper in one.papers),
        "steps": _lines(one.steps),
        "legal": _lines(one.legal),
        "attachments": _lines(f"{_bare(each.title)} | {each.url}" for each in one.attachments),
    }


def _fees(fees: Sequence[Fee]) -> dict[str, Any]:
    """Each in the column of its channel; all in one column when there is more to say of them."""
    is_plain = all(one == Fee(one.channel, one.dong) for one in fees)
    if is_plain and len({one.channel for one in fees}) == len(fees):
        return {_PLAIN_FEE[one.channel]: one.dong for one in fees}
    told = ((one.channel or "", "" if one.dong is None else one.dong, _bare(one.note), one.since or "") for one in fees)
    return {"fees": _lines(" | ".join(str(part) for part in parts) for parts in told)}


def _lines(items: Iterator[str] | Sequence[str]) -> str:
    """A line each; the point in front says that a single one is not to be divided."""
    return "\n".join(f"• {item}" for item in items)


def _bare(text: str) -> str:
    return text.replace("|", "/")


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
