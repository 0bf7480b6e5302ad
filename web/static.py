"""Files that never change under their address: scripts, styles, fonts, pictograms.

The address carries a digest over all files (`/static/3f2a…/console.js`), so a browser keeps them for a year
and still gets the new ones after an update; relative imports between scripts stay inside the same digest.
Only the files that were there at the start exist: no path of a request ever reaches the file system.
"""

import hashlib
import mimetypes
from collections.abc import Iterable
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

PREFIX = "/static"
FOR_EVER = "public, max-age=31536000, immutable"

_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".ttf": "font/ttf", ".css": "text/css"}


class Static:
    """An ASGI application for `PREFIX`. Later folders win over earlier ones when a name stands in both."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): path
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self.digests = {name: _digest(path.read_bytes()) for name, path in self.files.items()}
        self.version = _digest(repr(sorted(self.digests.items())).encode())

    def address(self, name: str) -> str:
        """Where a page finds this file. Raises KeyError when there is no such file: a typing mistake, not a
        404.
        """
        if name not in self.files:
            raise KeyError(f"no static file {name!r}")
        return f"{PREFIX}/{self.version}/{name}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError("only files live here")
        await self._response(scope)(scope, receive, send)

    def _response(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        version, _, name = scope["path"].removeprefix(PREFIX + "/").partition("/")
        path = self.files.get(name)
        if path is None:
            raise HTTPException(404)
        headers = {
            "etag": f'"{self.digests[name]}"',
            "cache-control": FOR_EVER if version == self.version else "no-cache",
        }
        if Headers(scope=scope).get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return FileResponse(path, headers=headers, media_type=_media_type(path))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _media_type(path: Path) -> str:
    return _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
