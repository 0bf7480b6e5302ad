"""Looking procedures up in an office: what is in force, in which order, and whatever strange thing is typed."""

import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from office.clock import SetClock
from office.domain.procedures import Procedure
from office.domain.refusals import UnknownProcedure
from office.premises import Premises
from tests.lookup.conftest import SAMPLE, found, keep
from tests.office_fixture import HEAD, TOUCH, opened, rid

BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"
DAY_MS = 24 * 3_600_000


def _asked(premises: Premises, code: str, times: int = 1) -> None:
    for _ in range(times):
        premises.desk.enquiries.note(TOUCH, rid(), query=None, code=code)


def test_without_words_the_most_asked_comes_first(office: Premises, clock: SetClock) -> None:
    first = found(office, "")
    _asked(office, DEATH, 3)
    _asked(office, BIRTH, 2)
    clock.advance(61_000)
    assert found(office, "") == [DEATH, BIRTH, next(code for code in first if code not in (DEATH, BIRTH))]
    assert office.desk.enquiries.find().total == 50


def test_among_equals_the_most_asked_comes_first(office: Premises, clock: SetClock) -> None:
    twins = [Procedure(code=f"9.00000{n}", name=f"Cấp thẻ thư viện loại {n}", field="Văn hóa") for n in (1, 2)]
    keep(office, twins)
    assert found(office, "the thu vien") == ["9.000001", "9.000002"]
    _asked(office, "9.000002")
    clock.advance(61_000)
    assert found(office, "the thu vien") == ["9.000002", "9.000001"]


def test_a_field_has_its_own_and_all_fields_stay_to_choose(commune: Premises) -> None:
    enquiries = commune.desk.enquiries
    fields = dict(enquiries.find().fields)
    assert fields["Hộ tịch"] > 10
    assert sum(fields.values()) == 50
    chosen = enquiries.find(field="Hộ tịch", limit=50)
    assert {one.procedure.field for one in chosen.items} == {"Hộ tịch"}
    assert chosen.total == len(chosen.items) == fields["Hộ tịch"]
    both = enquiries.find("đăng ký", field="Đất đai")
    assert {one.procedure.field for one in both.items} == {"Đất đai"}
    assert dict(both.fields)["Hộ tịch"] > 5
    assert enquiries.find(field="Không có").items == ()


@pytest.mark.parametrize("query", ["1.001193", "1001193", "001193", "0011", "1.001193.000.00.00.H10", "mã 1.001193"])
def test_a_code_is_found_however_it_is_written(commune: Premises, query: str) -> None:
    assert BIRTH in found(commune, query)


def test_what_was_typed_is_lit_up_and_a_guess_is_told(commune: Premises) -> None:
    def told(query: str) -> tuple[list[str], str | None]:
        hits = commune.desk.enquiries.find(query)
        one = hits.items[0]
        return [one.procedure.name[begin:end] for begin, end in one.match], hits.searched

    assert told("dang ky khai s") == (["Đăng ký khai s"], None)
    assert told("khai sinh") == (["khai sinh"], None)
    assert told("kai sinh") == (["khai sinh"], "khai sinh")
    assert told("giấy độc thân") == (["Giấy xác nhận tình trạng hôn nhân"], "xác nhận tình trạng hôn nhân")
    assert told("khaisinh")[0] == ["khai sinh"]


def test_a_page_shows_the_service_of_the_office_and_its_counters(commune: Premises) -> None:
    page = commune.desk.enquiries.page(BIRTH)
    assert (page.procedure.name, page.version) == ("Đăng ký khai sinh", 1)
    assert page.service is not None
    assert (page.service.id, page.counters) == ("B", (2, 3))
    land = commune.desk.enquiries.page("1.012784")
    assert (land.procedure.service, land.service, land.counters) == ("G", None, ())
    assert commune.desk.enquiries.find("tách thửa").items[0].service is None


def test_what_is_not_there_or_not_in_force_has_no_page(office: Premises) -> None:
    keep(office, [Procedure(code="9.000001", name="Cấp thẻ thư viện", field="Văn hóa")], since="2099-01-01")
    for code in ("9.000001", "9.999999", "", "'; --", "x" * 10_000):
        with pytest.raises(UnknownProcedure):
            office.desk.enquiries.page(code)


def test_a_coming_version_is_found_from_its_day_on(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock, first=SAMPLE) as premises:
        tomorrow = (premises.performer.today() + timedelta(days=1)).isoformat()
        old = premises.desk.enquiries.page(BIRTH).procedure
        keep(premises, [replace(old, name="Ghi nhận em bé")], since=tomorrow)
        assert (found(premises, "ghi nhan em be"), found(premises, "dang ky khai sinh", 1)) == ([], [BIRTH])
        clock.advance(DAY_MS)
        assert found(premises, "ghi nhan em be", 1) == [BIRTH]
        assert BIRTH not in found(premises, "dang ky khai sinh", 50)
        assert premises.desk.enquiries.find().total == 50


