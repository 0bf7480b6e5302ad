"""The people who sign in: added, renamed, given a new PIN, switched off and on again.

Rules:
1. A PIN is made here, at random, and leaves this module once, beside the kept answer and never inside it.
2. A new PIN ends the sessions of its owner; the counter stays open, so nobody in front of it is lost.
3. Whoever is switched off is signed out; refused (`ticket_active`) with somebody in front of the counter.
4. The last head who can still sign in cannot be switched off or given another role (`in_use`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from look.words import N_
from office.acts.seating import leave_counter
from office.answers import Answer
from office.backoffice.views import PersonView
from office.backoffice.wording import slug, slug_of, text
from office.domain.people import Actor, Role
from office.domain.refusals import AlreadyThere, InUse, Invalid, UnknownClerk
from office.performing import Act, Performer
from office.pins import hash_pin, random_pin
from office.store import seats
from office.store.tables import clerk, web_session


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the head writes about a person. `area`: counter numbers, None = the whole office."""

    name: str
    title: str
    role: str
    area: tuple[int, ...] | None = None


class People:
    """The acts on people. Thread-safe: every act passes through the performer."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def add(
        self, actor: Actor, request_id: str | None, about: Particulars, *, wanted: str | None = None
    ) -> tuple[Answer, str | None]:
        """({"person": PersonView}, PIN). The PIN is None when the answer is a repeated one."""
        pin = random_pin()
        hashed = hash_pin(pin)  # slow by design, so outside the transaction
        made: list[str] = []

        def work(act: Act) -> Answer:
            key = _new_id(act.conn, about, wanted)
            values = _checked(act, about)
            act.conn.execute(insert(clerk).values(id=key, pin_hash=hashed, made_at=act.now.wall, **values))
            act.record("person.added", f"person:{key}", values)
            made.append(pin)
            return Answer({"person": person_of(act.conn, key)}, created=True)

        args = {"id": wanted, **_args(about)}
        answer = self._performer.perform("person.add", actor, request_id, args, work)
        return answer, next(iter(made), None)

    def change(self, actor: Actor, request_id: str | None, key: str, about: Particulars) -> Answer:
        """{"person": PersonView}"""

        def work(act: Act) -> Answer:
            before = _row(act.conn, key)
            values = _checked(act, about)
            if values["role"] != Role.HEAD:
                _keep_a_head(act.conn, before)
            act.conn.execute(update(clerk).where(clerk.c.id == key).values(**values))
            act.record("person.changed", f"person:{key}", values)
            act.change_house()
            return Answer({"person": person_of(act.conn, key)})

        args = {"id": key, **_args(about)}
        return self._performer.perform("person.change", actor, request_id, args, work)

    def new_pin(self, actor: Actor, request_id: str | None, key: str) -> tuple[Answer, str | None]:
        """({"person": PersonView}, PIN); ends the person's sessions. A repeated answer has no PIN."""
        pin = random_pin()
        hashed = hash_pin(pin)
        made: list[str] = []

        def work(act: Act) -> Answer:
            _row(act.conn, key)
            act.conn.execute(update(clerk).where(clerk.c.id == key).values(pin_hash=hashed))
            act.conn.execute(delete(web_session).where(web_session.c.clerk == key))
            act.record("person.pin_reset", f"person:{key}", {})
            made.append(pin)
            return Answer({"person": person_of(act.conn, key)})

        answer = self._performer.perform("person.pin", actor, request_id, {"id": key}, work)
        return answer, next(iter(made), None)

    def disable(self, actor: Actor, request_id: str | None, key: str) -> Answer:
        """{"person": PersonView}; signs the person out."""

        def work(act: Act) -> Answer:
            before = _row(act.conn, key)
            if before.disabled:
                return Answer({"person": person_of(act.conn, key)})
            _keep_a_head(act.conn, before)
            sign_out_everywhere(act, key)
            act.conn.execute(update(clerk).where(clerk.c.id == key).values(disabled=True))
            act.record("person.disabled", f"person:{key}", {"name": before.name})
            return Answer({"person": person_of(act.conn, key)})

        return self._performer.perform("person.disable", actor, request_id, {"id": key}, work)

    def enable(self, actor: Actor, request_id: str | None, key: str) -> Answer:
        """{"person": PersonView}; the old PIN is valid again."""

        def work(act: Act) -> Answer:
            before = _row(act.conn, key)
            if before.disabled:
                act.conn.execute(update(clerk).where(clerk.c.id == key).values(disabled=False))
                act.record("person.enabled", f"person:{key}", {"name": before.name})
            return Answer({"person": person_of(act.conn, key)})

        return self._performer.perform("person.enable", actor, request_id, {"id": key}, work)

    def set_photo(self, actor: Actor, request_id: str | None, key: str, photo: bytes | None) -> Answer:
        """{"person": PersonView}. `photo`: a PNG of 256×256, None takes it away."""

        def work(act: Act) -> Answer:
            _row(act.conn, key)
            at = None if photo is None else act.now.wall
            act.conn.execute(update(clerk).where(clerk.c.id == key).values(photo=photo, photo_at=at))
            act.record("person.changed", f"person:{key}", {"photo": photo is not None})
            act.change_house()
            return Answer({"person": person_of(act.conn, key)})

        args = {"id": key, "bytes": len(photo or b"")}
        return self._performer.perform("person.photo", actor, request_id, args, work)


