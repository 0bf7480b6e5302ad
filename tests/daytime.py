"""Offices whose tests run on the machine's own clock have their day before them, at whatever hour somebody tests.

Near midnight an office that is always open closes too: it says how many will not be served any more, knows no waiting
times and gives the day's numbers back. Tests of that set a clock; all others must not meet it by chance.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from office.clock import MachineClock
from office.domain.moment import Moment
from tests.office_fixture import ZONE

_MORNING = 8
"""The hour at which tests begin, as they see it; the minutes are the true ones."""
_HOUR_MS = 3_600_000
_begun = datetime.now(UTC)
"""Once for all tests of a process: what two of its clocks say can be compared."""


class DaytimeClock(MachineClock):
    """The machine's clock, moved by whole hours to a morning in Vietnam; it runs on like the true one."""

    shift_ms = (_MORNING - _begun.astimezone(ZONE).hour) * _HOUR_MS

    def now(self) -> Moment:
        real = super().now()
        return Moment(real.wall + self.shift_ms, real.mono, real.boot)


def _zone_of_the_morning() -> ZoneInfo:
    ahead = (_MORNING - _begun.hour + 12) % 24 - 12
    return ZoneInfo(f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT")


MORNING = _zone_of_the_morning()
"""A zone in which it is morning now, for services and windows that run as processes and know only the true time."""