def test_a_change_of_the_catalogue_is_found_at_once(office: Premises) -> None:
    assert "9.000001" not in found(office, "thư viện")
    keep(office, [Procedure(code="9.000001", name="Cấp thẻ thư viện", field="Văn hóa")])
    assert found(office, "thu vien") == ["9.000001"]
    keep(office, [Procedure(code="9.000001", name="Cấp thẻ bạn đọc", field="Văn hóa")])
    assert ("9.000001" in found(office, "thu vien"), found(office, "the ban doc", 1)) == (False, ["9.000001"])


def test_an_empty_catalogue_answers_calmly(empty: Premises) -> None:
    for query in ("", "khai sinh", "giấy độc thân", "1.001193"):
        hits = empty.desk.enquiries.find(query)
        assert (hits.items, hits.total, hits.fields, hits.searched) == ((), 0, (), None)


def test_what_no_commune_does_is_not_found(commune: Premises) -> None:
    for query in ("pizza", "hộ chiếu", "bằng lái xe ô tô", "nghĩa vụ quân sự", "lý lịch tư pháp", "zzzz qqqq"):
        assert found(commune, query) == [], query


@pytest.mark.parametrize(
    "query",
    [
        "👶👶👶",
        "\x00\x01\x1b[31m",
        "\u202e\u200b\ufeff",
        '" OR name:* NEAR(x y, 5) AND NOT {a b}: ^c - + *',
        "'; DROP TABLE procedure_words; --",
        "procedure_words MATCH '*'",
        "%s %(x)s {0} \\",
        "\ud800",
        "ﷺ" * 100,
        "a" * 10_000,
        "khai sinh " * 1_000,
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    ],
)
def test_anything_may_be_typed(commune: Premises, query: str) -> None:
    hits = commune.desk.enquiries.find(query, limit=50)
    for one in hits.items:
        assert all(0 <= begin < end <= len(one.procedure.name) for begin, end in one.match)
    assert found(commune, "khai sinh", 1) == [BIRTH]


def test_emoji_beside_words_do_not_disturb(commune: Premises) -> None:
    assert found(commune, "👶 khai\u200b sinh \x07🎉", 1) == [BIRTH]


@pytest.mark.parametrize("query", ["đất đai tranh chấp", "thủ tục khai sinh", "đăng kí tạm trú", "giấy độc thân"])
def test_letters_in_pieces_find_the_same(commune: Premises, query: str) -> None:
    apart = unicodedata.normalize("NFD", query)
    assert apart != query
    assert found(commune, apart) == found(commune, query) != []


def test_the_list_has_pages(commune: Premises) -> None:
    whole = commune.desk.enquiries.find("đăng ký", limit=50)
    parts = [commune.desk.enquiries.find("đăng ký", limit=7, offset=at) for at in range(0, whole.total, 7)]
    assert [one.procedure.code for part in parts for one in part.items] == [one.procedure.code for one in whole.items]
    assert {part.total for part in parts} == {whole.total}
    assert commune.desk.enquiries.find("đăng ký", offset=9_999).items == ()


def test_nothing_of_a_search_is_written(commune: Premises) -> None:
    before = commune.desk.seq
    commune.desk.enquiries.find("khai sinh")
    commune.desk.enquiries.page(BIRTH)
    assert commune.desk.seq == before


def test_only_what_is_in_the_catalogue_can_be_opened(office: Premises) -> None:
    with pytest.raises(UnknownProcedure):
        office.desk.enquiries.note(HEAD, rid(), query=None, code="9.999999")


@pytest.mark.parametrize("query", ["d", "đ", "k", "a b", "a'b;--", "dk"])
def test_one_or_two_letters_are_taken_for_no_everyday_word(commune: Premises, query: str) -> None:
    assert commune.desk.enquiries.find(query).searched is None


def test_an_everyday_word_may_be_half_typed_or_an_abbreviation(commune: Premises) -> None:
    assert found(commune, "giay doc th", 1) == ["1.004873"]
    assert found(commune, "đkks", 1) == [BIRTH]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("dang ky khai sinh qua han", BIRTH),
        ("khai sinh trễ hạn", BIRTH),
        ("khai tu cho bo", DEATH),
        ("bố tôi mới mất", DEATH),
        ("ông nội mất", DEATH),
        ("chồng tôi chết", DEATH),
        ("mai táng phí người cao tuổi", "1.001731"),
        ("khai bao tam tru", "1.004194"),
        ("uy quyen", "2.000884"),
        ("xác nhận lý lịch", "2.000884"),
        ("cửa hàng", "1.001612"),
        ("nhan nuoi tre", "2.001263"),
        ("tách sổ đỏ", "1.012784"),
        ("tách đất cho con", "1.012784"),
        ("vợ mất giấy kết hôn", "1.004746"),
        ("bố mất sổ đỏ", "1.012783"),
    ],
)
def test_how_old_people_say_it_is_understood(commune: Premises, query: str, wanted: str) -> None:
    assert wanted in found(commune, query)


@pytest.mark.parametrize(
    ("query", "field"),
    [("giáo dục", "Giáo dục và Đào tạo"), ("giam ngheo", "Giảm nghèo"), ("nguoi co cong", "Người có công")],
)
def test_the_name_of_a_field_finds_what_belongs_to_it(commune: Premises, query: str, field: str) -> None:
    hits = commune.desk.enquiries.find(query)
    assert field in {one.procedure.field for one in hits.items}
