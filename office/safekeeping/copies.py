"""One copy of the office's database: its kind, its name, and the slip that lies beside it.

A copy is two files, `NAME.db` and `NAME.json`. The slip is written last, so a copy without one was never finished. It
says what the copy must be (bytes, SHA-256) and what it held (schema, stream, last fact), so that it can be judged
without opening it, on any machine, also by `sha256sum`.
"""

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any

from web.writing import keep_folder

PARTIAL = ".partial"


class Kind(StrEnum):
    """Why it was made: every night, before an update or a new schema, or because somebody asked."""

    NIGHTLY = "nightly"
    UPDATE = "update"
    BY_HAND = "hand"


class CopyFailed(Exception):
    """No copy could be made or read; `why` says what happened at `path`."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


class CopyDamaged(CopyFailed):
    """It was read back as it was written, but the database in it is broken: perhaps the one it was made of is, too."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a database holds: its schema, the present stream's last fact, and how much there is."""

    schema: str
    stream: str
    seq: int
    digest: str
    facts: int
    tickets: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished copy. `office`: whose it is; `taken_at` in ms of UTC; `version`: of the program that made it."""

    path: Path
    office: str
    kind: Kind
    taken_at: int
    version: str
    size: int
    sha256: str
    content: Content

    def as_json(self) -> dict[str, Any]:
        """What the slip says, and the file's name."""
        slip = asdict(self)
        return {**slip, "path": str(self.path), "kind": str(self.kind)}


def name_of(office: str, taken_at: int, kind: Kind, zone: tzinfo) -> str:
    """ "motcua-thanh-son-20261122-190000-nightly": by the clock on the office's wall."""
    at = datetime.fromtimestamp(taken_at / 1000, UTC).astimezone(zone)
    return f"motcua-{office}-{at:%Y%m%d-%H%M%S}-{kind}"


def is_of(name: str, office: str) -> bool:
    """Whether a copy, its slip or a draft of either has this name; the office `thanh-son-2` is not `thanh-son`."""
    return re.match(rf"motcua-{re.escape(office)}-\d{{8}}-\d{{6}}-[a-z]+\.", name) is not None


def slip_of(path: Path) -> Path:
    return path.with_suffix(".json")


def write_slip(one: Copy) -> None:
    """Finishes the copy: from now on it counts. Raises OSError."""
    said = {key: value for key, value in one.as_json().items() if key != "path"}
    place = slip_of(one.path)
    draft = place.with_name(place.name + PARTIAL)
    with open(draft, "w", encoding="utf-8", opener=_private) as file:
        file.write(json.dumps(said, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(place)
    keep_folder(place.parent)


def read_copy(path: Path) -> Copy:
    """By its slip; the file itself is not read. Raises CopyFailed."""
    try:
        said = json.loads(slip_of(path).read_bytes())
        content = Content(**said.pop("content"))
        return Copy(path=path, kind=Kind(said.pop("kind")), content=content, **said)
    except FileNotFoundError as error:
        if path.exists():
            raise CopyFailed(path, "its slip is missing; bring the .json that lies beside it") from error
        raise CopyFailed(path, "there is no such copy") from error
    except OSError as error:
        raise CopyFailed(slip_of(path), error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CopyFailed(slip_of(path), "this is not the slip of a copy") from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
