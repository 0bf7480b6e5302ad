"""The file for support says nothing about people: markers are planted everywhere, and none comes out."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.config.wiring import Data
from kiosk.health.bundle import bundle
from kiosk.health.discreet import Cover, lines
from kiosk.health.examining import examine
from kiosk.health.patient import Patient
from office.clock import SetClock
from office.domain.people import OPERATOR, Actor
from office.store.engine import FILE_NAME
from tests.office_fixture import FIRST, opened, rid
from tests.patients import machine

MARKER = "Bí Mật"
OURS = {"fact.kind", "alembic_version.version_num", "schema_readers.version", "schema_readers.oldest"}
"""Words of the program: the file for support counts by them."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A morning of an office: numbers, a letter, a note, people, a token."""
    clerks = tuple(replace(one, title=f"{one.title} x") for one in FIRST.clerks)
    folder = tmp_path / "data"
    with opened(folder, first=replace(FIRST, clerks=clerks)) as premises:
        desk = premises.desk
        desk.issue(OPERATOR, None, service=next(iter(premises.performer.house.services)))
        desk.suggest(Actor("device", "kiosk", "touch"), rid(), reasons=[], text="words of a citizen")
        premises.doors.add_device(Actor("clerk", clerks[0].id, "head"), rid(), role="hall", name="Ti vi")
    return folder


def columns(conn: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in names:
        if table.startswith("sqlite_"):
            continue
        for column in conn.execute(f'PRAGMA table_info("{table}")').fetchall():
            if f"{table}.{column[1]}" not in OURS:
                yield table, str(column[1]), str(column[2]).upper()


def plant(path: Path) -> set[str]:
    """Writes the marker into every text of every row; the columns where it stands."""
    planted = set()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("PRAGMA ignore_check_constraints = ON")
        for (trigger,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            conn.execute(f'DROP TRIGGER "{trigger}"')
        for table, column, kind in columns(conn):
            if kind not in ("TEXT", "JSON", "VARCHAR"):
                continue
            value = f"""'"{MARKER} ' || rowid || '"'""" if kind == "JSON" else f"'{MARKER} ' || rowid"
            try:
                changed = conn.execute(f'UPDATE "{table}" SET "{column}" = {value}')
            except sqlite3.Error:
                continue
            if changed.rowcount:
                planted.add(f"{table}.{column}")
        conn.commit()
    return planted


LOG = [
    f"timestamp=2026-11-23T01:00:00Z level=info event=person.added seq=3 subject=person:{MARKER}",
    f'timestamp=2026-11-23T01:00:01Z level=error event=web.failed error="ValueError(\'{MARKER}\')" name="{MARKER}"',
    (
        'timestamp=2026-11-23T01:00:02Z level=error event=desk.stumbled exception="Traceback (most recent):\\n'
        f'  File \\"/usr/lib/office/desk.py\\", line 12, in issue\\n    {MARKER}\\nValueError: {MARKER}"'
    ),
    f"Traceback of a library: {MARKER}",
    f"ValueError: event={MARKER}",
    f"level=WARNING event=Unknown {MARKER}",
    "timestamp=2026-11-23T01:00:03Z level=info event=serve.ready url=http://10.0.0.7:8080 token=" + "k" * 43,
]


def files_of(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(packed)) as zipped:
        return {name.partition("/")[2]: zipped.read(name).decode() for name in zipped.namelist()}


def patient(data: Path, config: Config | None = None) -> Patient:
    wiring = (config or Config()).model_copy(update={"data": Data(dir=data)})
    return Patient(wiring, machine=machine(data.parent / "machine"), clock=SetClock())


def test_no_marker_comes_out_wherever_it_was_planted(data: Path) -> None:
    (data / "district").mkdir()
    for name in ("office.key", "district.json", "office.crt"):
        (data / "district" / name).write_text(MARKER)
    (data / "tickets").mkdir(exist_ok=True)
    (data / "tickets" / "ticket.toml").write_text(f'title = "{MARKER}"')
    planted = plant(data / FILE_NAME)
    must = {"clerk.name", "clerk.id", "clerk.pin_hash", "device_token.name", "setting.value"}
    assert must <= planted, sorted(planted)
    assert len(planted) > 30, sorted(planted)
    ill = patient(data)
    found = files_of(bundle(ill, list(examine(ill)), LOG))
    for name, text in found.items():
        assert MARKER not in text, (name, text[max(0, text.index(MARKER) - 300) :][:600])
    assert json.loads(found["counts.json"])["tables"]["ticket"] == 1


def test_the_head_s_own_words_in_the_configuration_stay_here(data: Path) -> None:
    first = Config().first.model_copy(update={"people": ({"id": "x", "name": MARKER},)})
    ill = patient(data, Config().model_copy(update={"first": first}))
    found = files_of(bundle(ill, [], ()))
    assert MARKER not in "".join(found.values())
    assert json.loads(found["config.json"])["printer"]["transport"] == "virtual"


def test_the_log_keeps_what_helps(data: Path) -> None:
    told = list(lines(LOG, Cover(set())))
    assert told[0] == "timestamp=2026-11-23T01:00:00Z level=info event=person.added seq=3 subject=***"
    assert "error=ValueError" in told[1]
    assert "office/desk.py:12 issue; ValueError" in told[2]
    assert told[3:6] == ["", "ValueError", "level=WARNING event=Unknown"]
    assert "k" * 10 not in told[6]
    assert "10.0.0.7" not in told[6]


def test_a_word_is_covered_only_as_a_whole() -> None:
    cover = Cover({"an", "Lan Anh", "x", ""})
    assert cover("an asked Lan Anh of Thanh Sơn") == "*** asked *** of Thanh Sơn"
    assert Cover(set())("an") == "an"


def test_an_office_whose_database_is_broken_gets_its_file_all_the_same(data: Path) -> None:
    (data / FILE_NAME).write_bytes(b"not a database at all" * 1000)
    ill = patient(data)
    found = files_of(bundle(ill, list(examine(ill, ["database"])), LOG))
    assert json.loads(found["counts.json"]) == {}
    assert "bad" in found["findings.txt"]
    assert MARKER not in "".join(found.values())


def test_the_same_office_gives_the_same_bytes(data: Path) -> None:
    ill = patient(data)
    assert bundle(ill, [], LOG) == bundle(ill, [], LOG)
