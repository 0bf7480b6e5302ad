"""The pages that people of the office open: sign-in, the counter's console, and the paper of the demo.

Owns their addresses and what each page is told when it opens; everything that changes something goes through the LAN
API. The rule that surprises: `/` shows nothing itself, it sends everybody where they work.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypedDict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kiosk.web.pages import boards, guide, lookup, paper, small_window
from kiosk.web.pages.shell import Shell
from office.domain.house import Calling
from office.domain.people import Actor, Role
from office.views import LineView, ReasonsView, StateView
from web import sessions
from web.frame.addresses import local_path
from web.problems import Refused

CONSOLE_PICTURES = (
    "speaker",
    "information",
    "printer",
    "warning",
    "priority",
    "people",
    "pause",
    "clock",
    "check",
    "note",
)
SIGN_IN_PICTURES = ("person", "counter", "back", "lock", "settings", "warning")


class Person(TypedDict):
    """Somebody who may sign in. `counter`: where they usually sit, or None; `photo_url`: on this server, or None."""

    id: str
    name: str
    title: str
    role: str
    photo_url: str | None
    counter: int | None


class Reading(lookup.Reading, Protocol):
    """What the pages read; `office.desk.Desk` is one."""

    def line(self, counter: int) -> LineView: ...
    def counter_day(self, counter: int) -> Any: ...
    def reasons(self) -> ReasonsView: ...


def router(
    desk: Reading,
    shell: Shell,
    look_people: Callable[[], Sequence[Person]],
    *,
    paper_dir: Path | None = None,
    virtual_boards: boards.VirtualBoards | None = None,
    calling: Callable[[], Calling] = Calling,
) -> APIRouter:
    """All pages. `paper_dir`, `virtual_boards`: only in the demo.

    `calling`: the rule of the house, for the hints of the console.
    """
    pages = APIRouter(include_in_schema=False)
    pages.include_router(shell.routes())
    pages.include_router(_sign_in(desk, shell, look_people))
    pages.include_router(_console(desk, shell, calling))
    pages.include_router(lookup.router(desk, shell))
    pages.include_router(guide.router(shell))
    if paper_dir is not None:
        pages.include_router(paper.router(shell, paper_dir))
    if virtual_boards is not None:
        pages.include_router(boards.router(shell, virtual_boards))
    return pages


def home_of(person: Actor | None) -> str:
    """Where this person works: a counter's console, the admin pages, or the sign-in page."""
    if person is None:
        return "/sign-in"
    if person.counter is not None:
        return "/console"
    return "/sign-in" if person.role == Role.CLERK else "/admin"


def _sign_in(desk: Reading, shell: Shell, look_people: Callable[[], Sequence[Person]]) -> APIRouter:
    pages = APIRouter()

    @pages.get("/")
    def start(request: Request) -> Response:
        person = shell.who(request)
        return RedirectResponse(home_of(person[0] if person else None), 303)

    @pages.get("/sign-in")
    def sign_in(request: Request) -> Response:
        state = desk.state()
        data = {
            "people": list(look_people()),
            "counters": _seats(state),
            "next": local_path(request.query_params.get("next")),
            "ended": "ended" in request.query_params,
            "taken_over": _taken_over(request, shell),
        }
        return shell.page(
            request,
            "sign_in.html",
            styles=["pages/sign_in.css"],
            scripts=["pages/sign_in.js"],
            pictures=SIGN_IN_PICTURES,
            data=data,
            state=state,
        )

    @pages.get("/sign-in/counters")
    def counters() -> Response:
        return JSONResponse({"counters": _seats(desk.state())})

    return pages


def _taken_over(request: Request, shell: Shell) -> dict[str, int] | None:
    """Where and when the person of this browser has signed in elsewhere, if that ended the session here."""
    found = sessions.carried(request)
    ended = None if found is None else shell.doors.ended(found.token)
    return None if ended is None else {"counter": ended.counter, "moved_to": ended.moved_to, "at": ended.at}


def _seats(state: StateView) -> list[dict[str, object]]:
    """The counters as the sign-in page shows them: what they serve, and who sits there."""
    names = {service["id"]: service["name"] for service in state["services"]}
    return [
        {
            "number": counter["number"],
            "name": counter["name"],
            "services": [names.get(service, service) for service in counter["services"]],
            "clerk": counter["clerk"],
        }
        for counter in state["counters"]
    ]


def _console(desk: Reading, shell: Shell, calling: Callable[[], Calling]) -> APIRouter:
    pages = APIRouter()

    @pages.get("/console")
    def console(request: Request) -> Response:
        found = shell.who(request)
        if found is None or found[0].counter is None:
            return shell.to_sign_in(request)
        counter = found[0].counter
        rules = calling()
        data = {
            "counter": counter,
            "state": desk.state(),
            "line": desk.line(counter),
            "figures": desk.counter_day(counter),
            "no_show": {"calls": rules.no_show_calls, "ms": rules.no_show_ms},
            "reasons": desk.reasons(),
            "version": shell.static.version,
        }
        page = shell.page(
            request,
            "console.html",
            styles=["pages/console.css"],
            scripts=["pages/console.js"],
            pictures=CONSOLE_PICTURES,
            data=data,
        )
        return small_window.allowed(page)

    @pages.get("/console/version")
    def version() -> Response:
        """Which scripts a page opened now would get; a page that has others starts anew."""
        return JSONResponse({"version": shell.static.version})

    @pages.get("/console/figures")
    def figures(request: Request) -> Response:
        found = shell.who(request)
        if found is None or found[0].counter is None:
            raise Refused("unauthenticated")
        return JSONResponse(desk.counter_day(found[0].counter))

    return pages
