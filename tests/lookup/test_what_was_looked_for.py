"""What people looked for is counted by day without who it was; what was not found is kept masked, bounded, erasable."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from office.acts import lookups
from office.backoffice.everyday import MissesView, misses
from office.backoffice.office import BackOffice
from office.clock import SetClock
from office.domain.people import OPERATOR
from office.domain.refusals import AlreadyThere, Invalid, UnknownItem
from office.lookup.everyday import SHIPPED
from office.premises import Premises
from office.store.tables import free_text
from tests.lookup.conftest import SAMPLE, found
from tests.office_fixture import HEAD, TOUCH, opened, rid

BIRTH, MARRIAGE = "1.001193", "1.000894"


@pytest.fixture
def back(office: Premises) -> BackOffice:
    return BackOffice(office.performer, office.readers)


def _miss(premises: Premises, *queries: str) -> None:
    for query in queries:
        premises.desk.enquiries.note(TOUCH, rid(), query=query, code=None)


def _missed(premises: Premises, days: int = 30) -> MissesView:
    with premises.readers.begin() as conn:
        return misses(conn, premises.performer.today(), days)


def _told(premises: Premises) -> list[dict[str, Any]]:
    return [one["fact"] for one in premises.desk.facts_after(0) if one["kind"] == "lookup.counted"]


def _texts(premises: Premises) -> list[str | None]:
    with premises.readers.begin() as conn:
        return list(conn.execute(select(free_text.c.text).order_by(free_text.c.id)).scalars())


def test_openings_searches_and_misses_are_counted(office: Premises) -> None:
    enquiries = office.desk.enquiries
    enquiries.note(TOUCH, rid(), query=None, code=BIRTH)
    enquiries.note(TOUCH, rid(), query="khai sinh", code=BIRTH)
    _miss(office, "Hộ chiếu", "ho  chieu", "visa")
    seen = _missed(office)
    assert (seen["searches"], seen["opened"], seen["missed"]) == (4, 2, 3)
    today = office.performer.today().isoformat()
    assert seen["items"] == [
        {"query": "ho chieu", "count": 2, "last": today},
        {"query": "visa", "count": 1, "last": today},
    ]


def test_a_retry_counts_once(office: Premises) -> None:
    once = rid()
    for _ in range(3):
        office.desk.enquiries.note(TOUCH, once, query="visa", code=None)
    assert _missed(office)["missed"] == 1


def test_numbers_of_people_do_not_stay(office: Premises) -> None:
    _miss(office, "gọi 0912 345 678", "cccd 079.123.456.789", "😀 \u200b")
    assert [one["query"] for one in _missed(office)["items"]] == ["cccd •••", "goi •••"]


def test_what_has_no_words_is_no_search(office: Premises) -> None:
    _miss(office, "😀", "!!!", " ")
    assert _missed(office) == {"items": [], "searches": 0, "opened": 0, "missed": 0}


def test_only_so_many_different_ones_are_kept_a_day_yet_all_are_counted(office: Premises) -> None:
    _miss(office, *(f"tu {n}" for n in range(lookups.MOST_MISSES + 5)), "tu 1")
    seen = _missed(office)
    assert seen["missed"] == lookups.MOST_MISSES + 6
    assert len(seen["items"]) == lookups.MOST_MISSES
    assert seen["items"][0]["query"] == "tu 1"


def test_the_end_of_the_day_tells_the_figures_and_keeps_the_words_beside(office: Premises) -> None:
    office.desk.enquiries.note(TOUCH, rid(), query="khai sinh", code=BIRTH)
    _miss(office, "hộ chiếu", "hộ chiếu", "visa")
    office.desk.close_day(HEAD, rid())
    (fact,) = _told(office)
    assert {key: fact[key] for key in ("date", "searches", "opened", "missed")} == {
        "date": office.performer.today().isoformat(),
        "searches": 4,
        "opened": 1,
        "missed": 3,
    }
    assert len(fact["text_hash"]) == 64
    assert "visa" not in str(fact)
    assert _texts(office) == ["2\tho chieu\n1\tvisa"]


def test_a_day_without_any_search_tells_nothing(office: Premises) -> None:
    office.desk.close_day(HEAD, rid())
    assert _told(office) == []


def test_a_date_that_is_closed_twice_tells_its_whole_figures_and_keeps_one_text(office: Premises) -> None:
    _miss(office, "visa")
    office.desk.close_day(HEAD, rid())
    office.desk.open_day(HEAD, rid())
    _miss(office, "visa")
    office.desk.close_day(HEAD, rid())
    assert [one["missed"] for one in _told(office)] == [1, 2]
    assert _texts(office) == [None, "2\tvisa"]


def test_what_is_forgotten_is_erased_where_it_was_told(office: Premises, back: BackOffice) -> None:
    _miss(office, "nguyễn văn a ở thôn 3", "visa")
    office.desk.close_day(HEAD, rid())
    back.everyday.forget(OPERATOR, rid(), "nguyen van a o thon 3")
    assert [one["query"] for one in _missed(office)["items"]] == ["visa"]
    assert _texts(office) == [None]
    assert [one["fact"]["why"] for one in office.desk.facts_after(0) if one["kind"] == "text.erased"] == ["taken_away"]
    with pytest.raises(UnknownItem):
        back.everyday.forget(OPERATOR, rid(), "nguyen van a o thon 3")


def test_after_a_year_nothing_of_it_is_left(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock, first=SAMPLE) as premises:
        _miss(premises, "visa")
        premises.desk.close_day(HEAD, rid())
        clock.advance((lookups.KEPT_DAYS + 2) * 24 * 3_600_000)
        premises.desk.tick()
        assert _missed(premises, 366 * 3) == {"items": [], "searches": 0, "opened": 0, "missed": 0}
        assert _texts(premises) == [None]


def test_an_everyday_expression_is_found_by_as_soon_as_it_stands_there(office: Premises, back: BackOffice) -> None:
    assert found(office, "giấy bê") == []
    made = back.everyday.add(OPERATOR, rid(), "giấy bê", "đăng ký khai sinh").body["synonym"]
    assert found(office, "giay be", 1) == [BIRTH]
    back.everyday.change(OPERATOR, rid(), made["id"], "giấy bê", MARRIAGE)
    assert found(office, "giay be", 1) == [MARRIAGE]
    back.everyday.remove(OPERATOR, rid(), made["id"])
    assert found(office, "giấy bê") == []


def test_several_meanings_are_all_found(office: Premises, back: BackOffice) -> None:
    back.everyday.add(OPERATOR, rid(), "giấy bê", f"{MARRIAGE}; {BIRTH}")
    assert set(found(office, "giấy bê", 2)) == {BIRTH, MARRIAGE}


def test_the_first_change_makes_the_shipped_ones_the_offices_own(office: Premises, back: BackOffice) -> None:
    made = back.everyday.add(OPERATOR, rid(), "giấy bê", "khai sinh").body["synonym"]
    left = back.everyday.remove(OPERATOR, rid(), made["id"]).body["items"]
    assert {(one["said"], one["means"]) for one in left} == {(one.said, one.means) for one in SHIPPED}
    assert all(one["shipped"] for one in left)
    assert found(office, "giấy độc thân", 1) == ["1.004873"]


def test_an_expression_stands_there_once_and_says_something(back: BackOffice) -> None:
    with pytest.raises(AlreadyThere):
        back.everyday.add(OPERATOR, rid(), "SAO  Y", "chứng thực")
    for said, means in (
        ("", "x"),
        ("x", ""),
        ("😀", "x"),
        ("x", "!!!"),
        ("x" * 81, "x"),
        ("x", "x" * 201),
        ("a\x00", "b"),
    ):
        with pytest.raises(Invalid):
            back.everyday.add(OPERATOR, rid(), said, means)
    with pytest.raises(UnknownItem):
        back.everyday.remove(OPERATOR, rid(), 99_999)


def test_misses_are_of_the_days_that_were_asked_for(office: Premises) -> None:
    _miss(office, "visa")
    with office.readers.begin() as conn:
        assert misses(conn, date(2099, 1, 1), 30)["items"] == []
