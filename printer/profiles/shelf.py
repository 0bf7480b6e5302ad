"""Reading profiles: a TOML file of facts, each `fact = { is = …, source = "…" }`, over python-escpos' database.

All mistakes of a file are told at once. The database is read as the JSON file that it is: importing the library's own
reader sets up logging and leaves a file in the temporary folder.
"""

import difflib
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from printer.profiles.profile import Barrier, Profile

SHIPPED = Path(__file__).parent
MOST_BYTES = 64_000


class UnknownProfile(LookupError):
    """No profile has this name; `known` are those that there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        meant = f", did you mean {close[0]!r}?" if close else ""
        super().__init__(f"no printer profile is called {name!r}{meant} (known: {', '.join(known)})")
        self.name, self.known = name, known


class BadProfile(ValueError):
    """A profile with mistakes; `mistakes` are sentences."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


FIGURES: Mapping[str, tuple[int, int]] = MappingProxyType(  # least, most
    {
        "width_mm": (58, 80),
        "dots": (256, 832),
        "dpi": (150, 300),
        "feeds": (0, 20),
        "knife_mm": (0, 60),
        "band": (8, 1024),
        "bad_heights": (0, 512),
        "mm_per_s": (10, 500),
    }
)
YES_OR_NO = ("cutter", "native_text", "native_qr", "aligns", "asks", "asb")
FACTS = (*FIGURES, *YES_OR_NO, "barrier")


def names() -> tuple[str, ...]:
    """The profiles that can be chosen."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def usual(width_mm: int) -> str:
    """The name for a printer that nobody knows."""
    return f"generic-{width_mm}"


def profile(name: str) -> Profile:
    """The facts of this printer. Raises UnknownProfile, BadProfile."""
    known = names()
    if name not in known:
        raise UnknownProfile(name, known)
    return read_profile(SHIPPED / f"{name}.toml")


def read_profile(path: Path) -> Profile:
    """The facts in this file, which is named for the printer. Raises BadProfile."""
    table = read_table(path)
    mistakes = [f"{path}: {key}: unknown{_near(key)}" for key in table.keys() - {"title", "escpos", *FACTS}]
    told, sources = _database(table, path, mistakes)
    for fact in FACTS:
        if fact in table:
            _take(fact, table[fact], path, told, sources, mistakes)
    if mistakes:
        raise BadProfile(tuple(mistakes))
    return Profile(name=path.stem, title=str(table.get("title", path.stem)), **told, sources=MappingProxyType(sources))


def read_table(path: Path) -> dict[str, Any]:
    """Raises BadProfile."""
    try:
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise BadProfile((f"{path}: longer than {MOST_BYTES} bytes",))
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise BadProfile((f"{path}: cannot be read: {error.strerror}",)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadProfile((f"{path}: not valid TOML: {error}",)) from error


def value_of(fact: str, value: object) -> object:
    """The value as `Profile` has it. Raises ValueError with what it must be."""
    if fact in YES_OR_NO:
        if not isinstance(value, bool):
            raise ValueError("must be true or false")
        return value
    if fact == "barrier":
        if value not in list(Barrier):
            raise ValueError(f"must be one of {', '.join(Barrier)}")
        return Barrier(str(value))
    least, most = FIGURES[fact]
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"must be a whole number from {least} to {most}")
    return value


def _take(
    fact: str, given: object, path: Path, told: dict[str, Any], sources: dict[str, str], mistakes: list[str]
) -> None:
    if not isinstance(given, dict) or given.keys() != {"is", "source"} or not str(given["source"]).strip():
        mistakes.append(f'{path}: {fact}: must be {{ is = …, source = "who says so" }}')
        return
    try:
        told[fact], sources[fact] = value_of(fact, given["is"]), str(given["source"])
    except ValueError as error:
        mistakes.append(f"{path}: {fact}: {error}")


def _near(key: str) -> str:
    close = difflib.get_close_matches(key, FACTS, n=1)
    return f", did you mean {close[0]!r}?" if close else ""


def _database(table: dict[str, Any], path: Path, mistakes: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What python-escpos' database says of the printer that the file names."""
    name = table.get("escpos")
    if name is None:
        return {}, {}
    entry = _printers().get(name)
    if entry is None:
        mistakes.append(f"{path}: escpos: python-escpos knows no printer {name!r}")
        return {}, {}
    media, features = entry["media"], entry["features"]
    said = {
        "cutter": features["paperFullCut"] or features["paperPartCut"],
        "native_qr": features["qrCode"],
        "dots": media["width"].get("pixels"),
        "dpi": media.get("dpi"),
    }
    told = {fact: value for fact, value in said.items() if isinstance(value, int)}
    source = f"python-escpos {metadata.version('python-escpos')}, capabilities.json, {name}"
    return told, dict.fromkeys(told, source)


@cache
def _printers() -> Mapping[str, Any]:
    text = resources.files("escpos").joinpath("capabilities.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text)["profiles"])
