"""What the test on the spot found: `<data>/printer.toml`, which wins over what is known of the make.

Written by `motcua printer test`; the file before is kept beside it as printer.1.toml, printer.2.toml and so on. It
counts for the profile that it was made with only: with another printer in config.toml it is put aside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from printer.profiles.profile import Profile
from printer.profiles.shelf import FACTS, BadProfile, read_table, value_of

FILE = "printer.toml"


@dataclass(frozen=True, slots=True)
class Found:
    """A test's outcome: the `profile` it was made with, when (with its zone), and the facts that it found."""

    profile: str
    tested: datetime
    facts: Mapping[str, Any]


def found(data: Path) -> Found | None:
    """What was found, None when nothing was tested yet. Raises BadProfile."""
    path = data / FILE
    if not path.exists():
        return None
    table = read_table(path)
    mistakes = [f"{path}: {key}: unknown" for key in table.keys() - {"profile", "tested", "facts"}]
    facts, name, tested = table.get("facts", {}), table.get("profile"), table.get("tested")
    if not isinstance(name, str) or not isinstance(tested, datetime) or not isinstance(facts, dict):
        raise BadProfile((*mistakes, f"{path}: needs profile, tested and [facts]; make it anew: motcua printer test"))
    taken: dict[str, Any] = {}
    for fact, value in facts.items():
        try:
            taken[fact] = value_of(fact, value)
        except (ValueError, KeyError) as error:
            mistakes.append(f"{path}: facts.{fact}: {error if fact in FACTS else 'unknown'}")
    if mistakes:
        raise BadProfile(tuple(mistakes))
    return Found(name, tested, MappingProxyType(taken))


def keep(data: Path, outcome: Found) -> Path:
    """Write the file, whole or not at all; the one before stays beside it. Raises OSError."""
    path = data / FILE
    lines = [
        "# Written by `motcua printer test`; what it says wins over the profile. Delete it to go by the profile alone.",
        f'profile = "{outcome.profile}"',
        f"tested = {outcome.tested.isoformat(timespec='seconds')}",
        "",
        "[facts]",
        *(f"{fact} = {_toml(value)}" for fact, value in outcome.facts.items()),
    ]
    half = path.with_name(f".{FILE}.half")
    half.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if path.exists():
        path.replace(_free(data))
    half.replace(path)
    return path


def corrected(printer: Profile, outcome: Found | None) -> Profile:
    """The profile with what was found on the spot; unchanged when that was found of another one."""
    if outcome is None or outcome.profile != printer.name:
        return printer
    source = f"motcua printer test, {outcome.tested:%Y-%m-%d}"
    sources = {**printer.sources, **dict.fromkeys(outcome.facts, source)}
    return replace(printer, **outcome.facts, sources=MappingProxyType(sources))


def _free(data: Path) -> Path:
    taken = [int(path.stem.partition(".")[2]) for path in data.glob("printer.*.toml") if path.stem[8:].isdigit()]
    return data / f"printer.{max(taken, default=0) + 1}.toml"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'
