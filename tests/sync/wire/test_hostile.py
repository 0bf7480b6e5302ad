"""What a hostile or broken office may send: refused with a code, within bounds of time and memory."""

import json
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from sync.wire.batch import PACKED_LIMIT, RAW_LIMIT, unpack
from sync.wire.letters import Ack, Command, Hello, OfficeState
from sync.wire.refusing import RejectCode, Undecodable
from tests.sync.wire.made import OFFICE, STREAM, Json, deflated, event, refusal, resealed, spoilt

Change = Callable[[Json], None]


def bounded(payload: bytes, most_bytes: int = 8 * 1024 * 1024, most_s: float = 2.0) -> RejectCode:
    """The code, found within a small memory and a short time."""
    tracemalloc.start()
    begun = time.monotonic()
    code = refusal(payload).code
    took, (_, peak) = time.monotonic() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < most_bytes
    assert took < most_s
    return code


def test_what_is_not_deflated_is_refused() -> None:
    for payload in (b"", b"hello", json.dumps(event()).encode(), bytes(range(200))):
        assert refusal(payload).code == RejectCode.NOT_DEFLATE


def test_a_cut_off_batch_is_refused() -> None:
    whole = deflated(event())
    for length in (1, len(whole) // 2, len(whole) - 1):
        assert refusal(whole[:length]).code == RejectCode.NOT_DEFLATE


def test_something_hidden_behind_a_batch_is_refused() -> None:
    assert refusal(deflated(event()) + b"more").code == RejectCode.NOT_DEFLATE


def test_a_zip_bomb_is_refused_before_it_unfolds() -> None:
    """S17: a thousand to one."""
    bomb = zlib.compress(bytes(60 * 1024 * 1024), 9)
    assert len(bomb) <= PACKED_LIMIT
    assert bounded(bomb, most_bytes=4 * RAW_LIMIT) == RejectCode.BOMB


def test_a_bomb_of_right_json_is_refused_too() -> None:
    value = event(1)
    value["data"]["events"][0]["d"] = {"words": "x" * RAW_LIMIT}
    assert bounded(deflated(value)) == RejectCode.BOMB


def test_a_hundred_megabytes_are_refused_unread() -> None:
    """S17."""
    assert bounded(bytes(100 * 1024 * 1024)) == RejectCode.TOO_LARGE


def test_more_than_500_facts_are_refused() -> None:
    assert refusal(deflated(event(501))).code == RejectCode.TOO_LARGE
    assert unpack(deflated(event(500)), OFFICE).last == 500


@pytest.mark.parametrize("opening", ['{"a":', "["])
def test_deep_json_is_refused(opening: str) -> None:
    assert bounded(deflated((opening * 40_000).encode())) == RejectCode.TOO_DEEP


def test_a_deep_body_within_a_right_batch_is_refused() -> None:
    def deepen(value: Json) -> None:
        body: Any = {}
        for _ in range(200):
            body = {"a": body}
        value["data"]["events"][1]["d"] = body

    refused = refusal(spoilt(deepen))
    assert (refused.code, refused.seq, refused.stream) == (RejectCode.TOO_DEEP, 2, STREAM)


@pytest.mark.parametrize("text", [b"", b"{", b"[1,", b"nonsense", b'{"a":NaN}', b"{'a':1}", b"[1]x"])
def test_what_is_not_json_is_refused(text: bytes) -> None:
    assert refusal(deflated(text)).code == RejectCode.NOT_JSON


@pytest.mark.parametrize("text", [b"[]", b"7", b"null", b'"x"', b"{}", b'{"specversion":"1.0"}'])
def test_what_is_not_an_event_is_refused(text: bytes) -> None:
    assert refusal(deflated(text)).code == RejectCode.NOT_AN_EVENT


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b'{"a":"\0"}', id="a NUL"),
        pytest.param(b'{"a":"\\u0000"}', id="an escaped NUL"),
        pytest.param(b'{"a":"\\\\\\u0000"}', id="an escaped NUL behind a backslash"),
        pytest.param(b'{"a":"\\ud800"}', id="the first half of a surrogate"),
        pytest.param(b'{"a":"\\udc00"}', id="the second half of a surrogate"),
        pytest.param(b'{"a":"\\ud800 \\udc00"}', id="two halves apart"),
        pytest.param(b'{"a":"\\ud800\\ud800\\udc00"}', id="a half and a whole"),
        pytest.param(b'{"a":"\xed\xa0\x80"}', id="a surrogate as bytes"),
        pytest.param(b'{"a":"\xff"}', id="not UTF-8"),
        pytest.param(b'{"a":"\xc0\x80"}', id="a NUL in two bytes"),
    ],
)
def test_text_that_no_database_can_keep_is_refused(text: bytes) -> None:
    assert refusal(deflated(text)).code == RejectCode.BAD_TEXT


