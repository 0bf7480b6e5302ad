"""S14: all offices of a province lose the broker at once, and come back."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.chaos.reunion import reunite

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow, pytest.mark.alone]
OFFICES = 200


def test_s14_two_hundred_offices_reconnect_at_once(postgres: Engine, tmp_path: Path) -> None:
    met = reunite(tmp_path, postgres, OFFICES)
    print(met)
    assert met.facts == OFFICES * 25
    assert met.thrown_away == 0
    assert sum(met.each_second) == OFFICES
    assert max(met.each_second) <= OFFICES // 2, met.each_second  # they did not march in step
    assert met.delivered_s < 20.0, met
