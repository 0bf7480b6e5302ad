"""The whole office as one value: what `motcua office export` writes and `import` puts in its place.

Rules:
1. All or nothing: the import is one act; when anything does not fit, nothing has changed.
2. Services and counters that the file does not name are retired (`in_use` while today needs them).
3. People are only added or updated, never removed; nobody gets or loses a PIN. A head must remain.
4. Tickets, ratings, devices, photos and PINs do not travel.
"""

from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from look.words import N_
from office.answers import Answer
from office.backoffice.calendar import day_entries
from office.backoffice.everyday import put_synonyms
from office.backoffice.pages import put_pages
from office.backoffice.people import people, sign_out_everywhere
from office.backoffice.services import waiting_for
from office.domain.content import Page
from office.domain.house import House
from office.domain.people import Actor, Role
from office.domain.refusals import InUse, Invalid
from office.first import Decided
from office.lookup.asking import Synonym
from office.performing import Act, Performer
from office.store import content, seats
from office.store.house import settings_of
from office.store.lookup_reading import synonyms
from office.store.tables import clerk, counter, counter_service, service, setting


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as the file has it: no PIN, no photo. `area`: counter numbers, None = the whole office."""

    id: str
    name: str
    title: str
    role: str
    area: tuple[int, ...] | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeOffice(Decided):
    """Everything that the head decides."""

    people: tuple[PersonEntry, ...]
    pages: tuple[Page, ...] | None = None
    synonyms: tuple[Synonym, ...] | None = None
    """Of both None: the file says nothing of them."""


def read_office(conn: Connection, house: House) -> WholeOffice:
    """The present office."""
    entries = (
        PersonEntry(
            one["id"],
            one["name"],
            one["title"],
            one["role"],
            None if one["area"] is None else tuple(one["area"]),
            one["disabled"],
        )
        for one in people(conn)
    )
    return WholeOffice(
        names=house.names,
        services=tuple(house.services.values()),
        counters=tuple(house.counters.values()),
        people=tuple(entries),
        calling=house.calling,
        rating=house.rating,
        weekly=house.weekly,
        notices=house.notices,
        leaders=house.leaders,
        voice=house.voice,
        days=house.days,
        margins=house.margins,
        reasons=house.reasons,
        box=house.box,
        dossiers=house.dossiers,
        pages=tuple(one.page for one in content.kept_pages(conn)),
        synonyms=tuple(synonyms(conn)),
    )


class OfficeFile:
    """The act of importing."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def replace(self, actor: Actor, request_id: str | None, whole: WholeOffice) -> Answer:
        """{"services", "counters", "people"}: how many the office has now. Raises Invalid and InUse."""

        def work(act: Act) -> Answer:
            _put_services(act, whole)
            _put_counters(act, whole)
            _put_people(act, whole)
            _put_settings(act, whole)
            if whole.pages is not None:
                put_pages(act, whole.pages)
            if whole.synonyms is not None and set(whole.synonyms) != set(synonyms(act.conn)):
                put_synonyms(act.conn, whole.synonyms, act.now.wall)
            counts = {
                "services": len(whole.services),
                "counters": len(whole.counters),
                "people": len(whole.people),
            }
            act.record("office.imported", "office", counts)
            act.change_house()
            return Answer(dict(counts))

        args = {"office": {**asdict(replace(whole, days={})), "days": day_entries(whole.days)}}
        return self._performer.perform("office.import", actor, request_id, args, work)


def _put_services(act: Act, whole: WholeOffice) -> None:
    before = {row.id: row for row in act.conn.execute(select(service))}
    kept = {one.id for one in whole.services}
    for key in act.house.services.keys() - kept:
        waiting = waiting_for(act.conn, key)
        if waiting:
            raise InUse(what="service", service=key, waiting=waiting)
        act.conn.execute(update(service).where(service.c.id == key).values(retired=True))
    act.conn.execute(delete(counter_service))
    for place, one in enumerate(whole.services):
        if one.id in before and before[one.id].prefix != one.prefix:
            why = N_("The letter of service {service} is {letter} here; it cannot be changed.")
            raise Invalid(field="services", why=why, service=one.id, letter=before[one.id].prefix)
        values = {**asdict(one), "position": place, "retired": False}
        act.conn.execute(upsert(service).values(values).on_conflict_do_update(index_elements=["id"], set_=values))


def _put_counters(act: Act, whole: WholeOffice) -> None:
    kept = {one.number for one in whole.counters}
    for number in act.house.counters.keys() - kept:
        if seats.at_counter(act.conn, number) is not None:
            raise InUse(what="counter_open", counter=number)
        act.conn.execute(update(counter).where(counter.c.number == number).values(retired=True))
    for one in whole.counters:
        values = {"number": one.number, "name": one.name, "retired": False}
        statement = upsert(counter).values(values)
        act.conn.execute(statement.on_conflict_do_update(index_elements=["number"], set_=values))
        pairs = [{"counter": one.number, "service": key} for key in one.services]
        act.conn.execute(insert(counter_service), pairs)


def _put_people(act: Act, whole: WholeOffice) -> None:
    for one in whole.people:
        values = {**asdict(one), "area": None if one.area is None else list(one.area)}
        statement = upsert(clerk).values(made_at=act.now.wall, **values)
        act.conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
        if one.disabled:
            sign_out_everywhere(act, one.id)
    heads = select(func.count()).where(clerk.c.role == Role.HEAD, ~clerk.c.disabled)
    if act.conn.execute(heads).scalar_one() == 0:
        raise InUse(what="last_head")


def _put_settings(act: Act, whole: WholeOffice) -> None:
    for key, value in settings_of(whole).items():
        row = {"key": key, "value": value}
        act.conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))
