"""What a caller gets when the answer is no: one problem document (RFC 9457) for every way of failing.

Owns the form of the document, the problems that any web server of the product can have, and the conversion of
everything that FastAPI would have said in its own words. Does not know why an office refuses: its table comes
in from above. The rule that surprises: nothing that the caller sent is repeated in a problem, so no text of a
stranger can reach a log or a page through it.
"""

import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Scope

from look.words import N_, say
from web import complaints, languages

MEDIA_TYPE = "application/problem+json"
URN = "urn:motcua:problem:"

ErrorPage = Callable[[Request, "Document"], Response]
"""Makes a calm page out of a document, for a person whose browser asked for a page."""

Document = dict[str, Any]
Answering = Callable[[Request, Any], Coroutine[Any, Any, Response]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of a table. `title` and `detail` are English msgids; `detail` may name `{facts}`."""

    code: str
    status: int
    title: str
    detail: str


GENERAL = {
    problem.code: problem
    for problem in (
        Problem(
            "malformed",
            400,
            N_("The request cannot be read"),
            N_("The request is not valid JSON (Content-Type: application/json, UTF-8)."),
        ),
        Problem(
            "unauthenticated",
            401,
            N_("Please sign in"),
            N_("You are not signed in, or your session has ended. Please sign in again."),
        ),
        Problem(
            "forbidden",
            403,
            N_("Not allowed"),
            N_("Your role does not allow this. If you need it, please ask the head of the office."),
        ),
        Problem(
            "csrf",
            403,
            N_("The page is out of date"),
            N_("This page was opened before you signed in again. Please reload it and try once more."),
        ),
        Problem(
            "https_only",
            403,
            N_("Only over https"),
            N_("This machine takes nothing over plain http. Please use the same address with https."),
        ),
        Problem(
            "unknown_path",
            404,
            N_("There is no such address"),
            N_("Nothing is found at this address. Please check it."),
        ),
        Problem(
            "method_not_allowed",
            405,
            N_("Not possible at this address"),
            N_("This address does not take this kind of request."),
        ),
        Problem(
            "too_slow",
            408,
            N_("The request came too slowly"),
            N_("The request did not arrive in time. Please check the network and try again."),
        ),
        Problem(
            "too_large",
            413,
            N_("The request is too large"),
            N_("The request is larger than {limit} bytes, the most that is accepted here."),
        ),
        Problem(
            "invalid",
            422,
            N_("Something is missing or not right"),
            N_("Please check what was entered: {complaint}"),
        ),
        Problem(
            "too_fast",
            429,
            N_("Too many requests"),
            N_("Too many requests came from here in a short time. Please try again in {seconds} seconds."),
        ),
        Problem(
            "head_too_large",
            431,
            N_("The request is too large"),
            N_("The address or the headers of the request are too long. Please open the page anew."),
        ),
        Problem(
            "internal",
            500,
            N_("Something went wrong"),
            N_("The office service met an error. Nothing needs to be entered again; please try once more."),
        ),
        Problem(
            "busy",
            503,
            N_("Too many requests at once"),
            N_("The office service is busy. Please try again in a moment."),
        ),
        Problem(
            "shutting_down",
            503,
            N_("The office service is restarting"),
            N_("The office service is restarting. Please try again in a few seconds."),
        ),
    )
}
"""What any web server of the product may answer, by code."""

_BY_STATUS = {400: "malformed", 401: "unauthenticated", 403: "forbidden", 404: "unknown_path"} | {
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    422: "invalid",
    429: "too_fast",
    503: "busy",
}


class Refused(HTTPException):
    """The web itself says no, with one of its problems. `facts` become fields of the document."""

    def __init__(self, problem: Problem | str, *, headers: Mapping[str, str] | None = None, **facts: object) -> None:
        self.problem = GENERAL[problem] if isinstance(problem, str) else problem
        self.facts = facts
        super().__init__(self.problem.status, self.problem.code, dict(headers or {}))


def document(problem: Problem, language: str, facts: Mapping[str, object] | None = None) -> Document:
    """The problem in words: `type`, `code`, `status`, `title`, `detail` and the facts as further fields."""
    facts = dict(facts or {})
    title = say(language, problem.title)
    fixed = {
        "type": URN + problem.code,
        "code": problem.code,
        "status": problem.status,
        "title": title,
        "detail": _filled(say(language, problem.detail), facts, title),
    }
    return {**fixed, **facts, **fixed}


def _first_complaint(facts: Mapping[str, Any]) -> str:
    errors = facts.get("errors") or [{"field": "", "why": ""}]
    return ": ".join(part for part in (errors[0]["field"], errors[0]["why"]) if part)


def _filled(text: str, facts: Mapping[str, object], otherwise: str) -> str:
    try:
        return text.format_map({**facts, "complaint": _first_complaint(facts)})
    except (KeyError, IndexError, AttributeError):
        return otherwise


class ProblemResponse(Response):
    """A document on the wire. A text that UTF-8 cannot carry becomes "?" instead of a second failure."""

    media_type = MEDIA_TYPE

    def __init__(self, shown: Document, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(shown, shown["status"], dict(headers or {}))

    def render(self, content: Document) -> bytes:
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def answer(
    request: HTTPConnection | Scope,
    problem: Problem | str,
    facts: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """The response to this request, in its language."""
    scope = request.scope if isinstance(request, HTTPConnection) else request
    found = GENERAL[problem] if isinstance(problem, str) else problem
    return ProblemResponse(document(found, languages.of_scope(scope), facts), headers)


@dataclass(frozen=True, slots=True)
class Answers:
    """Turns each exception that may leave an endpoint into its response.

    `page`, when given, dresses problems for people whose browser waits for a page outside `/api/`.
    """

    page: ErrorPage | None = None

    def of(
        self,
        request: Request,
        problem: Problem,
        facts: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        shown = document(problem, languages.of(request), facts)
        if self.page is not None and wants_page(request):
            dressed = self.page(request, shown)
            dressed.headers.update(headers or {})
            return dressed
        return ProblemResponse(shown, headers)

    async def refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return self.of(request, error.problem, error.facts, error.headers)

    async def http(self, request: Request, error: Exception) -> Response:
        """What Starlette and FastAPI raise themselves: unknown paths, wrong methods, unreadable bodies."""
        assert isinstance(error, HTTPException)
        if error.status_code < 400:
            return Response(status_code=error.status_code, headers=error.headers)
        known = GENERAL[_BY_STATUS.get(error.status_code, "internal")]
        problem = Problem(known.code, error.status_code, known.title, known.detail)
        return self.of(request, problem, None, error.headers)

    async def fields(self, request: Request, error: Exception) -> Response:
        """FastAPI's own 422: not JSON at all is `malformed`, everything else names each field."""
        assert isinstance(error, RequestValidationError)
        if complaints.is_malformed(error):
            return self.of(request, GENERAL["malformed"])
        found = complaints.of(error.errors(), languages.of(request))
        return self.of(request, GENERAL["invalid"], {"errors": found})

    def handlers(
        self, further: Mapping[int | type[Exception], Answering] | None = None
    ) -> dict[int | type[Exception], Answering]:
        """For `FastAPI(exception_handlers=…)`; `further` are the families of refusals of the floors above."""
        return {
            **(further or {}),
            Refused: self.refused,
            HTTPException: self.http,
            RequestValidationError: self.fields,
        }


def wants_page(request: Request) -> bool:
    """Whether a person's browser waits for a page here, and not a program for JSON."""
    if request.url.path.startswith("/api/"):
        return False
    return "text/html" in request.headers.get("accept", "")
