"""Every address that an application knows, asked as a stranger would; and what an answer lacks that all must have."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.routing import Mount

from web.headers import ALWAYS

FILLED = {"path": "x", "number": "3", "n": "3"}
_PART = re.compile(r"\{(\w+)(?::\w+)?\}")


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """(method, address) of each, with something in place of the names in braces."""
    for path, methods in _flat(app.routes):
        for method in sorted(methods):
            yield method, _PART.sub(lambda found: FILLED.get(found[1], "1"), path)


def _flat(those: Iterable[Any]) -> Iterator[tuple[str, set[str]]]:
    for one in those:
        if isinstance(one, Mount):
            yield f"{one.path}/x/y.js", {"GET"}
        elif hasattr(one, "effective_candidates"):  # FastAPI keeps a router that was taken in as a whole
            yield from _flat(one.effective_candidates())
        else:
            yield str(one.path), set(one.methods or ())


def lacking(response: httpx.Response) -> set[str]:
    """Headers that are not there, or say something else than they must."""
    wrong = {name for name, value in ALWAYS.items() if response.headers.get(name) != value}
    kept = response.headers.get("cache-control", "")
    if not kept or (kept != "no-store" and response.status_code >= 400):
        wrong.add("cache-control")
    if "server" in response.headers:
        wrong.add("server")
    return wrong
