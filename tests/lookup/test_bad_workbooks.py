"""Excel files that are damaged or were made to hurt: refused before they cost time or memory, never read by half."""

import io
import random
import zipfile

import pytest

from office.lookup.reading import read_file
from tests.lookup.files import BIRTH, MARRIAGE, codes, fact, kinds, workbook

BOTH = ["1.001193", "1.000894"]


def test_an_old_excel_file_is_told_what_to_do() -> None:
    assert kinds(read_file("x.xls", b"\xd0\xcf\x11\xe0" + bytes(600))) == [("old_excel", None)]


def test_an_excel_file_that_unpacks_to_hundreds_of_megabytes_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/workbook.xml", "<a/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(65):
                part.write(bytes(2**20))
    found = read_file("x.xlsx", out.getvalue())
    assert (len(out.getvalue()) < 2**20, kinds(found)) == (True, [("too_large", None)])


def test_an_excel_file_whose_cells_share_one_long_text_is_refused_before_each_is_read() -> None:
    rows = [(f"1.{number:06}", "Khai sinh", "Hộ tịch", "0", None) for number in range(2_300)]
    data = workbook((*rows[0][:4], "Giấy <b>tờ</b>; " * 2_000), *rows[1:], merged=["E2:E2301"])
    assert len(data) < 200_000
    found = read_file("x.xlsx", data)
    assert (kinds(found), found.entries) == ([("too_large", None), ("merged_filled", 2)], ())


def test_an_excel_file_with_entities_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'
    found = read_file("x.xlsx", _replaced(workbook(BIRTH), "xl/workbook.xml", bomb))
    assert (fact(found, "unreadable")["detail"], found.entries) == ("DOCTYPE", ())


@pytest.mark.parametrize("letters", ["utf-8", "utf-16"])
def test_entities_far_down_or_in_wide_letters_are_refused_too(letters: str) -> None:
    part = "xl/worksheets/sheet1.xml"
    sheet = zipfile.ZipFile(io.BytesIO(workbook(BIRTH))).read(part).decode()
    entity = f'<!--{"-x" * 2_000}--><!DOCTYPE a [<!ENTITY b "Khai tử">]>'
    bomb = f'<?xml version="1.0" encoding="{letters}"?>{entity}{sheet.replace("Hộ tịch", "&b;")}'
    found = read_file("x.xlsx", _replaced(workbook(BIRTH), part, bomb.encode(letters)))
    assert (kinds(found), found.entries) == ([("unreadable", None)], ())


def test_a_sheet_that_claims_a_million_rows_is_read_to_its_end() -> None:
    raw = zipfile.ZipFile(io.BytesIO(workbook(BIRTH))).read("xl/worksheets/sheet1.xml").decode()
    far = raw.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    found = read_file("x.xlsx", _replaced(workbook(BIRTH), "xl/worksheets/sheet1.xml", far))
    assert (codes(found), kinds(found)) == (["1.001193"], [])


def _replaced(data: bytes, name: str, content: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            after.writestr(part, content if part == name else before.read(part))
    return out.getvalue()


def test_a_damaged_excel_file_is_refused_wherever_it_is_damaged() -> None:
    whole, chance = workbook(BIRTH, MARRIAGE), random.Random(1)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(8):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        found = read_file("x.xlsx", bytes(data))
        assert found.refused or codes(found) == BOTH


def test_an_excel_file_that_says_that_it_is_encrypted_is_refused() -> None:
    data = bytearray(workbook(BIRTH, MARRIAGE))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(head)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(head, at + 1)
    assert read_file("x.xlsx", bytes(data)).refused
