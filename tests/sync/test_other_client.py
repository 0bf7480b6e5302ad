"""A client of another make, in another language, decodes our batches by the published contract alone."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from office.domain.chain import start_of
from sync import topics
from sync.transport.mqtt import MqttMaker
from sync.wire.batch import write
from sync.wire.cutting import cut
from tests.mosquitto import Mosquitto, mosquitto
from tests.sync.contract import PATH
from tests.sync.transport.places import Hand
from tests.sync.wire.made import OFFICE, STREAM, deflated, event, facts
from tests.sync.wire.office_day import day_of_an_office

NODE = Path(__file__).parent / "node"
NO_NETWORK = ("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "ECONNRESET")
Ask = Callable[[bytes], dict[str, object]]
pytestmark = pytest.mark.needs("node", "npm", "mosquitto")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client with its libraries, as its lock file names them."""
    folder = tmp_path_factory.mktemp("node")
    for path in NODE.iterdir():
        shutil.copy(path, folder)
    command = ["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=200, check=False)
    if done.returncode and any(word in done.stderr for word in NO_NETWORK):
        pytest.skip("the registry of npm cannot be reached")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with mosquitto(tmp_path) as running:
        yield running


@pytest.fixture
def ask(node: Path, broker: Mosquitto) -> Ask:
    """Posts a payload as an office does and gives what the other client made of it."""

    def asked(payload: bytes) -> dict[str, object]:
        command = ["node", "decode.mjs", str(PATH), f"mqtt://{broker.host}:{broker.port}", OFFICE]
        with subprocess.Popen(command, cwd=node, stdout=subprocess.PIPE, text=True) as client:
            assert client.stdout is not None
            assert client.stdout.readline() == "listening\n"
            office = Hand(MqttMaker(broker.host, broker.port), OFFICE).open()
            office.post(topics.up(OFFICE, topics.LIVE), payload)
            said, _ = client.communicate(timeout=20)
            office.transport.close()
        answer: dict[str, object] = json.loads(said)
        return answer

    return asked


def test_a_day_of_an_office_is_decoded_and_its_chain_holds(ask: Ask) -> None:
    stream, journal = day_of_an_office()
    batch, payload = cut(OFFICE, stream, start_of(stream), journal)
    assert ask(payload) == json.loads(write(batch))


def test_strange_but_right_texts_and_keys_are_reckoned_alike(ask: Ask) -> None:
    body = {
        "\U0001f600": 'một "cửa" \\ \x01\x1f\x7f\t\b\f\r\n',
        "\uffff": [None, True, -5, 2**53 - 1],
        "ô": {"b": 1, "a": {}},
    }
    batch, payload = cut(OFFICE, STREAM, start_of(STREAM), facts([("a.b", "ticket:\u2028", body)]))
    assert ask(payload) == json.loads(write(batch))


def test_a_fact_changed_on_the_way_is_seen_by_the_other_client_too(ask: Ask) -> None:
    value = event(3)
    value["data"]["events"][1]["d"]["number"] = "A999"
    assert ask(deflated(value)) == {"refused": "the chain does not hold"}
