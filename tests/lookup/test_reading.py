"""Files of procedures that are as they should be: three forms, two languages of columns, and the shipped fifty."""

import io
from collections import Counter
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from office.domain.procedures import Attachment, Certainty, Channel, DayKind, Fee, Paper, Procedure
from office.lookup.reading import known_services, read_file
from office.lookup.sample import FILE, sample
from office.lookup.writing import WRITERS
from tests.lookup.catalogues import COUNTRY, catalogue
from tests.lookup.files import BIRTH, HEADER, codes, kinds, of_csv, of_excel, of_json, saved

FULL = Procedure(
    code="1.999998",
    name="Đăng ký khai sinh",
    field="Hộ tịch",
    service="B",
    channels=(Channel.IN_PERSON, Channel.ONLINE),
    days=3,
    day_kind=DayKind.DAY,
    deadline_note="Nhận sau 15 giờ trả ngày kế tiếp",
    fees=(Fee(Channel.IN_PERSON, 8_000), Fee(Channel.ONLINE, 0)),
    fee_note="Miễn cho hộ nghèo",
    papers=(Paper("Tờ khai (nộp trực tiếp; có chữ ký)", "1 bản chính"), Paper("Giấy chứng sinh")),
    steps=("Nộp hồ sơ; chờ kiểm tra.",),
    legal=("Luật Hộ tịch 2014", "=SUM(A1)"),
    attachments=(Attachment("Mẫu 01", "https://bieumau.example.vn/01.docx?a=1;b=2"),),
    online_url="https://dichvucong.gov.vn/1",
    desk_minutes=10,
    sure_of_fee=Certainty.MEDIUM,
    effective="2026-01-01",
    repealed="2027-01-01",
)
DATED = replace(FULL, code="1.999999", fees=(Fee(None, 5_000, "mỗi bản", "2026-07-01"), Fee(None, None, "thỏa thuận")))
VIETNAMESE = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Thời hạn (số)", "Phí (đồng)", "Ngày hiệu lực")


def test_the_fifty_shipped_procedures_are_whole_and_say_where_nobody_is_sure() -> None:
    found = read_file(FILE.name, FILE.read_bytes())
    assert (found.form, found.encoding, found.refused, len(found.entries)) == ("csv", "UTF-8", False, 50)
    assert dict(found.counts) == {"unknown_fee": 14}
    unsure = Counter(one.sure_of_fee for one in sample())
    assert unsure[Certainty.LOW] > 0
    assert not any("ghi_chu" in line for line in FILE.read_text("utf-8").splitlines()[:1] if "nguon" in line)


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_written_is_read_again(form: str) -> None:
    written = WRITERS[form]([FULL, DATED, *sample()])
    found = read_file(f"x.{form}", written)
    assert [one.procedure for one in found.entries] == [FULL, DATED, *sample()]
    assert found.form == form
    assert not [kind for kind, _ in kinds(found) if kind != "formula"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_stroke_in_a_remark_does_not_move_the_first_day_of_a_fee(form: str) -> None:
    dated = replace(DATED, fees=(Fee(Channel.POST, 5_000, "mỗi bản | trang", "2026-07-01"),))
    (entry,) = read_file(f"x.{form}", WRITERS[form]([dated])).entries
    assert entry.procedure.fees == (Fee(Channel.POST, 5_000, "mỗi bản / trang", "2026-07-01"),)


def test_a_written_spreadsheet_computes_nothing() -> None:
    written = WRITERS["xlsx"]([FULL])
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
    assert "\"'=" not in WRITERS["csv"]([replace(FULL, legal=())]).decode("utf-8-sig")


def test_english_and_vietnamese_columns_say_the_same() -> None:
    english = of_csv(("1.001193", "X", "Y", "8000"), header=("Code", "NAME", "field", "fee"))
    vietnamese = of_csv(("1.001193", "X", "Y", "8000"), header=("Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Phí (đồng)"))
    assert [one.procedure for one in english.entries] == [one.procedure for one in vietnamese.entries]


def test_numbers_and_days_of_an_excel_file_are_what_they_are() -> None:
    row = (1, "1.001193", "Đăng ký khai sinh", "Hộ tịch", 3.0, 8000, date(2026, 7, 1))
    found = of_excel(row, header=VIETNAMESE)
    procedure = found.entries[0].procedure
    assert (procedure.days, procedure.fees, procedure.effective) == (3, (Fee(None, 8_000),), "2026-07-01")
    assert kinds(found) == []


def test_only_the_first_sheet_with_a_header_is_read_and_said() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Hộ tịch").append(list(HEADER))
    book["Hộ tịch"].append(list(BIRTH))
    found = read_file("x.xlsx", saved(book))
    assert (codes(found), kinds(found)) == (["1.001193"], [("other_sheet", None)])


def test_fees_of_channels_stand_in_their_own_columns() -> None:
    header = ("code", "name", "field", "phi_truc_tiep", "phi_truc_tuyen", "phi_buu_chinh")
    found = of_csv(("1.001193", "X", "Y", "8.000", "0", ""), header=header)
    assert found.entries[0].procedure.fees == (Fee(Channel.IN_PERSON, 8_000), Fee(Channel.ONLINE, 0))


def test_an_entry_says_only_what_the_file_has_columns_for() -> None:
    (table,) = of_csv(BIRTH).entries
    assert table.given == {"code", "name", "field", "fees", "papers"}
    (value,) = of_json({"code": "1.001193", "name": "X", "field": "Y", "steps": ["a"]}).entries
    assert value.given == {"code", "name", "field", "steps"}


def test_a_semicolon_inside_brackets_divides_nothing() -> None:
    (found,) = of_csv((*BIRTH[:4], "Tờ khai (mẫu 1; mẫu 2); giấy ủy quyền | 1 bản sao")).entries
    assert found.procedure.papers == (Paper("Tờ khai (mẫu 1; mẫu 2)"), Paper("Giấy ủy quyền", "1 bản sao"))


def test_a_service_that_the_office_does_not_have_is_said() -> None:
    found = known_services(read_file(FILE.name, FILE.read_bytes()), {"A", "B"})
    said = [one for one in found.findings if one.kind == "unknown_service"]
    assert len(said) == sum(one.service not in ("A", "B") for one in sample())
    assert not found.refused


def test_a_catalogue_as_large_as_the_country_s_is_read_whole() -> None:
    """A tenth here; `./run bench` reads all of it and says how long it took."""
    whole = catalogue(COUNTRY // 10)
    found = read_file("x.csv", WRITERS["csv"](whole))
    assert [one.procedure for one in found.entries] == whole
    assert len({one.name for one in catalogue()}) == len({one.code for one in catalogue()}) == COUNTRY
