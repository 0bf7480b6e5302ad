"""Files of procedures as people make them: a few rows in any form, and Excel files with what is wrong with them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from office.lookup.reading import Reading, read_file

HEADER = ("ma_tthc", "ten_thu_tuc", "linh_vuc", "phi_dong", "thanh_phan_ho_so")
BIRTH = ("1.001193", "Đăng ký khai sinh", "Hộ tịch", "0", "Tờ khai; giấy chứng sinh")
MARRIAGE = ("1.000894", "Đăng ký kết hôn", "Hộ tịch", "", "Tờ khai")

Row = Sequence[Any]


def csv_text(*rows: Row, header: Row = HEADER, divider: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=divider).writerows([header, *rows])
    return out.getvalue()


def of_csv(*rows: Row, header: Row = HEADER) -> Reading:
    return read_file("thu-tuc.csv", csv_text(*rows, header=header).encode())


def of_text(text: str, encoding: str = "utf-8") -> Reading:
    return read_file("thu-tuc.csv", text.encode(encoding))


def of_json(*values: Any) -> Reading:
    return read_file("thu-tuc.json", json.dumps(values).encode())


def workbook(*rows: Row, header: Row = HEADER, merged: Sequence[str] = (), above: Sequence[Row] = ()) -> bytes:
    """`merged`: areas such as "C2:C3"; `above`: rows before the header."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (*above, header, *rows):
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def of_excel(*rows: Row, **more: Any) -> Reading:
    return read_file("thu-tuc.xlsx", workbook(*rows, **more))


def kinds(reading: Reading) -> list[tuple[str, int | None]]:
    """What was found, with its row; without the notes about unknown fees."""
    return [(one.kind, one.row) for one in reading.findings if one.kind != "unknown_fee"]


def fact(reading: Reading, kind: str) -> Mapping[str, Any]:
    return next(one.facts for one in reading.findings if one.kind == kind)


def codes(reading: Reading) -> list[str]:
    return [one.procedure.code for one in reading.entries]
