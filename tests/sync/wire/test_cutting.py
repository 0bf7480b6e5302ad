"""Where one batch ends and the next begins."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from office.domain.chain import digest_after, start_of
from office.domain.moment import Moment
from office.journal import Fact
from sync.wire.batch import MOST_FACTS, PACKED_LIMIT, RAW_LIMIT, Batch, unpack, write
from sync.wire.cutting import cut
from sync.wire.refusing import Unsendable
from tests.sync.wire.made import OFFICE, STREAM, facts, plain


def all_batches(journal: Sequence[Fact]) -> list[Batch]:
    found, before, rest = list[Batch](), start_of(STREAM), journal
    while rest:
        batch, payload = cut(OFFICE, STREAM, before, rest)
        assert unpack(payload, OFFICE) == batch
        assert len(payload) <= PACKED_LIMIT
        assert len(write(batch)) <= RAW_LIMIT
        found.append(batch)
        before, rest = batch.after, rest[len(batch.facts) :]
    return found


def later(fact: Fact, wall_ms: int, mono_ms: int, boot: str) -> Fact:
    moment = Moment(fact.moment.wall + wall_ms, fact.moment.mono + mono_ms, boot)
    return replace(fact, moment=moment)


def rechained(journal: Sequence[Fact]) -> list[Fact]:
    digest, made = start_of(STREAM), list[Fact]()
    for one in journal:
        digest = digest_after(digest, one.seq, one.moment.wall, one.kind, one.version, one.subject, one.text)
        made.append(replace(one, digest=digest))
    return made


def test_a_batch_has_at_most_500_facts_and_none_is_left_out() -> None:
    batches = all_batches(plain(1_203))
    assert [len(batch.facts) for batch in batches] == [MOST_FACTS, MOST_FACTS, 203]
    assert [fact.seq for batch in batches for fact in batch.facts] == list(range(1, 1_204))


def test_a_batch_never_spans_two_boots() -> None:
    journal = plain(10)
    restarted = rechained(journal[:4] + [later(one, 0, -900_000, "00000002") for one in journal[4:]])
    assert [(batch.boot, len(batch.facts)) for batch in all_batches(restarted)] == [("00000001", 4), ("00000002", 6)]


def test_a_batch_ends_where_the_clock_was_set_and_not_where_it_drifts() -> None:
    journal = plain(10)
    stepped = rechained(journal[:4] + [later(one, 3_600_000, 0, one.moment.boot) for one in journal[4:]])
    assert [len(batch.facts) for batch in all_batches(stepped)] == [4, 6]
    drifting = rechained([later(one, one.seq * 40, 0, one.moment.boot) for one in journal])
    assert len(all_batches(drifting)) == 1


def test_long_facts_make_shorter_batches() -> None:
    body = {"words": "một cửa " * 300}
    batches = all_batches(facts([("setting.changed", "setting:x", body)] * 200))
    assert len(batches) > 1
    assert all(len(batch.facts) < 200 for batch in batches)


def test_facts_that_cannot_be_deflated_make_shorter_batches() -> None:
    chance = random.Random(4)
    journal = facts([("setting.changed", "x", {"noise": chance.randbytes(300).hex()}) for _ in range(400)])
    batches = all_batches(journal)
    assert sum(len(batch.facts) for batch in batches) == 400
    assert len(batches) > 2


def test_signs_that_grow_when_they_are_written_make_shorter_batches() -> None:
    """Each of them is six on the wire, and all pack to nearly nothing."""
    batches = all_batches(facts([("a", "\1" * 200, {})] * 500))
    assert sum(len(batch.facts) for batch in batches) == 500


def test_a_fact_that_no_batch_can_hold_is_named() -> None:
    journal = facts([("a", "s", {}), ("b", "s", {"words": "x" * RAW_LIMIT})])
    batch, _ = cut(OFFICE, STREAM, start_of(STREAM), journal)
    assert batch.last == 1
    with pytest.raises(Unsendable) as caught:
        cut(OFFICE, STREAM, batch.after, journal[1:])
    assert caught.value.seq == 2


def test_a_fact_that_cannot_be_deflated_enough_is_named() -> None:
    journal = facts([("a", "s", {"noise": random.Random(4).randbytes(70_000).hex()})])
    with pytest.raises(Unsendable):
        cut(OFFICE, STREAM, start_of(STREAM), journal)


def test_a_batch_ends_before_a_fact_that_was_refused() -> None:
    """S11: the facts around a poison record go their way."""
    journal = plain(10)
    batch, _ = cut(OFFICE, STREAM, start_of(STREAM), journal, lambda seq: seq == 5)
    assert (batch.first, batch.last) == (1, 4)
    alone, _ = cut(OFFICE, STREAM, batch.after, journal[4:5])
    assert (alone.first, alone.last) == (5, 5)
