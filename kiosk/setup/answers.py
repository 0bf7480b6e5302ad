"""A file of answers as it lies on the disk: what stands in it, and in which line.

Takes what editors leave behind: a mark at the beginning (BOM), line ends of Windows, letters in two parts. Knows
nothing of questions. Mistakes are said in the language that the file asks for, Vietnamese when it asks for none.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.setup.troubles import words_of
from look.words import DEFAULT, N_, languages, say

LARGEST = 200_000
_LANGUAGE = re.compile(r"^\s*language\s*=\s*[\"'](\w+)[\"']", re.MULTILINE)
_HEADER = re.compile(r"\s*\[\s*([\w-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_AT_LINE = re.compile(r"at line (\d+)")
_TWICE = ("Cannot overwrite", "Cannot declare")
"""How `tomllib` begins when something stands there twice."""


class NotAnswered(Exception):
    """The file cannot be used; `lines` are all its mistakes, one sentence each."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in the file. `answers`: by "table.key"; `lines`: of keys and of tables, from 1."""

    path: Path
    language: str
    answers: Mapping[str, Any]
    lines: Mapping[str, int]

    def at(self, key: str, words: str, **values: object) -> str:
        """A sentence about a key (`words` is an English msgid), with the place where it stands."""
        why, line = say(self.language, words, **values), self.line_of(key)
        if not line:
            return say(self.language, N_("{file}: {key}: {why}"), file=self.path, key=key, why=why)
        return say(self.language, N_("{file}, line {line}: {key}: {why}"), file=self.path, line=line, key=key, why=why)

    def line_of(self, key: str) -> int:
        """Where it stands, else where its table begins; 0 for neither."""
        return self.lines.get(key) or self.lines.get(key.partition(".")[0], 0)


def read_given(path: Path) -> Given:
    """Raises NotAnswered when the file cannot be read, or is no TOML."""
    text = _text(path)
    tables = _tables(path, text)
    language, lines = _language(text), _lines(text)
    bare = Given(path, language, {}, lines)
    loose = [key for key, table in tables.items() if not isinstance(table, Mapping)]
    if loose:
        words = N_("the name of its table must stand above it, in brackets, such as [office]")
        raise NotAnswered(tuple(bare.at(key, words) for key in loose))
    answers = {f"{step}.{key}": value for step, table in tables.items() for key, value in table.items()}
    return Given(path, language, answers, lines)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        why = say(DEFAULT, words_of(error))
        raise NotAnswered((say(DEFAULT, N_("{file}: the file cannot be read: {why}"), file=path, why=why),)) from None
    if len(raw) > LARGEST:
        raise NotAnswered((say(DEFAULT, N_("{file}: this is too large for a file of answers"), file=path),))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = N_("{file}, line {line}: the letters are not in UTF-8; open the file in an editor and save it as UTF-8")
        raise NotAnswered((say(DEFAULT, words, file=path, line=raw.count(b"\n", 0, error.start) + 1),)) from None


def _tables(path: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines, found = text.split("\n"), _AT_LINE.search(str(error))
        line = int(found[1]) if found is not None else len(text.rstrip().split("\n"))
        is_twice = str(error).startswith(_TWICE)
        words = _STANDS_TWICE if is_twice else _UNREADABLE
        shown = lines[line - 1].strip()[:80]
        raise NotAnswered((say(_language(text), words, file=path, line=line, text=shown),)) from None


_STANDS_TWICE = N_("{file}, line {line}: this stands there twice, keep only one: {text}")
_UNREADABLE = N_(
    "{file}, line {line}: this line cannot be read: {text} – a text stands in straight quotes, such as "
    'name = "…", a list in brackets, such as ["…", "…"]'
)


def _language(text: str) -> str:
    found = _LANGUAGE.search(text)
    return found[1] if found is not None and found[1] in languages() else DEFAULT


def _lines(text: str) -> Mapping[str, int]:
    """Where each key and each table stands; the first time, if a text over several lines looks like one."""
    table, found = "", dict[str, int]()
    for at, line in enumerate(text.split("\n"), 1):
        if (header := _HEADER.match(line)) is not None:
            table = header[1]
            found.setdefault(table, at)
        elif (key := _KEY.match(line)) is not None:
            found.setdefault(f"{table}.{key[1]}" if table else key[1], at)
    return found
