"""The catalogue of procedures: files that are taken in as a whole or not at all, one procedure changed, a repeal.

Rules:
1. What is refused was refused before anything was written; the rest is one act with its fact.
2. What would happen (`plan`) and what happens (`take_in`) are the same computation on the same tables.
3. A repeal is a day, not a deletion: every version stays, and the repeal can be taken back.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from look.words import N_
from office.answers import Answer
from office.domain.people import OPERATOR, Actor
from office.domain.procedures import body_of
from office.domain.refusals import Invalid, UnknownProcedure
from office.lookup.changes import Change, Present, What, changes
from office.lookup.entries import Entry
from office.lookup.findings import Finding, Severity
from office.lookup.reading import Reading
from office.performing import Act, Performer
from office.store import procedures as store
from office.store.procedure_tables import procedure, procedure_version
from office.store.procedures import Fresh, Kept

PAGE, ABOVE, FILE, COMMAND = "page", "above", "file", "command"
"""Where a version comes from; of a file its name is kept beside the version, not in the fact."""
MOST_TOLD = 500
"""Changes that an answer names one by one."""
LONGEST_NAME = 120
SAID_BY_A_PERSON = frozenset(
    ("not_a_number", "unknown_word", "not_a_date", "bad_address", "too_long", "too_many_items", "formula")
)
"""What is only a warning in a file; who is typing can still be told."""

JsonObject = dict[str, Any]


class Catalogue:
    """The acts. Each raises `Invalid` or `UnknownProcedure` and then has changed nothing."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def take_in(
        self, actor: Actor, request_id: str | None, reading: Reading, *, name: str, digest: str, whole: bool = False
    ) -> Answer:
        """A file. `digest`: its own; `whole`: what it does not name is repealed from today. `told` is the answer."""

        def work(act: Act) -> Answer:
            source = COMMAND if act.actor == OPERATOR else FILE
            return Answer(take_in(act, reading, source, self._today, name=name, whole=whole))

        args = {"digest": digest, "whole": whole}
        return self._performer.perform("procedures.import", actor, request_id, args, work)

    def change(self, actor: Actor, request_id: str | None, code: str, reading: Reading) -> Answer:
        """One procedure as somebody wrote it, also a new one. {"code", "version": None = nothing differed}."""
        entry = _only(reading, code)

        def work(act: Act) -> Answer:
            (change,) = _plan(act.conn, [entry], self._today, whole=False)
            version = _write(act, [change], PAGE).get(code)
            if change.what is not What.UNCHANGED:
                body = {"version": version, "since": change.since, "repealed": change.repealed}
                act.record(
                    "procedure.changed", f"procedure:{code}", {"code": code, **body, "name": entry.procedure.name}
                )
            return Answer({"code": code, "version": version}, created=change.what is What.NEW)

        args = {"code": code, "body": body_of(entry.procedure), "repealed": entry.procedure.repealed}
        return self._performer.perform("procedure.change", actor, request_id, args, work)

    def repeal(self, actor: Actor, request_id: str | None, code: str, day: str | None) -> Answer:
        """From that day on (an ISO date) it is not in force any more; None takes the repeal back."""

        def work(act: Act) -> Answer:
            found = act.conn.execute(select(procedure.c.repealed).where(procedure.c.code == code)).first()
            if found is None:
                raise UnknownProcedure(procedure=code)
            if found.repealed != day:
                store.repeal(act.conn, [code], day)
                store.settle(act.conn, [code])
                act.record("procedure.repealed", f"procedure:{code}", {"code": code, "repealed": day})
            return Answer({"code": code, "repealed": day})

        return self._performer.perform("procedure.repeal", actor, request_id, {"code": code, "on": day}, work)

    @property
    def _today(self) -> str:
        return self._performer.today().isoformat()


def plan(conn: Connection, reading: Reading, today: str, *, whole: bool = False) -> JsonObject:
    """What `take_in` would answer; changes nothing."""
    return told(_plan(conn, reading.entries, today, whole=whole))


