"""The table of refusals: complete, in words that fit, and the same as its page in the docs."""

import json
import re
import string
from functools import partial
from pathlib import Path

import pytest
from starlette.requests import Request

from kiosk.web.api import errors, refusals
from look.words import say
from office.domain import refusals as office
from office.domain.refusals import Invalid, Locked, Refusal, WrongState
from tests.asking import told
from web.problems import GENERAL, Answers, Problem

DOCS = Path(errors.__file__).parents[3] / "docs" / "api-errors.md"
STATUS = {
    "wrong_pin": 401,
    "taken_over": 401,
    "forbidden": 403,
    "not_your_counter": 403,
    "invalid": 422,
    "locked": 429,
    "too_many": 429,
    "store_unavailable": 503,
}


def kinds() -> list[type[Refusal]]:
    found = [one for one in vars(office).values() if isinstance(one, type) and issubclass(one, Refusal)]
    return [one for one in found if one is not Refusal]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_every_refusal_has_its_status_and_words(kind: type[Refusal]) -> None:
    problem = refusals.PROBLEMS[kind.code]
    wanted = 404 if kind.code.startswith("unknown_") else STATUS.get(kind.code, 409)
    assert problem.status == wanted
    assert problem.title
    assert problem.detail.endswith((".", "}"))


def test_no_line_of_the_table_is_left_over() -> None:
    assert set(refusals.PROBLEMS) == {kind.code for kind in kinds()}
    for code in set(refusals.PROBLEMS) & set(GENERAL):
        assert refusals.PROBLEMS[code] == GENERAL[code]


@pytest.mark.parametrize("problem", [*refusals.PROBLEMS.values(), *GENERAL.values()], ids=lambda one: one.code)
def test_the_vietnamese_names_the_same_fields(problem: Problem) -> None:
    for text in (problem.title, problem.detail):
        fields = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        spoken = say("vi", text)
        assert {name for _, name, _, _ in string.Formatter().parse(spoken) if name} == fields
        assert not re.search(r"[{}]", re.sub(r"\{\w+\}", "", spoken))


def test_the_page_of_errors_is_up_to_date() -> None:
    made = "run: python -m kiosk.web.api.errors > docs/api-errors.md"
    assert DOCS.read_text(encoding="utf-8") == errors.page(), made


def shown(refusal: Refusal, language: str = "en") -> tuple[dict[str, object], dict[str, str]]:
    scope = {"type": "http", "method": "POST", "path": "/api/v1/x", "query_string": b"", "scheme": "http"}
    request = Request({**scope, "headers": [(b"accept-language", language.encode())]})
    answer = told(partial(refusals.RefusalAnswers(Answers()), request, refusal))
    return json.loads(bytes(answer.body)), dict(answer.headers)


def test_the_facts_of_a_refusal_become_fields() -> None:
    problem, _ = shown(WrongState(state="called", code="mine", status=1))
    assert (problem["state"], problem["code"], problem["status"]) == ("called", "wrong_state", 409)


def test_how_long_to_wait_stands_in_the_words_and_in_the_header() -> None:
    problem, headers = shown(Locked(retry_after=300))
    assert headers["retry-after"] == "300"
    assert "300" in str(problem["detail"])


def test_an_invalid_value_of_the_desk_looks_like_every_422() -> None:
    problem, _ = shown(Invalid(field="level", why="must be at most {le}", le=4))
    assert problem["errors"] == [{"field": "level", "why": "must be at most 4"}]
    assert "level: must be at most 4" in str(problem["detail"])
    assert "why" not in problem


def test_an_invalid_value_without_reason_is_still_a_sentence() -> None:
    problem, _ = shown(Invalid())
    assert "is not acceptable" in str(problem["detail"])
