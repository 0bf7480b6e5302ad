"""A card dies: the start puts the newest copy in place by itself, and the tier above gives back what it lacks."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from office.safekeeping.copies import Kind
from office.safekeeping.exchanging import Why
from office.safekeeping.places import Places, put_by
from office.safekeeping.starting import Safety
from office.safekeeping.taking import Occasion
from office.store.engine import FILE_NAME
from tests.mosquitto import Mosquitto
from tests.office_fixture import ZONE
from tests.proof.commune import Communes
from tests.proof.far_side import alarms, collecting, facts_there, maker_at, projected, same, until

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow]
OFFICE = "thanh-son"
NIGHT = 1_795_395_600_000


def _numbers(database: Path, where: str) -> list[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as db:
        return [number for (number,) in db.execute(f"SELECT number FROM ticket WHERE {where} ORDER BY number")]


def _break(database: Path) -> None:
    with closing(sqlite3.connect(database)) as conn:
        (page,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ticket'").fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def test_copy_damage_restore_and_refill_with_nobody_doing_anything(
    store: Engine, broker: Mosquitto, communes: Communes, tmp_path: Path
) -> None:
    places = Places(OFFICE, tmp_path / "backups")
    safety = Safety(places, Occasion(OFFICE, Kind.UPDATE, NIGHT, ZONE, "test"), "Máy vừa được khôi phục.")
    with collecting(store, maker_at(broker.port)):
        commune = communes(safety=safety)
        commune.serve()
        put_by(commune.database, places, Occasion(OFFICE, Kind.NIGHTLY, NIGHT, ZONE, "test"))
        commune.serve()
        commune.issue(4)
        same(commune, store)
        old, had = commune.stream, facts_there(store, OFFICE)
        all_of_them, waiting = _numbers(commune.database, "1"), _numbers(commune.database, "state = 'waiting'")
        commune.close()
        _break(commune.database)

        commune = communes(safety=safety)
        restored = commune.premises.restored
        assert restored is not None
        assert (restored.why, restored.stream) == (Why.DAMAGED, old)
        until(lambda: _numbers(commune.database, "state = 'waiting'") == waiting)
        assert _numbers(commune.database, "1") == all_of_them
        assert commune.issue(1)[0] not in all_of_them
        same(commune, store)
        projected(store)
    assert [row for row in facts_there(store, OFFICE) if row[0] == old] == had
    assert alarms(store, OFFICE) == {}
    assert list((commune.data / "aside").rglob(FILE_NAME))
