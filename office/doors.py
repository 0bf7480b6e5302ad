"""The doors of the office: who may come in, with a PIN, a session or a device's token.

Tokens are random and kept only as SHA-256; who is behind one is answered from memory. Five wrong PINs lock that person
from that address for five minutes, doubling with each further lock; the head sees it in the journal.
"""

import secrets
import threading
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from look.words import N_
from office.acts import seating
from office.answers import Answer
from office.clock import Clock
from office.domain.moment import MINUTE, utc_text
from office.domain.people import SYSTEM, Actor
from office.domain.refusals import Invalid, UnknownItem, WrongPin
from office.journal import FactView
from office.keyring import Ended, Keyring, SessionKeys, read_keyring, token_hash
from office.performing import Act, Performer
from office.pins import PinTries, is_right
from office.store.tables import clerk, device_token, one_time_key, web_session

KEY_MS = 10 * MINUTE
_SHUT_OUT = ("person.", "device.added", "device.revoked", "counter.taken_over")
DEVICE_SESSION_MS = 400 * 24 * 60 * MINUTE


class Doors:
    """See the module; thread-safe."""

    def __init__(self, performer: Performer, readers: Engine, clock: Clock) -> None:
        self._performer, self._readers, self._clock = performer, readers, clock
        self._lock = threading.Lock()
        self._tries = PinTries(clock)
        self._known: Keyring | None = None
        self._changes = 0
        performer.on_facts(self._hear)

    # --- PINs ---------------------------------------------------------------------------------------------------
    def check_pin(self, clerk_id: str, pin: str, address: str) -> None:
        """Raises `WrongPin` (also for an unknown person) or `Locked`; takes about 25 ms, outside every transaction."""
        key = (clerk_id[:64], address)
        minutes = self._tries.count(key)
        with self._readers.begin() as conn:
            row = conn.execute(select(clerk.c.pin_hash).where(clerk.c.id == clerk_id, ~clerk.c.disabled)).first()
        if is_right(pin, None if row is None else row.pin_hash):
            self._tries.forget(key)
            return
        if minutes:
            self._note_lock({"clerk": "?" if row is None else clerk_id, "address": address, "minutes": minutes})
        raise WrongPin

    def _note_lock(self, body: dict[str, Any]) -> None:
        def note(act: Act) -> Answer:
            act.record("sign_in.locked", f"person:{body['clerk']}", body)
            return Answer({})

        self._performer.perform("lock_out", SYSTEM, None, {}, note)

    # --- sessions -----------------------------------------------------------------------------------------------
    @staticmethod
    def fresh_keys() -> SessionKeys:
        return SessionKeys(secrets.token_urlsafe(32), secrets.token_urlsafe(24))

    def sign_in(self, clerk_id: str, counter: int | None, keys: SessionKeys) -> Actor:
        """The PIN was checked. Opens the session, and the counter when one is named."""
        actor = Actor("clerk", clerk_id, "clerk")
        session = {"hash": keys.hash, "csrf": keys.csrf}
        self._performer.perform(
            "sign_in", actor, None, {}, lambda act: seating.sign_in(act, clerk_id, counter, session)
        )
        self.refresh()
        known = self.who(keys.token)
        if known is None:  # switched off at this very moment
            raise WrongPin
        return known[0]

    def open_session(self, clerk_id: str, keys: SessionKeys) -> Actor:
        return self.sign_in(clerk_id, None, keys)

    def sign_out(self, actor: Actor, token: str) -> None:
        """Ends the session; closes the counter it sat at (`TicketActive` while somebody stands there)."""
        self._performer.perform("sign_out", actor, None, {}, lambda act: seating.sign_out(act, token_hash(token)))
        self.refresh()

    def end_session(self, token: str) -> None:
        """Ends only the session; a counter stays open."""

        def end(act: Act) -> Answer:
            act.conn.execute(delete(web_session).where(web_session.c.hash == token_hash(token)))
            return Answer({})

        self._performer.perform("end_session", SYSTEM, None, {}, end)
        self.refresh()

    def who(self, token: str) -> tuple[Actor, str | None] | None:
        """(actor, CSRF token of a session or None for a device's token); None: unknown, expired or revoked."""
        known = self._all().known.get(token_hash(token))
        if known is None or known.is_over(self._clock.now()):
            return None
        return known.actor, known.csrf

    def remembers(self, token: str) -> bool:
        """Whether this token was good at the last look; asks nobody, for who only counts."""
        known = self._known
        return known is not None and token_hash(token) in known.known

    def ended(self, token: str) -> Ended | None:
        """Why this token holds no longer, when its person has signed in elsewhere. Answers from memory."""
        return self._all().ended.get(token_hash(token))

    def refresh(self) -> None:
        """The next question is answered from the database again."""
        with self._lock:
            self._changes += 1
            self._known = None

    def _hear(self, facts: Sequence[FactView]) -> None:
        for fact in facts:
            if fact["kind"] == "person.pin_reset":
                self._tries.forgive(fact["subject"].removeprefix("person:"))  # tries with the old one no longer count
        if any(fact["kind"].startswith(_SHUT_OUT) for fact in facts):
            self.refresh()

    # --- devices ------------------------------------------------------------------------------------------------
    def add_device(self, actor: Actor, request_id: str | None, *, role: str, name: str) -> Answer:
        """A token for a screen, tablet or box; it is shown once. `role`: touch, hall, screen, rate:n, counter:n."""

        token = secrets.token_urlsafe(32)

        def add(act: Act) -> Answer:
            _check_device_role(act, role)
            device_id = secrets.token_hex(4)
            row = {"id": device_id, "role": role, "name": name, "hash": token_hash(token), "made_at": act.now.wall}
            act.conn.execute(insert(device_token).values(row))
            act.record("device.added", f"device:{device_id}", {"role": role, "name": name})
            return Answer(
                {"id": device_id, "name": name, "role": role, "made_at": utc_text(act.now.wall)}, created=True
            )

        args = {"role": role, "name": name}
        answer = self._performer.perform("add_device", actor, request_id, args, add)
        self.refresh()
        return self._with_secret(answer, "token", token)

    def revoke_device(self, actor: Actor, request_id: str | None, *, device: str) -> Answer:
        def revoke(act: Act) -> Answer:
            changed = act.conn.execute(
                update(device_token)
                .where(device_token.c.id == device, device_token.c.revoked_at.is_(None))
                .values(revoked_at=act.now.wall)
            )
            if changed.rowcount == 0:
                raise UnknownItem(device=device)
            act.conn.execute(delete(web_session).where(web_session.c.device == device))
            act.conn.execute(delete(one_time_key).where(one_time_key.c.device == device))
            act.record("device.revoked", f"device:{device}", {})
            return Answer({"id": device})

        answer = self._performer.perform("revoke_device", actor, request_id, {"device": device}, revoke)
        self.refresh()
        return answer

    def devices(self) -> list[dict[str, Any]]:
        """Tokens in use: id, name, role, made_at."""
        query = select(device_token).where(device_token.c.revoked_at.is_(None)).order_by(device_token.c.made_at)
        with self._readers.begin() as conn:
            return [
                {"id": r.id, "name": r.name, "role": r.role, "made_at": utc_text(r.made_at)}
                for r in conn.execute(query)
            ]

    def one_time_key(self, actor: Actor, request_id: str | None, *, device: str, valid_ms: int = KEY_MS) -> Answer:
        """A key for a browser that cannot send a header; opens once, within `valid_ms`."""
        key = secrets.token_urlsafe(24)

        def make(act: Act) -> Answer:
            in_use = device_token.c.revoked_at.is_(None)
            query = select(device_token.c.id).where(device_token.c.id == device, in_use)
            if act.conn.execute(query).first() is None:
                raise UnknownItem(device=device)
            expires = act.now.wall + valid_ms
            act.conn.execute(insert(one_time_key).values(hash=token_hash(key), device=device, expires_at=expires))
            return Answer({"expires_at": utc_text(expires)}, created=True)

        answer = self._performer.perform("one_time_key", actor, request_id, {"device": device}, make)
        return self._with_secret(answer, "key", key)

    def redeem(self, key: str) -> str | None:
        """Exchanges a one-time key for the token of a device session; None when it is unknown, used or too old."""

        def exchange(act: Act) -> Answer:
            row = act.conn.execute(
                delete(one_time_key).where(one_time_key.c.hash == token_hash(key)).returning(one_time_key)
            ).first()
            if row is None or row.expires_at < act.now.wall:
                return Answer({"token": None})
            keys = self.fresh_keys()
            act.conn.execute(
                insert(web_session).values(
                    hash=keys.hash,
                    device=row.device,
                    csrf=keys.csrf,
                    made=act.now,
                    expires_at=act.now.wall + DEVICE_SESSION_MS,
                )
            )
            return Answer({"token": keys.token})

        token: str | None = self._performer.perform("redeem", SYSTEM, None, {}, exchange).body["token"]
        if token is not None:  # a stranger's guess makes no work
            self.refresh()
        return token

    def _with_secret(self, answer: Answer, name: str, secret: str) -> Answer:
        """A secret is shown once and never kept: a repeated request gets the answer with None in its place."""
        is_fresh = self._is_kept(token_hash(secret))
        return Answer({**answer.body, name: secret if is_fresh else None}, answer.created)

    def _is_kept(self, hashed: bytes) -> bool:
        with self._readers.begin() as conn:
            device = conn.execute(select(device_token.c.id).where(device_token.c.hash == hashed)).first()
            key = conn.execute(select(one_time_key.c.hash).where(one_time_key.c.hash == hashed)).first()
        return device is not None or key is not None

    def _all(self) -> Keyring:
        known = self._known
        if known is None:
            changes = self._changes
            with self._readers.begin() as conn:
                known = read_keyring(conn)
            with self._lock:
                # What was read before somebody was shut out must not let them in again.
                if changes == self._changes:
                    self._known = known
        return known


def _check_device_role(act: Act, role: str) -> None:
    kind, _, number = role.partition(":")
    fixed = role in ("touch", "hall", "screen")
    bound = kind in ("rate", "counter") and number.isascii() and number.isdigit() and int(number) in act.house.counters
    if not (fixed or bound):
        raise Invalid(field="role", why=N_("There is no such kind of device, or no such counter."))
