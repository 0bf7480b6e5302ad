"""Where copies lie: on this machine, and in a second place, such as a stick or another disk.

So many of a kind are kept, the oldest go (see `order`); those made by hand and the one just made are never thrown away.
A second place that is not there, or that is only an empty mount point on the same disk, stops nothing: it is told, and
the next copy tries again.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from office.identity import noted
from office.safekeeping.adopting import adopt_first, is_strange
from office.safekeeping.checking import check_copy, hashed
from office.safekeeping.copies import PARTIAL, Copy, CopyFailed, Kind, read_copy, slip_of, write_slip
from office.safekeeping.order import newest_first
from office.safekeeping.taking import Occasion, clear_away, has_room, take_copy
from web.writing import keep_folder

USUAL_NIGHTS, LEAST_NIGHTS, BEFORE_UPDATES = 14, 2, 3


class Second(StrEnum):
    """How it stands with the second place."""

    OFF = "off"
    HERE = "here"
    MISSING = "missing"
    STRANGE = "strange"
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
    thin_out(places, places.folder, made)
    return _bring_along(made, places, database.parent)


def copies_in(folder: Path, office: str, present: str | None = None) -> list[Copy]:
    """The finished ones of this office by their slips, newest first; what cannot be read is passed over.

    `present`: the stream that goes on today, where it is known.
    """
    found = (_readable(slip.with_suffix(".db")) for slip in folder.glob(f"motcua-{office}-*.json"))
    return newest_first((one for one in found if one is not None and one.office == office), present)


def all_copies(places: Places, data: Path) -> list[Copy]:
    """Of both places, newest first; one that lies in both is named where it lies on this machine."""
    here = copies_in(places.folder, places.office)
    known = {(one.path.name, one.sha256) for one in here}
    has_second = places.second is not None and second_place(places, data) is Second.HERE
    there = copies_in(places.second, places.office) if places.second and has_second else []
    return newest_first([*here, *(one for one in there if (one.path.name, one.sha256) not in known)], _present(data))


def newest_good(candidates: Iterable[Copy]) -> Copy | None:
    """The first that holds when it is opened. Its indexes are looked at where it is put in place."""
    for one in candidates:
        try:
            return check_copy(one.path)
        except CopyFailed:
            continue
    return None


def second_place(places: Places, data: Path) -> Second:
    """HERE only when it is another disk than that of the data, and this office's own or the first that it sees."""
    if places.second is None:
        return Second.OFF
    try:
        other = places.second.stat().st_dev != data.stat().st_dev
    except OSError:
        return Second.MISSING
    if not other or not os.access(places.second, os.W_OK):
        return Second.MISSING
    return Second.STRANGE if is_strange(places.second, data) else Second.HERE


def thin_out(places: Places, folder: Path, made: Copy) -> list[Copy]:
    """Throws away the oldest of each kind above its count, never the one just made; which. Raises OSError."""
    copies = copies_in(folder, places.office, made.content.stream)
    copies.sort(key=lambda one: one.path.name != made.path.name)  # it comes first
    gone = [one for kind, most in places.keep.items() for one in [c for c in copies if c.kind is kind][most:]]
    for one in gone:
        _throw_away(one)
    return gone


def bring_newest(places: Places, data: Path) -> bool:
    """Gives a second place that has come back the newest copy; whether it had lacked it and has it now."""
    here = copies_in(places.folder, places.office, _present(data))[:1]
    if not here or places.second is None or second_place(places, data) is not Second.HERE:
        return False
    if _lies_in(places.second, here[0]):
        return False
    return _bring_along(here[0], places, data).second is Second.HERE


def copy_to(made: Copy, folder: Path) -> Copy:
    """The same copy in another place, read back from there. Raises CopyFailed."""
    path = folder / made.path.name
    draft, there = path.with_name(path.name + PARTIAL), replace(made, path=path)
    try:
        if _lies_in(folder, made):
            return there
        _copy_file(made, draft)
        slip_of(path).unlink(missing_ok=True)  # of another copy that a wrong clock gave the same name
        draft.rename(path)
        keep_folder(folder)
        write_slip(there)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CopyFailed(folder, error.strerror or str(error)) from error
    return there


def _make_room(database: Path, places: Places) -> None:
    """A disk that got small keeps fewer nights, but two of them."""
    copies = copies_in(places.folder, places.office, _present(database.parent))
    nights = [one for one in copies if one.kind is Kind.NIGHTLY]
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
        adopt_first(places.second, data)
        clear_away(places.second, places.office)
        copy_to(made, places.second)
        thin_out(places, places.second, made)
    except (CopyFailed, OSError) as error:
        return Kept(made, Second.FAILED, str(error))
    return Kept(made, Second.HERE)


def _readable(path: Path) -> Copy | None:
    try:
        return read_copy(path) if path.is_file() else None
    except CopyFailed:
        return None


def _lies_in(folder: Path, made: Copy) -> bool:
    """Finished, and not another one of that name."""
    there = _readable(folder / made.path.name)
    return there is not None and there.sha256 == made.sha256


def _present(data: Path) -> str | None:
    notes = noted(data)
    return None if notes is None else notes.stream
