"""The frame around every office page: who is signed in, and where they can go.

Owns the office's name in it and the way back to the sign-in page. Does not know what a page is about. Everything that
the pages of the tier above have as well is `web.frame`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kiosk.web.pages import places
from look.words import say
from office.domain.people import Actor
from office.keyring import Ended
from web import languages as asked
from web import sessions
from web.frame import Frame
from web.frame.addresses import after_sign_in

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")


class Doorkeeper(Protocol):
    """What pages need to know about sessions; `office.doors.Doors` is one."""

    def who(self, token: str) -> tuple[Actor, str | None] | None: ...
    def ended(self, token: str) -> Ended | None: ...


class Shell(Frame):
    """Makes pages. `zone`: the office's time zone; `templates` and `static`: folders of further parts (admin)."""

    def __init__(
        self,
        doors: Doorkeeper,
        *,
        office_name: Callable[[], str],
        training: Callable[[], bool] = lambda: False,
        zone: str = "Asia/Ho_Chi_Minh",
        templates: Sequence[Path] = (),
        static: Sequence[Path] = (),
    ) -> None:
        super().__init__(zone=zone, templates=[TEMPLATES, *templates], static=[STATIC, *static])
        self.doors = doors
        self._office_name = office_name
        self._training = training

    def who(self, request: Request) -> tuple[Actor, str] | None:
        """The person of this request and the CSRF token of the session; None for strangers and screens."""
        found = sessions.carried(request)
        known = self.doors.who(found.token) if found is not None else None
        if found is None or known is None or not known[0].is_person:
            return None
        return known[0], sessions.csrf_of(found.token, known[1])

    def page(
        self,
        request: Request,
        template: str,
        *,
        active: str = "",
        styles: Sequence[str] = (),
        scripts: Sequence[str] = (),
        pictures: Iterable[str] = (),
        data: Mapping[str, Any] | None = None,
        status: int = 200,
        **values: object,
    ) -> HTMLResponse:
        """The finished page. `data` becomes `page.data` of its scripts, `pictures` what they may draw."""
        person, csrf = self.who(request) or (None, None)
        role_name = places.ROLE_NAMES.get(person.role, person.role) if person else ""
        frame = {
            "person": person,
            "role_name": say(asked.of(request), role_name),
            "places": places.of_role(person.role) if person else [],
            "office_name": self._office_name(),
            "training": self._training(),
            "active": active,
        }
        return self.framed(
            request,
            template,
            written={"csrf": csrf, "person": _person(person), "data": data or {}},
            styles=styles,
            scripts=scripts,
            always=["pages/shell.js"],
            pictures=pictures,
            status=status,
            **(frame | values),
        )

    def to_sign_in(self, request: Request) -> RedirectResponse:
        """Ask a stranger to sign in and bring them back here."""
        return RedirectResponse(after_sign_in(request.url.path), 303)

    def problem_page(self, request: Request, shown: Mapping[str, Any]) -> Response:
        """A problem document as a calm page (for `web.problems.answering`)."""
        if shown["status"] == 401:
            return self.to_sign_in(request)
        return self.page(request, "problem.html", status=int(shown["status"]), problem=shown)


def _person(person: Actor | None) -> dict[str, object] | None:
    if person is None:
        return None
    return {"id": person.id, "name": person.name, "role": person.role, "counter": person.counter}
