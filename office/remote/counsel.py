"""What a screen tells and takes besides numbers: the office's own pages, suggestions, and where a dossier is asked for.

`Counsel` is what the touch screen knows of them, `RemoteCounsel` the same over the LAN API. The rule that surprises: an
office that has written no page, or has no way to look up dossiers, says so here, and the screen then offers nothing.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import quote

from office.public_views import DossiersView, DossierView, FormView
from office.public_views import PageLineView as ContentLine
from office.public_views import PageView as ContentView
from office.remote.asking import Asking

__all__ = ["ContentLine", "ContentView", "Counsel", "DossierView", "DossiersView", "FormView", "RemoteCounsel"]


class Counsel(Protocol):
    """Raises a `Refusal` as the office says it, and `OfficeAway` when nobody answers. Blocking; thread-safe."""

    def pages(self) -> Sequence[ContentLine]:
        """Those in force today, in the office's order."""
        ...

    def content(self, slug: str) -> ContentView: ...

    def box(self) -> FormView: ...

    def suggest(self, request_id: str, *, reasons: Sequence[str], text: str | None) -> None: ...

    def dossiers(self) -> DossiersView: ...

    def dossier(self, number: str) -> DossierView: ...


class RemoteCounsel:
    """A `Counsel` at `url` in the name of a device's `token`. `patience_s`, `ca`: as of `RemoteOffice`."""

    def __init__(self, url: str, token: str, *, patience_s: float = 4.0, ca: Path | None = None) -> None:
        self._asking = Asking(url, token, patience_s=patience_s, ca=ca)

    def close(self) -> None:
        self._asking.close()

    def pages(self) -> Sequence[ContentLine]:
        return cast("list[ContentLine]", self._asking.get("/content")["items"])

    def content(self, slug: str) -> ContentView:
        return cast("ContentView", self._asking.get(f"/content/{quote(slug, safe='')}"))

    def box(self) -> FormView:
        return cast("FormView", self._asking.get("/suggestions/form"))

    def suggest(self, request_id: str, *, reasons: Sequence[str], text: str | None) -> None:
        body = {"request_id": request_id, "reasons": list(reasons)}
        self._asking.post("/suggestions", body if text is None else {**body, "text": text})

    def dossiers(self) -> DossiersView:
        return cast("DossiersView", self._asking.get("/dossiers"))

    def dossier(self, number: str) -> DossierView:
        return cast("DossierView", self._asking.get(f"/dossiers/{quote(number, safe='')}"))
