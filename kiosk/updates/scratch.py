"""A number is issued on a database that nobody needs: the proof that a version can do the one thing that matters.

Whatever the hour and whatever the head decided: here the office is open.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from kiosk.config import read
from kiosk.config.fill import first_fill
from look.version import VERSION
from office.backoffice.settings import Settings
from office.clock import MachineClock
from office.domain.house import ALWAYS_OPEN, NO_DAYS, Counter, Margins, Service
from office.domain.people import OPERATOR
from office.domain.refusals import Refusal
from office.premises import Premises, open_premises


@contextmanager
def fresh() -> Iterator[Premises]:
    """A new office with one service, in a folder that is gone afterwards."""
    config = read({})
    house = replace(first_fill(config.first), services=(Service("A", "A", "A"),), counters=(Counter(1, "1", ("A",)),))
    with tempfile.TemporaryDirectory(prefix="motcua-scratch-") as folder:
        premises = open_premises(
            Path(folder) / "data",
            house,
            MachineClock(),
            config.office.timezone,
            office_id=config.office.id,
            version=VERSION,
        )
        try:
            yield premises
        finally:
            premises.close()


def issued(premises: Premises) -> str | None:
    """The number that somebody gets. None: every service has its reasons not to give one (a quota, switched off).

    Raises StoreUnavailable.
    """
    _open(premises)
    for service in premises.desk.state()["services"]:
        with suppress(Refusal):
            body = premises.desk.issue(OPERATOR, None, service=service["id"], channel="api").body
            return str(body["number"])
    return None


def _open(premises: Premises) -> None:
    settings, desk = Settings(premises.performer), premises.desk
    settings.open_weekly(OPERATOR, None, ALWAYS_OPEN)
    settings.mark_days(OPERATOR, None, NO_DAYS)
    settings.keep_margins(OPERATOR, None, Margins())
    with suppress(Refusal):  # nobody doubts it
        desk.confirm_clock(OPERATOR, None)
    desk.tick()
    if desk.state()["day"]["status"] != "open":
        desk.open_day(OPERATOR, None)
