"""How a browser becomes a screen: one-time keys, cookies, and the calm page for everybody else."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from office.clock import SetClock
from office.domain.moment import MINUTE
from tests.asking import PATIENCE_S
from tests.office_fixture import HEAD, rid
from tests.screens.serving import ScreenOffice, office
from web.sessions import PERSON

PAGES = [("/hall", "hall"), ("/rate/3", "rate:3"), ("/counter/3", "counter:3")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenOffice]:
    """One office for all tests here: none of them changes more than its own device."""
    with office(tmp_path_factory.mktemp("entry")) as served:
        yield served


def text_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


@pytest.mark.parametrize(("path", "role"), PAGES)
def test_a_key_is_exchanged_for_a_cookie_of_that_screen(
    house: ScreenOffice, client: httpx.Client, path: str, role: str
) -> None:
    answer = client.get(path, params={"key": house.key_of(role)})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"motcua_{role.replace(':', '_')}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert client.get(path).status_code == 200
    assert client.get("/api/v1/state", params={"as": role}).status_code == 200


def test_what_else_stands_in_the_address_stays(house: ScreenOffice, client: httpx.Client) -> None:
    answer = client.get("/hall", params={"second": "en", "key": house.key_of("hall")})
    assert answer.headers["location"] == "/hall?second=en"
    assert "bilingual" not in client.get("/hall").text
    client.headers["Accept-Language"] = "vi"
    assert "bilingual" in client.get("/hall?second=en").text
    assert "bilingual" not in client.get("/hall?second=xx").text


def test_a_key_works_once(house: ScreenOffice, client: httpx.Client) -> None:
    key = house.key_of("hall")
    assert client.get("/hall", params={"key": key}).status_code == 303
    with httpx.Client(base_url=house.url, headers={"Accept-Language": "en"}, timeout=PATIENCE_S) as another:
        answer = another.get("/hall", params={"key": key})
        assert answer.status_code == 401
        assert "no longer valid" in text_of(answer)
        assert not another.cookies


def test_who_is_in_may_come_back_to_the_address_that_was_typed(house: ScreenOffice, client: httpx.Client) -> None:
    key = house.key_of("rate:3")
    client.get("/rate/3", params={"key": key})
    answer = client.get("/rate/3", params={"key": key})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rate/3")
    assert client.get("/rate/3").status_code == 200


def test_a_key_lasts_ten_minutes(tmp_path: Path) -> None:
    clock = SetClock()
    with office(tmp_path, clock=clock) as house, httpx.Client(base_url=house.url, timeout=PATIENCE_S) as client:
        key, late = house.key_of("hall"), house.key_of("hall")
        clock.advance(9 * MINUTE)
        assert client.get("/hall", params={"key": key}).status_code == 303
        client.cookies.clear()
        clock.advance(2 * MINUTE)
        assert client.get("/hall", params={"key": late}).status_code == 401


@pytest.mark.parametrize("key", ["", "wrong", "x" * 10_000, "' OR 1=1 --", "\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_a_wrong_key_gets_a_calm_page(house: ScreenOffice, client: httpx.Client, key: str) -> None:
    seq = house.desk.seq
    answer = client.get("/hall", params={"key": key})
    assert answer.status_code == 401
    assert "This address is no longer valid" in text_of(answer)
    assert not client.cookies
    assert house.desk.seq == seq


@pytest.mark.parametrize(("path", "role"), PAGES)
def test_without_a_key_the_page_says_what_to_do(
    house: ScreenOffice, client: httpx.Client, path: str, role: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 401
    text = text_of(answer)
    assert "This screen is not registered yet" in text
    assert text.count("<li>") == 3
    assert "<script" not in text


def test_a_key_of_another_screen_is_refused_and_leaves_nothing(house: ScreenOffice, client: httpx.Client) -> None:
    answer = client.get("/rate/2", params={"key": house.key_of("rate:3")})
    assert answer.status_code == 403
    assert "registered for another screen" in text_of(answer)
    assert 'href="/rate/3"' in answer.text
    assert not client.cookies
    assert client.get("/rate/3").status_code == 401


def test_a_tablet_cannot_be_moved_to_another_counter_by_typing(house: ScreenOffice, client: httpx.Client) -> None:
    client.get("/rate/3", params={"key": house.key_of("rate:3")})
    for path in ("/rate/2", "/counter/3", "/hall"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert 'href="/rate/3"' in text_of(answer)
    assert client.get("/rate/3").status_code == 200


def test_two_screens_live_in_one_browser(house: ScreenOffice, client: httpx.Client) -> None:
    client.get("/rate/3", params={"key": house.key_of("rate:3")})
    client.get("/hall", params={"key": house.key_of("hall")})
    assert client.get("/rate/3").status_code == client.get("/hall").status_code == 200


def test_the_key_of_all_windows_opens_every_page(house: ScreenOffice, client: httpx.Client) -> None:
    client.get("/hall", params={"key": house.key_of("screen")})
    assert [client.get(path).status_code for path, _ in PAGES] == [200, 200, 200]


def test_a_revoked_screen_is_out(house: ScreenOffice, client: httpx.Client) -> None:
    device = house.device("hall")
    client.get("/hall", params={"key": house.key(device)})
    assert client.get("/hall").status_code == 200
    house.premises.doors.revoke_device(HEAD, rid(), device=device)
    assert client.get("/hall").status_code == 401
    assert client.get("/api/v1/state", params={"as": "hall"}).status_code == 401


def test_a_person_who_signed_in_is_no_screen(house: ScreenOffice, client: httpx.Client) -> None:
    keys = house.premises.doors.fresh_keys()
    house.premises.doors.sign_in("binh", None, keys)
    client.cookies.set(PERSON, keys.token)
    client.cookies.set("motcua_hall", keys.token)
    assert client.get("/hall").status_code == 401


@pytest.mark.parametrize(
    "path", ["/rate/0", "/rate/100", "/rate/03", "/rate/x", "/counter/-1", "/rate/\N{FULLWIDTH DIGIT THREE}"]
)
def test_no_page_where_no_counter_can_be(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_inline_may_run(house: ScreenOffice, client: httpx.Client) -> None:
    client.get("/hall", params={"key": house.key_of("screen")})
    for path, _ in PAGES:
        answer = client.get(path)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert " style=" not in answer.text
        assert " on" not in answer.text.replace(" on ", "").split("<body", 1)[1].split("<script", 1)[0]


def test_the_style_of_televisions_has_no_variables_and_is_kept(house: ScreenOffice, client: httpx.Client) -> None:
    client.get("/hall", params={"key": house.key_of("screen")})
    page = client.get("/hall").text
    address = page.split('rel="stylesheet" href="')[2].split('"')[0]
    sheet = client.get(address)
    assert sheet.status_code == 200
    assert "immutable" in sheet.headers["cache-control"]
    assert "#FFD100" in sheet.text
    assert "@font-face" in sheet.text
    for too_new in ("var(", "grid", "gap:", "min(", "clamp(", "inset:", "dvh"):
        assert too_new not in sheet.text
    assert client.get(address, headers={"If-None-Match": sheet.headers["etag"]}).status_code == 304
    assert client.get("/screens/old/none.css").status_code == 404
