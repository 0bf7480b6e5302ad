"""The Unix socket in the data directory: programs of this machine act as the operator; nobody else does."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import Api, code
from tests.asking import PATIENCE_S
from tests.office_fixture import rid
from tests.web.conftest import served

URL = "http://office/api/v1"


@pytest.fixture
def local(api: Api) -> Iterator[httpx.Client]:
    with tempfile.TemporaryDirectory() as folder:  # a socket's path is short
        path = Path(folder) / "serve.sock"
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(path))
        listening.listen()
        with (
            served(api.app, listening),
            httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), timeout=PATIENCE_S) as client,
        ):
            yield client


def test_the_operator_needs_no_token_and_has_the_rights_of_a_head(local: httpx.Client, api: Api) -> None:
    answer = local.post(f"{URL}/day/training", json={"on": True, "request_id": rid()})
    assert answer.status_code == 200
    (fact,) = api.premises.desk.facts_after(api.seq - 1)
    assert fact["fact"]["by"] == "operator:cli"
    added = local.post(f"{URL}/admin/devices", json={"role": "hall", "name": "Sảnh", "request_id": rid()})
    assert added.status_code == 201
    assert local.delete(f"{URL}/session").status_code == 204


def test_a_token_on_the_socket_is_still_that_token(local: httpx.Client, api: Api) -> None:
    headers = {"Authorization": f"Bearer {api.token('hall')}"}
    answer = local.post(f"{URL}/day/training", json={"on": True, "request_id": rid()}, headers=headers)
    assert code(answer) == (403, "forbidden")


def test_the_operator_does_not_rate(local: httpx.Client) -> None:
    answer = local.post(f"{URL}/tickets/1/rating", json={"level": 1, "channel": "touch", "request_id": rid()})
    assert code(answer) == (403, "forbidden")


def test_a_neighbour_on_the_network_is_nobody(api: Api) -> None:
    with served(api.app) as (host, port):
        answer = httpx.post(
            f"http://{host}:{port}/api/v1/day/training", json={"on": True, "request_id": rid()}, timeout=PATIENCE_S
        )
        assert code(answer) == (401, "unauthenticated")
        for name in ("/tmp/serve.sock", "a/b"):
            answer = httpx.get(f"http://{host}:{port}/api/v1/state", headers={"Host": name}, timeout=PATIENCE_S)
            assert answer.status_code in {400, 401}
