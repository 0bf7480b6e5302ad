"""A screen asks the office for its pages, its box and its dossiers over the real API, and puts a letter in."""

from collections.abc import Iterator

import pytest

from kiosk.touch.counsel import Kind
from kiosk.touch.models.content import passages
from office.backoffice.letters import letters
from office.backoffice.office import BackOffice
from office.domain.content import Page
from office.domain.house import Dossiers
from office.domain.refusals import Invalid, Refusal, TooMany
from office.remote.counsel import Counsel, RemoteCounsel
from tests.office_fixture import HEAD, rid
from tests.remote.conftest import House

RULES = Page(
    slug="noi-quy",
    title="Nội quy",
    pictogram="list",
    markdown="# Giờ\n\nTừ **7 giờ**.\n\n1. Lấy số\n2. Chờ gọi\n\n| Việc | Phí |\n|---|---|\n| Sao y | 2.000 đ |",
)
DOSSIERS = Dossiers(
    url_template="https://dichvucong.gov.vn/tra-cuu?ma={number}",
    pattern="##/####",
    example="12/2026",
    result_service="T",
)


@pytest.fixture
def counsel(house: House) -> Iterator[RemoteCounsel]:
    made = RemoteCounsel(house.url, house.token)
    try:
        yield made
    finally:
        made.close()


def back_of(house: House) -> BackOffice:
    return BackOffice(house.premises.performer, house.premises.readers)


def test_what_the_office_has_written_is_listed_and_read(house: House, counsel: Counsel) -> None:
    assert list(counsel.pages()) == []
    back_of(house).pages.add(HEAD, rid(), RULES)
    assert counsel.pages() == [{"slug": "noi-quy", "title": "Nội quy", "pictogram": "list"}]
    drawn = passages(counsel.content("noi-quy")["blocks"], "vi")
    assert [one.kind for one in drawn] == [Kind.HEADING, Kind.TEXT, Kind.ITEM, Kind.ITEM, Kind.HEAD, Kind.ROW]
    assert [one.mark for one in drawn if one.kind is Kind.ITEM] == ["1.", "2."]


def test_a_page_that_is_not_there_is_unknown(counsel: Counsel) -> None:
    for slug in ("bieu-mau", "a/b", "../x", "%", "?q=1", "é"):
        with pytest.raises(Refusal):
            counsel.content(slug)


def test_a_letter_reaches_the_head_once_however_often_it_is_sent(house: House, counsel: Counsel) -> None:
    form, request = counsel.box(), rid()
    reason = form["reasons"][0]["id"]
    for _ in range(3):
        counsel.suggest(request, reasons=[reason], text="Gọi 0912 345 678 cho tôi")
    with back_of(house).reading() as conn:
        kept = letters(conn)["items"]
    assert [[one["id"] for one in letter["reasons"]] for letter in kept] == [[reason]]
    assert "345" not in (kept[0]["text"] or "")


def test_a_screen_that_sends_too_many_is_asked_to_wait(counsel: Counsel) -> None:
    for _ in range(6):
        counsel.suggest(rid(), reasons=["praise"], text=None)
    with pytest.raises(TooMany):
        counsel.suggest(rid(), reasons=["praise"], text=None)


def test_a_dossier_is_found_by_any_writing_of_its_number(house: House, counsel: Counsel) -> None:
    assert counsel.dossiers()["offered"] is False
    back_of(house).settings.follow_by(HEAD, rid(), DOSSIERS)
    assert counsel.dossiers()["example"] == "12/2026"
    found = counsel.dossier("07/ 2026")
    assert (found["number"], found["result_service"]) == ("07/2026", "T")
    assert found["url"] == "https://dichvucong.gov.vn/tra-cuu?ma=07%2F2026"


def test_any_other_code_is_no_dossier(house: House, counsel: Counsel) -> None:
    back_of(house).settings.follow_by(HEAD, rid(), DOSSIERS)
    for number in ("8934567890123", "../../etc", "a b?c#d", "😀" * 9, "1" * 200):
        with pytest.raises(Invalid):
            counsel.dossier(number)
