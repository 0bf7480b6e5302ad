"""What a file would change in a catalogue: which procedures are new, changed, repealed, and since when. Pure.

Rules:
1. Fields that the file does not speak about stay as they are; but another fee or deadline takes along what was said of
   the one before, its words and how sure somebody was of it: else the old words would hide the new number.
2. The first version of a procedure holds from the day it names, else as long as anybody remembers. A later one holds
   from the day it names, but never from before the day it arrived: what was shown then was shown.
3. What says the same as the version in force, or as one that is coming, changes nothing.
4. A procedure that was repealed and stands in the file is in force again, unless the file names its repeal.
5. `whole`: what is not in the file is repealed from today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from office.domain.procedures import ALWAYS, FIELDS, SAID_OF, Procedure
from office.lookup.entries import Entry


class What(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    REPEALED = "repealed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Present:
    """What there is of one procedure: the version in force (else the nearest one), and those that are coming."""

    procedure: Procedure
    coming: tuple[Procedure, ...] = ()
    repealed: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`since`: of a new version, None when there is none; `repealed`: what holds afterwards; `fields`: that differ."""

    what: What
    procedure: Procedure
    since: str | None
    repealed: str | None
    fields: tuple[str, ...] = ()


def changes(
    entries: Iterable[Entry], present: Mapping[str, Present], today: str, *, whole: bool = False
) -> list[Change]:
    """In the order of the file, then what is repealed because it is absent."""
    found = [_change(entry, present.get(entry.procedure.code), today) for entry in entries]
    if whole:
        named = {one.procedure.code for one in found}
        found += [_gone(one, today) for code, one in present.items() if code not in named and not _over(one, today)]
    return found


def _change(entry: Entry, present: Present | None, today: str) -> Change:
    given = replace(entry.procedure, repealed=None)
    repealed = entry.procedure.repealed
    if present is None:
        return Change(What.NEW, given, given.effective or ALWAYS, repealed)
    merged = _merged(present.procedure, given, entry.given)
    if "repealed" not in entry.given:
        repealed = None if _over(present, today) else present.repealed
    return _compared(merged, present, repealed, today)


def _merged(before: Procedure, given: Procedure, spoken_of: frozenset[str]) -> Procedure:
    fields = set(spoken_of)
    for number, said in SAID_OF.items():
        if number in spoken_of and getattr(given, number) != getattr(before, number):
            fields.update(said)
    return replace(before, **{name: getattr(given, name) for name in fields | {"repealed"}})


def _compared(merged: Procedure, present: Present, repealed: str | None, today: str) -> Change:
    before = replace(present.procedure, repealed=None)
    ends = ("repealed",) if repealed != present.repealed else ()
    is_known = merged == before or any(merged == replace(one, repealed=None) for one in present.coming)
    if not is_known:
        differing = tuple(name for name in FIELDS if getattr(merged, name) != getattr(before, name))
        since = max(merged.effective or today, today)
        return Change(What.CHANGED, merged, since, repealed, (*differing, *ends))
    what = What.UNCHANGED if not ends else What.REPEALED if repealed else What.CHANGED
    return Change(what, before, None, repealed, ends)


def _gone(present: Present, today: str) -> Change:
    return Change(What.REPEALED, replace(present.procedure, repealed=None), None, today, ("repealed",))


def _over(present: Present, today: str) -> bool:
    return present.repealed is not None and present.repealed <= today
