"""The published contract, read as anybody would: its schemas, its examples, its references."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

PATH = Path(__file__).resolve().parents[2] / "sync" / "asyncapi.yaml"
Json = dict[str, Any]


@cache
def document() -> Json:
    found: Json = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return found


@cache
def _validator(message: str) -> Draft7Validator:
    schema = {**document()["components"]["messages"][message]["payload"], "components": document()["components"]}
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def mistakes(message: str, payload: Any) -> list[str]:
    """What the contract has against this payload of a message."""
    return [f"{error.json_path}: {error.message}" for error in _validator(message).iter_errors(payload)]


def examples() -> Iterator[tuple[str, Json]]:
    for name, message in document()["components"]["messages"].items():
        for example in message["examples"]:
            yield name, example


def references(value: Any) -> Iterator[str]:
    """Whatever is named by `$ref` somewhere in there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolved(reference: str) -> Any:
    """What `#/a/b` names; KeyError when there is nothing."""
    found: Any = document()
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found
