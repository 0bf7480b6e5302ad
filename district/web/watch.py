"""What the pages show, read from the database at most once a second however many people look.

While the database is away the last good figures stay, with the time they are of; the page says so.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from district.offices import Tree, read_tree
from district.overview import Figures
from district.web.office_detail import ailing
from office.clock import Clock
from office.domain.moment import SECOND

FRESH_MS = SECOND
AWAY_MS = 2 * SECOND
"""A database that did not answer is given this long before it is asked again."""

ReadFigures = Callable[[Connection, int, tzinfo], Sequence[Figures]]
"""`district.figures.offices`."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Seen:
    """`at`: ms of UTC when this was read; `database` False: it could not be read again since.

    `ailing`: office → device → condition.
    """

    at: int = 0
    database: bool = False
    broker: bool = False
    tree: Tree = field(default_factory=Tree)
    figures: tuple[Figures, ...] = ()
    ailing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Watch:
    """Thread-safe; `broker` says whether any collector reaches the broker."""

    def __init__(
        self, store: Engine, clock: Clock, zone: tzinfo, figures: ReadFigures, broker: Callable[[], bool]
    ) -> None:
        self._store, self._clock, self._zone = store, clock, zone
        self._figures, self._broker = figures, broker
        self._lock = threading.Lock()
        self._seen = Seen()
        self._looked_at: int | None = None

    def look(self) -> Seen:
        """What there is to see, no older than a second while the database answers."""
        with self._lock:
            now = self._clock.now()
            fresh = FRESH_MS if self._seen.database else AWAY_MS
            if self._looked_at is None or now.mono - self._looked_at >= fresh:
                self._seen = self._read()
                self._looked_at = self._clock.now().mono
            return self._seen

    def forget(self) -> None:
        """Something was changed here: the next look reads again."""
        with self._lock:
            self._looked_at = None

    def _read(self) -> Seen:
        now, broker = self._clock.now(), self._broker()
        try:
            with self._store.begin() as conn:
                tree = read_tree(conn, now.date(self._zone))
                figures = tuple(self._figures(conn, now.wall, self._zone))
                return Seen(now.wall, True, broker, tree, figures, ailing(conn))
        except SQLAlchemyError as error:
            if self._seen.database:
                _log.warning("database.away", cause=type(error).__name__)
            return replace(self._seen, database=False, broker=broker)
