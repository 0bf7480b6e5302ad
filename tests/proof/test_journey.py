"""One number from a finger on the glass to the row at the district: window, service, courier, mosquitto, collector."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from district.config import load
from district.store.engine import open_store
from kiosk.demo.keeping import Keeper
from kiosk.district.enrolment import keep_bundle, read_bundle
from look.sheet.measures import Measures
from tests.bench.aiming import finger, place_of
from tests.bench.glass import touch_window
from tests.demo.offices import Served, written
from tests.hall.television import television
from tests.postgres import Cluster
from tests.proof.far_side import rows, until
from tests.tier.whole_tier import district, mosquitto, tier, wired

pytestmark = [pytest.mark.needs("mosquitto", "postgres", "Xvfb", "xdotool"), pytest.mark.slow]
OFFICE = "do-luong"
PANEL = Measures(720, 1280, 21.5)
TICKETS = """SELECT t.number, t.state, t.channel FROM ticket t JOIN stream s ON s.no = t.stream_no
JOIN office o ON o.no = s.office_no WHERE o.id = %s"""


@pytest.fixture
def office(cluster: Cluster, tmp_path: Path) -> Served:
    """Enrolled, with the bundle laid where it looks for it; not started yet."""
    toml = wired(tmp_path, cluster)
    district(toml, "broker-config")
    district(toml, "enrol", OFFICE, "--name", "Phường Đo Lường")
    made = Served(written(tmp_path / "office", 3), tmp_path / "office" / "data", windows=["touch"])
    bundle = read_bundle((tmp_path / f"{OFFICE}.motcua-bundle").read_bytes(), OFFICE, datetime.now(UTC))
    keep_bundle(made.data, bundle)
    way = ("--broker", str(load(toml).broker.port))
    made.keeper = Keeper(made.config, made.data, made.address.port, way)
    return made


def test_a_tap_in_the_window_becomes_a_row_in_postgresql(office: Served, tmp_path: Path) -> None:
    toml = tmp_path / "district.toml"
    store = open_store(load(toml).database.url)
    size = (PANEL.width, PANEL.height)
    with mosquitto(tmp_path / "district-data" / "broker"), tier(toml):
        office.start()
        try:
            with (
                television(tmp_path, *size) as screen,
                touch_window(screen, tmp_path, office, size),
                finger(screen.display) as hand,
            ):
                hand.move(place_of(office.url, office.prepared.screen_token, "service:A", PANEL))
                hand.down()
                hand.up()
                until(lambda: rows(store, TICKETS, OFFICE))
                assert rows(store, TICKETS, OFFICE) == [("A001", "waiting", "touch")]
        finally:
            office.stop()
            store.dispose()
