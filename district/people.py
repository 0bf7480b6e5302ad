"""Who may come in at the tier, with a PIN, a session or a program's token, and how much of the tree they see.

PINs are made at random, shown once and kept only as argon2id, sessions and tokens only as SHA-256. Five wrong PINs lock
that person from that address for five minutes, doubling with each further lock. Who is behind a session is answered
from memory, read again after every change and every few seconds; while the database is away, what was read last holds.
"""

import hashlib
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from district.offices import Doing, note
from district.refusals import AlreadyThere, Invalid, LastAdmin, UnknownNode, UnknownPerson, UnknownToken, WrongPin
from district.store.administration import api_token, node, person, web_session
from look.words import N_
from office.clock import Clock
from office.domain.moment import HOUR, SECOND
from office.pins import PinTries, hash_pin, is_right
from sync.topics import OFFICE_ID

PIN_DIGITS = 8  # more people reach this door than that of an office
SESSION_MS = 12 * HOUR
FRESH_MS = 5 * SECOND


class Role(StrEnum):
    ADMIN = "admin"  # changes what lies below its own node
    VIEWER = "viewer"
    PROGRAM = "program"  # a token


@dataclass(frozen=True, slots=True)
class Caller:
    """`node`: the part of the tree that is theirs to see; None = all of it."""

    id: str
    name: str
    role: Role
    node: str | None

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN


OPERATOR = Caller("operator", "operator", Role.ADMIN, None)
"""The command line of this machine."""


@dataclass(frozen=True, slots=True)
class Keys:
    token: str
    csrf: str


@dataclass(frozen=True, slots=True)
class _Known:
    caller: Caller
    csrf: str | None
    expires_at: int | None


def random_pin() -> str:
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        if len(set(pin)) > 3:
            return pin


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


