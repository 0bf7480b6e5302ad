"""`/trust`: what a computer of the office needs to believe it, for people and for programs."""

import re
import ssl
from collections.abc import Iterator
from hashlib import sha256

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.asking import PATIENCE_S
from tests.screens.serving import TRUSTED, ScreenOffice, office

ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:131.0) Gecko/20100101 Firefox/131.0"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenOffice]:
    with office(tmp_path_factory.mktemp("trust") / "data", staffed=False) as found:
        yield found


@pytest.fixture
def stranger(served: ScreenOffice) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=PATIENCE_S) as client:
        yield client


def test_both_files_are_the_authority_and_nothing_else(stranger: httpx.Client) -> None:
    der, pem = stranger.get("/trust/motcua-ca.crt"), stranger.get("/trust/motcua-ca.pem")
    assert pem.content == TRUSTED.read_bytes()
    assert der.content == ssl.PEM_cert_to_DER_cert(pem.text)
    assert der.headers["content-type"] == "application/x-x509-ca-cert"
    assert 'filename="motcua-ca.crt"' in der.headers["content-disposition"]


@pytest.mark.parametrize("name", ["ca.key", "server.pem", "..%2Fserver.pem", "motcua-ca.key"])
def test_there_is_no_other_file(stranger: httpx.Client, name: str) -> None:
    assert stranger.get(f"/trust/{name}").status_code == 404


def test_the_page_shows_the_fingerprint_of_the_file(stranger: httpx.Client) -> None:
    digest = sha256(stranger.get("/trust/motcua-ca.crt").content).hexdigest().upper()
    shown = re.sub(r"<[^>]+>|\s", "", stranger.get("/trust").text)
    assert digest in shown


@pytest.mark.parametrize(
    ("agent", "system"), [(ANDROID, "android"), (IPAD, "ipad"), (FIREFOX, "firefox"), ("", "windows")]
)
def test_the_steps_of_ones_own_system_are_open(stranger: httpx.Client, agent: str, system: str) -> None:
    text = stranger.get("/trust", headers={"user-agent": agent}).text
    assert re.findall(r'<details class="system" open id="(\w+)"', text) == [system]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    profile = browser.new_context(viewport={"width": 390, "height": 844})
    yield profile.new_page()
    profile.close()


@pytest.mark.needs("chromium")
def test_a_clerk_opens_another_system_and_its_file_can_be_loaded(page: Page, served: ScreenOffice) -> None:
    page.goto(f"{served.url}/trust")
    page.locator("#firefox summary").click()
    expect(page.locator("#firefox li")).to_have_count(3)
    with page.expect_download() as loading:
        page.locator("#firefox a.button").click()
    assert loading.value.suggested_filename == "motcua-ca.pem"
