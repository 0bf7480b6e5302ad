"""The catalogue on its way down: what was sent is what is read, and nothing else is."""

import base64
import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.above import Unfit
from office.domain.procedures_above import LARGEST, MOST_JSON, Sent, body_of_procedures, laid_over, read_procedures

texts = st.text(max_size=20)
entries = st.lists(st.dictionaries(texts, texts | st.integers() | st.lists(texts, max_size=3), max_size=4), max_size=5)


def packed(value: Any) -> str:
    return base64.b64encode(zlib.compress(json.dumps(value).encode())).decode()


@given(entries, st.booleans())
def test_what_was_sent_is_what_is_read(sent: list[dict[str, Any]], whole: bool) -> None:
    body = body_of_procedures(sent, whole=whole)
    assert body.isascii()
    assert read_procedures(body) == Sent(tuple(sent), whole)


def test_the_same_catalogue_is_the_same_body() -> None:
    one, other = {"code": "1.001193", "name": "Đăng ký khai sinh"}, {"name": "Đăng ký khai sinh", "code": "1.001193"}
    assert body_of_procedures([one], whole=False) == body_of_procedures([other], whole=False)


def test_a_new_number_takes_along_what_was_said_of_the_old_one() -> None:
    old = {"code": "1.001193", "fees": [{"dong": 8000}], "fee_note": "8.000 đ mỗi bản", "sure_of_fee": "low", "days": 3}
    same, other = {"code": "1.001193", "fees": [{"dong": 8000}]}, {"code": "1.001193", "fees": [{"dong": 10000}]}
    (kept,) = laid_over([Sent((old,)), Sent((same,))]).entries
    assert kept == old
    (changed,) = laid_over([Sent((old,)), Sent((other,))]).entries
    assert changed == {"code": "1.001193", "fees": [{"dong": 10000}], "days": 3}
    said = {**other, "fee_note": "10.000 đ mỗi bản"}
    assert laid_over([Sent((old,)), Sent((said,))]).entries == ({**said, "days": 3},)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "không phải",
        base64.b64encode(b"not deflated").decode(),
        base64.b64encode(zlib.compress(b"[1, 2")).decode(),
        base64.b64encode(zlib.compress(b"[" * 100_000)).decode(),
        base64.b64encode(zlib.compress(b"{}") + b"more").decode(),
        base64.b64encode(zlib.compress(b"{}")[:-3]).decode(),
        packed([]),
        packed({"procedures": []}),
        packed({"procedures": {}, "whole": True}),
        packed({"procedures": [1], "whole": True}),
        packed({"procedures": [{}] * 10_001, "whole": True}),
        packed({"procedures": [], "whole": 1}),
        packed({"procedures": [], "whole": True, "more": 1}),
    ],
)
def test_what_is_no_catalogue_is_refused(body: str) -> None:
    with pytest.raises(Unfit):
        read_procedures(body)


def test_a_bomb_is_not_inflated() -> None:
    with pytest.raises(Unfit, match="inflated"):
        read_procedures(base64.b64encode(zlib.compress(b" " * (MOST_JSON + 1))).decode())


def test_a_catalogue_that_no_office_would_take_is_not_made() -> None:
    noise = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(LARGEST))
    with pytest.raises(Unfit, match="can be sent"):
        body_of_procedures([{"code": "1.000001", "name": noise}], whole=False)
