"""What the tier above sends: kept beside what the head decided, with its version, and commands that are done once.

Rules:
1. A body is kept as a whole or not at all, in the same transaction as its version and its fact.
2. A version that is not higher than the one in force changes nothing. A refusal leaves what is in force in force.
3. A command begins once: whoever brings it again gets the answer of the first time. One that was cut off by a power
   cut is never begun again; it is settled as failed.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.sqlite import insert as upsert

from office.answers import Answer
from office.backoffice.catalogue import ABOVE, take_in
from office.domain.above import NOTICES, OPENING, Unfit, read_days, read_notices
from office.domain.people import DISTRICT
from office.domain.procedures_above import PROCEDURES, read_procedures
from office.lookup.reading import Reading, Severity, read_values
from office.performing import Act, Performer
from office.store.house import above_key
from office.store.tables import setting

MOST_NAMES = 20
"""Names that are reported to the tier above."""
LONGEST_WHY = 300
CUT_OFF = "cut off by a restart"


@dataclass(frozen=True, slots=True)
class Kept:
    """`version`: in force, 0 = none; `at`: ms of UTC; `refused`: (version, why) of a later one."""

    version: int = 0
    body: str = ""
    at: int = 0
    refused: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a command: done | refused | failed."""

    outcome: str
    detail: str


class FromAboveActs:
    """The acts and what is kept of them. Thread-safe; raises `StoreUnavailable` when the disk does not."""

    def __init__(self, performer: Performer, readers: Engine) -> None:
        self._performer, self._readers = performer, readers

    def kept(self) -> dict[str, Kept]:
        """Name → what is kept of it."""
        start = above_key("")
        with self._readers.begin() as conn:
            rows = conn.execute(select(setting).where(setting.c.key.startswith(start, autoescape=True)))
            return {row.key.removeprefix(start): _kept(row.value) for row in rows}

    def apply(self, name: str, version: int, body: str) -> bool:
        """False when a version that is not lower is in force. Raises `Unfit` and changes nothing."""
        if name == NOTICES:
            read_notices(body.encode())
        elif name == OPENING:
            read_days(body.encode())
        catalogue = _catalogue(body) if name == PROCEDURES else None

        def work(act: Act) -> Answer:
            if version <= _of(act.conn, name).version:
                return Answer({"applied": False})
            if catalogue is not None:
                take_in(act, catalogue.reading, ABOVE, self._performer.today().isoformat(), whole=catalogue.whole)
            _put(act, name, Kept(version, body if catalogue is None else "", act.now.wall))
            act.record("config.applied", f"config:{name}", {"name": name, "version": version})
            act.change_house()
            return Answer({"applied": True})

        return bool(self._performer.perform("above.apply", DISTRICT, None, {}, work).body["applied"])

    def refuse(self, name: str, version: int, why: str) -> None:
        """Kept and told once; what is in force stays."""

        def work(act: Act) -> Answer:
            before = _of(act.conn, name)
            refused = (version, why[:LONGEST_WHY])
            if version <= before.version or before.refused == refused or not _has_room(act.conn, name):
                return Answer({})
            _put(act, name, Kept(before.version, before.body, before.at, refused))
            body = {"name": name, "version": version, "why": refused[1]}
            act.record("config.refused", f"config:{name}", body)
            return Answer({})

        self._performer.perform("above.refuse", DISTRICT, None, {}, work)

    def begins(self, command: str, name: str, args: Mapping[str, Any]) -> bool:
        """True for the one who may do it. Raises `RequestIdReused` when the id was another command."""
        mine = secrets.token_hex(8)
        given = {"name": name, "args": dict(args)}
        begun = self._performer.perform("command", DISTRICT, f"cmd:{command}", given, lambda _: Answer({"by": mine}))
        return bool(begun.body["by"] == mine)

    def settle(self, command: str, name: str, outcome: str, detail: str) -> Settled:
        """What became of it; the first answer stands, and is told as a fact."""

        def work(act: Act) -> Answer:
            body = {"name": name, "outcome": outcome, "detail": detail[:LONGEST_WHY]}
            act.record("command.settled", f"command:{command}", body)
            return Answer({"outcome": outcome, "detail": detail})

        done = self._performer.perform("settled", DISTRICT, f"cmd:{command}:settled", {}, work)
        return Settled(done.body["outcome"], done.body["detail"])

    def ask_restart(self, screen: str) -> None:
        """The window of that role (touch | hall | rate:N) hears it and ends; whoever tends it opens it again."""

        def work(act: Act) -> Answer:
            act.record("screen.restart_asked", f"screen:{screen}", {"screen": screen})
            return Answer({})

        self._performer.perform("screen.restart", DISTRICT, None, {}, work)


@dataclass(frozen=True, slots=True)
class _Catalogue:
    reading: Reading
    whole: bool


def _catalogue(body: str) -> _Catalogue:
    """The procedures that were sent. They become part of the catalogue; the body itself is not kept."""
    sent = read_procedures(body)
    reading = read_values(sent.entries)
    errors = [one for one in reading.findings if one.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        raise Unfit(f"{len(errors)} mistakes; entry {first.row}: {first.why.format_map(first.facts)}")
    return _Catalogue(reading, sent.whole)


def _kept(value: Any) -> Kept:
    refused = value.get("refused")
    return Kept(value["version"], value["body"], value["at"], None if refused is None else (refused[0], refused[1]))


def _of(conn: Connection, name: str) -> Kept:
    value = conn.execute(select(setting.c.value).where(setting.c.key == above_key(name))).scalar()
    return Kept() if value is None else _kept(value)


def _put(act: Act, name: str, kept: Kept) -> None:
    value = {"version": kept.version, "body": kept.body, "at": kept.at, "refused": kept.refused}
    row = {"key": above_key(name), "value": value}
    act.conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))


def _has_room(conn: Connection, name: str) -> bool:
    rows = conn.execute(select(setting.c.key).where(setting.c.key.startswith(above_key(""), autoescape=True))).all()
    return len(rows) < MOST_NAMES or any(row.key == above_key(name) for row in rows)
