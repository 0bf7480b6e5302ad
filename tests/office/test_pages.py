"""Pages of information: written in versions, shown in their days, never with a gap."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from office.backoffice.office import BackOffice
from office.backoffice.pages import page_versions, slug_of, written_pages
from office.domain.content import LEADERS, MOST_PAGES, MOST_VERSIONS, Page
from office.domain.house import Leader
from office.domain.moment import HOUR
from office.domain.refusals import Invalid, UnknownItem
from tests.office.at_work import Office, working
from tests.office_fixture import FIRST, HEAD, rid

DAY = 24 * HOUR
RULES = Page(slug="noi-quy", title="Nội quy", pictogram="book", markdown="# Nội quy\n\nGiữ trật tự.")
FORMS = Page(slug="bieu-mau", title="Biểu mẫu", pictogram="form", markdown="Lấy tại [Ghi ở đây: quầy nào].")
LEADING = Page(slug="lanh-dao", title="Lãnh đạo", pictogram="person", markdown=LEADERS)


@dataclass
class Writing:
    office: Office
    back: BackOffice

    def save(self, page: Page, **changes: Any) -> dict[str, Any]:
        return dict(self.back.pages.save(HEAD, rid(), replace(page, **changes)).body["page"])

    def shown(self) -> list[str]:
        return [one["slug"] for one in self.office.desk.counsel.pages()]

    def written(self) -> dict[str, dict[str, Any]]:
        house = self.back.house
        with self.back.reading() as conn:
            return {one["slug"]: dict(one) for one in written_pages(conn, self.back.today, house)}


@pytest.fixture
def writing() -> Iterator[Writing]:
    with working(replace(FIRST, pages=(RULES, FORMS, LEADING))) as office:
        yield Writing(office, BackOffice(office.premises.performer, office.premises.readers))


def test_a_page_with_a_gap_or_with_nothing_to_say_is_not_shown(writing: Writing) -> None:
    assert writing.shown() == ["noi-quy"]
    assert writing.written()["bieu-mau"]["why"] == ["quầy nào"]
    assert {one["state"] for one in writing.written().values()} == {"shown", "unfilled"}
    with pytest.raises(UnknownItem):
        writing.office.desk.counsel.page("bieu-mau")


def test_a_page_is_shown_once_its_gaps_are_filled(writing: Writing) -> None:
    writing.save(FORMS, markdown="Lấy tại quầy 1.")
    assert writing.shown() == ["noi-quy", "bieu-mau"]
    page = writing.office.desk.counsel.page("bieu-mau")
    assert [one["spans"][0]["text"] for one in page["blocks"]] == ["Lấy tại quầy 1."]


def test_the_page_of_the_leaders_fills_itself(writing: Writing) -> None:
    assert (writing.written()["lanh-dao"]["state"], len(writing.written()["lanh-dao"]["why"])) == ("unfilled", 1)
    leader = Leader("Nguyễn Thị Hoa", "Chủ tịch", "0912 345 678")
    writing.back.settings.name_leaders(HEAD, rid(), [leader])
    assert writing.shown() == ["noi-quy", "lanh-dao"]
    assert (writing.written()["lanh-dao"]["state"], writing.written()["lanh-dao"]["why"]) == ("shown", [])
    head, row = writing.office.desk.counsel.page("lanh-dao")["blocks"]
    assert [cell[0]["text"] for cell in head["cells"]] == ["Chức vụ", "Họ và tên", "Điện thoại"]
    assert [cell[0]["text"] for cell in row["cells"]] == ["Chủ tịch", "Nguyễn Thị Hoa", "0912 345 678"]
    assert (head["level"], row["level"]) == (1, 0)


def test_a_page_is_shown_from_its_first_day_to_its_last(writing: Writing) -> None:
    writing.save(RULES, since="2026-11-24", until="2026-11-25")
    seen = []
    for _ in range(4):
        seen.append((writing.back.today.isoformat(), writing.written()["noi-quy"]["state"], writing.shown()))
        writing.office.clock.advance(DAY)
    assert seen == [
        ("2026-11-23", "coming", []),
        ("2026-11-24", "shown", ["noi-quy"]),
        ("2026-11-25", "shown", ["noi-quy"]),
        ("2026-11-26", "over", []),
    ]


def test_saving_makes_a_version_and_saving_the_same_makes_none(writing: Writing) -> None:
    assert writing.save(RULES, title="Nội quy mới")["version"] == 2
    assert writing.save(RULES, title="Nội quy mới ")["version"] == 2
    (fact,) = writing.office.facts("content.saved")
    assert (fact["slug"], fact["version"], fact["title"], len(fact["digest"])) == ("noi-quy", 2, "Nội quy mới", 64)
    with writing.back.reading() as conn:
        assert [(one["version"], one["title"]) for one in page_versions(conn, "noi-quy")] == [
            (2, "Nội quy mới"),
            (1, "Nội quy"),
        ]


def test_an_earlier_version_and_a_removed_page_come_back(writing: Writing) -> None:
    writing.save(RULES, markdown="Khác.")
    back = writing.back.pages.restore(HEAD, rid(), "noi-quy", 1).body["page"]
    assert (back["version"], back["markdown"]) == (3, RULES.markdown)
    writing.back.pages.remove(HEAD, rid(), "noi-quy")
    assert writing.shown() == []
    assert "noi-quy" not in writing.written()
    with writing.office.refuses(UnknownItem):
        writing.save(RULES)
    writing.back.pages.restore(HEAD, rid(), "noi-quy", 2)
    assert list(writing.written()) == ["bieu-mau", "lanh-dao", "noi-quy"]
    with writing.office.refuses(UnknownItem):
        writing.back.pages.restore(HEAD, rid(), "noi-quy", 99)


def test_only_the_newest_versions_are_kept(writing: Writing) -> None:
    for turn in range(MOST_VERSIONS + 5):
        writing.save(RULES, markdown=f"Lần {turn}")
    assert writing.written()["noi-quy"]["versions"] == MOST_VERSIONS
    assert writing.written()["noi-quy"]["version"] == MOST_VERSIONS + 6


def test_pages_are_ordered_as_a_whole(writing: Writing) -> None:
    order = ["lanh-dao", "noi-quy", "bieu-mau"]
    writing.back.pages.order(HEAD, rid(), order)
    assert list(writing.written()) == order
    for wrong in (order[:2], [*order, "x"], ["noi-quy", "noi-quy", "bieu-mau"]):
        with writing.office.refuses(Invalid, field="slugs"):
            writing.back.pages.order(HEAD, rid(), wrong)


def test_a_new_page_gets_its_address_from_its_title(writing: Writing) -> None:
    made = writing.back.pages.add(HEAD, rid(), replace(RULES, slug="", title="Nội quy"))
    assert made.created
    assert made.body["page"]["slug"] == "noi-quy-2"
    assert slug_of("Đường dây nóng!", ()) == "duong-day-nong"
    assert slug_of("…", {"trang"}) == "trang-2"
    assert len(slug_of("dài " * 40, ())) <= 36


def test_there_is_an_end_to_pages(writing: Writing) -> None:
    for turn in range(MOST_PAGES - 3):
        writing.back.pages.add(HEAD, rid(), replace(RULES, slug="", title=f"Trang {turn}"))
    with writing.office.refuses(Invalid, most=MOST_PAGES):
        writing.back.pages.add(HEAD, rid(), replace(RULES, slug="", title="Trang nữa"))
    writing.save(RULES, title="Vẫn sửa được")


WRONG = (
    ({"title": " "}, "title"),
    ({"title": "x" * 81}, "title"),
    ({"title": "a\x00"}, "title"),
    ({"pictogram": "Book"}, "pictogram"),
    ({"markdown": ""}, "markdown"),
    ({"markdown": "x" * 20_001}, "markdown"),
    ({"markdown": "a\x07"}, "markdown"),
    ({"since": "2026-02-30"}, "since"),
    ({"until": "1/2/2026"}, "until"),
    ({"since": "2026-11-24", "until": "2026-11-23"}, "until"),
)


def test_what_is_no_page_is_refused_with_its_field(writing: Writing) -> None:
    for changes, field in WRONG:
        with writing.office.refuses(Invalid, field=field):
            writing.save(RULES, **changes)


def test_lines_from_other_machines_are_the_same_lines(writing: Writing) -> None:
    assert writing.save(RULES, markdown="a\r\nb\rc\td")["markdown"] == "a\nb\nc\td"
