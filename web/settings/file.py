"""One TOML file on the disk, as tables; what cannot be read is said with its place in the file."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from web.settings.findings import Complaint, plain

Shape = TypeVar("Shape", bound=BaseModel)
LARGEST = 1_000_000  # bytes; a config file of more is some other file given by mistake


class ConfigInvalid(Exception):
    """The file cannot be used; `errors` are all its mistakes, one sentence each."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def tables_of(path: Path) -> dict[str, Any]:
    """The tables of the file. Raises ConfigInvalid when it is missing, too large, or no TOML."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise ConfigInvalid((f"{path}: {(error.strerror or str(error)).lower()}",)) from None
    if len(raw) > LARGEST:
        raise ConfigInvalid((f"{path}: is larger than 1 MB; this cannot be a config file",))
    return _parsed(path, raw)


def fitting(raw: dict[str, Any], shape: type[Shape], unfit: Iterable[Complaint]) -> Shape:
    """The tables in this shape. Raises ConfigInvalid with all that pydantic finds, and with what is `unfit`."""
    found = list(unfit)
    try:
        made = shape.model_validate(raw)
    except ValidationError as error:
        refuse([*plain(error, shape), *found])
        raise
    refuse(found)
    return made


def refuse(found: Iterable[Complaint]) -> None:
    """Raises ConfigInvalid with these complaints, each once, if there are any."""
    errors = tuple(dict.fromkeys(f"{path}: {sentence}" for path, sentence in found))
    if errors:
        raise ConfigInvalid(errors)


def _parsed(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigInvalid((f"{path}, line {line}: is not UTF-8 text; save the file as UTF-8",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigInvalid((_syntax(path, raw, str(error)),)) from None


def _syntax(path: Path, raw: bytes, message: str) -> str:
    """tomllib's "… (at line 5, column 3)" turned round, with the line itself."""
    what, _, where = message.rpartition(" (at ")
    place = where.removesuffix(")").removeprefix("line ").split(",")[0]
    if not place.isdigit():
        return f"{path}, at the end: {what or message}"
    lines = raw.decode("utf-8").splitlines()
    text = lines[int(place) - 1].strip() if 0 < int(place) <= len(lines) else ""
    return f"{path}, line {place}: {what[:1].lower()}{what[1:]}: {text[:80]}"
