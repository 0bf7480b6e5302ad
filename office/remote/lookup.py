"""Looking up procedures from another process: what a screen may ask of the catalogue, and what it may do with it.

`Lookup` is what the touch screen knows; `RemoteLookup` is that over the LAN API. Finished words (a deadline, a fee)
come in Vietnamese as the catalogue has them; None means that nobody is sure, which is not the same as nothing.
"""

from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import quote

from office.public_views import ChecklistView as PrintedView
from office.public_views import FeeView as ChannelFeeView
from office.public_views import FieldView, ProcedureView
from office.public_views import NeededPaperView as NeededView
from office.public_views import ProcedureLineView as LineView
from office.public_views import ProceduresView as FoundView
from office.remote.asking import Asking

__all__ = [
    "ChannelFeeView",
    "FieldView",
    "FoundView",
    "LineView",
    "Lookup",
    "NeededView",
    "PrintedView",
    "ProcedureView",
    "RemoteLookup",
]

PRINTING_S = 20.0
"""The office waits for its printer before it answers."""


class Lookup(Protocol):
    """Raises a `Refusal` as the office does, and `OfficeAway` when nobody answers. Blocking; thread-safe."""

    def find(self, typed: str, *, field: str = "", limit: int = 20, offset: int = 0) -> FoundView:
        """Without a text the most asked come first; `field`: only of this one."""
        ...

    def procedure(self, key: str) -> ProcedureView:
        """Raises UnknownProcedure when it is not in force (any more)."""
        ...

    def asked(self, request_id: str, *, typed: str = "", key: str = "") -> None:
        """Somebody opened this page, after typing this or by itself; without a key: left a search without a find."""
        ...

    def checklist(self, request_id: str, *, key: str) -> PrintedView:
        """The papers of a procedure on a slip."""
        ...


class RemoteLookup:
    """A `Lookup` at `url` in the name of a device's `token`."""

    def __init__(self, url: str, token: str, *, patience_s: float = 2.0, ca: Path | None = None) -> None:
        self._asking = Asking(url, token, patience_s=patience_s, ca=ca)
        self._printing = Asking(url, token, patience_s=patience_s, answer_s=PRINTING_S, ca=ca)

    def close(self) -> None:
        self._asking.close()
        self._printing.close()

    def find(self, typed: str, *, field: str = "", limit: int = 20, offset: int = 0) -> FoundView:
        query = {"q": typed, "field": field} if field else {"q": typed}
        return cast("FoundView", self._asking.get("/procedures", limit=str(limit), offset=str(offset), **query))

    def procedure(self, key: str) -> ProcedureView:
        return cast("ProcedureView", self._asking.get(f"/procedures/{_safe(key)}"))

    def asked(self, request_id: str, *, typed: str = "", key: str = "") -> None:
        what: dict[str, Any] = {name: value for name, value in (("q", typed), ("key", key)) if value}
        self._asking.post("/procedures/asked", {"request_id": request_id, **what})

    def checklist(self, request_id: str, *, key: str) -> PrintedView:
        answer = self._printing.post(f"/procedures/{_safe(key)}/checklist", {"request_id": request_id})
        return cast("PrintedView", answer)


def _safe(key: str) -> str:
    return quote(key, safe="")
