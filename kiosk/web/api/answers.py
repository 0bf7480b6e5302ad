"""How an answer leaves: JSON as the desk made it, and the same shapes in the description of the API.

Answers are not checked again on the way out: they come from one place (`office.views`), and a test compares
what is really sent with those shapes.
"""

import json
import types
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from starlette.responses import JSONResponse

from office.answers import Answer

_described: dict[str, Any] = {}
"""Every view that a route answers with, and those that they name."""

_PLAIN = {int: "integer", str: "string", bool: "boolean", float: "number", type(None): "null"}

PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        "description": "Problem",
    }
}
"""What every call may answer instead, for its description."""


class Json(JSONResponse):
    """A JSON response; short form, UTF-8. Of Starlette's kind, or else the description would call it a string."""

    def render(self, content: object) -> bytes:
        return written(content).encode("utf-8", "replace")


def written(content: object) -> str:
    """The one way in which JSON leaves the office."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def shown(answer: Answer) -> Json:
    """201 when the act made something new, else 200."""
    return Json(answer.body, 201 if answer.created else 200)


def described(view: Any, *statuses: int) -> dict[str, Any]:
    """Keyword arguments of a route: the shape of its answer; every error is a problem document."""
    _collect(view, _described)
    ok = {"content": {"application/json": {"schema": schema(view)}}, "description": "OK"}
    codes = statuses or (200,)
    return {
        "response_class": Json,
        "status_code": codes[0],
        "responses": {**dict.fromkeys(codes, ok), **PROBLEM},
    }


def schema(view: Any) -> dict[str, Any]:
    """The JSON schema of a view: a reference for a TypedDict, written out for everything else."""
    if is_typeddict(view):
        return {"$ref": f"#/components/schemas/{view.__name__}"}
    origin = get_origin(view)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [schema(part) for part in get_args(view)]}
    if origin is NotRequired:
        return schema(get_args(view)[0])
    if origin is list:
        return {"type": "array", "items": schema(get_args(view)[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema(get_args(view)[1])}
    return {"type": _PLAIN[view]} if view in _PLAIN else {}


def components() -> dict[str, Any]:
    """The schemas of all views of the routes that are there, by name."""
    return {name: _object(view) for name, view in sorted(_described.items())}


def _collect(view: Any, found: dict[str, Any]) -> None:
    """Raises ValueError for two views of one name: the description would tell one as the other."""
    if not is_typeddict(view):
        for part in get_args(view):
            _collect(part, found)
        return
    known = found.get(view.__name__)
    if known is None:
        found[view.__name__] = view
        for field in get_type_hints(view).values():
            _collect(field, found)
    elif known is not view:
        raise ValueError(f"two views are called {view.__name__}: in {known.__module__} and in {view.__module__}")


def _object(view: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: schema(field) for name, field in get_type_hints(view).items()},
        "required": sorted(view.__required_keys__),
    }


def problem_schema() -> dict[str, Any]:
    """RFC 9457; a code may bring further fields (`state`, `current`, `retry_after`, `errors` …)."""
    text = {"type": "string"}
    complaint = {"type": "object", "properties": {"field": text, "why": text}, "required": ["field", "why"]}
    return {
        "type": "object",
        "properties": {
            "type": text,
            "code": text,
            "status": {"type": "integer"},
            "title": text,
            "detail": text,
            "errors": {"type": "array", "items": complaint},
        },
        "required": ["type", "code", "status", "title", "detail"],
        "additionalProperties": True,
    }
