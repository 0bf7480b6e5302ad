"""Puts a copy in the place of the database, or nothing, so that a kill at any moment leaves the one or the other.

The copy first comes beside the database, whole, read back and with sound indexes; from then on the exchange is decided
and the next start finishes it. What was there is set aside, never thrown away with the exchange itself: of the sets
aside the newest few stay. The notebook stays where it is, because it remembers the numbers that the copy cannot know.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from office.identity import NOTEBOOK
from office.safekeeping.ballast import LITTLE, Ballast, free_room
from office.safekeeping.checking import hashed
from office.safekeeping.copies import PARTIAL, Copy, CopyDamaged, CopyFailed
from office.safekeeping.mending import mend_draft
from office.store.engine import FILE_NAME
from web.writing import keep_folder

COMING = f"{FILE_NAME}.coming"
ASIDE = "aside"
MARK = "restored.json"
SETS_ASIDE = 3
"""So many stay: the oldest of more goes, once a new one lies there."""

_PARTS = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", FILE_NAME)  # the log first: it must never meet another database


class Why(StrEnum):
    """What made it necessary."""

    DAMAGED = "damaged"
    LOST = "lost"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a start finds out about an exchange. `copy` None: there was no good one, a new database was made.

    `at`, `taken_at` in ms of UTC; `stream`, `seq`: of the last fact in the copy; `aside`: the folder with what was
    there; `told`: it stands in the journal.
    """

    why: Why
    at: int
    trouble: str
    copy: str | None = None
    taken_at: int | None = None
    stream: str | None = None
    seq: int | None = None
    aside: str | None = None
    told: bool = False


def exchange(data: Path, copy: Copy | None, why: Why, trouble: str, now: int) -> Restored:
    """`now` in ms of UTC. Raises CopyFailed or OSError; then the database is still the one that was there."""
    aside = f"{ASIDE}/{datetime.fromtimestamp(now / 1000, UTC):%Y%m%d-%H%M%S}"
    found = Restored(why, now, trouble, aside=aside)
    if copy is not None:
        found = replace(
            found,
            copy=copy.path.name,
            taken_at=copy.taken_at,
            stream=copy.content.stream,
            seq=copy.content.seq,
        )
        _fetch(copy, data / COMING, data, found)
    else:
        write_mark(data, found)
    _put_in_place(data, found)
    _thin_out(data / ASIDE)
    return found


def finish_exchange(data: Path) -> None:
    """At each start, before anybody opens the database: ends what a kill interrupted. Raises OSError."""
    (data / (COMING + PARTIAL)).unlink(missing_ok=True)
    if (data / COMING).exists() and (found := read_mark(data)) is not None:
        _put_in_place(data, found)


def read_mark(data: Path) -> Restored | None:
    """The last exchange, until it is forgotten."""
    try:
        said = json.loads((data / MARK).read_bytes())
        return Restored(**{**said, "why": Why(said["why"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_mark(data: Path, found: Restored) -> None:
    draft = data / (MARK + PARTIAL)
    with open(draft, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(json.dumps(asdict(found)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(data / MARK)
    keep_folder(data)


def forget(data: Path) -> None:
    (data / MARK).unlink(missing_ok=True)


def _fetch(copy: Copy, coming: Path, data: Path, found: Restored) -> None:
    draft = coming.with_name(coming.name + PARTIAL)
    _make_room(data, copy.size)
    try:
        with copy.path.open("rb") as source, open(draft, "w+b", opener=_private) as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
            target.seek(0)
            _compare(hashed(target), copy)
        _mend(draft, copy)
        write_mark(data, found)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    draft.rename(coming)
    keep_folder(data)


def forget_sets_aside(data: Path) -> None:
    """All of them: there is something that needs their room more."""
    _thin_out(data / ASIDE, 0)


def _make_room(data: Path, size: int) -> None:
    """What earlier days set aside, and the ballast, are worth less than an office that works."""
    if free_room(data) < size + LITTLE:
        Ballast(data, 0).give_up()
    if free_room(data) < size + LITTLE:
        forget_sets_aside(data)


def _compare(sha256: str, copy: Copy) -> None:
    if sha256 != copy.sha256:
        raise CopyFailed(copy.path, "it cannot be read as it was written")


def _mend(draft: Path, copy: Copy) -> None:
    if (trouble := mend_draft(draft)) is not None:
        raise CopyDamaged(copy.path, f"the database in it is damaged ({trouble})")


def _put_in_place(data: Path, found: Restored) -> None:
    aside = data / (found.aside or ASIDE)
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in _PARTS:
        if (data / name).exists():
            (data / name).rename(aside / name)
    if (data / NOTEBOOK).exists():
        shutil.copyfile(data / NOTEBOOK, aside / NOTEBOOK)
    keep_folder(aside)
    if (data / COMING).exists():
        (data / COMING).rename(data / FILE_NAME)
    keep_folder(data)


def _thin_out(folder: Path, keep: int = SETS_ASIDE) -> None:
    for old in sorted(folder.glob("*"), reverse=True)[keep:]:
        shutil.rmtree(old, ignore_errors=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
