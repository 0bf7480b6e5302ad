"""The citizens' page at a real office: the shipped catalogue, its own pages, QR drawings, and the clerk's slip."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from office.domain.content import Page as ContentPage
from office.domain.house import Dossiers
from tests.pages.conftest import sit_down
from tests.pages.serving import FOLK, House, house
from web.languages import COOKIE
from web.sessions import PERSON

RULES = "# Giờ làm việc\n\nTừ **thứ Hai** đến thứ Sáu.\n\n| Việc | Phí |\n|---|---|\n| Sao y | 2.000 đ |\n\n<b>x</b>"
PROGRESS = Dossiers(
    "https://dichvucong.example.vn/tra-cuu?so={number}", "H##.##-######-####", "H26.15-241122-0001", "T"
)
FIRST = replace(
    FOLK,
    sample_procedures=True,
    dossiers=PROGRESS,
    pages=(ContentPage(slug="noi-quy", title="Nội quy", pictogram="book", markdown=RULES),),
)
BIRTH = "1.001193"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One office for all: nothing here changes its catalogue."""
    with house(tmp_path_factory.mktemp("lookup") / "data", first=FIRST) as served:
        yield served


@pytest.fixture
def ask(office: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=office.url, timeout=60) as client:
        yield client


@pytest.mark.needs("chromium")
def test_from_a_few_letters_to_the_list_of_papers(page: Page, office: House) -> None:
    page.goto(f"{office.url}/lookup")
    expect(page.locator(".count")).to_contain_text("50 procedures")
    page.locator("#q").press_sequentially("dk khai sinh")
    expect(page.locator(f'.hit[data-key="{BIRTH}"]')).to_be_visible()
    expect(page.locator(".hit mark").first).to_be_visible()
    page.locator(f'.hit[data-key="{BIRTH}"]').click()
    expect(page.locator("h1")).to_have_text("Đăng ký khai sinh")
    expect(page.locator(".paper-line").first).to_contain_text("Tờ khai")
    expect(page.locator(".where")).to_contain_text("Tư pháp – Hộ tịch")
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator("#q")).to_have_value("dk khai sinh")


@pytest.mark.needs("chromium")
def test_nothing_that_is_typed_troubles_the_office(page: Page, office: House) -> None:
    page.goto(f"{office.url}/lookup")
    for typed in ("\U0001f476\U0001f3fd", "'; DROP TABLE x; --", '"* OR NEAR(', "a" * 10_000, "%_\\"):
        with page.expect_response(lambda answer: "q=" in answer.url) as heard:
            page.fill("#q", typed)
        assert heard.value.status == 200
        expect(page.locator(".hits-place > *")).to_be_visible()


@pytest.mark.needs("chromium")
def test_an_uncertain_code_is_not_shown_but_leads_to_its_page(page: Page, office: House) -> None:
    page.goto(f"{office.url}/lookup/2.001035")
    expect(page.locator("h1")).to_contain_text("Chứng thực giao dịch")
    expect(page.locator(".procedure-about")).not_to_contain_text("2.001035")


@pytest.mark.needs("chromium", "zbarimg")
@pytest.mark.parametrize(
    ("path", "address"),
    [
        (f"/{BIRTH}", "https://dichvucong.gov.vn"),
        ("/dossier", "https://dichvucong.example.vn/tra-cuu?so=H26.15-241122-0007"),
    ],
)
def test_a_drawing_leads_where_the_link_leads(
    page: Page, office: House, tmp_path: Path, path: str, address: str
) -> None:
    page.goto(f"{office.url}/lookup{path}")
    if path == "/dossier":
        page.fill("#number", "h26.15 - 241122 - 0007")
        page.keyboard.press("Enter")
    expect(page.locator(".portal a")).to_have_attribute("href", address)
    expect(page.locator(".qr")).to_have_js_property("complete", value=True)
    picture = tmp_path / "qr.png"
    page.locator(".qr").screenshot(path=picture)
    read = subprocess.run(["zbarimg", "-q", "--raw", str(picture)], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == address


@pytest.mark.needs("chromium")
def test_the_office_s_own_page_is_read(page: Page, office: House) -> None:
    page.goto(f"{office.url}/lookup")
    page.get_by_role("link", name="Information", exact=True).click()
    page.get_by_role("link", name="Nội quy").click()
    expect(page.locator(".blocks h2")).to_have_text("Giờ làm việc")
    expect(page.locator(".blocks th")).to_have_text(["Việc", "Phí"])
    expect(page.locator(".blocks td")).to_have_text(["Sao y", "2.000 đ"])
    expect(page.locator(".blocks")).to_contain_text("<b>x</b>")


@pytest.mark.needs("chromium")
def test_a_clerk_opens_it_from_the_console_and_is_told_that_there_is_no_printer(page: Page, office: House) -> None:
    sit_down(page, office)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Look up procedures").click()
    beside = opened.value
    beside.goto(f"{office.url}/lookup/{BIRTH}")
    beside.get_by_role("button", name="Slip from the office's printer").click()
    expect(beside.locator(".toast-bad")).to_have_text("There is no printer here.")
    beside.close()


@pytest.mark.needs("chromium")
def test_citizens_are_offered_the_paper_of_their_own_printer_only(page: Page, office: House) -> None:
    page.context.clear_cookies(name=PERSON)
    page.goto(f"{office.url}/lookup/{BIRTH}")
    expect(page.get_by_role("button", name="Print the list of papers")).to_be_visible()
    expect(page.get_by_role("button", name="Slip from the office's printer")).to_have_count(0)


@pytest.mark.parametrize("path", ["", f"/{BIRTH}", "/info", "/info/noi-quy", "/dossier"])
def test_every_view_opens_by_its_address_without_signing_in(ask: httpx.Client, path: str) -> None:
    answer = ask.get(f"/lookup{path}", headers={"Cookie": f"{COOKIE}=vi", "Accept": "text/html"})
    assert answer.status_code == 200
    assert 'id="view"' in answer.text
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", answer.text)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("procedure/1.001193", 200),
        ("procedure/2.001019", 404),  # only in person, so no portal
        ("procedure/9.999999", 404),
        ("procedure/" + "1" * 65, 404),
        ("dossier/H26.15-241122-0001", 200),
        ("dossier/x", 422),
        ("dossier/" + "1" * 65, 404),
        ("https://evil.example", 404),
    ],
)
def test_a_drawing_is_made_only_of_the_office_s_own_addresses(ask: httpx.Client, path: str, status: int) -> None:
    answer = ask.get(f"/lookup/qr/{path}")
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"].startswith("image/svg+xml")
