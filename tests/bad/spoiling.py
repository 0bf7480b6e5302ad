"""Right things made wrong, the same way for the same seed: bytes, texts, JSON."""

import json
import random
from typing import Any

Json = dict[str, Any]
NASTY_TEXTS = (
    "",
    "\0",
    "\ud800",
    "a" * 70_000,
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%s%n%x",
    "${jndi:ldap://x}",
    "\u202e\u200f",
    "١٢٣",
    "Ａ００１",
    "\r\nSet-Cookie: a=b",
    "💥" * 200,
)
NASTY_NUMBERS = (-1, 0, 2**31, 2**63, -(2**63) - 1, 10**400, 1e308, -0.0, 1.5)
NOT_JSON = (b"", b"{", b"\xff\xfe", b"[" * 40_000, b'{"a":' * 9_000, b"9" * 50_000, b"null", b"[]", b"NaN", b"{}{}")


def bitten(chance: random.Random, data: bytes) -> bytes:
    """Some bytes changed, lost, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[place : place + chance.randint(1, 20)]
            case 2:
                made[place:place] = chance.randbytes(chance.randint(1, 20))
            case 3:
                made[place:place] = made[place : place + 40]
            case _:
                del made[place:]
    return bytes(made) if bytes(made) != data else data + b"\0"


def value(chance: random.Random) -> object:
    """Anything that JSON can say and nobody wants."""
    match chance.randrange(6):
        case 0:
            return chance.choice(NASTY_TEXTS)
        case 1:
            return chance.choice(NASTY_NUMBERS)
        case 2:
            return chance.choice((None, True, False))
        case 3:
            return [chance.choice(NASTY_TEXTS)] * chance.choice((0, 1, 300))
        case 4:
            return {"a": {"b": {"c": []}}}
        case _:
            return chance.choice((float("nan"), float("inf")))


def another_kind(chance: random.Random, right: object) -> object:
    """A value of a kind that `right` does not have."""
    others: list[object] = [{"x": 1}, [[]], {"": None}]
    if not isinstance(right, str):
        others += ["x" * chance.randint(1, 99)]
    if not isinstance(right, int):
        others += [chance.choice((7, -1, 10**30))]
    return chance.choice(others)


def text_of(body: object) -> bytes:
    """JSON as a careless program writes it: with NaN, and with halves of signs."""
    return json.dumps(body, allow_nan=True).encode("utf-8", "surrogatepass")
