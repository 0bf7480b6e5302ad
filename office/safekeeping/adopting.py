"""Which second places are this office's own: a stick that a visitor plugs in gets no copy, and none is taken from it.

A place is known by the random word in its file `MARK`, which the data folder notes. The first place that an office
writes to becomes its own; for each further one a person has to say so. Several offices may share a place and its word.
"""

import json
import os
import secrets
from pathlib import Path

from web.writing import keep_folder, write_secret

MARK, NOTE = "motcua-place.txt", "second-places.json"
_LETTERS, _MOST = 32, 50


def is_strange(place: Path, data: Path) -> bool:
    """This office has a place of its own, and it is not this one."""
    noted = _noted(data)
    return bool(noted) and _word_of(place) not in noted


def adopt(place: Path, data: Path) -> None:
    """From now on it is this office's own, as those before it are. Raises OSError."""
    word = _word_of(place) or _mark(place)
    noted = [one for one in _noted(data) if one != word]
    write_secret(data / NOTE, json.dumps([*noted, word][-_MOST:]).encode())
    keep_folder(data)


def adopt_first(place: Path, data: Path) -> None:
    """Where this office has none yet. Raises OSError."""
    if not _noted(data):
        adopt(place, data)


def _mark(place: Path) -> str:
    """A stick knows no rights, so it is written as everything else there."""
    word = secrets.token_hex(_LETTERS // 2)
    with (place / MARK).open("w", encoding="ascii") as file:
        file.write(word)
        file.flush()
        os.fsync(file.fileno())
    keep_folder(place)
    return word


def _word_of(place: Path) -> str | None:
    try:
        with (place / MARK).open("rb") as file:
            word = file.read(_LETTERS + 1).decode("ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return word if len(word) == _LETTERS and word.isalnum() else None


def _noted(data: Path) -> list[str]:
    try:
        noted = json.loads((data / NOTE).read_bytes())
    except (OSError, ValueError):
        return []
    return [one for one in noted if isinstance(one, str)] if isinstance(noted, list) else []
