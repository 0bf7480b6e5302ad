"""The published contract holds together, our code keeps to it, and its examples are what our code reads."""

import base64
import json
import re
import tomllib
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.chain import start_of
from sync import topics
from sync.wire import batch as wire
from sync.wire.batch import unpack
from sync.wire.cutting import cut
from sync.wire.letters import (
    Ack,
    Chunk,
    CollectorState,
    Command,
    Hello,
    Letter,
    Manifest,
    OfficeState,
    Outcome,
    Result,
    Want,
)
from sync.wire.refusing import RejectCode
from tests import properties
from tests.sync.contract import PATH, document, examples, mistakes, references, resolved
from tests.sync.wire.made import OFFICE, STREAM, Draft, drafts, event, facts
from tests.sync.wire.test_letters import letters

properties.load()
MESSAGES: dict[str, type[Letter]] = {
    "hello": Hello,
    "ack": Ack,
    "officeState": OfficeState,
    "collectorState": CollectorState,
    "command": Command,
    "result": Result,
    "want": Want,
    "manifest": Manifest,
    "chunk": Chunk,
}
NAMES = {made: name for name, made in MESSAGES.items()}
ROOT = {"asyncapi", "info", "id", "servers", "defaultContentType", "channels", "operations", "components"}
CHANNEL = {"address", "title", "summary", "description", "servers", "parameters", "messages", "tags", "bindings"}
OPERATION = {"action", "channel", "title", "summary", "description", "messages", "reply", "bindings"}
MESSAGE = {"title", "name", "summary", "description", "contentType", "payload", "headers", "examples", "correlationId"}
EXAMPLE = {"name", "summary", "payload", "headers"}


def own(value: dict[str, Any], known: set[str]) -> set[str]:
    """Keys that the AsyncAPI 3.0 specification does not know there."""
    return {key for key in value if key not in known and not key.startswith("x-")}


def test_every_part_of_the_document_is_where_the_specification_wants_it() -> None:
    document_ = document()
    assert document_["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= set(document_["info"])
    assert own(document_, ROOT) == set()
    for channel in document_["channels"].values():
        assert own(channel, CHANNEL) == set()
    for operation in document_["operations"].values():
        assert own(operation, OPERATION) == set()
        assert operation["action"] in ("send", "receive")
    for message in document_["components"]["messages"].values():
        assert own(message, MESSAGE) == set()
        assert [own(example, EXAMPLE) for example in message["examples"]] == [set()] * len(message["examples"])


def test_every_reference_leads_somewhere_and_everything_is_referred_to() -> None:
    named = set(references(document()))
    for reference in named:
        assert resolved(reference) is not None
    for kind in ("schemas", "messages", "parameters", "securitySchemes"):
        for name in document()["components"][kind]:
            assert f"#/components/{kind}/{name}" in named


def test_every_channel_is_used_by_one_operation_and_its_parameters_stand_in_its_address() -> None:
    used = [operation["channel"]["$ref"] for operation in document()["operations"].values()]
    assert sorted(used) == sorted(f"#/channels/{name}" for name in document()["channels"])
    for channel in document()["channels"].values():
        assert set(re.findall(r"{(\w+)}", channel["address"])) == set(channel["parameters"])


def test_the_mailboxes_of_the_contract_are_those_of_our_code() -> None:
    there = {channel["address"] for channel in document()["channels"].values()}
    ours = {topics.up("{office}", box) for box in topics.UP}
    ours |= {topics.down("{office}", box) for box in (topics.ACK, topics.FACTS, topics.CMD)}
    ours |= {topics.down("{office}", "config/{name}"), topics.down("{office}", "config/{name}/{part}")}
    assert there == ours | {topics.collector_state("{collector}")}


def test_what_is_sent_up_is_the_offices_to_send_and_the_rest_it_receives() -> None:
    for operation in document()["operations"].values():
        address = resolved(operation["channel"]["$ref"])["address"]
        assert operation["action"] == ("send" if "/up/" in address else "receive")


def test_limits_and_words_are_those_of_our_code() -> None:
    batch = document()["components"]["messages"]["batch"]
    assert batch["x-limits"] == {
        "facts": wire.MOST_FACTS,
        "inflated": wire.RAW_LIMIT,
        "deflated": wire.PACKED_LIMIT,
    }
    assert batch["contentType"] == wire.CONTENT_TYPE
    ack = document()["components"]["schemas"]["Ack"]
    assert ack["properties"]["reject"]["items"]["properties"]["code"]["examples"] == [str(code) for code in RejectCode]
    assert document()["components"]["schemas"]["Result"]["properties"]["outcome"]["enum"] == [
        str(outcome) for outcome in Outcome
    ]


@given(st.one_of(letters))
def test_every_letter_that_our_code_writes_keeps_to_the_contract(letter: Letter) -> None:
    assert mistakes(NAMES[type(letter)], json.loads(letter.pack())) == []


@given(st.lists(drafts, min_size=1, max_size=8))
def test_every_batch_that_our_code_writes_keeps_to_the_contract(made: list[Draft]) -> None:
    _, payload = cut(OFFICE, STREAM, start_of(STREAM), facts(made))
    assert mistakes("batch", json.loads(zlib.decompress(payload))) == []


@pytest.mark.parametrize(("name", "example"), list(examples()))
def test_every_example_keeps_to_its_schema(name: str, example: dict[str, Any]) -> None:
    assert mistakes(name, example["payload"]) == []


@pytest.mark.parametrize(("name", "example"), [pair for pair in examples() if pair[0] != "batch"])
def test_every_letter_of_the_examples_is_read_and_written_again_by_our_code(name: str, example: dict[str, Any]) -> None:
    letter = MESSAGES[name].unpack(json.dumps(example["payload"]).encode())
    assert json.loads(letter.pack()) == example["payload"]


def test_the_batch_of_the_examples_is_read_by_our_code_and_its_bytes_are_the_same_batch() -> None:
    (example,) = document()["components"]["messages"]["batch"]["examples"]
    payload = base64.b64decode(example["x-deflated"])
    assert json.loads(zlib.decompress(payload)) == example["payload"]
    batch = unpack(payload, OFFICE)
    assert [fact.kind for fact in batch.facts] == ["ticket.issued", "ticket.called"]
    assert batch.before == start_of(batch.stream)


@pytest.mark.parametrize(
    "spoil",
    [
        {"specversion": "0.3"},
        {"type": "vn.motcua.batch.v2"},
        {"source": "elsewhere"},
        {"data": {**event()["data"], "before": "zz"}},
        {"data": {**event()["data"], "events": []}},
        {"data": {**event()["data"], "events": event()["data"]["events"] * 200}},
        {"data": {**event()["data"], "events": [{**event()["data"]["events"][0], "more": 1}]}},
    ],
)
def test_the_contract_refuses_what_our_code_refuses(spoil: dict[str, Any]) -> None:
    assert mistakes("batch", event()) == []
    assert mistakes("batch", {**event(), **spoil}) != []


def test_the_contract_is_a_part_of_the_package() -> None:
    settings = tomllib.loads((PATH.parents[1] / "pyproject.toml").read_text())
    assert "*.yaml" in settings["tool"]["setuptools"]["package-data"]["*"]
