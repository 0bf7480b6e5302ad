"""The guide: every page, link and picture of it is there, and what clerks print is one sheet."""

import re
import subprocess
from html import unescape
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.cli.parser import parser
from kiosk.health.examining import PARTS
from kiosk.web.admin.told import GUIDES
from kiosk.web.pages import guide
from tests.pages.serving import House

STATIC = Path(guide.__file__).with_name("static")
SLUGS = sorted(guide.leaves())
NO_PART = ("man-hinh-sanh-den", "ban-phim-khong-goi-duoc", "trinh-duyet-khong-vao-duoc")
"""Symptoms of which the machine itself sees nothing."""


def _commands(html: str) -> list[str]:
    """Whole lines of code that begin with the program."""
    codes = [unescape(code) for code in re.findall(r"<code>(.*?)</code>", html, re.DOTALL)]
    lines = [line.strip().removeprefix("sudo ") for code in codes for line in code.splitlines()]
    return [line for line in lines if line.startswith("motcua ")]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_and_picture_of_the_guide_is_there(slug: str) -> None:
    html = guide.leaves()[slug].html
    for picture in re.findall(r'src="([^"]+)"', html):
        assert (STATIC / picture).is_file(), picture
    for link in re.findall(r'href="([^"]+)"', html):
        name = link.partition("#")[0]
        assert name.startswith("/") or name.removesuffix(".md") in SLUGS, link


def test_every_page_of_the_guide_can_be_reached_from_its_first_one() -> None:
    reached, todo = set[str](), ["index"]
    while todo:
        slug = todo.pop()
        if slug not in reached:
            reached.add(slug)
            todo += [name for name in re.findall(r'href="([^"]+)\.md', guide.leaves()[slug].html) if name in SLUGS]
    assert reached == set(SLUGS)


def test_every_part_of_the_machine_check_leads_to_a_page_that_is_written() -> None:
    assert set(GUIDES) == {part.key for part in PARTS}
    assert set(GUIDES.values()) <= set(SLUGS)


@pytest.mark.parametrize("slug", sorted({*GUIDES.values(), *NO_PART}))
def test_a_page_about_a_symptom_says_what_it_looks_like_why_and_what_to_do(slug: str) -> None:
    heads = re.findall(r"<h2>(.*?)</h2>", guide.leaves()[slug].html)
    assert heads[:2] == ["Dấu hiệu", "Nguyên nhân thường gặp"]
    assert heads[-1] == "Nếu vẫn không được"
    assert "<ol>" in guide.leaves()[slug].html


def test_every_command_of_the_guide_is_one_that_the_program_knows() -> None:
    for line in sorted({line for leaf in guide.leaves().values() for line in _commands(leaf.html)}):
        typed = ["X.toml" if word.isupper() or "TỆP" in word else word for word in line.split()[1:]]
        try:
            parser().parse_args(typed)
        except SystemExit:
            pytest.fail(line)


@pytest.mark.needs("chromium")
def test_a_stranger_reads_the_guide_and_finds_the_way_back(page: Page, office: House) -> None:
    page.goto(f"{office.url}/guide")
    page.get_by_role("link", name="Một trang cho cán bộ tại quầy").click()
    expect(page.locator("h1")).to_have_text("Một trang cho cán bộ tại quầy")
    broken = page.evaluate("[...document.images].filter((one) => !one.complete || !one.naturalWidth).length")
    assert broken == 0
    expect(page.locator("#print")).to_be_visible()
    page.locator(".guide-back").click()
    expect(page).to_have_url(f"{office.url}/guide")


@pytest.mark.needs("chromium", "pdfinfo")
def test_what_a_clerk_prints_is_one_sheet(browser: Browser, office: House, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(f"{office.url}/guide/can-bo", wait_until="networkidle")
    page.pdf(path=tmp_path / "clerk.pdf", prefer_css_page_size=True)
    page.close()
    told = subprocess.run(["pdfinfo", tmp_path / "clerk.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", told), told
    assert re.search(r"Page size:.*A4", told), told


@pytest.mark.parametrize("slug", ["nothing", "index.md", "%2e%2e%2fguide", "x" * 300])
def test_what_is_not_written_is_not_found(office: House, slug: str) -> None:
    line = HTTPConnection("127.0.0.1", office.served.port, timeout=20)
    line.request("GET", f"/guide/{slug}")
    assert line.getresponse().status == 404
    line.close()
