"""PINs: made at random, kept only as argon2id (m = 19 MiB, t = 2, p = 1, OWASP 2023), checked in constant time.

Five wrong ones lock that person from that address for five minutes, doubling with each further lock.
"""

import secrets
import threading
from dataclasses import dataclass
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from office.clock import Clock
from office.domain.moment import MINUTE, SECOND, Moment
from office.domain.refusals import Locked

DIGITS = 6
TRIES = 5
LOCK_MS = 5 * MINUTE
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


@dataclass(slots=True)
class _Tries:
    """`since`: when the lock fell, None = not locked; `locks`: how many fell so far."""

    wrong: int = 0
    locks: int = 0
    since: Moment | None = None

    @property
    def lock_ms(self) -> int:
        return LOCK_MS << (self.locks - 1)


class PinTries:
    """Who has tried how often from where, of the last `most` who did. In memory, thread-safe."""

    def __init__(self, clock: Clock, most: int = 10_000) -> None:
        self._clock, self._most = clock, most
        self._lock = threading.Lock()
        self._tries: dict[tuple[str, str], _Tries] = {}

    def count(self, who: tuple[str, str]) -> int:
        """Counts a try before its PIN is looked at, so that parallel guesses are no way around; raises `Locked`.

        The lock falls with the last try allowed, and the answer is then its minutes, else 0; `forget` lifts it.
        """
        with self._lock:
            tries, now = self._of(who), self._clock.now()
            if tries.since is not None:
                left = tries.lock_ms - now.since(tries.since)
                if left > 0:
                    raise Locked(retry_after=-(-left // SECOND))
                tries.since, tries.wrong = None, 0
            tries.wrong += 1
            if tries.wrong < TRIES:
                return 0
            tries.locks, tries.since = tries.locks + 1, now
            return tries.lock_ms // MINUTE

    def forget(self, who: tuple[str, str]) -> None:
        """The PIN was right."""
        with self._lock:
            self._tries.pop(who, None)

    def forgive(self, person: str) -> None:
        """The person has a new PIN: tries with the old one no longer count, wherever they were made."""
        with self._lock:
            for who in [who for who in self._tries if who[0] == person]:
                del self._tries[who]

    def _of(self, who: tuple[str, str]) -> _Tries:
        """A full memory forgets first who is not locked, so that guessing at many names opens no lock."""
        if who not in self._tries and len(self._tries) >= self._most:
            free = next((other for other, tries in self._tries.items() if tries.since is None), None)
            self._tries.pop(next(iter(self._tries)) if free is None else free)
        return self._tries.setdefault(who, _Tries())
