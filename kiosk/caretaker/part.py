"""The caretaker's thread in the service: a copy every night, and what came of it as a condition of the device `backup`.

A machine that is switched off at night makes its copy soon after the next start. A copy that fails is tried again an
hour later; a second place that is missing is told, and gets the newest copy when it comes back. Nothing here ever stops
the office.
"""

import threading
import time
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import structlog

from kiosk.caretaker.copying import back_up, places_of
from kiosk.caretaker.room import Room
from kiosk.caretaker.sweeping import sweep_up
from kiosk.caretaker.weekly import check_weekly
from kiosk.config import Config
from office.domain.moment import MINUTE
from office.domain.refusals import StoreUnavailable
from office.premises import Premises
from office.safekeeping.checking import full_trouble, index_trouble
from office.safekeeping.copies import Copy, CopyDamaged, CopyFailed, Kind
from office.safekeeping.exchanging import read_mark
from office.safekeeping.places import Kept, Second, bring_newest, copies_in, second_place
from office.safekeeping.telling import let_it_be_history
from office.store.engine import FILE_NAME

DEVICE = "backup"
EVERY_S = 30.0
SETTLE_MS, AGAIN_MS = 2 * MINUTE, 60 * MINUTE
"""A start has better things to do than a copy; a disk that failed is not tried all the time."""

_log = structlog.get_logger()


class Standing(StrEnum):
    """The conditions of the device `backup`."""

    OK = "ok"
    SECOND_MISSING = "second_missing"
    SECOND_STRANGE = "second_strange"
    SECOND_FAILED = "second_failed"
    FAILED = "failed"


_OF_SECOND = {
    Second.MISSING: Standing.SECOND_MISSING,
    Second.STRANGE: Standing.SECOND_STRANGE,
    Second.FAILED: Standing.SECOND_FAILED,
}


class Caretaker:
    """Runs from `start` to `stop`; `back_up` may be called by any thread."""

    def __init__(self, config: Config, premises: Premises) -> None:
        self._config, self._premises, self._clock = config, premises, premises.clock
        self._places, self._room = places_of(config), Room(config, premises)
        self._one_at_a_time, self._stopping = threading.Lock(), threading.Event()
        self._last: tuple[str | None, Kept] | None = None
        self._not_before = self._clock.now().mono + SETTLE_MS
        self.busy_since: float | None = None
        self._thread = threading.Thread(target=self._work, name="caretaker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 5.0) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def back_up(self, kind: Kind = Kind.BY_HAND, request_id: str | None = None) -> Kept:
        """One after the other; a retry of the last request gets the same copy. Raises CopyFailed."""
        with self._one_at_a_time:
            if request_id is not None and self._last is not None and self._last[0] == request_id:
                return self._last[1]
            try:
                kept = back_up(self._config, kind, self._clock.now().wall)
            except CopyFailed as error:
                _log.error("backup.failed", path=str(error.path), why=error.why)
                self._tell(Standing.FAILED)
                raise
            self._last = (request_id, kept)
        _log.info("backup.made", file=kept.copy.path.name, bytes=kept.copy.size, second=str(kept.second))
        self._tell(_OF_SECOND.get(kept.second, Standing.OK))
        return kept

    def copies(self) -> list[Copy]:
        """Those on this machine, newest first."""
        return copies_in(self._places.folder, self._places.office)

    def second(self) -> Second:
        return second_place(self._places, self._premises.data)

    def trouble(self) -> str | None:
        """Checks the whole database beside everybody's work; what is wrong with it."""
        return full_trouble(self._premises.data / FILE_NAME)

    def look_round(self) -> None:
        """Does what is due now."""
        now = self._clock.now()
        if now.mono >= self._not_before and self._is_due(now.wall):
            self._not_before = now.mono + AGAIN_MS
            self._nightly()
        self._room.look()
        self._let_it_be_history()
        with self._one_at_a_time:
            if bring_newest(self._places, self._premises.data):
                self._tell(Standing.OK)

    def _let_it_be_history(self) -> None:
        """The data came back on an earlier day: the screens need not speak of it any more."""
        premises, now = self._premises, self._clock.now()
        found = read_mark(premises.data)
        if found is None or not found.told or _date(found.at, self._config) >= _date(now.wall, self._config):
            return
        try:
            let_it_be_history(premises.performer, premises.data)
        except (StoreUnavailable, OSError) as error:
            _log.warning("restored.untold", why=str(error))

    def _is_due(self, wall: int) -> bool:
        """Whether there is none since `[backup] at` last came round; one from the future does not count."""
        last = _last_time(wall, self._config)
        return not any(last <= one.taken_at <= wall for one in self.copies() if one.kind is Kind.NIGHTLY)

    def _nightly(self) -> None:
        """What fails was said, and the next hour tries again."""
        database, now = self._premises.data / FILE_NAME, self._clock.now().wall
        try:
            kept = self.back_up(Kind.NIGHTLY)
        except CopyDamaged:
            self._look_closely(database)
            return
        except CopyFailed:
            check_weekly(self._premises, database, now)
            return
        sweep_up(self._config, self._premises, lambda: not self._stopping.is_set())
        check_weekly(self._premises, kept.copy.path, now)

    def _look_closely(self, database: Path) -> None:
        """A copy was broken inside: so is the database, or only the disk of the copies."""
        if (broken := index_trouble(database)) is not None:
            self._premises.damage.report(broken)

    def _tell(self, condition: Standing) -> None:
        try:
            self._premises.desk.report_device(device=DEVICE, condition=str(condition))
        except StoreUnavailable:
            _log.warning("backup.untold", condition=str(condition))

    def _work(self) -> None:
        while not self._stopping.wait(EVERY_S):
            self.busy_since = time.monotonic()
            try:
                self.look_round()
            except Exception:  # noqa: BLE001 - the outer loop: the next round comes
                _log.exception("caretaker.stumbled")
            finally:
                self.busy_since = None


def _date(wall: int, config: Config) -> str:
    return datetime.fromtimestamp(wall / 1000, UTC).astimezone(config.office.timezone).date().isoformat()


def _last_time(wall: int, config: Config) -> int:
    """When `[backup] at` was last, in ms of UTC."""
    zone, at = config.office.timezone, config.backup.at
    here = datetime.fromtimestamp(wall / 1000, UTC).astimezone(zone)
    today = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=at)
    last = today if today <= here else today - timedelta(days=1)
    return round(last.timestamp() * 1000)
