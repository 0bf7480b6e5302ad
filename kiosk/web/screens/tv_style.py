"""Style sheets for browsers of televisions: the theme's values written in, because old ones know no CSS variables.

Owns the addresses `/screens/{digest}/{name}.css`. A name of the theme that does not exist is a mistake found at the
start, not in a hall.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from look import fonts, theme
from web.problems import Refused
from web.static import FOR_EVER

PREFIX = "/screens"
_VARIABLE = re.compile(r"var\(--([A-Za-z0-9-]+)\)")


def values() -> dict[str, str]:
    """Every value of the theme by its CSS name, without the two dashes."""
    colours = {name.replace("_", "-"): value for name, value in asdict(theme.COLOURS).items()}
    dark = theme.COLOURS
    between = {
        "night-line": mixed(dark.night, dark.night_mute, 0.2),
        "night-foot": mixed(dark.night, dark.night2, 0.5),
    }
    return {**colours, **between, **theme.SERVICE, "font": theme.FONT_STACK}


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two #RRGGBB colours; `share` of the other, 0 to 1."""
    pairs = zip(bytes.fromhex(one.removeprefix("#")), bytes.fromhex(other.removeprefix("#")), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def plain(css: str, known: Mapping[str, str]) -> str:
    """The style sheet with every `var(--name)` replaced. Raises KeyError for a name that the theme lacks."""
    return _VARIABLE.sub(lambda found: known[found[1]], css)


class TvStyles:
    """The style sheets of `folder`; `letters`: where the fonts are served, without slash."""

    def __init__(self, folder: Path, letters: str) -> None:
        faces, known = fonts.css_faces(letters), values()
        self._sheets = {
            path.name: (faces + plain(path.read_text(encoding="utf-8"), known)).encode()
            for path in sorted(folder.glob("*.css"))
        }
        self._digest = hashlib.sha256(b"".join(self._sheets.values())).hexdigest()[:16]

    def address(self, name: str) -> str:
        """Where a page finds it. Raises KeyError when there is none of this name."""
        if name not in self._sheets:
            raise KeyError(f"no style sheet {name!r}")
        return f"{PREFIX}/{self._digest}/{name}"

    def routes(self) -> APIRouter:
        router = APIRouter()

        @router.get(PREFIX + "/{digest}/{name}")
        def sheet(request: Request, digest: str, name: str) -> Response:
            if name not in self._sheets:
                raise Refused("unknown_path")
            etag = f'"{self._digest}-{name}"'
            headers = {"cache-control": FOR_EVER if digest == self._digest else "no-cache", "etag": etag}
            if request.headers.get("if-none-match") == etag:
                return Response(status_code=304, headers=headers)
            return Response(self._sheets[name], media_type="text/css", headers=headers)

        return router
