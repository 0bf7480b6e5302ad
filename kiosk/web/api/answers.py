"""How an answer leaves: JSON as the desk made it, and the same shapes in the description of the API.

Answers are not checked again on the way out: they come from one place (`office.views`), and a test compares
what is really sent with those shapes.
"""

import json
import types
from collections.abc import Mapping
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from starlette.responses import JSONResponse

from office.answers import Answer

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
    return {"type": _PLAIN[view]} if view in _PLAIN else {}


def components(*views: Any) -> dict[str, Any]:
    """The schemas of these TypedDicts and of all that they name, by name."""
    found: dict[str, Any] = {}
    for view in views:
        _collect(view, found)
    return found


def _collect(view: Any, found: dict[str, Any]) -> None:
    if not is_typeddict(view):
        for part in get_args(view):
            _collect(part, found)
        return
    if view.__name__ in found:
        return
    fields = get_type_hints(view)
    found[view.__name__] = _object(view, fields)
    for field in fields.values():
        _collect(field, found)


def _object(view: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: schema(field) for name, field in fields.items()},
        "required": sorted(view.__required_keys__),
    }
