"""`config.toml` with its comments: the shipped text, or the one of the office, with other values in their places.

Only lines of single keys are changed, and the lists of `[first]`; every comment stays. The rule that surprises: the new
text is read again and must say exactly what was wanted, else nothing is handed out.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

Tables = Mapping[str, Any]
_HEADER = re.compile(r"\[(\[?)([a-z_.]+)\]?\]\s*(#.*)?")
_KEY = re.compile(r"(?P<off># )?(?P<key>[a-z_]+) = (?P<value>.*)")
LISTS = ("services", "counters", "people")
"""Of `[first]`: the tables at the end of the file, replaced as a whole."""


class NotRewritten(Exception):
    """The text has a form in which a value cannot be put; `key` says which."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} cannot be written into config.toml")
        self.key = key


def shipped() -> str:
    """The file that ships with the program, every key commented."""
    return files("kiosk.config").joinpath("config.toml").read_text(encoding="utf-8")


def rewritten(text: str, wanted: Tables) -> str:
    """The text with these values. Raises NotRewritten."""
    lists = {name: rows for name, rows in wanted.get("first", {}).items() if name in LISTS}
    plain = dict(_flat({**wanted, "first": {k: v for k, v in wanted.get("first", {}).items() if k not in LISTS}}))
    lines = text.splitlines()
    lines = list(_with_lists(lines, lists))
    for path, value in plain.items():
        lines = _put(lines, *path.rpartition(".")[::2], value)
        _parsed(lines, path)
    _check(_parsed(lines, "first"), wanted)
    return "\n".join(lines).rstrip() + "\n"


def _parsed(lines: list[str], path: str) -> Tables:
    """Raises NotRewritten: the old value of this key went over several lines, of which one is left."""
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        raise NotRewritten(path) from None


def _flat(tables: Tables, above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tables.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, Mapping):
            yield from _flat(value, path)
        else:
            yield path, value


def _put(lines: list[str], table: str, key: str, value: Any) -> list[str]:
    """The line of this key, switched on if it was a comment; else a new line at the end of its table."""
    begins, ends = _span(lines, table)
    if value is None:
        return [*lines[: begins or 0], *(_off(line, key) for line in lines[begins or 0 : ends]), *lines[ends:]]
    if begins is None:
        return [*lines, "", f"[{table}]", f"{key} = {toml(value)}"]
    commented = None
    for at in range(begins + 1, ends):
        found = _KEY.fullmatch(lines[at])
        if found is None or found["key"] != key:
            continue
        if found["off"] is None:
            return [*lines[:at], f"{key} = {toml(value)}", *lines[at + 1 :]]
        commented = at
    if commented is not None:
        return [*lines[:commented], f"{key} = {toml(value)}", *lines[commented + 1 :]]
    last = max((at for at in range(begins, ends) if lines[at].strip()), default=begins)
    while last > begins and lines[last].startswith("#"):
        last -= 1  # a comment at the end of a table belongs to the next one
    return [*lines[: last + 1], f"{key} = {toml(value)}", *lines[last + 1 :]]


def _off(line: str, key: str) -> str:
    """The line as a comment, when it is the one of this key."""
    return f"# {line}" if line.startswith(f"{key} = ") else line


def _span(lines: list[str], table: str) -> tuple[int | None, int]:
    """From the line of the table's name to that of the next one."""
    begins = None
    for at, line in enumerate(lines):
        found = _HEADER.fullmatch(line.strip())
        if found is None:
            continue
        if begins is not None:
            return begins, at
        if not found[1] and found[2] == table:
            begins = at
    return begins, len(lines)


def _with_lists(lines: list[str], lists: Mapping[str, Any]) -> Iterator[str]:
    """The new rows stand where the first of the old ones stood; the comments between the lists stay."""
    left, leaving = dict(lists), False
    for line in lines:
        found = _HEADER.fullmatch(line.strip())
        name = found[2].removeprefix("first.") if found is not None and found[1] else ""
        if name in left:
            yield from _written(name, left.pop(name))
        leaving = name in lists or (leaving and found is None and not line.startswith("#"))
        if not leaving:
            yield line
    for name, rows in left.items():
        yield from _written(name, rows)


def _written(name: str, rows: Any) -> Iterator[str]:
    for row in rows:
        yield f"[[first.{name}]]"
        yield from (f"{key} = {toml(value)}" for key, value in row.items())
        yield ""


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    escaped = "".join(_ESCAPES.get(sign, sign) for sign in str(value))
    return f'"{escaped}"'


_ESCAPES = {"\\": "\\\\", '"': '\\"', **{chr(code): f"\\u{code:04X}" for code in (*range(32), 127)}}


def _check(made: Tables, wanted: Tables) -> None:
    """Raises NotRewritten."""
    for path, value in _flat(wanted):
        found: Any = made
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        if found != value and not (value == [] and found is None):
            raise NotRewritten(path)
