"""The service's last lines for somebody who is far away: bounded, printable, without anything secret or personal.

The log holds no citizen's data by rule; what looks like a key, a telephone number or an address is covered as well.
"""

import re
from collections.abc import Sequence

MOST_LINES, LONGEST_LINE = 400, 400
PART = 24_000
"""Bytes of one part: written as JSON it fits into a letter, whatever it holds."""
MOST_PARTS = 4
_COVERED = "***"
_SECRETS = re.compile(r"[A-Za-z0-9_-]{32,}|\+?\d{9,}|[^\s@=\"]+@[^\s@\"]+|\b\d{1,3}(?:\.\d{1,3}){3}\b")
_TIME = re.compile(r"^timestamp=\S+ ")


def parts_of(lines: Sequence[str]) -> list[str]:
    """The last lines in at most `MOST_PARTS` texts of at most `PART` bytes, oldest first."""
    parts: list[str] = []
    taken: list[str] = []
    size = 0
    for line in reversed([covered(line) for line in lines[-MOST_LINES:]]):
        cost = len(line.encode()) + 1
        if size + cost > PART:
            parts.append(_joined(taken))
            taken, size = [], 0
            if len(parts) == MOST_PARTS:
                break
        taken.append(line)
        size += cost
    if taken:
        parts.append(_joined(taken))
    return parts[::-1]


def _joined(backwards: Sequence[str]) -> str:
    return "\n".join(reversed(backwards))


def covered(line: str) -> str:
    """Without control characters and what looks like a key, a telephone number or an address; bounded."""
    time = _TIME.match(line)
    kept, rest = (time.group(), line[time.end() :]) if time else ("", line)
    shown = "".join(sign if sign.isprintable() else " " for sign in rest)
    return kept + _SECRETS.sub(_COVERED, shown)[:LONGEST_LINE]
