"""The catalogue as the admin pages and the command line show it, and what became of a file of procedures.

Works on the back office; knows nothing of the web, so a command without a running service gives the same answers.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from kiosk.web.api.procedure_words import deadline_of, fee_of
from look.words import say
from office.backoffice import catalogue
from office.backoffice.catalogue_list import Entry, history, listed, nearest, standing_of
from office.backoffice.office import BackOffice
from office.domain.moment import utc_text
from office.domain.people import Actor
from office.domain.procedures import Procedure, value_of
from office.lookup.findings import KINDS, Finding, Severity
from office.lookup.reading import Reading, known_services, read_file
from office.lookup.writing import WRITERS
from office.store import procedures as store
from office.store.procedures import Kept

MOST_NOTES = 500


class CatalogueLineView(TypedDict):
    """`state`: in_force | coming | repealed; `effective`: its first day, null = always; `fee`, `deadline`: in words."""

    code: str
    name: str
    field: str
    service: str | None
    state: str
    effective: str | None
    repealed: str | None
    version: int
    fee: str | None
    deadline: str | None


class CountView(TypedDict):
    name: str
    count: int


class ListView(TypedDict):
    """`counts`: state → how many fit; `fields`: of that state."""

    items: list[CatalogueLineView]
    total: int
    counts: dict[str, int]
    fields: list[CountView]


class VersionView(TypedDict):
    """`source`: sample | page | above | a file's name; `until`: the first day on which it holds no more."""

    version: int
    at: str
    by: str
    effective: str | None
    until: str | None
    repealed: str | None
    source: str
    procedure: dict[str, Any]


class OneView(TypedDict):
    """`version`: the one that holds, else the nearest; `procedure`: what it says. `versions`: the newest first."""

    procedure: dict[str, Any]
    state: str
    version: int
    versions: list[VersionView]


class ProcedureNoteView(TypedDict):
    """`row`: of the file, null = of the file as a whole; `severity`: error | warning | info."""

    row: int | None
    code: str
    name: str
    severity: str
    text: str


class ReportView(TypedDict):
    """What is in a file and what it does here. `accepted` False: nothing of it can be taken in, `notes` say why."""

    accepted: bool
    format: str
    encoding: str
    rows: int
    new: int
    changed: int
    unchanged: int
    repealed: int
    errors: int
    warnings: int
    infos: int
    notes: list[ProcedureNoteView]
    changes: list[dict[str, Any]]
    digest: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """As `office.backoffice.catalogue_list.listed` takes it."""

    q: str = ""
    field: str = ""
    state: str = ""
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class GivenFile:
    """`whole`: what it does not name is repealed."""

    name: str
    data: bytes
    whole: bool = False


def list_view(back: BackOffice, wanted: Wanted) -> ListView:
    with back.reading() as conn:
        found = listed(
            conn,
            _today(back),
            q=wanted.q,
            field=wanted.field,
            standing=wanted.state,
            offset=wanted.offset,
            limit=wanted.limit,
        )
        said = store.particular(conn, [(one.code, one.version) for one in found.entries])
    items = [_line(one, said[one.code].procedure, _today(back)) for one in found.entries]
    fields = [CountView(name=name, count=count) for name, count in found.fields]
    return ListView(items=items, total=found.total, counts=found.counts, fields=fields)


def one_view(back: BackOffice, code: str) -> OneView:
    """Raises UnknownProcedure."""
    with back.reading() as conn:
        versions = history(conn, code)
    shown = nearest(versions, _today(back))
    return OneView(
        procedure=value_of(shown.procedure, everything=True),
        state=str(standing_of(shown, _today(back))),
        version=shown.version,
        versions=_versions(versions),
    )


def exported(back: BackOffice, form: str) -> bytes:
    """Everything in force today. `form`: csv | xlsx | json."""
    with back.reading() as conn:
        found = [one.procedure for one in store.all_on_day(conn, _today(back))]
    return WRITERS[form](found)


def taken_in(back: BackOffice, actor: Actor, once: str | None, file: GivenFile, language: str) -> ReportView:
    """`once` None: only looked at. A file that is refused gives a report too."""
    reading = known_services(read_file(file.name, file.data), back.house.services)
    digest = hashlib.sha256(file.data).hexdigest()
    if reading.refused:
        return report(reading, {}, digest, language)
    if once is not None:
        done = back.catalogue.take_in(actor, once, reading, name=file.name, digest=digest, whole=file.whole).body
    else:
        with back.reading() as conn:
            done = catalogue.plan(conn, reading, _today(back), whole=file.whole)
    return report(reading, done, digest, language)


def report(reading: Reading, done: dict[str, Any], digest: str, language: str) -> ReportView:
    """`done`: as `office.backoffice.catalogue.told` has it, empty when the file is refused."""
    counts = {
        severity: sum(count for kind, count in reading.counts.items() if KINDS[kind][0] is severity)
        for severity in Severity
    }
    return ReportView(
        accepted=not reading.refused,
        format=reading.form,
        encoding=reading.encoding,
        rows=reading.rows,
        new=done.get("new", 0),
        changed=done.get("changed", 0),
        unchanged=done.get("unchanged", 0),
        repealed=done.get("repealed", 0),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        notes=[_note(one, language) for one in reading.findings[:MOST_NOTES]],
        changes=done.get("changes", []),
        digest=digest,
    )


def _note(one: Finding, language: str) -> ProcedureNoteView:
    text = say(language, one.why, **one.facts)
    return ProcedureNoteView(row=one.row, code=one.code, name=one.name, severity=str(one.severity), text=text)


def _line(one: Entry, procedure: Procedure, today: str) -> CatalogueLineView:
    return CatalogueLineView(
        code=one.code,
        name=one.name,
        field=one.field,
        service=one.service,
        state=str(one.standing),
        effective=one.since or None,
        repealed=one.repealed,
        version=one.version,
        fee=fee_of(procedure, max(today, one.since)),
        deadline=deadline_of(procedure),
    )


def _versions(versions: Sequence[Kept]) -> list[VersionView]:
    return [
        VersionView(
            version=one.version,
            at=utc_text(one.made_at),
            by=one.made_by,
            effective=one.since or None,
            until=one.until,
            repealed=one.repealed,
            source=one.source,
            procedure=value_of(one.procedure, everything=True),
        )
        for one in versions
    ]


def _today(back: BackOffice) -> str:
    return back.today.isoformat()
