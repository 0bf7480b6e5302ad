"""The headers of trust on every address of the tier above."""

from pathlib import Path

import pytest

from tests.asking import Client
from tests.every_route import lacking, routes
from tests.tier.house_here import Tier

OPEN = {"/api/v1/openapi.json", "/api/v1/health", "/sign-in"}


@pytest.fixture
def tier(tmp_path: Path) -> Tier:
    return Tier(tmp_path)


def test_every_address_of_the_tier_tells_a_stranger_the_same_about_trust(tier: Tier) -> None:
    with Client(tier.app) as stranger:
        known = [*routes(tier.app), ("GET", "/nowhere"), ("POST", "/api/v1/nowhere"), ("DELETE", "/sign-in")]
        answers = {where: stranger.request(*where) for where in known}
    assert len(answers) > 30
    wrong = {where: lacking(response) for where, response in answers.items()}
    assert {where: what for where, what in wrong.items() if what - {"server"}} == {}
    opened = {path for (_, path), response in answers.items() if response.status_code < 300}
    assert {path for path in opened if not path.startswith("/theme/")} == OPEN
    tier.close()
