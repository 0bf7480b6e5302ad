"""Manifests and chunks in any order: one whole body, or none; nothing that is not signed, and nothing twice."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.gathering import LARGEST, MOST_HELD, Fault, Faulty, Gathering, Whole
from sync.wire.letters import CHUNK_SIZE, Chunk, Manifest, chunked

KEY, STRANGER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
Letters = list[tuple[str, bytes]]


def is_ours(signed: bytes, signature: bytes) -> bool:
    try:
        KEY.public_key().verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def manifest_of(name: str, version: int, body: bytes, key: Ed25519PrivateKey = KEY) -> Manifest:
    chunks = chunked(version, body)
    plain = Manifest(name, version, hashlib.sha256(body).hexdigest(), len(body), len(chunks))
    return plain.signed(key.sign(plain.signed_bytes()))


def letters_of(name: str, version: int, body: bytes) -> Letters:
    chunks = [(f"config/{name}/{chunk.part}", chunk.pack()) for chunk in chunked(version, body)]
    return [*chunks, (f"config/{name}", manifest_of(name, version, body).pack())]


class Office:
    """A gathering, and what came of it."""

    def __init__(self) -> None:
        self.versions: dict[str, int] = {}
        self.gathering = Gathering(is_ours, lambda name: self.versions.get(name, 0))
        self.wholes: list[Whole] = []
        self.faults: list[Faulty] = []

    def hear(self, letters: Sequence[tuple[str, bytes]]) -> None:
        for box, payload in letters:
            found = self.gathering.take(box, payload)
            if isinstance(found, Whole):
                self.versions[found.name] = found.version
                self.wholes.append(found)
            elif isinstance(found, Faulty):
                self.faults.append(found)


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[bytes, Letters]:
    """A body of a few chunks; its letters in any order, some of them several times."""
    size = draw(st.integers(0, 3 * CHUNK_SIZE + 7))
    body = bytes([draw(st.integers(0, 255))]) * size
    letters = letters_of("notices", 3, body)
    twice = draw(st.lists(st.sampled_from(letters), max_size=5))
    return body, draw(st.permutations([*letters, *twice]))


@given(shuffled())
def test_chunks_in_any_order_and_twice_give_the_body_once(given_: tuple[bytes, Letters]) -> None:
    body, letters = given_
    office = Office()
    office.hear(letters)
    assert office.wholes == [Whole("notices", 3, body)]
    assert office.faults == []
    office.hear(letters)
    assert len(office.wholes) == 1


@given(st.permutations([*letters_of("a", 1, b"one"), *letters_of("a", 2, b"two"), *letters_of("b", 1, b"other")]))
def test_of_two_versions_the_higher_one_is_what_stays(letters: Letters) -> None:
    office = Office()
    office.hear(letters)
    assert {one.name: one.body for one in office.wholes} == {"a": b"two", "b": b"other"}
    assert office.gathering.held() == 0


def test_a_transfer_that_was_cut_is_finished_after_the_next_connection() -> None:
    letters = letters_of("notices", 1, b"x" * (2 * CHUNK_SIZE + 1))
    office = Office()
    office.hear([letters[0], letters[3]])
    assert office.wholes == []
    office.hear(letters)
    assert [one.version for one in office.wholes] == [1]


def test_an_older_version_that_is_played_again_changes_nothing() -> None:
    office = Office()
    office.hear(letters_of("notices", 2, b"new"))
    office.hear(letters_of("notices", 1, b"old"))
    office.hear(letters_of("notices", 2, b"other words under the same number"))
    assert [one.body for one in office.wholes] == [b"new"]


def test_a_manifest_that_somebody_else_signed_is_refused() -> None:
    office = Office()
    office.hear([("config/notices/0", chunked(1, b"lies")[0].pack())])
    office.hear([("config/notices", manifest_of("notices", 1, b"lies", STRANGER).pack())])
    assert office.wholes == []
    assert office.faults == [Faulty("notices", 1, Fault.BAD_SIGNATURE, signed=False)]


@pytest.mark.parametrize("changes", [{"version": 9}, {"size": 5}, {"chunks": 2}, {"sha256": "0" * 64}])
def test_a_signature_holds_for_every_word_of_the_manifest(changes: dict[str, int | str]) -> None:
    office = Office()
    office.hear([("config/notices", replace(manifest_of("notices", 1, b"abc"), **changes).pack())])  # type: ignore[arg-type]
    assert [one.fault for one in office.faults] == [Fault.BAD_SIGNATURE]


def test_chunks_of_somebody_else_never_become_a_body_and_the_right_ones_still_do() -> None:
    office = Office()
    manifest = manifest_of("notices", 1, b"right")
    office.hear([("config/notices", manifest.pack()), ("config/notices/0", Chunk(1, 0, b"wrong").pack())])
    assert [one.fault for one in office.faults] == [Fault.DAMAGED]
    office.hear(letters_of("notices", 1, b"right")[:1])
    assert [one.body for one in office.wholes] == [b"right"]


def test_a_manifest_under_another_name_is_refused() -> None:
    office = Office()
    office.hear([("config/opening", manifest_of("notices", 1, b"").pack())])
    assert [one.fault for one in office.faults] == [Fault.OTHER_NAME]


def test_nobody_fills_the_memory_with_chunks() -> None:
    office = Office()
    for version in range(1, 200):
        office.hear([(f"config/n{version}/0", Chunk(version, 0, b"x" * CHUNK_SIZE).pack())])
    assert office.gathering.held() <= MOST_HELD
    office.hear(letters_of("notices", 1, b"y" * (3 * CHUNK_SIZE)))
    assert [one.name for one in office.wholes] == ["notices"]


def test_what_is_too_large_is_refused_before_its_chunks_are_kept() -> None:
    office = Office()
    body = b"z" * (LARGEST + 1)
    office.hear([("config/notices", manifest_of("notices", 1, body).pack())])
    assert [one.fault for one in office.faults] == [Fault.TOO_LARGE]


@given(st.text(max_size=30), st.binary(max_size=200))
def test_whatever_else_comes_is_harmless(box: str, payload: bytes) -> None:
    office = Office()
    office.hear([(box, payload), (f"config/{box}", payload), (f"config/{box}/0", payload), ("config/n", b"")])
    assert office.wholes == []
