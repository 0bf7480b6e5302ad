"""What leaves the office says nothing about people: the log line by line, and the words of people covered everywhere.

A line of the log keeps its time, its level, its event, and those values that are figures or words of the program. An
exception keeps where it happened and its kind, not what it said. What is left is searched for names and texts that the
office itself knows, for keys, telephone numbers and addresses.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from kiosk.district.log_lines import covered

COVERED = "***"
PLAIN = frozenset(
    re.findall(
        r"\w+",
        """timestamp level event age_ms answered attempt bytes code condition counter deed detail device diagonal_in
        depth_m first form job kind last lines ms number part reader reason rendered second seq slip state stream
        ticket transport version waited_s""",
    )
)
"""Keys of the log whose values are figures or words of the program."""
WHY = frozenset(("why", "error", "cause"))
"""Keys whose values are an error as Python writes it, or a code of the program."""
_ERROR = re.compile(r'"?(?:([A-Za-z_.]+(?:Error|Exception))\b|([a-z_]+)"?$)')
_FIELD = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|\S*)')
_FRAME = re.compile(r'File "[^"]*?([^"/]+/[^"/]+\.py)", line (\d+), in (\w+)|^([A-Za-z_.]+(?:Error|Exception))\b')


class Cover:
    """Covers the words of people. A word counts only as a whole, so "an" stays in "thanh"."""

    def __init__(self, words: Collection[str]) -> None:
        known = sorted({one.strip() for one in words if len(one.strip()) > 1}, key=len, reverse=True)
        self._known = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in known)) if known else None

    def __call__(self, text: str) -> str:
        return text if self._known is None else self._known.sub(COVERED, text)


def lines(said: Iterable[str], cover: Cover) -> Iterator[str]:
    """The log as somebody far away may read it."""
    for line in said:
        yield cover(covered(_kept(line)))


def _kept(line: str) -> str:
    if not line.startswith(("timestamp=", "level=")):
        return _place(line)
    fields = _FIELD.findall(line)
    return " ".join(f"{key}={_value(key, value)}" for key, value in fields)


def _value(key: str, value: str) -> str:
    if key == "exception":
        return f'"{_trace(value)}"'
    if key in WHY:
        found = _ERROR.match(value)
        return COVERED if found is None else found[1] or found[2]
    return value if key in PLAIN else COVERED


def _trace(text: str) -> str:
    return "; ".join(filter(None, (_place(one) for one in _unescaped(text).splitlines())))


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace('\\"', '"')


def _place(line: str) -> str:
    """ "office/desk.py:12 issue" of a line of a trace, or the kind of the error; nothing of what it quotes."""
    found = _FRAME.search(line.strip().strip('"'))
    if found is None:
        return ""
    path, number, name, kind = found.groups()
    return kind or f"{path}:{number} {name}"
