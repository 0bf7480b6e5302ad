"""The frame around the tier's pages: its name, where one can go, who is signed in."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from district.people import Caller, Role
from district.web.gate import caller_of
from look.words import N_, say
from web import languages as asked
from web.frame import Frame
from web.frame.addresses import after_sign_in

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")
SCRIPT = "district/shell.js"
ROLE_NAMES = {Role.ADMIN: N_("Administrator"), Role.VIEWER: N_("Viewer"), Role.PROGRAM: N_("Program")}


class Shell(Frame):
    """Makes pages for people with a session; a program's token opens none."""

    def __init__(self, tier_name: str, zone: str) -> None:
        super().__init__(zone=zone, templates=[TEMPLATES], static=[STATIC])
        self._tier_name = tier_name

    def who(self, request: Request) -> tuple[Caller, str] | None:
        found = caller_of(request)
        return None if found is None or found[0].role == Role.PROGRAM else found

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
        person: tuple[Caller, str] | None = None,
        **values: object,
    ) -> HTMLResponse:
        """The finished page; `person` as `who` gave it."""
        caller, csrf = person or (None, None)
        shown = None if caller is None else {"id": caller.id, "name": caller.name, "role": caller.role.value}
        return self.framed(
            request,
            template,
            written={"csrf": csrf, "person": shown, "data": data or {}},
            styles=styles,
            scripts=scripts,
            always=[SCRIPT],
            pictures=pictures,
            status=status,
            person=caller,
            role_name="" if caller is None else say(asked.of(request), ROLE_NAMES[caller.role]),
            tier_name=self._tier_name,
            active=active,
            **values,
        )

    def to_sign_in(self, request: Request) -> RedirectResponse:
        """Ask a stranger to sign in and bring them back here."""
        return RedirectResponse(after_sign_in(request.url.path), 303)

    def problem_page(self, request: Request, shown: Mapping[str, Any]) -> Response:
        """A problem document as a calm page; does not ask the database who is reading."""
        if shown["status"] == 401:
            return self.to_sign_in(request)
        status, styles = int(shown["status"]), ["district/district.css"]
        return self.page(request, "problem.html", styles=styles, status=status, problem=shown)
