"""A point in time as the office knows it: what the wall clock said, and what the machine itself counted.

Wall clocks in these rooms jump (dead batteries, late time sync). Durations inside one boot are therefore measured on
the machine's own counter; the wall clock only stands in when the machine was restarted in between.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Self

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Moment:
    """`wall`: ms of UTC since 1970; `mono`: ms since the machine started; `boot`: 8 hex digits naming that start."""

    wall: int
    mono: int
    boot: str

    def since(self, earlier: Self) -> int:
        """Milliseconds from `earlier` to here, never negative."""
        if self.boot == earlier.boot:
            return max(0, self.mono - earlier.mono)
        return max(0, self.wall - earlier.wall)

    def plus(self, ms: int) -> "Moment":
        return Moment(self.wall + ms, self.mono + ms, self.boot)

    def date(self, zone: tzinfo) -> date:
        """The calendar day on which this lies in the office's zone."""
        return local(self.wall, zone).date()

    def written(self) -> str:
        """One word for a database column; `read` is the way back."""
        return f"{self.wall}/{self.mono}/{self.boot}"

    @classmethod
    def read(cls, written: str) -> Self:
        wall, mono, boot = written.split("/")
        return cls(int(wall), int(mono), boot)


def local(wall: int, zone: tzinfo) -> datetime:
    """A wall time in ms of UTC as the office's clock on the wall shows it."""
    return datetime.fromtimestamp(wall / 1000, zone)


def utc_text(wall: int) -> str:
    """RFC 3339 with milliseconds and Z: the form in which every time leaves the office."""
    text = datetime.fromtimestamp(wall / 1000, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
