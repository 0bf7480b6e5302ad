"""The frame around the pages, and the paper of the demo: addresses, languages, words, and nothing inline."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from kiosk.web.pages import shell
from tests.pages.serving import House, house
from web import frame
from web.frame import embedded
from web.frame.addresses import after_sign_in, local_path
from web.frame.script_words import Scripts, said
from web.sessions import PERSON


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    folder.mkdir()
    return folder


@pytest.fixture
def demo(tmp_path: Path, paper: Path) -> Iterator[House]:
    with house(tmp_path / "demo", paper_dir=paper) as served:
        yield served


@pytest.fixture
def ask(demo: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=demo.url, timeout=60) as client:
        yield client


def seated(demo: House, who: str, counter: int | None) -> dict[str, str]:
    keys = demo.premises.doors.fresh_keys()
    demo.premises.doors.sign_in(who, counter, keys)
    return {"Cookie": f"{PERSON}={keys.token}"}


@pytest.mark.parametrize(
    ("who", "counter", "place"),
    [(None, None, "/sign-in"), ("an", 2, "/console"), ("an", None, "/sign-in"), ("binh", None, "/admin")],
)
def test_the_start_sends_everybody_where_they_work(
    demo: House, ask: httpx.Client, who: str | None, counter: int | None, place: str
) -> None:
    headers = seated(demo, who, counter) if who else {}
    answer = ask.get("/", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, place)


@pytest.mark.parametrize("address", ["/sign-in", "/console", "/paper", "/nothing-here"])
def test_nothing_inline_runs_in_a_page(demo: House, ask: httpx.Client, address: str) -> None:
    page = ask.get(address, headers={**seated(demo, "an", 2), "Accept": "text/html"}).text
    assert "<script>" not in page
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", page)
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_an_unknown_address_is_a_calm_page(ask: httpx.Client) -> None:
    answer = ask.get("/nothing-here", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<main" in answer.text
    assert "Traceback" not in answer.text


def test_the_figures_are_only_for_who_sits_at_a_counter(demo: House, ask: httpx.Client) -> None:
    assert ask.get("/console/figures").status_code == 401
    answer = ask.get("/console/figures", headers=seated(demo, "an", 2))
    assert answer.json() == {"served": 0, "mean_ms": None, "parked": 0, "no_show": 0}


def test_the_theme_and_the_letters_come_from_this_server(ask: httpx.Client) -> None:
    page = ask.get("/sign-in").text
    found = re.search(r'href="(/theme/[^"]+)"', page)
    assert found is not None
    theme = ask.get(found[1])
    assert "immutable" in theme.headers["cache-control"]
    font = re.search(r'url\("([^"]+)"\)', theme.text)
    assert font is not None
    assert ask.get(font[1]).headers["content-type"] == "font/woff2"


def test_choosing_a_language_goes_back_only_to_this_server(ask: httpx.Client) -> None:
    assert ask.get("/language/en", params={"next": "/console"}).headers["location"] == "/console"
    assert ask.get("/language/xx", params={"next": "//evil.example"}).headers["location"] == "/"


@pytest.mark.parametrize("address", ["/console", "/admin/people?q=1", "/"])
def test_a_path_of_this_server_is_local(address: str) -> None:
    assert local_path(address) == address


@pytest.mark.parametrize(
    "address", [None, "", "console", "//evil", "/\\evil", "https://evil", "/a\nb", "/" + "a" * 600, "\u2028/x"]
)
def test_everything_else_is_not(address: str | None) -> None:
    assert local_path(address) is None


def test_the_way_back_after_signing_in_is_quoted() -> None:
    assert after_sign_in("/admin/people") == "/sign-in?next=%2Fadmin%2Fpeople"
    assert after_sign_in("/") == "/sign-in"


def test_no_text_can_end_the_block_of_data() -> None:
    assert "<" not in embedded({"name": "</script><b>&"})


def test_the_words_of_a_script_and_of_its_imports_are_found() -> None:
    files = {
        path.relative_to(top).as_posix(): path for top in (frame.STATIC, shell.STATIC) for path in top.rglob("*.js")
    }
    words = Scripts(files).spoken(["pages/console.js"], "en")
    assert {"Call next", "Undo ({n} s)", "Being served"} <= words.keys()
    assert said('x = words("a \\"b\\""), words(\n  "c")') == ['a "b"', "c"]


def test_paper_does_not_exist_without_the_demo(tmp_path: Path) -> None:
    with house(tmp_path / "plain") as office, httpx.Client(base_url=office.url, timeout=60) as client:
        assert client.get("/paper").status_code == 404


def slip(folder: Path, name: str) -> None:
    Image.new("1", (384, 500), 1).save(folder / name)


def test_only_pictures_of_slips_are_served(ask: httpx.Client, paper: Path) -> None:
    slip(paper, "0001.png")
    (paper / "0001.escpos").write_bytes(b"bytes")
    assert ask.get("/paper/0001.png").headers["content-type"] == "image/png"
    for name in ("0001.escpos", "0002.png", "..%2F0001.png", "x.png"):
        assert ask.get(f"/paper/{name}").status_code == 404


@pytest.mark.needs("chromium")
def test_the_newest_slip_appears_large_by_itself(page: Page, demo: House, paper: Path) -> None:
    page.goto(demo.url + "/paper")
    expect(page.locator(".empty")).to_be_visible()
    slip(paper, "0001.png")
    expect(page.locator(".slip")).to_have_attribute("data-job", "0001")
    slip(paper, "0002.png")
    expect(page.locator(".slip")).to_have_attribute("data-job", "0002")
    page.click(".slip-small >> nth=1")
    expect(page.locator(".slip")).to_have_attribute("data-job", "0001")