@pytest.mark.parametrize(("facts", "seq"), [(1, 1), (3, None)])
def test_a_batch_with_such_text_is_told_apart_all_the_same_so_that_its_office_hears_of_it(
    facts: int, seq: int | None
) -> None:
    raw = json.dumps(event(facts)).replace('"v":', '"x": "\\u0000", "v":').replace('"v": ', '"x": "\\u0000", "v": ')
    found = refusal(deflated(raw.encode()))
    assert (found.code, found.seq, found.stream, found.span) == (RejectCode.BAD_TEXT, seq, STREAM, (1, facts))


def test_escaped_letters_and_whole_surrogate_pairs_are_right_text() -> None:
    raw = json.dumps(resealed(_with_words(event(1), "một \U0001f600 \\u0000"))).encode()
    assert b"\\ud83d\\ude00" in raw
    assert json.loads(unpack(deflated(raw), OFFICE).facts[0].text)["words"] == "một \U0001f600 \\u0000"


def test_another_office_in_the_batch_than_the_one_that_sent_it_is_refused() -> None:
    """The tier above takes the office from topic and certificate, never from the payload."""
    assert refusal(deflated(event()), "an-thinh").code == RejectCode.WRONG_SOURCE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda value: value.update(source="/office/other"), RejectCode.WRONG_SOURCE),
        (lambda value: value.update(source=None), RejectCode.WRONG_SOURCE),
        (lambda value: value.update(type="vn.motcua.batch.v2"), RejectCode.NOT_AN_EVENT),
        (lambda value: value.update(specversion="0.3"), RejectCode.NOT_AN_EVENT),
        (lambda value: value.update(id="x"), RejectCode.WRONG_ORDER),
        (lambda value: value["data"].update(first=0), RejectCode.WRONG_ORDER),
        (lambda value: value["data"].update(last=4), RejectCode.WRONG_ORDER),
        (lambda value: value["data"].update(first=3, last=1), RejectCode.WRONG_ORDER),
        (lambda value: value["data"].update(first=True), RejectCode.NOT_AN_EVENT),
        (lambda value: value["data"].update(stream="../../etc"), RejectCode.NOT_AN_EVENT),
        (lambda value: value["data"].update(boot=7), RejectCode.NOT_AN_EVENT),
        (lambda value: value["data"].update(mono="0"), RejectCode.NOT_AN_EVENT),
        (lambda value: value["data"].update(mono=2**62), RejectCode.NOT_AN_EVENT),
        (lambda value: value["data"].update(before="00"), RejectCode.NOT_AN_EVENT),
    ],
)
def test_an_envelope_that_is_wrong_is_refused(change: Change, code: RejectCode) -> None:
    value = resealed(event())
    change(value)
    assert refusal(deflated(value)).code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"q": 7}, RejectCode.WRONG_ORDER),
        ({"q": 2.0}, RejectCode.WRONG_ORDER),
        ({"k": ""}, RejectCode.BAD_FACT),
        ({"k": "k" * 65}, RejectCode.BAD_FACT),
        ({"k": None}, RejectCode.BAD_FACT),
        ({"v": 0}, RejectCode.BAD_FACT),
        ({"v": True}, RejectCode.BAD_FACT),
        ({"v": 40_000}, RejectCode.BAD_FACT),
        ({"t": -1}, RejectCode.BAD_FACT),
        ({"t": 1.5}, RejectCode.BAD_FACT),
        ({"t": 2**60}, RejectCode.BAD_FACT),
        ({"s": "s" * 201}, RejectCode.BAD_FACT),
        ({"s": 7}, RejectCode.BAD_FACT),
        ({"d": []}, RejectCode.BAD_FACT),
        ({"d": {"a": 1.5}}, RejectCode.BAD_FACT),
        ({"d": {"a": [{"b": 1e400}]}}, RejectCode.NOT_JSON),
        ({"d": {"a": 2**63}}, RejectCode.BAD_FACT),
        ({"d": {"a": 2**70}}, RejectCode.BAD_FACT),
        ({"more": 1}, RejectCode.BAD_FACT),
    ],
)
def test_a_fact_that_is_wrong_is_named(change: Json, code: RejectCode) -> None:
    """S11: a poison record is named, so that the facts around it can be sent without it."""
    refused = refusal(spoilt(lambda value: value["data"]["events"][1].update(change)))
    assert refused.code == code
    if code != RejectCode.NOT_JSON:
        assert (refused.seq, refused.stream, refused.span) == (2, STREAM, (1, 3))


