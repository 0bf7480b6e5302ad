"""An office counts what it wrote, the district what it has; where they differ, somebody sees it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from district import figures
from district.audit import audit, verify
from district.times import wall_clock
from tests.asking import Client
from tests.mosquitto import Mosquitto
from tests.office_fixture import HEAD, ZONE, rid
from tests.proof.commune import Communes
from tests.proof.far_side import alarms, collecting, maker_at, number, projected, same, until
from tests.tier.house_here import Tier

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow]
OFFICE = "thanh-son"


def test_s20_an_audit_mismatch_is_shown(
    store: Engine, url: str, broker: Mosquitto, communes: Communes, tmp_path: Path
) -> None:
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.serve()
        commune.issue(10)
        commune.premises.desk.close_day(HEAD, rid())
        until(lambda: number(store, "SELECT count(*) FROM fact WHERE kind = 'journal.counted'") == 1)
        same(commune, store)
        projected(store)
    assert _audited(store) == [True]
    with store.begin() as conn:
        conn.exec_driver_sql("DELETE FROM audit")
        conn.exec_driver_sql("DELETE FROM fact WHERE seq = (SELECT max(seq) FROM fact WHERE kind = 'ticket.issued')")
        conn.exec_driver_sql("UPDATE fact SET body = replace(body, 'A001', 'A007') WHERE kind = 'ticket.called'")
    assert _audited(store) == [False]
    with store.begin() as conn:
        broken = [one.broken_at for one in verify(conn, wall_clock())]
    assert broken != [None]
    assert alarms(store, OFFICE).keys() == {"audit", "chain"}
    assert "ticket.issued" in _shown(store, url, tmp_path)


def _audited(store: Engine) -> list[bool]:
    with store.begin() as conn:
        return [one.agrees for one in audit(conn, wall_clock())]


def _shown(store: Engine, url: str, tmp_path: Path) -> str:
    """The district's page of the office, as an administrator has it."""
    with store.connect() as conn:
        (seen,) = figures.offices(conn, wall_clock(), ZONE)
    assert seen.alarms.audit == 1
    tier = Tier(tmp_path / "district", url)
    try:
        tier.office(OFFICE, "Thanh Sơn")
        pin = tier.person("an")
        with Client(tier.app, headers={"Accept-Language": "en"}) as client:
            assert client.post("/api/v1/session", json={"person": "an", "pin": pin}).status_code == 200
            page = client.get(f"/offices/{OFFICE}")
            assert page.status_code == 200
            return page.text
    finally:
        tier.close()
