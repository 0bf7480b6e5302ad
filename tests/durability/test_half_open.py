"""Neighbours who hold connections and say little do not keep anybody from a number. `./run bench` has the times."""

from pathlib import Path

import pytest

from tests.bench.crowd import OWN
from tests.bench.crowding import A_SECOND, CLERK, crowd, take
from tests.durability.running import prepare, running, wiring

COUNT = 120
NUMBERS = 12


@pytest.mark.parametrize(("kind", "whence"), [("slow", "many addresses"), ("idle", "one address")])
def test_numbers_go_out_at_the_machine_and_over_the_network(tmp_path: Path, kind: str, whence: str) -> None:
    config, data = wiring(tmp_path), tmp_path / "data"
    token = prepare(config, data, devices=("touch",))["touch"]
    with running(config, data) as office:
        with crowd(office.port, kind, whence, COUNT) as those:
            assert len(take(office.port, token, OWN, NUMBERS)) == NUMBERS
            assert len(take(office.port, token, CLERK, NUMBERS, 1 / A_SECOND, anew=True)) == NUMBERS
        assert those.count >= COUNT
        assert office.stop()[0] == 0
