"""A key that is scanned: the drawing on the admin's page opens the screen."""

import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.asking import PATIENCE_S
from tests.office_fixture import HEAD, rid
from tests.screens.opening import LOADING_MS, PATIENCE_MS
from tests.screens.serving import ScreenOffice, office
from web.languages import COOKIE
from web.sessions import PERSON

ORIGIN = "http://192.168.1.20:8080"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenOffice]:
    """One office for all tests here: each has its own device."""
    with office(tmp_path_factory.mktemp("keys")) as served:
        yield served


def session_of(house: ScreenOffice, person: str) -> str:
    keys = house.premises.doors.fresh_keys()
    house.premises.doors.sign_in(person, None, keys)
    return keys.token


@pytest.fixture
def head(house: ScreenOffice) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {session_of(house, 'binh')}"}
    with httpx.Client(base_url=f"{house.url}/api/v1/admin/devices", headers=headers, timeout=PATIENCE_S) as client:
        yield client


def ask(client: httpx.Client, device: str, origin: object = ORIGIN, request_id: str | None = None) -> httpx.Response:
    body: dict[str, Any] = {"request_id": request_id or str(uuid.uuid4()), "origin": origin}
    return client.post(f"/{device}/key-to-scan", json=body)


@pytest.mark.parametrize(("role", "path"), [("hall", "/hall"), ("rate:2", "/rate/2"), ("counter:1", "/counter/1")])
def test_the_address_leads_to_the_page_of_the_device(
    house: ScreenOffice, head: httpx.Client, role: str, path: str
) -> None:
    answer = ask(head, house.device(role))
    assert answer.status_code == 201
    made = answer.json()
    assert made["address"].startswith(f"{ORIGIN}{path}?key=")
    assert made["qr"].startswith("<svg")
    key = made["address"].split("key=")[1]
    assert httpx.get(f"{house.url}{path}", params={"key": key}, timeout=PATIENCE_S).status_code == 303


def test_a_repeated_request_shows_no_secret_twice(house: ScreenOffice, head: httpx.Client) -> None:
    device, once = house.device("hall"), str(uuid.uuid4())
    first, second = (ask(head, device, request_id=once) for _ in range(2))
    assert first.json()["address"] is not None
    assert second.json() == {**first.json(), "address": None, "qr": None}


@pytest.mark.parametrize("role", ["touch", "screen"])
def test_a_device_without_a_page_gets_no_address(house: ScreenOffice, head: httpx.Client, role: str) -> None:
    assert ask(head, house.device(role)).status_code == 404


@pytest.mark.parametrize(
    "origin", ["", "javascript:alert(1)", "http://a/b", 'http://a"><svg', "http://" + "x" * 300, None, 3]
)
def test_only_the_name_of_a_server_is_taken(house: ScreenOffice, head: httpx.Client, origin: object) -> None:
    assert ask(head, house.device("hall"), origin).status_code == 422


def test_clerks_make_no_keys(house: ScreenOffice) -> None:
    device = house.device("hall")
    with httpx.Client(base_url=f"{house.url}/api/v1/admin/devices", timeout=PATIENCE_S) as client:
        assert ask(client, device).status_code == 401
        client.headers["Authorization"] = f"Bearer {session_of(house, 'an')}"
        assert ask(client, device).status_code == 403


@pytest.fixture
def devices_page(browser: Browser, house: ScreenOffice) -> Iterator[Page]:
    profile = browser.new_context(viewport={"width": 1366, "height": 768})
    token = session_of(house, "binh")
    profile.add_cookies(
        [{"name": name, "value": value, "url": house.url} for name, value in ((PERSON, token), (COOKIE, "en"))]
    )
    page = profile.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.set_default_navigation_timeout(LOADING_MS)
    house.premises.doors.add_device(HEAD, rid(), role="hall", name="Sảnh chính")
    page.goto(f"{house.url}/admin/devices")
    yield page
    profile.close()


@pytest.mark.needs("chromium", "zbarimg")
def test_the_drawing_on_the_page_can_be_scanned(devices_page: Page, house: ScreenOffice, tmp_path: Path) -> None:
    devices_page.locator("tr", has_text="Sảnh chính").get_by_text("Address for a browser").click()
    dialog = devices_page.locator('dialog[data-dialog="key"]')
    expect(dialog).to_be_visible()
    expect(dialog.locator(".note-warn")).to_contain_text("127.0.0.1")
    picture = tmp_path / "qr.png"
    dialog.locator(".key-qr").screenshot(path=picture)
    read = subprocess.run(["zbarimg", "-q", "--raw", str(picture)], capture_output=True, text=True, check=True)
    address = read.stdout.strip()
    assert address == dialog.locator("output").inner_text()
    assert address.startswith(f"{house.url}/hall?key=")
    assert httpx.get(address, timeout=PATIENCE_S).status_code == 303
    devices_page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
