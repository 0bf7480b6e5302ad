"""Whatever goes wrong, the answer is one problem document, in the right language, without an echo."""

import json

import pytest

from look.words import say
from tests.asking import Client
from tests.logged import heard
from tests.web.conftest import small_app
from web.problems import GENERAL

JSON = {"Content-Type": "application/json"}


def test_a_broken_text_is_malformed(small: Client) -> None:
    for body in (b'{"word": "a"', b"\xff\xfe{", b"[" * 60_000, b'{"level": ' + b"9" * 5_000 + b"}", b"{'a': 1}"):
        answer = small.post("/api/note", content=body, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), body[:20]


def test_another_media_type_than_json_is_malformed(small: Client) -> None:
    answer = small.post("/api/note", content=b'{"word": "a"}', headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_the_document_is_a_problem_in_vietnamese(small: Client) -> None:
    answer = small.post("/api/note", json={})
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "urn:motcua:problem:invalid"
    assert problem["title"] == say("vi", GENERAL["invalid"].title)
    assert problem["status"] == answer.status_code == 422


def test_each_wrong_field_is_named_once(small: Client) -> None:
    answer = small.post(
        "/api/note", json={"line": "too long a line", "level": "4", "more": 1}, headers={"Accept-Language": "en"}
    )
    errors = {error["field"]: error["why"] for error in answer.json()["errors"]}
    assert errors == {
        "word": "this field is required",
        "line": "must have at most 5 characters",
        "level": "must be a whole number",
        "more": "this field is not known here",
    }
    assert "word: this field is required" in answer.json()["detail"]


def test_what_was_sent_is_never_repeated(small: Client) -> None:
    answer = small.post("/api/note", json={"word": {"pin": "123456"}, "level": "<script>"})
    assert "123456" not in answer.text
    assert "script" not in answer.text


def test_a_field_with_a_strange_name_is_shown_harmlessly(small: Client) -> None:
    body = json.dumps({"word": "a", "\ud800\x00" + "x" * 100: 1})
    answer = small.post("/api/note", content=body.encode(), headers=JSON)
    (error,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert len(error["field"]) <= 60
    assert error["field"].isprintable()


@pytest.mark.parametrize("body", ["null", "[]", '"x"', "3", "NaN", "true"])
def test_json_that_is_no_object_is_refused(small: Client, body: str) -> None:
    answer = small.post("/api/note", content=body.encode(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_unknown_addresses_and_methods_are_problems_too(small: Client) -> None:
    assert small.get("/nowhere").json()["code"] == "unknown_path"
    answer = small.get("/api/note")
    assert answer.json()["code"] == "method_not_allowed"
    assert answer.headers["allow"] == "POST"


def test_a_failure_shows_no_trace_to_people_but_to_the_log() -> None:
    with heard() as logged, Client(small_app()) as client:
        answer = client.get("/api/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text
    (line,) = [one for one in logged if one["event"] == "request_failed"]
    assert line["log_level"] == "error"
    assert line["exc_info"]


def test_every_general_problem_has_words_in_both_languages() -> None:
    for problem in GENERAL.values():
        assert say("en", problem.title) == problem.title
        assert problem.status >= 400


def test_a_problem_of_a_page_is_dressed_for_people() -> None:
    from fastapi import FastAPI
    from starlette.responses import PlainTextResponse

    from web.problems import Answers, Refused

    answers = Answers(page=lambda _request, shown: PlainTextResponse(f"calm: {shown['code']}", shown["status"]))
    app = FastAPI(exception_handlers=answers.handlers())

    @app.get("/busy")
    @app.get("/api/busy")
    def busy() -> None:
        raise Refused("busy", headers={"Retry-After": "5"})

    with Client(app) as client:
        page = client.get("/busy", headers={"Accept": "text/html"})
        program = client.get("/busy", headers={"Accept": "*/*"})
        api = client.get("/api/busy", headers={"Accept": "text/html"})
    assert (page.text, page.headers["retry-after"]) == ("calm: busy", "5")
    assert program.json()["code"] == api.json()["code"] == "busy"