def sign_out_everywhere(act: Act, key: str) -> None:
    """Closes the person's counter and ends the sessions. Raises TicketActive."""
    seat = seats.of_clerk(act.conn, key)
    if seat is not None:
        leave_counter(act, seat)
    act.conn.execute(delete(web_session).where(web_session.c.clerk == key))


def people(conn: Connection) -> list[PersonView]:
    """Everybody, those who can sign in first, by role and name."""
    sitting = {seat.clerk: seat.counter for seat in seats.all_open(conn).values()}
    ranks = {role: place for place, role in enumerate(("head", "clerk", "technician", "inspector"))}
    rows = sorted(conn.execute(select(*_SHOWN)), key=lambda row: (row.disabled, ranks[row.role], row.name))
    return [_view(row, sitting.get(row.id)) for row in rows]


def person_of(conn: Connection, key: str) -> PersonView:
    """One person. Raises UnknownClerk."""
    seat = seats.of_clerk(conn, key)
    return _view(_row(conn, key), None if seat is None else seat.counter)


def photo_of(conn: Connection, key: str) -> bytes | None:
    """The PNG of 256×256; None when there is none. Raises UnknownClerk."""
    row = conn.execute(select(clerk.c.photo).where(clerk.c.id == key)).first()
    if row is None:
        raise UnknownClerk(clerk=key)
    return None if row.photo is None else bytes(row.photo)


def photo_url(key: str, photo_at: int | None) -> str | None:
    """Where the photo is served; the time in it makes a new photo a new address."""
    return None if photo_at is None else f"/photos/{key}?v={photo_at}"


_SHOWN = (
    clerk.c.id,
    clerk.c.name,
    clerk.c.title,
    clerk.c.role,
    clerk.c.area,
    clerk.c.disabled,
    clerk.c.photo_at,
    clerk.c.pin_hash.is_not(None).label("has_pin"),
)


def _view(row: Row[Any], counter: int | None) -> PersonView:
    return PersonView(
        id=row.id,
        name=row.name,
        title=row.title,
        role=row.role,
        area=row.area,
        disabled=row.disabled,
        has_pin=row.has_pin,
        photo_url=photo_url(row.id, row.photo_at),
        counter=counter,
    )


def _row(conn: Connection, key: str) -> Row[Any]:
    row = conn.execute(select(*_SHOWN).where(clerk.c.id == key)).first()
    if row is None:
        raise UnknownClerk(clerk=key)
    return row


def _new_id(conn: Connection, about: Particulars, wanted: str | None) -> str:
    taken: Sequence[str] = conn.execute(select(clerk.c.id)).scalars().all()
    if wanted is None:
        return slug_of(about.name, taken)
    if slug(wanted, "id") in taken:
        raise AlreadyThere(field="id", what=wanted)
    return wanted


def _checked(act: Act, about: Particulars) -> dict[str, Any]:
    if about.role not in set(Role):
        raise Invalid(field="role", why=N_("This role does not exist."))
    unknown = [number for number in about.area or () if number not in act.house.counters]
    if unknown:
        raise Invalid(field="area", why=N_("There is no counter {number}."), number=unknown[0])
    return {
        "name": text(about.name, "name"),
        "title": text(about.title, "title", required=False),
        "role": str(about.role),
        "area": sorted(set(about.area)) if about.area else None,
    }


def _args(about: Particulars) -> dict[str, Any]:
    area = None if about.area is None else list(about.area)
    return {"name": about.name, "title": about.title, "role": about.role, "area": area}


def _keep_a_head(conn: Connection, person: Row[Any]) -> None:
    """Refuses when nobody else could run the office afterwards."""
    if person.role != Role.HEAD or person.disabled:
        return
    others = select(func.count()).where(
        clerk.c.role == Role.HEAD, ~clerk.c.disabled, clerk.c.pin_hash.is_not(None), clerk.c.id != person.id
    )
    if conn.execute(others).scalar_one() == 0:
        raise InUse(what="last_head")