def test_a_gap_between_the_facts_is_refused() -> None:
    value = event(5)
    del value["data"]["events"][2]
    value["data"]["last"], value["id"] = 4, f"{STREAM}:1-4"
    refused = refusal(deflated(resealed(value)))
    assert (refused.code, refused.seq) == (RejectCode.WRONG_ORDER, 3)


def test_facts_in_another_order_are_refused() -> None:
    value = event(3)
    value["data"]["events"].reverse()
    assert refusal(deflated(resealed(value))).code == RejectCode.WRONG_ORDER


def test_a_fact_too_few_or_too_many_is_refused() -> None:
    few, many = event(3), event(3)
    few["data"]["events"].pop()
    many["data"]["events"].append(dict(many["data"]["events"][-1], q=4))
    assert [refusal(deflated(value)).code for value in (few, many)] == [RejectCode.WRONG_ORDER] * 2


@pytest.mark.parametrize("key", ["d", "k", "s", "t", "v"])
def test_a_fact_that_was_changed_on_the_way_breaks_the_chain(key: str) -> None:
    value = event(3)
    other = {"d": {"number": "A999"}, "k": "ticket.called", "s": "ticket:9", "t": 5, "v": 2}
    value["data"]["events"][1][key] = other[key]
    refused = refusal(deflated(value))
    assert (refused.code, refused.span) == (RejectCode.CHAIN_BROKEN, (1, 3))


def test_a_batch_from_another_place_of_the_chain_is_refused() -> None:
    for key in ("before", "after"):
        value = event(3)
        value["data"][key] = "ab" * 32
        assert refusal(deflated(value)).code == RejectCode.CHAIN_BROKEN


def test_a_million_tiny_batches_cost_little_each() -> None:
    """A thousand of them here; each is refused in well under a millisecond."""
    payload = deflated(b"{}")
    begun = time.process_time()
    for _ in range(1_000):
        refusal(payload)
    assert time.process_time() - begun < 2


def test_a_batch_full_of_escapes_is_read_in_a_moment() -> None:
    raw = b'{"a":"' + b"\\u0041" * 40_000 + b'"}'
    assert bounded(deflated(raw), most_bytes=64 * 1024 * 1024) == RejectCode.NOT_AN_EVENT


@pytest.mark.parametrize("letter", [Hello, Ack, OfficeState, Command])
@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"{}", b"\xff", b'{"stream":"\\u0000"}', b"[" * 50_000, b"x" * 70_000, b'{"stream":7}', b"1e999"],
)
def test_a_letter_that_is_none_is_refused(letter: type[Hello], payload: bytes) -> None:
    with pytest.raises(Undecodable):
        letter.unpack(payload)


def _with_words(value: Json, words: str) -> Json:
    value["data"]["events"][0]["d"]["words"] = words
    return value
