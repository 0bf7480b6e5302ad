"""Facts and batches made up for tests, and batches whose makers did not keep to the contract."""

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import strategies as st

from office.domain.chain import canonical, digest_after, start_of
from office.domain.moment import Moment
from office.journal import Fact
from sync.wire.batch import unpack
from sync.wire.refusing import Undecodable

STREAM, OFFICE, BOOT = "0123456789abcdef", "thanh-son", "00000001"
WALL, MONO = 1_795_395_600_000, 1_000_000
Draft = tuple[str, str, dict[str, Any]]
Json = dict[str, Any]

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
numbers = st.integers(-(2**63), 2**63 - 1)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
bodies = st.dictionaries(texts, values, max_size=5)
drafts = st.tuples(st.text("abcdefghijklmnopqrstuvwxyz._", min_size=1, max_size=20), texts, bodies)


def facts(given: Sequence[Draft], first: int = 1, before: bytes | None = None) -> list[Fact]:
    """A stretch of a journal, one fact a second."""
    digest, made = before or start_of(STREAM), list[Fact]()
    for seq, (kind, subject, body) in enumerate(given, first):
        text, moment = canonical(body), Moment(WALL + seq * 1_000, MONO + seq * 1_000, BOOT)
        digest = digest_after(digest, seq, moment.wall, kind, 1, subject, text)
        made.append(Fact(seq, moment, kind, 1, subject, text, digest))
    return made


def plain(count: int) -> list[Fact]:
    return facts([("ticket.issued", f"ticket:{n}", {"number": f"A{n:03}"}) for n in range(1, count + 1)])


def event(count: int = 3) -> Json:
    """A right batch as the JSON that is deflated, to be spoilt."""
    made = plain(count)
    return {
        "specversion": "1.0",
        "type": "vn.motcua.batch.v1",
        "source": f"/office/{OFFICE}",
        "id": f"{STREAM}:1-{count}",
        "data": {
            "stream": STREAM,
            "first": 1,
            "last": count,
            "boot": BOOT,
            "mono": WALL - MONO,
            "before": start_of(STREAM).hex(),
            "after": made[-1].digest.hex(),
            "events": [
                {"q": f.seq, "k": f.kind, "v": 1, "t": f.moment.wall, "s": f.subject, "d": json.loads(f.text)}
                for f in made
            ],
        },
    }


def deflated(value: Any) -> bytes:
    return zlib.compress(value if isinstance(value, bytes) else json.dumps(value).encode())


def resealed(value: Json) -> Json:
    """With the digest that its facts really have, so that only what was spoilt is wrong."""
    data, digest = value["data"], start_of(STREAM)
    for one in data["events"]:
        line = json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(digest + line.encode("utf-8", "surrogatepass")).digest()
    data["after"] = digest.hex()
    return value


def spoilt(change: Callable[[Json], None]) -> bytes:
    value = event()
    change(value)
    return deflated(resealed(value))


def refusal(payload: bytes, office: str = OFFICE) -> Undecodable:
    with pytest.raises(Undecodable) as caught:
        unpack(payload, office)
    return caught.value
