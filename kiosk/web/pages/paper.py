"""The paper of the demo: what the virtual printer has printed, newest first.

Owns `/paper` and its pictures. Exists only in the demo and answers only this machine itself, because the slips of a
real office are nobody else's business. Names of files are numbers; nothing else is ever looked up.
"""

import ipaddress
import re
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from kiosk.web.pages.shell import Shell
from web.problems import Refused

SHOWN = 24
_NAME = re.compile(r"[0-9]{4,9}\.png")


def router(shell: Shell, folder: Path) -> APIRouter:
    """`/paper`, `/paper/newest` (JSON) and `/paper/NNNN.png`."""
    pages = APIRouter()

    @pages.get("/paper")
    def paper(request: Request) -> Response:
        only_here(request)
        return shell.page(
            request,
            "paper.html",
            styles=["pages/paper.css"],
            scripts=["pages/paper.js"],
            data={"jobs": newest(folder)},
        )

    @pages.get("/paper/newest")
    def jobs(request: Request) -> Response:
        only_here(request)
        return JSONResponse({"jobs": newest(folder)})

    @pages.get("/paper/{name}")
    def picture(request: Request, name: str) -> Response:
        only_here(request)
        path = folder / name
        if not _NAME.fullmatch(name) or not path.is_file():
            raise Refused("unknown_path")
        return FileResponse(path, media_type="image/png")

    return pages


def newest(folder: Path) -> list[dict[str, object]]:
    """The last pictures as `{"job": "0007", "at": ms since 1970}`, newest first; a file that just went is left out."""
    found = sorted((path for path in _pictures(folder)), key=lambda path: int(path.stem), reverse=True)
    return [{"job": path.stem, "at": _written(path)} for path in found[:SHOWN]]


def _pictures(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.png") if _NAME.fullmatch(path.name)] if folder.is_dir() else []


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns // 1_000_000
    except FileNotFoundError:
        return 0


def only_here(request: Request) -> None:
    """A stranger on the network learns nothing, not even that there is such a page."""
    host = request.client.host if request.client else ""
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        pass
    raise Refused("unknown_path")
