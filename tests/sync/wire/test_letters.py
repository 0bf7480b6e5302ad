"""The other letters are read as they were written, and by rules that a later version may widen."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.letters import (
    CHUNK_SIZE,
    LETTER_LIMIT,
    Ack,
    Applied,
    Chunk,
    CollectorState,
    Command,
    Hello,
    Known,
    Letter,
    Manifest,
    OfficeState,
    Outcome,
    Result,
    Want,
    chunked,
)
from sync.wire.refusing import RejectCode, Undecodable
from tests.sync.wire.made import bodies, texts

names = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20).filter(lambda name: name[0] != "-")
counts = st.integers(0, 2**40)
seqs = st.integers(1, 2**40)
outcomes = st.sampled_from(Outcome)


def _spans(edges: list[int]) -> tuple[tuple[int, int], ...]:
    ordered = sorted(set(edges))
    return tuple((ordered[place], ordered[place + 1]) for place in range(0, len(ordered) - 1, 2))


spans = st.lists(seqs, max_size=8).map(_spans)
known = st.builds(Known, st.just("2026-11-23"), st.dictionaries(st.sampled_from("ABCE"), counts, max_size=3))
rejects = st.lists(st.tuples(seqs, st.sampled_from([str(code) for code in RejectCode])), max_size=3).map(tuple)
others = st.lists(st.tuples(names, counts), max_size=3).map(tuple)
applied = st.builds(Applied, counts, st.none() | texts)
letters: list[st.SearchStrategy[Letter]] = [
    st.tuples(names, seqs, counts, names, texts, texts, counts, st.integers(-(2**50), 2**50), st.booleans()).map(
        lambda given: Hello(given[0], given[1], given[1] + given[2], *given[3:])
    ),
    st.builds(Ack, names, counts, counts, spans, spans, rejects, st.none() | known, others),
    st.builds(
        OfficeState,
        st.booleans(),
        names,
        texts,
        counts,
        st.dictionaries(texts, texts, max_size=3),
        st.dictionaries(names, applied, max_size=2),
    ),
    st.builds(CollectorState, st.booleans(), counts),
    st.builds(Command, names, texts, bodies, counts),
    st.builds(Result, names, texts, outcomes, texts),
    st.builds(lambda stream, first, more: Want(stream, first, first + more), names, seqs, counts),
    st.builds(
        Manifest, names, seqs, st.just("ab" * 32), counts, st.integers(0, 1_000), st.binary(min_size=64, max_size=64)
    ),
    st.builds(Chunk, seqs, counts, st.binary(max_size=300)),
]


@given(st.one_of(letters))
def test_a_letter_is_read_as_it_was_written(letter: Letter) -> None:
    assert type(letter).unpack(letter.pack()) == letter


@given(st.one_of(letters))
def test_what_a_later_version_adds_is_passed_over(letter: Letter) -> None:
    more = json.dumps({**json.loads(letter.pack()), "added_later": {"a": [1]}}).encode()
    assert type(letter).unpack(more) == letter


@given(st.one_of(letters), st.data())
def test_a_letter_without_one_of_its_parts_is_refused_or_reads_as_if_it_were_empty(
    letter: Letter, data: st.DataObject
) -> None:
    body: dict[str, Any] = json.loads(letter.pack())
    gone = data.draw(st.sampled_from(sorted(body)))
    del body[gone]
    if gone in ("known", "others"):
        assert type(letter).unpack(json.dumps(body).encode()) != letter
    else:
        with pytest.raises(Undecodable):
            type(letter).unpack(json.dumps(body).encode())


def test_an_answer_that_knows_no_numbers_may_say_so_with_an_empty_table() -> None:
    ack = Ack("s", 3, 4)
    assert Ack.unpack(json.dumps({**json.loads(ack.pack()), "known": {}}).encode()) == ack


def test_ranges_that_overlap_or_run_backwards_are_refused() -> None:
    for have in ([[5, 4]], [[1, 3], [3, 5]], [[4, 5], [1, 2]], [[0, 1]], [[1]], [1, 2], [[1, 2.0]]):
        with pytest.raises(Undecodable):
            Ack.unpack(json.dumps({**json.loads(Ack("s", 3, 4).pack()), "have": have}).encode())


def test_a_word_of_a_later_version_for_a_refusal_is_kept_as_it_is() -> None:
    assert Ack.unpack(Ack("s", 3, 4, reject=((5, "spilt_coffee"),)).pack()).reject == ((5, "spilt_coffee"),)


def test_a_hello_that_expects_less_than_it_sent_is_refused() -> None:
    with pytest.raises(Undecodable):
        Hello.unpack(Hello("s", 9, 8, "b", "1", "1", 0, 0, True).pack())


def test_a_body_in_chunks_is_whole_again_and_each_chunk_fits_a_letter() -> None:
    body = bytes(range(256)) * 500
    parts = chunked(3, body)
    assert [part.part for part in parts] == list(range(len(parts)))
    assert b"".join(Chunk.unpack(part.pack()).body for part in parts) == body
    assert all(len(part.pack()) <= LETTER_LIMIT for part in parts)
    assert len(parts[0].body) == CHUNK_SIZE
    assert chunked(3, b"") == []


def test_what_a_manifest_signs_is_everything_but_the_signature() -> None:
    manifest = Manifest("notices", 3, "ab" * 32, 500, 1)
    assert manifest.signed(b"x" * 64).signed_bytes() == manifest.signed_bytes()
    assert json.loads(manifest.signed_bytes()) == {
        "name": "notices",
        "version": 3,
        "sha256": "ab" * 32,
        "size": 500,
        "chunks": 1,
    }


def test_a_letter_larger_than_letters_are_is_refused_unread() -> None:
    with pytest.raises(Undecodable) as caught:
        CollectorState.unpack(b'{"alive":true,"since":1}' + b" " * LETTER_LIMIT)
    assert caught.value.code == RejectCode.TOO_LARGE
