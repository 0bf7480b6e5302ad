"""The boards of the demo: what each emulated board shows, and keys to press.

Owns `/boards`. Exists only in the demo and answers only this machine itself, as `/paper` does. The rule that surprises:
a press goes the whole way over the emulated wire, so nothing happens here that a real keypad would not do.
"""

from typing import Any, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk.web.pages.paper import only_here
from kiosk.web.pages.shell import Shell
from web.problems import Refused


class VirtualBoards(Protocol):
    """The emulated bus of the demo."""

    def seen(self) -> dict[str, Any]:
        """`boards`: name, driver, role, lit, text, percent, flashing, counter; `keypads`: name, counter."""
        ...

    def press(self, keypad: str, command: int, typed: int) -> bool:
        """A key of a keypad; false for one that does not exist."""
        ...

    def cut(self, board: str, *, lit: bool) -> bool:
        """A board's power goes or comes; false for one that does not exist."""
        ...


class Press(BaseModel):
    """A key of a `gpro` keypad, with the digits typed before it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    keypad: str = Field(max_length=64)
    command: int = Field(ge=0x80, le=0x8F)
    typed: int = Field(default=0, ge=0, le=9999)


class Power(BaseModel):
    """A board's plug."""

    model_config = ConfigDict(extra="forbid", strict=True)

    board: str = Field(max_length=64)
    lit: bool


def router(shell: Shell, virtual: VirtualBoards) -> APIRouter:
    """`/boards`, `/boards/now` (JSON), `/boards/press` and `/boards/power`."""
    pages = APIRouter()

    @pages.get("/boards")
    def boards(request: Request) -> Response:
        only_here(request)
        return shell.page(
            request, "boards.html", styles=["pages/boards.css"], scripts=["pages/boards.js"], data=virtual.seen()
        )

    @pages.get("/boards/now")
    def now(request: Request) -> Response:
        only_here(request)
        return JSONResponse(virtual.seen())

    @pages.post("/boards/press")
    def press(request: Request, pressed: Press) -> Response:
        _from_this_page(request)
        return _answer(virtual.press(pressed.keypad, pressed.command, pressed.typed))

    @pages.post("/boards/power")
    def power(request: Request, wanted: Power) -> Response:
        _from_this_page(request)
        return _answer(virtual.cut(wanted.board, lit=wanted.lit))

    return pages


def _answer(found: bool) -> Response:
    if not found:
        raise Refused("unknown_path")
    return Response(status_code=204)


def _from_this_page(request: Request) -> None:
    """A page of somebody else cannot send JSON here unasked; the header says so once more."""
    only_here(request)
    if request.headers.get("content-type") != "application/json":
        raise Refused("unknown_path")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused("unknown_path")
