"""What is packed at the office is what is read above, fact by fact and digest by digest."""

import json
import zlib

from hypothesis import given
from hypothesis import strategies as st

from office.domain.chain import start_of
from sync.wire import jsontext
from sync.wire.batch import MOST_FACTS, PACKED_LIMIT, pack, unpack, write
from sync.wire.cutting import cut
from tests.sync.wire.made import (
    OFFICE,
    STREAM,
    Draft,
    bodies,
    deflated,
    drafts,
    event,
    facts,
    plain,
    resealed,
)
from tests.sync.wire.office_day import day_of_an_office

MOST_BYTES_A_FACT = 24


@given(st.lists(drafts, min_size=1, max_size=20))
def test_whatever_facts_hold_is_read_as_it_was_written(made: list[Draft]) -> None:
    journal = facts(made)
    batch, payload = cut(OFFICE, STREAM, start_of(STREAM), journal)
    read = unpack(payload, OFFICE)
    assert read == batch
    assert [(f.seq, f.kind, f.subject, f.text, f.digest) for f in read.facts] == [
        (f.seq, f.kind, f.subject, f.text, f.digest) for f in journal
    ]


@given(bodies)
def test_both_ways_to_write_canonical_json_write_the_same(body: dict[str, object]) -> None:
    assert jsontext._write_fast(body) == jsontext._write_plainly(body)


@given(bodies)
def test_both_ways_to_read_json_read_the_same(body: dict[str, object]) -> None:
    raw = jsontext.write(body)
    assert jsontext._read_plainly(raw) == jsontext.read(raw) == body


def test_a_batch_is_one_cloud_event_that_anybody_can_read() -> None:
    _, payload = cut(OFFICE, STREAM, start_of(STREAM), plain(3))
    assert json.loads(zlib.decompress(payload)) == event(3)


def test_the_order_of_keys_and_spaces_do_not_matter_to_the_reader() -> None:
    loose = json.dumps(event(3), indent=3, sort_keys=True).encode()
    assert unpack(deflated(loose), OFFICE) == unpack(deflated(event(3)), OFFICE)


def test_a_kind_and_a_version_that_nobody_knows_are_read_like_any_other() -> None:
    """S12."""
    (one,) = facts([("ticket.teleported", "ticket:1", {"to": "the moon"})])
    _, payload = cut(OFFICE, STREAM, start_of(STREAM), [one])
    assert unpack(payload, OFFICE).facts[0].kind == "ticket.teleported"


def test_clocks_that_are_decades_off_are_carried_as_they_are() -> None:
    """S9, the wire's part of it: 1970, 2038 and later."""
    for wall in (0, 2**31 * 1_000, 2**31 * 1_000 + 5, 4_102_444_800_000):
        value = event(1)
        value["data"]["events"][0]["t"] = wall
        value["data"]["mono"] = wall - 5_000
        assert unpack(deflated(resealed(value)), OFFICE).facts[0].at == wall


def test_a_days_facts_cost_at_most_24_bytes_each_on_the_wire() -> None:
    stream, journal = day_of_an_office()
    batch, payload = cut(OFFICE, stream, start_of(stream), journal)
    each = len(payload) / len(batch.facts)
    print(f"\n{len(batch.facts)} facts: {each:.1f} bytes each, {len(write(batch)) / len(batch.facts):.0f} undeflated")
    assert len(batch.facts) == MOST_FACTS
    assert each <= MOST_BYTES_A_FACT
    assert unpack(payload, OFFICE) == batch


def test_a_full_batch_of_ordinary_facts_is_far_from_its_limits() -> None:
    stream, journal = day_of_an_office()
    _, payload = cut(OFFICE, stream, start_of(stream), journal)
    assert len(payload) < PACKED_LIMIT / 4


def test_packing_is_the_same_every_time() -> None:
    batch, payload = cut(OFFICE, STREAM, start_of(STREAM), plain(50))
    assert pack(batch) == payload