def take_in(act: Act, reading: Reading, source: str, today: str, *, name: str = "", whole: bool = False) -> JsonObject:
    """Inside an act: all of it, and the fact. Raises Invalid for a reading with errors."""
    _refuse(one for one in reading.findings if one.severity is Severity.ERROR)
    found = _plan(act.conn, reading.entries, today, whole=whole)
    _write(act, found, name[:LONGEST_NAME] or source)
    answer = told(found)
    body = {key: answer[key] for key in ("new", "changed", "repealed")}
    standing = {"total": store.how_many(act.conn, today), "digest": _digest(act.conn, today)}
    act.record("procedures.imported", "procedures", {"source": source, **body, **standing})
    return answer


def told(found: Sequence[Change]) -> JsonObject:
    """{"new", "changed", "unchanged", "repealed"}: how many; "changes": the first of them by name."""
    counts = {str(what): sum(one.what is what for one in found) for what in What}
    named = [
        {"code": one.procedure.code, "name": one.procedure.name, "what": str(one.what), "fields": list(one.fields)}
        for one in found
        if one.what is not What.UNCHANGED
    ]
    return {**counts, "changes": named[:MOST_TOLD]}


def _only(reading: Reading, code: str) -> Entry:
    """The one entry; the first thing that is wrong as a refusal that names the field."""
    _refuse(one for one in reading.findings if one.severity is Severity.ERROR or one.kind in SAID_BY_A_PERSON)
    (entry,) = reading.entries
    if entry.procedure.code != code:
        raise Invalid(field="code", why=N_("The code of a procedure cannot be changed."))
    return entry


def _refuse(wrong: Iterable[Finding]) -> None:
    first = next(iter(wrong), None)
    if first is not None:
        field = str(first.facts.get("column") or first.kind.rpartition("_")[2])
        raise Invalid(**{**first.facts, "field": field, "why": first.why})


def _plan(conn: Connection, entries: Sequence[Entry], today: str, *, whole: bool) -> list[Change]:
    codes = None if whole else [one.procedure.code for one in entries]
    return changes(entries, _present(conn, codes, today), today, whole=whole)


def _present(conn: Connection, codes: Collection[str] | None, today: str) -> dict[str, Present]:
    """What the catalogue has of these procedures, None = of all."""
    found: dict[str, list[Kept]] = {}
    for kept in store.not_over(conn, today, codes):
        found.setdefault(kept.code, []).append(kept)
    return {code: _standing(rows, today) for code, rows in found.items()}


def _standing(rows: Sequence[Kept], today: str) -> Present:
    """`rows`: in force or coming, else the last one, by first day."""
    base = next((one for one in rows if one.holds(today)), rows[0])
    coming = tuple(one.procedure for one in rows if one is not base)
    return Present(base.procedure, coming, base.repealed)


def _write(act: Act, found: Sequence[Change], source: str) -> dict[str, int]:
    """Code → its new version."""
    fresh = [
        Fresh(one.procedure, one.since, source, act.actor.word, act.now.wall) for one in found if one.since is not None
    ]
    written = store.keep(act.conn, fresh)
    ends: dict[str | None, list[str]] = {}
    for one in found:
        if one.what is not What.UNCHANGED:
            ends.setdefault(one.repealed, []).append(one.procedure.code)
    for day, codes in ends.items():
        store.repeal(act.conn, codes, day)
    store.settle(act.conn, [code for codes in ends.values() for code in codes])
    return written


def _digest(conn: Connection, today: str) -> str:
    """Of everything in force: two offices with the same one show the same."""
    of = procedure_version.c
    rows = conn.execute(select(of.code, of.digest).where(store.holding(today)).order_by(of.code))
    return hashlib.sha256(b"".join(row.code.encode() + row.digest for row in rows)).hexdigest()
