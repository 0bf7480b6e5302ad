"""A little chaos: enough to break everything once; `./run chaos` is the whole of it."""

from pathlib import Path

import pytest

from tests.chaos.story import happen
from tests.chaos.world import Shape

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow]


def test_whatever_is_killed_and_cut_both_sides_end_with_the_same_facts_and_rows(passable: Path) -> None:
    shape = Shape(offices=3, facts=1_500, collectors=2, pace=75.0)
    told = happen(passable, shape, seed=7, seconds=10.0, pause_s=(0.2, 0.6), patience_s=60.0)
    assert [one for one in told.verdicts if not one.agrees] == []
    assert len(told.verdicts) >= 3 * 7
    assert not any(told.mistakes.values()), told.mistakes
    assert told.facts >= told.expected == 4_500
    assert {"office killed", "collector killed", "broker killed"} <= told.mishaps.keys(), told.mishaps
