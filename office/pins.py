"""PINs: made at random, kept only as argon2id (m = 19 MiB, t = 2, p = 1, OWASP 2023), checked in constant time."""

import secrets
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

DIGITS = 6
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_hex(16))


def random_pin() -> str:
    """Six digits that are neither one digit repeated nor a run such as 123456."""
    while True:
        pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        steps = {int(b) - int(a) for a, b in pairwise(pin)}
        if len(steps) > 1:
            return pin


def hash_pin(pin: str) -> str:
    return _HASHER.hash(pin)


def is_right(pin: str, kept: str | None) -> bool:
    """Takes as long for a person who does not exist or has no PIN (`kept` None) as for one who does."""
    try:
        _HASHER.verify(kept or _NOBODY, pin)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None
