"""Whatever somebody calls a file of procedures: it is read with a report, or refused as a whole, and never half."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.domain.procedures import FIELDS, Channel, Fee
from office.lookup.cells import text_of
from office.lookup.reading import LARGEST, read_file, read_values
from tests.lookup.files import (
    BIRTH,
    HEADER,
    MARRIAGE,
    codes,
    csv_text,
    fact,
    kinds,
    of_csv,
    of_excel,
    of_json,
    of_text,
)

BOTH = ["1.001193", "1.000894"]


# --- the form of the file --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("divider", [";", ",", "\t"])
def test_any_divider_is_found(divider: str) -> None:
    found = read_file("x.csv", csv_text(BIRTH, MARRIAGE, divider=divider).encode())
    assert (codes(found), kinds(found)) == (BOTH, [])


def test_a_quotation_mark_that_never_ends_swallows_nothing() -> None:
    found = of_text(csv_text(BIRTH) + '1.000894,"Đăng ký kết hôn,Hộ tịch,,\n1.000656,Khai tử,Hộ tịch,0,x\n')
    assert found.refused
    assert kinds(found) == [("unreadable", None)]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xef\xbb\xbf", b"\0\0\0\0", b"PK\x03\x04nothing", b"GIF89a", b"{", b"[" * 5_000, b'{"procedures": 1}'],
    ids=["empty", "mark", "zeros", "zip", "picture", "json", "deep", "object"],
)
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    found = read_file("x", data)
    assert found.refused
    assert found.entries == ()


def test_random_bytes_are_no_table() -> None:
    chance = random.Random(3)
    assert kinds(read_file("x.xlsx", b"M" + chance.randbytes(3_000))) == [("no_text", None)]
    assert kinds(read_file("x.xlsx", b"PK\x03\x04" + chance.randbytes(3_000))) == [("damaged", None)]


def test_a_file_over_12_mb_is_not_looked_into() -> None:
    assert kinds(read_file("x.csv", b"," * (LARGEST + 1))) == [("too_large", None)]


def test_a_missing_or_doubled_column_is_named() -> None:
    assert fact(of_csv(header=("ma_tthc", "ten_thu_tuc")), "missing_column") == {"column": "linh_vuc"}
    doubled = of_csv(("1.001193", "A", "B", "C"), header=("code", "name", "field", "Tên thủ tục"))
    assert fact(doubled, "double_column") == {"column": "Tên thủ tục"}


def test_a_file_without_a_header_is_refused() -> None:
    assert kinds(of_csv(MARRIAGE, header=BIRTH)) == [("no_header", None)]


def test_an_unknown_column_is_left_out_and_said() -> None:
    found = of_csv((*BIRTH, "?"), header=(*HEADER, "Ghi chú riêng"))
    assert (kinds(found), fact(found, "unknown_column")) == ([("unknown_column", None)], {"column": "Ghi chú riêng"})


def test_notes_about_sources_are_never_kept() -> None:
    found = of_csv((*BIRTH, "theo tờ 7 của anh K."), header=(*HEADER, "ghi_chu_nguon"))
    assert kinds(found) == [("source_notes", None)]
    assert "anh K." not in repr(found.entries)


def test_a_title_above_the_header_is_no_harm() -> None:
    found = of_excel(BIRTH, above=[["DANH MỤC THỦ TỤC HÀNH CHÍNH"], []], merged=["A1:E1"])
    assert (codes(found), [one.row for one in found.entries], kinds(found)) == (["1.001193"], [4], [])


def test_headings_between_the_procedures_are_left_out_and_said() -> None:
    found = of_excel(["I", "LĨNH VỰC HỘ TỊCH (2 thủ tục)"], BIRTH, ["LĨNH VỰC KHÁC"], MARRIAGE, merged=["A4:E4"])
    assert (codes(found), kinds(found)) == (BOTH, [("heading", 2), ("heading", 4)])


def test_a_heading_beside_the_column_of_numbers_is_left_out_and_a_forgotten_code_is_not() -> None:
    header = ("STT", *HEADER)
    found = of_csv(("I", "", "LĨNH VỰC HỘ TỊCH"), ("1", *BIRTH), header=header)
    assert (codes(found), kinds(found)) == (["1.001193"], [("heading", 2)])
    assert ("no_code", 2) in kinds(of_csv(("1", "", "Đăng ký khai tử"), header=header))


def test_a_row_with_a_code_and_nothing_else_is_no_heading() -> None:
    assert kinds(of_csv(BIRTH, ("1.00119", "Khai tử", "", "", ""))) == [("malformed_code", 3), ("no_field", 3)]


# --- codes -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", ["1.00119", "1-001193", "A.001193", "1.001193.1", "1.0011933", "١.٠٠١١٩٣", "=A1"])
def test_a_malformed_code_refuses_the_file(code: str) -> None:
    found = of_csv(MARRIAGE, (code, "Đăng ký khai sinh", "Hộ tịch", "0", ""))
    assert found.refused
    assert [row for _, row in kinds(found)] == [3]


def test_a_missing_code_name_or_field_refuses_the_file_and_all_are_said_at_once() -> None:
    found = of_csv(("", "", "", "0", ""), ("1.001193", " ", "", "0", ""), MARRIAGE)
    assert kinds(found) == [("no_code", 2), ("no_name", 2), ("no_field", 2), ("no_name", 3), ("no_field", 3)]


def test_a_code_that_stands_there_twice_refuses_the_file() -> None:
    found = of_csv(BIRTH, MARRIAGE, ("1.001193", "Khai sinh", "Hộ tịch", "0", ""))
    assert (kinds(found), fact(found, "duplicate_code")["first"]) == ([("duplicate_code", 4)], 2)


@pytest.mark.parametrize("code", ["1.001193 ", " 1.001193", "1. 001193", "1.001193\u00a0", "1.\u200b001193"])
def test_codes_that_differ_by_a_blank_are_the_same_code(code: str) -> None:
    found = of_csv(BIRTH, (code, "Khai sinh khác", "Hộ tịch", "0", ""))
    assert found.refused
    assert kinds(found)[0] == ("duplicate_code_blank", 3)


def test_a_row_that_says_the_same_twice_is_taken_once() -> None:
    found = of_csv(BIRTH, BIRTH)
    assert (codes(found), kinds(found)) == (["1.001193"], [("same_twice", 3)])


@pytest.mark.parametrize(("cell", "code"), [(1.001193, "1.001193"), (1.00119, "1.001190"), (1001193, "1.001193")])
def test_a_code_of_which_a_spreadsheet_made_a_number_is_read_and_said(cell: float, code: str) -> None:
    found = of_excel((cell, *BIRTH[1:]))
    assert (codes(found), kinds(found)) == ([code], [("code_as_number", 2)])


def test_the_long_form_of_a_code_is_a_code_too() -> None:
    assert codes(of_csv(("1.001193.000.00.00.H56", *BIRTH[1:]))) == ["1.001193.000.00.00.H56"]


# --- merged cells and formulas ---------------------------------------------------------------------------------------
def test_a_field_that_is_merged_over_rows_is_every_row_s_field() -> None:
    found = of_excel(BIRTH, ("1.000894", "Đăng ký kết hôn", None, None, None), merged=["C2:C3"])
    assert [one.procedure.field for one in found.entries] == ["Hộ tịch", "Hộ tịch"]
    assert (kinds(found), fact(found, "merged_filled")) == ([("merged_filled", 2)], {"cells": "C2:C3"})


@pytest.mark.parametrize("area", ["A2:A3", "B2:B3", "A3:E3", "C2:D2"])
def test_cells_merged_over_columns_or_codes_refuse_the_file(area: str) -> None:
    found = of_excel(BIRTH, MARRIAGE, merged=[area])
    assert (kinds(found), fact(found, "merged")) == ([("merged", None)], {"cells": area})


def test_a_formula_is_taken_as_text_and_said() -> None:
    found = of_excel((*BIRTH[:4], '=HYPERLINK("http://x","y")'))
    assert ("formula", 2) in kinds(found)
    assert found.entries[0].procedure.papers[0].name.startswith("=HYPERLINK")


def test_a_formula_as_a_fee_is_an_unknown_fee() -> None:
    found = of_excel((*BIRTH[:3], "=1+1", ""))
    assert ("not_a_number", 2) in kinds(found)
    assert all(one.dong is None for one in found.entries[0].procedure.fees)


def test_a_formula_in_the_name_refuses_the_file() -> None:
    found = of_csv(("1.001193", "=A1", *BIRTH[2:]))
    assert (kinds(found), fact(found, "formula_in_key")) == ([("formula_in_key", 2)], {"column": "ten_thu_tuc"})


# --- texts -----------------------------------------------------------------------------------------------------------
def test_html_is_taken_away_and_its_text_kept() -> None:
    papers = "<ul><li>Tờ khai&nbsp;<b>mẫu 1</b></li><li>Giấy chứng sinh</li></ul><script>alert(1)</script>"
    found = of_csv((*BIRTH[:4], papers))
    assert [one.name for one in found.entries[0].procedure.papers] == ["Tờ khai mẫu 1", "Giấy chứng sinh"]
    assert kinds(found) == [("html", 2)]


def test_html_that_was_escaped_twice_leaves_no_tag() -> None:
    found = of_csv((BIRTH[0], "Đăng ký &lt;img src=x onerror=alert(1)&gt;khai sinh", *BIRTH[2:]))
    assert found.entries[0].procedure.name == "Đăng ký khai sinh"


def test_what_only_looks_like_html_stays() -> None:
    text, found = text_of("trẻ < 6 tuổi, a<5 và c>3, R&D")
    assert (text, found) == ("trẻ < 6 tuổi, a<5 và c>3, R&D", [])


def test_a_text_of_ten_thousand_characters_is_cut_and_said() -> None:
    found = of_csv((*BIRTH[:4], "Giấy " * 2_000))
    (paper,) = found.entries[0].procedure.papers
    assert (len(paper.name), paper.name[-1], kinds(found)) == (600, "…", [("too_long", 2)])
    assert fact(found, "too_long")["length"] == 9_999


def test_a_name_of_ten_thousand_characters_refuses_the_file() -> None:
    assert kinds(of_csv(("1.001193", "Đăng ký " * 1_250, *BIRTH[2:]))) == [("too_long_key", 2)]


def test_emoji_stay_and_control_characters_go() -> None:
    found = of_json({"code": "1.001193", "name": "Khai \u202esinh 👶\x07", "field": "Hộ\x00 tịch", "fee": 0})
    assert found.entries[0].procedure.name == "Khai sinh 👶"
    assert [kind for kind, _ in kinds(found)] == ["control", "control"]


def test_half_a_letter_of_a_json_file_goes() -> None:
    found = read_file("x.json", b'[{"code": "1.001193", "name": "Khai \\ud800 sinh", "field": "F"}]')
    assert found.entries[0].procedure.name == "Khai sinh"


@pytest.mark.parametrize(
    "text",
    [
        r'[{"code": "1.001193", "name": "X", "field": "Y", "x\ud800": 1}]',
        r'[{"code": "1.\ud800", "name": "X", "field": "Y"}]',
    ],
)
def test_a_report_about_half_a_letter_can_be_written_down(text: str) -> None:
    found = read_file("x.json", text.encode())
    assert found.findings
    for one in found.findings:
        (one.code + one.why.format_map(one.facts)).encode()


@pytest.mark.parametrize("key", ["name", "field"])
def test_a_name_that_is_a_list_or_an_object_is_none(key: str) -> None:
    for nonsense in ({"vi": "Khai sinh"}, ["Khai sinh"], True):
        found = of_json({"code": "1.001193", "name": "X", "field": "Y", key: nonsense})
        assert kinds(found) == [(f"no_{key}", 1)]


# --- values ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        ("", None),
        ("0", 0),
        ("Miễn phí", 0),
        ("2000", 2_000),
        ("2.000 đ", 2_000),
        ("2,000", 2_000),
        ("1.500.000 đồng", 1_500_000),
        ("2000.0", 2_000),
        ("-5", None),
        ("Theo quy định", None),
        ("9" * 30, None),
        ("2k", None),
    ],
)
def test_a_fee_is_what_it_says_or_unknown_and_never_zero_by_itself(cell: str, dong: int | None) -> None:
    found = of_csv((*BIRTH[:3], cell, ""))
    fees = [one.dong for one in found.entries[0].procedure.fees]
    assert [one for one in fees if one is not None] == ([] if dong is None else [dong])
    assert ("unknown_fee" in found.counts) == (dong is None)


def test_a_fee_in_words_is_kept_as_words() -> None:
    found = of_csv((*BIRTH[:3], "Theo nghị quyết của tỉnh", ""))
    assert [(one.dong, one.note) for one in found.entries[0].procedure.fees] == [(None, "Theo nghị quyết của tỉnh")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("bồ câu | 30.000", "unknown_word"),
        ("15.000", "unknown_word"),
        ("trực tuyến | 30.000 | | 31/02/2027", "not_a_date"),
        ("trực tuyến | 30.000 | | mai", "not_a_date"),
    ],
)
def test_a_fee_of_an_unknown_way_or_day_is_nobodys_fee_and_said(line: str, kind: str) -> None:
    found = of_csv(("1.001193", "X", "Y", f"trực tiếp | 8.000\n{line}"), header=("code", "name", "field", "fees"))
    assert (found.entries[0].procedure.fees, kinds(found)) == ((Fee(Channel.IN_PERSON, 8_000),), [(kind, 2)])
    given = [part.strip() for part in line.split("|")] + [""] * 3
    value = {"channel": given[0], "dong": given[1], "note": given[2], "since": given[3]}
    found = of_json({"code": "1.001193", "name": "X", "field": "Y", "fees": [value]})
    assert (found.entries[0].procedure.fees, kinds(found)) == ((), [(kind, 1)])


def test_what_cannot_be_read_is_unknown_and_said() -> None:
    header = ("code", "name", "field", "days", "day_kind", "channels", "sure_of_fee", "effective", "online_url")
    row = ("1.001193", "X", "Y", "vài", "tuần", "bồ câu", "chắc", "mai", "http://x.vn")
    found = of_csv(row, header=header)
    procedure = found.entries[0].procedure
    assert (procedure.days, procedure.channels, procedure.effective, procedure.online_url) == (None, (), None, None)
    assert procedure.sure_of_fee == "low"
    assert sorted(kind for kind, _ in kinds(found)) == [
        "bad_address",
        "not_a_date",
        "unknown_word",
        "unknown_word",
        "unknown_word",
    ]


def test_a_count_of_something_unknown_is_unknown() -> None:
    found = of_csv(("1.001193", "X", "Y", "3", "tuần"), header=("code", "name", "field", "days", "day_kind"))
    assert found.entries[0].procedure.days is None


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://", "https://a b", "https://u:p@x.vn", "https://x.vn:0/"]
)
def test_only_whole_https_addresses_are_kept(url: str) -> None:
    found = of_json({"code": "1.001193", "name": "X", "field": "Y", "online_url": url})
    assert (found.entries[0].procedure.online_url, kinds(found)) == (None, [("bad_address", 1)])


def test_nonsense_in_the_place_of_lists_is_no_harm() -> None:
    nonsense: list[object] = [{"a": 1}, 5, None, [[["x"]]], True, "x" * 5, {"name": {"a": []}}]
    for key in (
        "papers",
        "steps",
        "legal",
        "attachments",
        "fees",
        "channels",
        "days",
        "name",
        "service",
        "sure_of_fee",
    ):
        for value in nonsense:
            read_values([{"code": "1.001193", "name": "X", "field": "Y", key: value}])


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
VALUE = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(st.sampled_from(("name", "dong", "url")), PLAIN)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), VALUE, max_size=6))
def test_no_json_makes_it_stumble(value: dict[str, object]) -> None:
    read_values([value, {"code": "1.001193", "name": "X", "field": "Y", **value}])


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    read_file("x.csv", b"ma_tthc,ten_thu_tuc,linh_vuc\n1.001193," + data)


def test_a_wrong_json_constant_is_refused() -> None:
    bad = json.dumps([{"code": "1.001193", "name": "X", "field": "Y", "days": float("nan")}])
    assert read_file("x.json", bad.encode()).refused
