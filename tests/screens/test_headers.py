"""The headers of trust on every address of the office: answers, refusals, files, what does not exist, what failed."""

from collections.abc import Iterator

import httpx
import pytest

from tests.every_route import lacking, routes
from tests.office_fixture import HEAD, rid
from tests.screens.serving import ScreenOffice, application_of, office

NOWHERE = ("/nowhere", "/api/v1/nowhere", "/static/nowhere.js", "/trust/nowhere", "/admin/../x", "/%00", "/%ff", "//x")
OPEN = {
    "/api/v1/content",
    "/api/v1/dossiers",
    "/api/v1/health",
    "/api/v1/openapi.json",
    "/api/v1/procedures",
    "/api/v1/suggestions/form",
    "/console/version",
    "/guide",
    "/lookup",
    "/sign-in",
    "/sign-in/counters",
    "/theme/1",
    "/trust",
}
PATIENCE_S = 30.0
"""An answer that hangs ends here; how soon one comes is measured elsewhere."""
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenOffice]:
    with office(tmp_path_factory.mktemp("headers") / "data") as found:
        yield found


@pytest.fixture
def stranger(served: ScreenOffice) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=PATIENCE_S) as client:
        yield client


def asked(client: httpx.Client, method: str, path: str) -> httpx.Response:
    """Only the head of the answer: some of them never end."""
    with client.stream(method, path) as response:
        return response


@pytest.fixture(scope="module")
def answers(served: ScreenOffice) -> dict[tuple[str, str], httpx.Response]:
    """What a stranger gets at every address."""
    with httpx.Client(base_url=served.url, trust_env=False, timeout=PATIENCE_S) as client:
        return {(method, path): asked(client, method, path) for method, path in routes(application_of(served.premises))}


def test_every_address_tells_a_stranger_the_same_about_trust(answers: dict[tuple[str, str], httpx.Response]) -> None:
    assert len(answers) > 150
    wrong = {where: lacking(response) for where, response in answers.items()}
    assert {where: what for where, what in wrong.items() if what} == {}


def test_nothing_but_what_is_for_everybody_opens_to_a_stranger(
    answers: dict[tuple[str, str], httpx.Response],
) -> None:
    """What is open stands here; a new call whose gate was forgotten fails this."""
    opened = {path for (_, path), response in answers.items() if response.status_code < 300}
    assert {path for path in opened if not path.startswith("/lookup/")} == OPEN


def test_every_page_and_answer_for_the_head_has_them_too(served: ScreenOffice, stranger: httpx.Client) -> None:
    keys = served.premises.doors.fresh_keys()
    served.premises.doors.open_session(HEAD.id, keys)
    stranger.headers["Authorization"] = f"Bearer {keys.token}"
    known = [path for method, path in routes(application_of(served.premises)) if method == "GET"]
    wrong = {path: lacking(asked(stranger, "GET", path)) for path in known}
    assert {where: what for where, what in wrong.items() if what} == {}


@pytest.mark.parametrize("method", METHODS)
def test_what_does_not_exist_has_them(stranger: httpx.Client, method: str) -> None:
    for path in NOWHERE:
        assert lacking(asked(stranger, method, path)) == set(), path


def test_what_fails_has_them(served: ScreenOffice, stranger: httpx.Client) -> None:
    role = served.premises.doors.add_device(HEAD, rid(), role="touch", name="x")
    headers = {"Authorization": f"Bearer {role.body['token']}"}
    big = stranger.post("/api/v1/tickets", content=b"x" * 70_000, headers=headers)
    malformed = stranger.post("/api/v1/tickets", content=b"{", headers=headers)
    assert (big.status_code, malformed.status_code) == (413, 400)
    assert lacking(big) == lacking(malformed) == set()
