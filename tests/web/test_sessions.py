"""Which token a request carries, and when a browser has to prove that its page meant it."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from web import sessions


def request(method: str = "GET", query: str = "", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request(
        {
            "type": "http",
            "method": method,
            "path": "/",
            "query_string": query.encode(),
            "headers": raw,
            "scheme": "http",
        }
    )


def test_a_bearer_token_goes_before_any_cookie() -> None:
    found = sessions.carried(request(authorization="Bearer abc", cookie="motcua_session=xyz"))
    assert found == sessions.Carried("abc", by_cookie=False)


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer ", "abc", "Bearer " + "x" * 257])
def test_other_authorizations_are_none(header: str) -> None:
    assert sessions.carried(request(authorization=header)) is None


def test_a_person_goes_before_the_screens_of_the_same_browser() -> None:
    cookie = "motcua_hall=h; motcua_session=p; motcua_rate_3=r"
    assert sessions.carried(request(cookie=cookie)) == sessions.Carried("p", by_cookie=True)


def test_a_page_of_a_screen_says_which_screen_it_is() -> None:
    cookie = "motcua_session=p; motcua_rate_3=r; motcua_rate_4=s"
    assert sessions.carried(request(query="as=rate:3", cookie=cookie)) == sessions.Carried("r", by_cookie=True)
    assert sessions.carried(request(x_motcua_as="rate:4", cookie=cookie)) == sessions.Carried("s", by_cookie=True)
    assert sessions.carried(request(query="as=rate:5", cookie=cookie)) is None
    assert sessions.carried(request(query="as=session", cookie=cookie)) is None


def test_one_screen_needs_no_name_but_two_do() -> None:
    assert sessions.carried(request(cookie="motcua_hall=h; motcua_language=vi")) == sessions.Carried(
        "h", by_cookie=True
    )
    assert sessions.carried(request(cookie="motcua_hall=h; motcua_rate_3=r")) is None


def test_only_a_cookie_that_changes_something_needs_csrf() -> None:
    cookie, bearer = sessions.Carried("t", by_cookie=True), sessions.Carried("t", by_cookie=False)
    assert sessions.csrf_holds(request("GET"), cookie, "right")
    assert sessions.csrf_holds(request("POST"), bearer, "right")
    assert not sessions.csrf_holds(request("POST"), cookie, "right")
    assert not sessions.csrf_holds(request("POST", x_csrf_token="wrong"), cookie, "right")
    assert sessions.csrf_holds(request("POST", x_csrf_token="right"), cookie, "right")


def test_a_screen_without_a_kept_secret_gets_one_from_its_token() -> None:
    made = sessions.csrf_of("token", None)
    assert len(made) == 32
    assert "token" not in made
    assert sessions.csrf_of("token", "kept") == "kept"


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    response = Response()
    sessions.give_cookie(response, request(), "t")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("motcua_session=t;")
    for word in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert word in cookie
    assert "Secure" not in cookie


def test_screens_have_their_own_cookies() -> None:
    assert sessions.device_cookie("rate:3") == "motcua_rate_3"
    for wrong in ("rate:0", "rate", "head", "rate:100", "session"):
        with pytest.raises(ValueError, match="no such screen"):
            sessions.device_cookie(wrong)
