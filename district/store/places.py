"""The short numbers that offices, streams and starts of machines have in this database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from district.store.engine import is_postgres
from district.store.tables import boot, office, stream

Named = tuple[str, str]
"""(office id, id of a stream or a start)."""


def insert_into(conn: Connection, table: Table) -> Any:
    """An INSERT of this dialect, for `on_conflict_do_…`."""
    return postgresql.insert(table) if is_postgres(conn) else sqlite.insert(table)


class Places:
    """Remembers the numbers it has seen. A transaction that is undone, or a database that was exchanged: `forget`."""

    def __init__(self) -> None:
        self._offices: dict[str, int] = {}
        self._streams: dict[Named, int] = {}
        self._boots: dict[Named, int] = {}

    def forget(self) -> None:
        self._offices.clear()
        self._streams.clear()
        self._boots.clear()

    def offices(self, conn: Connection, ids: Iterable[str], now: int) -> dict[str, int]:
        """Office id → number; new ones are written down."""
        for one in sorted(set(ids) - self._offices.keys()):
            statement = insert_into(conn, office).values(id=one, first_seen_at=now).on_conflict_do_nothing()
            conn.execute(statement)
            self._offices[one] = conn.execute(select(office.c.no).where(office.c.id == one)).scalar_one()
        return self._offices

    def streams(self, conn: Connection, named: Iterable[Named], now: int) -> dict[Named, int]:
        return self._numbers(conn, stream, self._streams, named, now, {"first_seen_at": now})

    def boots(self, conn: Connection, named: Iterable[Named], now: int) -> dict[Named, int]:
        return self._numbers(conn, boot, self._boots, named, now, {})

    def excess(self, conn: Connection, table: Table, named: Iterable[Named], most: int) -> set[Named]:
        """Which of these new streams (or starts) would be more than `most` of their office."""
        known = self._streams if table is stream else self._boots
        new = sorted(set(named) - known.keys())
        if not new:
            return set()
        there, counts = _there(conn, table, new), _counts(conn, table, new)
        over = set[Named]()
        for one in new:
            if one not in there:
                counts[one[0]] += 1
                if counts[one[0]] > most:
                    over.add(one)
        return over

    def _numbers(
        self,
        conn: Connection,
        table: Table,
        known: dict[Named, int],
        named: Iterable[Named],
        now: int,
        more: dict[str, Any],
    ) -> dict[Named, int]:
        new = sorted(set(named) - known.keys())
        offices = self.offices(conn, (one for one, _ in new), now)
        for one in new:
            values = {"office_no": offices[one[0]], "id": one[1], **more}
            conn.execute(insert_into(conn, table).values(values).on_conflict_do_nothing())
            mine = (table.c.office_no == values["office_no"]) & (table.c.id == one[1])
            known[one] = conn.execute(select(table.c.no).where(mine)).scalar_one()
        return known


def _there(conn: Connection, table: Table, named: Sequence[Named]) -> set[Named]:
    """Which of these are rows already."""
    query = select(office.c.id, table.c.id).join(table, table.c.office_no == office.c.no)
    return {(row[0], row[1]) for row in conn.execute(query.where(tuple_(office.c.id, table.c.id).in_(named)))}


def _counts(conn: Connection, table: Table, named: Sequence[Named]) -> Counter[str]:
    """How many each of their offices has."""
    query = select(office.c.id, func.count()).join(table, table.c.office_no == office.c.no).group_by(office.c.id)
    mine = sorted({one for one, _ in named})
    return Counter({row[0]: int(row[1]) for row in conn.execute(query.where(office.c.id.in_(mine)))})


def office_no(conn: Connection, office_id: str) -> int | None:
    row = conn.execute(select(office.c.no).where(office.c.id == office_id)).first()
    return None if row is None else int(row.no)


def add_office(conn: Connection, office_id: str, now: int) -> int:
    """The number of an office that may be new."""
    found = office_no(conn, office_id)
    if found is not None:
        return found
    conn.execute(insert(office).values(id=office_id, first_seen_at=now))
    return int(conn.execute(select(office.c.no).where(office.c.id == office_id)).scalar_one())
