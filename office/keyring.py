"""Who has a session or a device's token, and which pages' sessions have ended elsewhere. Kept are only hashes."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, select

from office.domain.moment import Moment
from office.domain.people import Actor
from office.store.tables import clerk, device_token, ended_session, web_session


@dataclass(frozen=True, slots=True)
class SessionKeys:
    """Fresh secrets of a session; the store keeps only the hash of `token`."""

    token: str
    csrf: str

    @property
    def hash(self) -> bytes:
        return token_hash(self.token)


@dataclass(frozen=True, slots=True)
class Ended:
    """A session at a counter whose person has signed in elsewhere, at counter `moved_to` (it may be the same one).

    `at`: ms of UTC.
    """

    counter: int
    moved_to: int
    at: int


@dataclass(frozen=True, slots=True)
class Known:
    actor: Actor
    csrf: str | None
    made: Moment | None = None
    lasts_ms: int = 0

    def is_over(self, now: Moment) -> bool:
        """Measured on the machine's own counter, so that a wall clock that jumps ends nobody's work."""
        return self.made is not None and now.since(self.made) > self.lasts_ms


@dataclass(frozen=True, slots=True)
class Keyring:
    """By the hash of a token: whose it is, or why it holds no longer."""

    known: dict[bytes, Known]
    ended: dict[bytes, Ended]


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def read_keyring(conn: Connection) -> Keyring:
    return Keyring({**_device_tokens(conn), **_sessions(conn)}, _ended(conn))


def _device_tokens(conn: Connection) -> dict[bytes, Known]:
    rows = conn.execute(select(device_token).where(device_token.c.revoked_at.is_(None)))
    return {r.hash: Known(Actor("device", r.id, r.role, None, r.name), None) for r in rows}


def _ended(conn: Connection) -> dict[bytes, Ended]:
    return {r.hash: Ended(r.counter, r.moved_to, r.at) for r in conn.execute(select(ended_session))}


def _sessions(conn: Connection) -> dict[bytes, Known]:
    people = conn.execute(
        select(web_session, clerk.c.role, clerk.c.name)
        .join(clerk, clerk.c.id == web_session.c.clerk)
        .where(~clerk.c.disabled)
    )
    known = {
        r.hash: Known(Actor("clerk", r.clerk, r.role, r.counter, r.name), r.csrf, r.made, r.expires_at - r.made.wall)
        for r in people
    }
    screens = conn.execute(
        select(web_session, device_token.c.role, device_token.c.name)
        .join(device_token, device_token.c.id == web_session.c.device)
        .where(device_token.c.revoked_at.is_(None))
    )
    for r in screens:
        known[r.hash] = Known(
            Actor("device", r.device, r.role, None, r.name), r.csrf, r.made, r.expires_at - r.made.wall
        )
    return known
