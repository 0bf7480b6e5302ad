"""Pages and files: escaped, in the right language, trusted by nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from jinja2 import UndefinedError
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tests.asking import Client
from web.headers import SafeHeaders
from web.pages import Pages
from web.problems import Answers
from web.static import Static


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    (tmp_path / "templates").mkdir()
    (tmp_path / "files" / "parts").mkdir(parents=True)
    (tmp_path / "files" / "console.js").write_text("import './parts/a.js';", encoding="utf-8")
    (tmp_path / "files" / "parts" / "a.js").write_text("export {};", encoding="utf-8")
    (tmp_path / "templates" / "hello.html").write_text(
        "<html lang={{ language }}><p>{{ name }}</p><script src={{ static('console.js') }}></script>{{ office }}",
        encoding="utf-8",
    )
    (tmp_path / "templates" / "wrong.html").write_text("{{ nothing }}", encoding="utf-8")
    static = Static([tmp_path / "files"])
    pages = Pages([tmp_path / "templates"], static, {"office": "Xã An Bình"})
    app = FastAPI(exception_handlers=Answers().handlers())
    app.state.static = static

    @app.get("/hello")
    def hello(request: Request, name: str = "") -> HTMLResponse:
        return pages.page(request, "hello.html", name=name)

    @app.get("/wrong")
    def wrong(request: Request) -> HTMLResponse:
        return pages.page(request, "wrong.html")

    app.mount("/static", static)
    app.add_middleware(SafeHeaders)
    with Client(app) as found:
        yield found


def test_a_page_is_escaped_and_in_the_asked_language(client: Client) -> None:
    text = client.get("/hello", params={"name": "<b>x</b>"}).text
    assert "&lt;b&gt;x" in text
    assert "lang=vi" in text
    assert "Xã An Bình" in text
    assert "lang=en" in client.get("/hello", headers={"Cookie": "motcua_language=en"}).text


def test_a_name_that_a_template_does_not_know_is_a_mistake(client: Client) -> None:
    with pytest.raises(UndefinedError):
        client.get("/wrong")


def test_no_page_runs_or_loads_anything_foreign(client: Client) -> None:
    headers = client.get("/hello").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_files_are_kept_for_ever_under_their_digest(client: Client) -> None:
    address = client.get("/hello").text.split("src=")[1].split(">")[0]
    answer = client.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")
    beside = client.get(address.replace("console.js", "parts/a.js"))
    assert beside.text == "export {};"
    again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_old_digest_still_finds_the_file_but_keeps_nothing(client: Client) -> None:
    answer = client.get("/static/0000/console.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../app.py",
        "/static/x/%2e%2e/templates/hello.html",
        "/static/x//etc/passwd",
        "/static/",
        "/static/x/none.js",
        "/static/x/a%00.js",
    ],
)
def test_only_known_files_exist(client: Client, path: str) -> None:
    assert client.get(path).json()["code"] == "unknown_path"


def test_files_cannot_be_posted_to(client: Client) -> None:
    assert client.post("/static/x/console.js").json()["code"] == "method_not_allowed"


def test_a_mistyped_file_is_noticed_when_the_page_is_made(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"no static file 'a\.js'"):
        Static([tmp_path]).address("a.js")
