"""Some hundreds of bad inputs at each interface; ten thousand: `./run soak bad`."""

from pathlib import Path

import pytest

from tests.bad import over_http
from tests.bad.spoiling import text_of
from tests.bad.tally import Tally
from tests.office_fixture import rid
from tests.soak.bad import INTERFACES

COUNTS = {"http": 500, "http-office": 50, "http-tier": 22, "mqtt-tier": 300, "mqtt-office": 500, "config": 300}
TENTH = 1_000


@pytest.mark.parametrize("interface", INTERFACES)
def test_nothing_bad_crashes_or_changes_anything(tmp_path: Path, interface: str) -> None:
    play, _ = INTERFACES[interface]
    tally = play(tmp_path / interface, COUNTS.get(interface, TENTH))
    assert tally.count >= COUNTS.get(interface, TENTH) // 2
    assert (tally.crashes, tally.changes) == ([], [])


def test_what_is_not_refused_is_seen(tmp_path: Path) -> None:
    with over_http.living(tmp_path) as (served, target):
        tally, body, seq = Tally("right"), text_of({"service": "A", "request_id": rid()}), served.desk.seq
        right = over_http.request(target, "POST", "/api/v1/tickets", body, target.tokens["touch"])
        over_http.send(tally, target.port, right, is_whole=True)
        assert served.desk.seq > seq
    assert "201" in tally.changes[0]
