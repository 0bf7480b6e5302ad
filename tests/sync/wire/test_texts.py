"""People's words beside the facts: they arrive when they prove to be a fact's, and never keep a fact from arriving."""

import hashlib
import json
import random
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.chain import start_of
from office.journal import Fact
from sync.wire.batch import PACKED_LIMIT, RAW_LIMIT, Batch, unpack, write
from sync.wire.cutting import cut
from sync.wire.refusing import Unsendable
from sync.wire.texts import LONGEST_TEXT, MOST_TEXTS
from tests.sync.contract import mistakes
from tests.sync.wire.made import OFFICE, STREAM, Draft, deflated, facts

SALT = bytes(range(16))
Words = dict[int, tuple[bytes, str]]


def hashed(text: str) -> str:
    return hashlib.sha256(SALT + text.encode()).hexdigest()


def letters(texts: Sequence[str | None], **more: Any) -> tuple[list[Fact], Words]:
    """One suggestion each, with a ticket ahead of them; and their words."""
    told: list[Draft] = [("ticket.issued", "ticket:1", {"number": "A001"})]
    for at, text in enumerate(texts, 1):
        digest = None if text is None else hashed(text)
        told.append(("suggestion.made", f"suggestion:{at}", {"text": at, "text_hash": digest, **more}))
    return facts(told), {seq: (SALT, text) for seq, text in enumerate(texts, 2) if text is not None}


def sent(journal: Sequence[Fact], words: Mapping[int, tuple[bytes, str]]) -> tuple[Batch, bytes]:
    return cut(OFFICE, STREAM, start_of(STREAM), journal, words=words)


def spoilt(*entries: object) -> Batch:
    """A batch of one ticket and one suggestion, with these texts instead of its own."""
    value = json.loads(write(sent(*letters(["Cảm ơn"]))[0]))
    value["data"]["texts"] = entries[0] if len(entries) == 1 and not isinstance(entries[0], dict) else list(entries)
    return unpack(deflated(value), OFFICE)


def entry(seq: int = 2, text: str = "Cảm ơn", salt: bytes = SALT) -> dict[str, Any]:
    return {"q": seq, "salt": salt.hex(), "text": text}


@given(st.lists(st.none() | st.text(min_size=1, max_size=40), max_size=6))
def test_words_arrive_with_the_facts_they_belong_to(texts: list[str | None]) -> None:
    texts = [None if one is None or "\0" in one else one for one in texts]
    batch, payload = sent(*letters(texts))
    read = unpack(payload, OFFICE)
    assert read == batch
    assert {one.seq: one.text for one in read.texts} == {s: t for s, t in enumerate(texts, 2) if t is not None}
    assert mistakes("batch", json.loads(zlib.decompress(payload))) == []


def test_a_batch_without_words_says_nothing_of_them() -> None:
    batch, _ = sent(letters(["Cảm ơn"])[0], {})
    assert b'"texts"' not in write(batch)


def test_erased_words_are_simply_absent_and_the_digests_stay() -> None:
    journal, words = letters(["Cảm ơn", "Chờ lâu"])
    before, after = sent(journal, words)[0], unpack(sent(journal, {3: words[3]})[1], OFFICE)
    assert (after.facts, after.after, [one.seq for one in after.texts]) == (before.facts, before.after, [3])


@pytest.mark.parametrize(
    "wrong",
    [
        entry(text="Cám ơn"),
        entry(salt=bytes(16)),
        entry(seq=1),
        entry(seq=3),
        entry(seq=0),
        entry(text=""),
        entry(text="a" * (LONGEST_TEXT + 1)),
        {**entry(), "salt": "zz"},
        {**entry(), "salt": "00"},
        {**entry(), "salt": None},
        {**entry(), "q": "2"},
        {**entry(), "text": 1},
        {"q": 2},
        {},
    ],
)
def test_words_that_do_not_prove_themselves_are_left_out_and_the_facts_arrive(wrong: dict[str, Any]) -> None:
    batch = spoilt(wrong)
    assert (len(batch.facts), batch.texts, batch.strayed) == (2, (), 1)


@pytest.mark.parametrize("given", ["text", 1, {"q": 2}, [1], [None], [entry()] * (MOST_TEXTS + 1)])
def test_whatever_stands_in_place_of_the_words_the_facts_arrive(given: object) -> None:
    batch = spoilt(given)
    assert (len(batch.facts), batch.texts) == (2, ())
    assert batch.strayed >= 1


def test_the_same_words_twice_are_taken_once() -> None:
    batch = spoilt(entry(), entry())
    assert [one.text for one in batch.texts] == ["Cảm ơn"]


def test_the_words_of_other_kinds_stay_at_the_office_even_if_one_sends_them() -> None:
    text = "Cụ ông nghe kém"
    note = facts([("ticket.noted", "ticket:1", {"text": 1, "text_hash": hashed(text)})])
    batch = unpack(sent(note, {1: (SALT, text)})[1], OFFICE)
    assert (len(batch.facts), batch.texts) == (1, ())


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * (LONGEST_TEXT + 1), ""])
def test_words_that_would_spoil_a_letter_do_not_travel(text: str) -> None:
    journal, _ = letters(["Cảm ơn"])
    batch, payload = sent(journal, {2: (SALT, text)})
    assert unpack(payload, OFFICE).facts == batch.facts
    assert batch.texts == ()


def test_many_long_words_make_more_batches_and_none_is_too_large() -> None:
    chance = random.Random(7)
    texts: list[str | None] = ["".join(map(chr, chance.choices(range(0x4E00, 0x9000), k=1_000))) for _ in range(300)]
    journal, words = letters(texts)
    rest, before, count, found = journal, start_of(STREAM), 0, dict[int, str]()
    while rest:
        batch, payload = cut(OFFICE, STREAM, before, rest, words=words)
        assert len(payload) <= PACKED_LIMIT
        assert len(write(batch)) <= RAW_LIMIT
        found |= {one.seq: one.text for one in unpack(payload, OFFICE).texts}
        before, rest, count = batch.after, rest[len(batch.facts) :], count + 1
    assert found == {seq: text for seq, (_, text) in words.items()}
    assert count > 3


def test_a_fact_that_fits_only_without_its_words_goes_without_them() -> None:
    text = "lời " * 3_000
    journal, words = letters([text], more="x" * (RAW_LIMIT - 4_000))
    batch, payload = sent(journal[:1], {})
    second, payload = cut(OFFICE, STREAM, batch.after, journal[1:], words=words)
    assert (len(unpack(payload, OFFICE).facts), second.texts) == (1, ())
    with pytest.raises(Unsendable):
        cut(OFFICE, STREAM, batch.after, [replace(journal[1], text='{"more":"' + "x" * RAW_LIMIT + '"}')], words=words)
