"""Where copies lie: on this machine, and in a second place, such as a stick or another disk.

So many of a kind are kept, the oldest go; those made by hand are never thrown away. A second place that is not there,
or that is only an empty mount point on the same disk, stops nothing: it is told, and the next copy tries again.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from office.safekeeping.checking import check_copy, hashed
from office.safekeeping.copies import PARTIAL, Copy, CopyFailed, Kind, keep_folder, read_copy, slip_of, write_slip
from office.safekeeping.taking import Occasion, clear_away, has_room, take_copy

USUAL_NIGHTS, LEAST_NIGHTS, BEFORE_UPDATES = 14, 2, 3


class Second(StrEnum):
    """How it stands with the second place."""

    OFF = "off"
    HERE = "here"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Places:
    """The two places, and how many copies of a kind stay there; a kind that is not named is never thrown away.

    `office`: only its copies are looked at, because a technician's stick holds those of several.
    """

    office: str
    folder: Path
    second: Path | None = None
    keep: Mapping[Kind, int] = field(
        default_factory=lambda: MappingProxyType({Kind.NIGHTLY: USUAL_NIGHTS, Kind.UPDATE: BEFORE_UPDATES})
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that was made; `why`: why the second place has none, in English, None when it has one or is off."""

    copy: Copy
    second: Second
    why: str | None = None


def put_by(database: Path, places: Places, occasion: Occasion) -> Kept:
    """Makes a copy, brings it to the second place and throws away what is too old. Raises CopyFailed."""
    if places.folder.is_dir():
        clear_away(places.folder, places.office)
        _make_room(database, places)
    made = take_copy(database, places.folder, occasion)
    thin_out(places, places.folder)
    return _bring_along(made, places, database.parent)


def copies_in(folder: Path, office: str) -> list[Copy]:
    """The finished ones of this office by their slips, newest first; what cannot be read is passed over."""
    found = (_readable(slip.with_suffix(".db")) for slip in folder.glob(f"motcua-{office}-*.json"))
    return sorted((one for one in found if one is not None and one.office == office), key=_age, reverse=True)


def all_copies(places: Places, data: Path) -> list[Copy]:
    """Of both places, newest first; one that lies in both is named where it lies on this machine."""
    here = copies_in(places.folder, places.office)
    names = {one.path.name for one in here}
    has_second = places.second is not None and second_place(places, data) is Second.HERE
    there = copies_in(places.second, places.office) if places.second and has_second else []
    return sorted([*here, *(one for one in there if one.path.name not in names)], key=_age, reverse=True)


def newest_good(candidates: Iterable[Copy]) -> Copy | None:
    """The first that holds when it is opened and checked in full but for the digests."""
    for one in candidates:
        try:
            return check_copy(one.path, indexes=True)
        except CopyFailed:
            continue
    return None


def second_place(places: Places, data: Path) -> Second:
    """HERE only when it is another disk than that of the data."""
    if places.second is None:
        return Second.OFF
    try:
        other = places.second.stat().st_dev != data.stat().st_dev
    except OSError:
        return Second.MISSING
    return Second.HERE if other and os.access(places.second, os.W_OK) else Second.MISSING


def thin_out(places: Places, folder: Path) -> list[Copy]:
    """Throws away the oldest of each kind above its count; which. Raises OSError."""
    copies = copies_in(folder, places.office)
    gone = [one for kind, most in places.keep.items() for one in [c for c in copies if c.kind is kind][most:]]
    for one in gone:
        _throw_away(one)
    return gone


def bring_newest(places: Places, data: Path) -> bool:
    """Gives a second place that has come back the newest copy; whether it had lacked it and has it now."""
    here = copies_in(places.folder, places.office)[:1]
    if not here or places.second is None or second_place(places, data) is not Second.HERE:
        return False
    if (places.second / slip_of(here[0].path).name).exists():
        return False
    return _bring_along(here[0], places, data).second is Second.HERE


def copy_to(made: Copy, folder: Path) -> Copy:
    """The same copy in another place, read back from there. Raises CopyFailed."""
    path = folder / made.path.name
    draft = path.with_name(path.name + PARTIAL)
    try:
        if path.exists() and slip_of(path).exists():
            return read_copy(path)
        _copy_file(made, draft)
        draft.rename(path)
        keep_folder(folder)
        there = replace(made, path=path)
        write_slip(there)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CopyFailed(folder, error.strerror or str(error)) from error
    return there


def _make_room(database: Path, places: Places) -> None:
    """A disk that got small keeps fewer nights, but two of them."""
    nights = [one for one in copies_in(places.folder, places.office) if one.kind is Kind.NIGHTLY]
    while len(nights) > LEAST_NIGHTS and not has_room(database, places.folder):
        _throw_away(nights.pop())


def _throw_away(one: Copy) -> None:
    slip_of(one.path).unlink(missing_ok=True)  # first: without its slip it does not count
    one.path.unlink(missing_ok=True)


def _copy_file(made: Copy, draft: Path) -> None:
    with made.path.open("rb") as source, draft.open("w+b") as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())
        target.seek(0)
        if hashed(target) != made.sha256:
            raise CopyFailed(draft, "what was written there reads back as something else")


def _bring_along(made: Copy, places: Places, data: Path) -> Kept:
    state = second_place(places, data)
    if state is not Second.HERE or places.second is None:
        return Kept(made, state)
    try:
        clear_away(places.second, places.office)
        copy_to(made, places.second)
        thin_out(places, places.second)
    except (CopyFailed, OSError) as error:
        return Kept(made, Second.FAILED, str(error))
    return Kept(made, Second.HERE)


def _readable(path: Path) -> Copy | None:
    try:
        return read_copy(path) if path.is_file() else None
    except CopyFailed:
        return None


def _age(one: Copy) -> int:
    return one.taken_at
