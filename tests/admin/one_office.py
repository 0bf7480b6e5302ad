"""One office, one server and one page of a browser for all tests of a module: each test works on things of its own.

To be imported by name, with `profile` and `pytestmark` of `test_pages`.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.admin.conftest import House, opened
from tests.admin.test_pages import Profile, Visit
from web.sessions import PERSON


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture(scope="module")
def visit(house: House, profile: Profile) -> Iterator[Visit]:
    """The head's."""
    with profile.visits(house, "minh-tuan") as found:
        yield found


@pytest.fixture
def inspected(house: House, visit: Visit) -> Iterator[Visit]:
    """The same page in the hands of the inspector."""
    context, doors = visit.page.context, house.premises.doors
    before = next(one for one in context.cookies() if one["name"] == PERSON)
    keys = doors.fresh_keys()
    doors.open_session("bich-thanh", keys)
    context.add_cookies([{"name": PERSON, "value": keys.token, "url": visit.url}])
    yield visit
    context.add_cookies([{"name": PERSON, "value": str(before["value"]), "url": visit.url}])


def anew(visit: Visit, path: str) -> Page:
    """The page as one finds it who comes in: what stands behind "#" alone would not load it again."""
    visit.page.goto("about:blank")
    return visit.go(path)
