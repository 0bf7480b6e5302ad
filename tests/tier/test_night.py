"""What the tier looks after by itself."""

import time

from district.night import Housekeeper, keep_of
from tests.tier.house_here import Tier


def test_a_database_that_is_away_is_tried_again(tier: Tier) -> None:
    keeper = Housekeeper(tier.store, keep_of(tier.config), first_s=0.01, every_s=0.05)
    database = tier.config.data.dir / "district.db"
    tier.store.dispose()
    away = database.rename(database.with_name("away"))
    database.mkdir()
    keeper.start()
    rounds_of(keeper, 2)
    database.rmdir()
    away.rename(database)
    before = keeper.rounds
    rounds_of(keeper, before + 2)
    keeper.stop()


def rounds_of(keeper: Housekeeper, wanted: int) -> None:
    ends = time.monotonic() + 20
    while keeper.rounds < wanted:
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_what_the_file_says_is_what_is_kept(tier: Tier) -> None:
    kept = keep_of(tier.config)
    assert (kept.facts, kept.audits, kept.rejects, kept.results) == (731, 1827, 92, 366)