class Doors:
    """See the module; thread-safe."""

    def __init__(self, store: Engine, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._lock = threading.Lock()
        self._tries = PinTries(clock)
        self._known: dict[bytes, _Known] = {}
        self._read_at: int | None = None

    def sign_in(self, person_id: str, pin: str, address: str) -> tuple[Caller, Keys]:
        """Raises WrongPin (also for somebody unknown) or `office.domain.refusals.Locked`; takes about 25 ms."""
        key = (person_id[:64], address)
        minutes = self._tries.count(key)
        with self._store.begin() as conn:
            row = conn.execute(select(person).where(person.c.id == person_id[:64], ~person.c.disabled)).first()
        if row is None or not is_right(pin, row.pin_hash):
            if row is None:
                is_right(pin, None)  # takes as long as for somebody who exists
            if minutes:
                self._note_lock("?" if row is None else row.id, address, minutes)
            raise WrongPin
        self._tries.forget(key)
        keys = Keys(secrets.token_urlsafe(32), secrets.token_urlsafe(24))
        self._open(row.id, keys)
        return Caller(row.id, row.name, Role(row.role), row.node), keys

    def sign_out(self, token: str) -> None:
        with self._store.begin() as conn:
            conn.execute(delete(web_session).where(web_session.c.hash == token_hash(token)))
        self.refresh()

    def who(self, token: str) -> tuple[Caller, str | None] | None:
        """(caller, CSRF secret of a session or None for a program); None: unknown, expired or revoked."""
        known = self._all().get(token_hash(token))
        if known is None or (known.expires_at is not None and known.expires_at < self._clock.now().wall):
            return None
        return known.caller, known.csrf

    def remembers(self, token: str) -> bool:
        """Whether this token was good at the last look; asks nobody, for who only counts."""
        return token_hash(token) in self._known

    def refresh(self) -> None:
        """The next question is answered from the database again."""
        with self._lock:
            self._read_at = None

    def forgive(self, person_id: str) -> None:
        """The person has a new PIN: tries with the old one no longer count."""
        self._tries.forgive(person_id)
        self.refresh()

    def _open(self, person_id: str, keys: Keys) -> None:
        now = self._clock.now().wall
        row = {"hash": token_hash(keys.token), "person": person_id, "csrf": keys.csrf, "expires_at": now + SESSION_MS}
        with self._store.begin() as conn:
            conn.execute(delete(web_session).where(web_session.c.expires_at < now))
            conn.execute(insert(web_session).values(row))
        self.refresh()

    def _note_lock(self, who: str, address: str, minutes: int) -> None:
        now = self._clock.now()
        with self._store.begin() as conn:
            doing = Doing("system", now.wall, now.date(UTC))
            note(conn, doing, "sign_in.locked", who, {"address": address, "minutes": minutes})

    def _all(self) -> dict[bytes, _Known]:
        now = self._clock.now().mono
        with self._lock:
            if self._read_at is not None and now - self._read_at < FRESH_MS:
                return self._known
            try:
                with self._store.begin() as conn:
                    self._known = _programs(conn) | _sessions(conn)
            except SQLAlchemyError:
                if self._read_at is None and not self._known:
                    raise
            self._read_at = now
            return self._known


def _sessions(conn: Connection) -> dict[bytes, _Known]:
    query = select(web_session, person.c.name, person.c.role, person.c.node).join(person).where(~person.c.disabled)
    return {
        r.hash: _Known(Caller(r.person, r.name, Role(r.role), r.node), r.csrf, r.expires_at)
        for r in conn.execute(query)
    }


def _programs(conn: Connection) -> dict[bytes, _Known]:
    rows = conn.execute(select(api_token).where(api_token.c.revoked_at.is_(None)))
    return {r.hash: _Known(Caller(r.id, r.name, Role.PROGRAM, r.node), None, None) for r in rows}


@dataclass(frozen=True, slots=True)
class PersonView:
    id: str
    name: str
    role: Role
    node: str | None
    disabled: bool
    has_pin: bool


@dataclass(frozen=True, slots=True)
class TokenView:
    id: str
    name: str
    node: str | None
    made_at: int


def people(conn: Connection) -> list[PersonView]:
    rows = conn.execute(select(person).order_by(person.c.name))
    return [PersonView(r.id, r.name, Role(r.role), r.node, r.disabled, r.pin_hash is not None) for r in rows]


def add_person(conn: Connection, doing: Doing, key: str, name: str, role: Role, place: str | None) -> str:
    """Adds somebody and gives the PIN, which is shown only now."""
    if not OFFICE_ID.fullmatch(key):
        raise Invalid(field="id", why=N_("must be small letters, digits and hyphens (at most 48)"))
    if conn.execute(select(person.c.id).where(person.c.id == key)).first() is not None:
        raise AlreadyThere(id=key)
    _check_place(conn, place)
    pin = random_pin()
    row = {"id": key, "name": name, "role": role.value, "node": place, "pin_hash": hash_pin(pin), "disabled": False}
    conn.execute(insert(person).values(made_at=doing.at, **row))
    note(conn, doing, "person.added", key, {"role": role.value, "node": place})
    return pin


def new_pin(conn: Connection, doing: Doing, key: str) -> str:
    """A new PIN, shown only now; ends every session of the person."""
    pin = random_pin()
    if conn.execute(update(person).where(person.c.id == key).values(pin_hash=hash_pin(pin))).rowcount == 0:
        raise UnknownPerson(id=key)
    conn.execute(delete(web_session).where(web_session.c.person == key))
    note(conn, doing, "person.pin_reset", key, {})
    return pin


def switch(conn: Connection, doing: Doing, key: str, *, disabled: bool) -> None:
    """Somebody can no longer sign in, or can again; the last admin of the whole tier stays."""
    if not any(one.id == key for one in people(conn)):
        raise UnknownPerson(id=key)
    if disabled and not any(_runs_all(one) for one in people(conn) if one.id != key):
        raise LastAdmin(id=key)
    conn.execute(update(person).where(person.c.id == key).values(disabled=disabled))
    if disabled:
        conn.execute(delete(web_session).where(web_session.c.person == key))
    note(conn, doing, "person.disabled" if disabled else "person.enabled", key, {})


def _runs_all(one: PersonView) -> bool:
    return one.role == Role.ADMIN and one.node is None and not one.disabled


def tokens(conn: Connection) -> list[TokenView]:
    """Those in use."""
    rows = conn.execute(select(api_token).where(api_token.c.revoked_at.is_(None)).order_by(api_token.c.made_at))
    return [TokenView(r.id, r.name, r.node, r.made_at) for r in rows]


def add_token(conn: Connection, doing: Doing, name: str, place: str | None) -> tuple[str, str]:
    """(id, token) of a program; the token is shown only now."""
    _check_place(conn, place)
    key, token = secrets.token_hex(4), secrets.token_urlsafe(32)
    row = {"id": key, "name": name, "node": place, "hash": token_hash(token), "made_at": doing.at}
    conn.execute(insert(api_token).values(row))
    note(conn, doing, "token.added", key, {"name": name, "node": place})
    return key, token


def revoke_token(conn: Connection, doing: Doing, key: str) -> None:
    in_use = (api_token.c.id == key) & api_token.c.revoked_at.is_(None)
    if conn.execute(update(api_token).where(in_use).values(revoked_at=doing.at)).rowcount == 0:
        raise UnknownToken(id=key)
    note(conn, doing, "token.revoked", key, {})


def _check_place(conn: Connection, place: str | None) -> None:
    if place is not None and conn.execute(select(node.c.id).where(node.c.id == place)).first() is None:
        raise UnknownNode(id=place)
