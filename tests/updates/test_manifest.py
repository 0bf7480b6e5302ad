"""A manifest from outside: whatever is not exactly as it should be is no update."""

import json
from typing import Any

import pytest

from kiosk.updates.manifest import LARGEST, NotAnUpdate, order, read
from tests.updates.machine import manifest


def test_a_good_one_is_read() -> None:
    said = read(manifest("0.10.2"))
    assert (said.version, said.schema, len(said.files)) == ("0.10.2", "0007", 2)


DIGEST = "0" * 64
BAD: list[dict[str, Any]] = [
    {"product": "motcua-district"},
    {"product": None},
    {"version": "1"},
    {"version": "0.1.0-beta"},
    {"version": "0.01.0"},
    {"version": "../0.1"},
    {"version": 1.5},
    {"version": "1.2.3.4.5"},
    {"architecture": "amd64/.."},
    {"architecture": ""},
    {"pythons": []},
    {"pythons": "3.11"},
    {"pythons": ["2.7"]},
    {"pythons": [3.11]},
    {"schema": "7"},
    {"schema": 7},
    {"files": {}},
    {"files": ["requirements.lock"]},
    {"files": {"wheels/a.whl": DIGEST, "wheels/b.whl": DIGEST}},
    {"files": {"requirements.lock": DIGEST, "../a.whl": DIGEST}},
    {"files": {"requirements.lock": DIGEST, "wheels/../../a": DIGEST}},
    {"files": {"requirements.lock": DIGEST, "wheels/.hidden": DIGEST}},
    {"files": {"requirements.lock": DIGEST, "manifest.json": DIGEST}},
    {"files": {"requirements.lock": DIGEST, "wheels/a.whl": "abc"}},
    {"files": {"requirements.lock": DIGEST, "wheels/a.whl": DIGEST.replace("0", "G")}},
    {"files": {"requirements.lock": DIGEST, **{f"wheels/{no}.whl": DIGEST for no in range(400)}}},
]


@pytest.mark.parametrize("wrong", BAD, ids=lambda wrong: str(wrong)[:50])
def test_one_wrong_word_and_it_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotAnUpdate):
        read(json.dumps({**json.loads(manifest("0.2.0")), **wrong}).encode())


@pytest.mark.parametrize(
    "raw", [b"", b"\xff", b"[]", b"1", b"null", b"{", b"[" * 100_000, json.dumps({"a": "x" * LARGEST}).encode()]
)
def test_what_is_no_manifest_at_all_is_none(raw: bytes) -> None:
    with pytest.raises(NotAnUpdate):
        read(raw)


def test_versions_are_in_the_order_of_their_numbers() -> None:
    assert sorted(["0.10.0", "0.9.9", "1.0", "0.9", "0.9.0.1"], key=order) == [
        "0.9",
        "0.9.0.1",
        "0.9.9",
        "0.10.0",
        "1.0",
    ]
    assert order("1.0") == order("1.0.0")
