"""How many streams and starts of its machine one office may open: more than any honest one ever will.

Each is a row, and some memory in every collector, for as long as the tier lives. A letter that would open one too many
is dropped and counted, and the alarm says so; nobody else is slowed by it.
"""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from district.store import alarms
from district.store.alarms import Alarm
from district.store.places import Named, Places
from district.store.tables import boot, stream
from sync.wire.batch import Batch
from sync.wire.letters import Hello

MOST_STREAMS = 200
"""A stream begins when a database is made, restored or copied."""
MOST_BOOTS = 10_000
"""Five a day for more than five years."""
STREAMS, BOOTS = "too_many_streams", "too_many_boots"


class Bounds:
    """What of a round's letters may go on; made for one round."""

    def __init__(self, conn: Connection, places: Places, now: int) -> None:
        self._conn, self._places, self._now = conn, places, now
        self._dropped: Counter[tuple[str, str]] = Counter()

    def batches(self, given: list[Batch]) -> list[Batch]:
        barred = self._barred({(one.office, one.stream) for one in given}, {(one.office, one.boot) for one in given})
        return [one for one in given if self._passes(barred, one.office, one.stream, one.boot)]

    def hellos(self, given: list[tuple[str, Hello]]) -> list[tuple[str, Hello]]:
        barred = self._barred({(who, one.stream) for who, one in given}, {(who, one.boot) for who, one in given})
        return [(who, one) for who, one in given if self._passes(barred, who, one.stream, one.boot)]

    def streams(self, named: Iterable[Named]) -> set[Named]:
        """Those that would be one too many; counted as dropped."""
        barred, _ = self._barred(set(named), set())
        self._dropped.update((office_id, STREAMS) for office_id, _ in barred)
        return barred

    def tell(self) -> None:
        """Into the tallies and the alarm."""
        for (office_id, what), times in sorted(self._dropped.items()):
            office_no = self._places.offices(self._conn, [office_id], self._now)[office_id]
            alarms.count(self._conn, office_no, {what: times}, self._now)
            alarms.sound(self._conn, office_no, Alarm.REJECTS, self._now, f"{times} dropped: {what}")

    def _barred(self, streams: set[Named], boots: set[Named]) -> tuple[set[Named], set[Named]]:
        excess = self._places.excess
        return excess(self._conn, stream, streams, MOST_STREAMS), excess(self._conn, boot, boots, MOST_BOOTS)

    def _passes(self, barred: tuple[set[Named], set[Named]], office_id: str, stream_id: str, boot_id: str) -> bool:
        for what, ids, one in ((STREAMS, barred[0], stream_id), (BOOTS, barred[1], boot_id)):
            if (office_id, one) in ids:
                self._dropped[office_id, what] += 1
                return False
        return True
