"""The office at work, opened for each test on a file of its own."""

from collections.abc import Iterator

import pytest

from tests.office.at_work import Office, working


@pytest.fixture
def office() -> Iterator[Office]:
    with working() as opened:
        yield opened
