"""The people in line, kept in memory between the acts of the writing connection.

Once hundreds wait, reading them from the file costs more than everything else that an act does, and only one
connection ever writes. So that connection keeps the line of one day, and `office.store.tickets` tells it of everyone
who comes, changes or leaves. The rule that surprises: an act that does not end well forgets the line, whatever went
wrong, and the next one reads it anew; nothing that was not committed is ever believed.
"""

from collections.abc import Callable, Iterable
from types import TracebackType

from sqlalchemy import Connection

from office.domain.line import Waiting

_NAME = "line"


class KeptLine:
    """The line of one day, of practice or of the real one. Used as a context around each transaction."""

    def __init__(self) -> None:
        self._of: tuple[int, bool] | None = None
        self._people: dict[int, Waiting] = {}

    def __enter__(self) -> None:
        """An act begins."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.forget()

    def forget(self) -> None:
        self._of = None
        self._people.clear()

    def people(self, day: int, training: bool, read: Callable[[], Iterable[Waiting]]) -> list[Waiting]:
        """A copy of the line; `read` fetches it when it is not the one that is kept."""
        if self._of != (day, training):
            self._people = {one.id: one for one in read()}
            self._of = (day, training)
        return list(self._people.values())

    def tell(self, day: int, training: bool, ticket: int, now: Waiting | None) -> None:
        """What this ticket is in the line now; None when it is not in it."""
        if self._of != (day, training):
            return
        if now is None:
            self._people.pop(ticket, None)
        else:
            self._people[ticket] = now


def keep_line(conn: Connection) -> KeptLine:
    """From now on the connection behind `conn` keeps its line. It must be the only one that writes."""
    kept: KeptLine = conn.info.setdefault(_NAME, KeptLine())
    return kept


def line_of(conn: Connection) -> KeptLine | None:
    """None for a connection that only reads: it must not see what is not committed yet."""
    return conn.info.get(_NAME)
