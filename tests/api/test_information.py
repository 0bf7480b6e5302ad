"""Pages of information and dossiers: open to everybody, and only what the office has set up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from office import public_views
from office.domain.content import Page
from office.domain.house import Dossiers, Leader
from tests.api.conftest import Api, code, nothing_changes, opened_api
from tests.api.test_shapes import fits

PAGES = (
    Page(slug="noi-quy", title="Nội quy", pictogram="book", markdown="# Nội quy\n\n- Giữ **trật tự**."),
    Page(slug="bieu-mau", title="Biểu mẫu", pictogram="form", markdown="[Ghi ở đây: mẫu]"),
    Page(slug="lanh-dao", title="Lãnh đạo", pictogram="person", markdown="[[lãnh đạo]]"),
)
DOSSIERS = Dossiers(
    url_template="https://dichvucong.gov.vn/tra-cuu?ma={number}",
    pattern="A##.##-######-####|##/####",
    example="H56.35-250715-0001",
    result_service="T",
)


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    folder: Path = tmp_path_factory.mktemp("office")
    leaders = (Leader("Nguyễn Thị Hoa", "Chủ tịch", "0912 345 678"),)
    with opened_api(folder, pages=PAGES, dossiers=DOSSIERS, leaders=leaders) as found:
        yield found


def test_anybody_reads_the_pages_of_today(telling: Api) -> None:
    items = telling.get(None, "/content").json()["items"]
    assert [one["slug"] for one in items] == ["noi-quy", "lanh-dao"]
    assert all(fits(one, public_views.PageLineView) for one in items)
    page = telling.get(None, "/content/noi-quy").json()
    assert fits(page, public_views.PageView)
    assert [(one["kind"], one["level"]) for one in page["blocks"]] == [("heading", 1), ("item", 1)]
    assert page["updated_on"] == "2026-11-23"
    assert telling.get(None, "/content/lanh-dao").json()["blocks"][1]["cells"][1][0]["text"] == "Nguyễn Thị Hoa"


@pytest.mark.parametrize("slug", ["bieu-mau", "x", "%00", "%ED%A0%80", "<b>", "..%2F..%2Fetc"])
def test_what_is_no_page_of_today_is_not_found(telling: Api, slug: str) -> None:
    assert code(telling.get(None, f"/content/{slug}"))[0] == 404


def test_an_office_that_wrote_nothing_says_so(house: Api) -> None:
    assert house.get(None, "/content").json() == {"items": []}
    assert house.get(None, "/dossiers").json() == {
        "offered": False,
        "example": None,
        "result_service": None,
        "url": False,
    }
    assert house.get(None, "/dossiers/H56-1").json() == {"number": "H56-1", "url": None, "result_service": None}


def test_a_dossier_has_its_address_and_the_service_of_its_result(telling: Api) -> None:
    told = telling.get(None, "/dossiers").json()
    assert fits(told, public_views.DossiersView)
    assert (told["offered"], told["example"], told["result_service"]) == (True, "H56.35-250715-0001", "T")
    with nothing_changes(telling):
        found = telling.get(None, "/dossiers/h56.35 - 250715 - 0001").json()
    assert fits(found, public_views.DossierView)
    assert found["number"] == "H56.35-250715-0001"
    assert found["url"] == "https://dichvucong.gov.vn/tra-cuu?ma=H56.35-250715-0001"
    assert telling.get(None, "/dossiers/26%2F0001").json()["url"].endswith("?ma=26%2F0001")


@pytest.mark.parametrize(
    "number", ["A023", "%00", "'; DROP TABLE", "%F0%9F%98%80", "9" * 200, "..%2F..", "H56.35-250715-000"]
)
def test_what_is_no_number_is_refused(telling: Api, number: str) -> None:
    assert code(telling.get(None, f"/dossiers/{number}")) == (422, "invalid")
    assert code(telling.get(None, f"/dossiers/{'9' * 5_000}")) == (422, "invalid")


def test_a_service_that_is_gone_takes_no_numbers_for_results(tmp_path: Path) -> None:
    with opened_api(tmp_path, dossiers=Dossiers(result_service="Z")) as api:
        assert api.get(None, "/dossiers").json()["offered"] is False
