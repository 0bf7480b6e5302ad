"""Which copy is the newest: the one that holds most, because the clock that dated it may have been wrong.

Within a stream the last fact decides. Of several streams (a copy had been put back) the present one comes before all
others, then the one that began last; a copy is only opened for it where there is more than one.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress

from office.safekeeping.checking import reading
from office.safekeeping.copies import Copy
from office.store.engine import UNTOUCHED

_Begun = tuple[float, int]
"""Where a stream stands: its number in the database, and when it was made, in ms of UTC."""

_NOW: _Begun = (float("inf"), 0)
_UNKNOWN: _Begun = (float("-inf"), 0)
"""Nobody can open a copy of it, so it is worth little."""


def newest_first(copies: Iterable[Copy], present: str | None = None) -> list[Copy]:
    """`present`: the stream that goes on today, as far as somebody knows."""
    found = list(copies)
    begun = _begun(found, present)
    return sorted(found, key=lambda one: (begun[one.content.stream], one.content.seq, one.taken_at), reverse=True)


def _begun(copies: list[Copy], present: str | None) -> dict[str, _Begun]:
    streams = {one.content.stream for one in copies}
    if len(streams) == 1:
        return dict.fromkeys(streams, _NOW)
    return {stream: _NOW if stream == present else _begin_of(stream, copies) for stream in streams}


def _begin_of(stream: str, copies: list[Copy]) -> _Begun:
    for one in copies:
        if one.content.stream == stream and (found := _read(one, stream)) is not None:
            return found
    return _UNKNOWN


def _read(copy: Copy, stream: str) -> _Begun | None:
    with suppress(sqlite3.Error), reading(copy.path, UNTOUCHED) as conn:
        row = conn.execute("SELECT no, made_at FROM stream WHERE id = ?", (stream,)).fetchone()
        return None if row is None else (row[0], row[1])
    return None
