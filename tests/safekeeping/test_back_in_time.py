"""A real service: its database breaks while it works or while it sleeps, and the kiosk is back within a minute."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.caretaker.copying import back_up
from kiosk.config import load
from office.clock import MachineClock
from office.domain.people import OPERATOR
from office.safekeeping.copies import Kind
from office.store.engine import FILE_NAME
from tests.durability.running import Office, Reply, opened_by_hand, prepare, running, stretched, wiring

BACK_WITHIN_S = 60.0


@pytest.fixture
def wires(tmp_path: Path) -> Path:
    return wiring(tmp_path)


@pytest.fixture
def token(wires: Path, tmp_path: Path) -> str:
    return prepare(wires, tmp_path / "data")["screen"]


def _break(data: Path, table: str) -> None:
    with closing(sqlite3.connect(data / FILE_NAME)) as conn:
        (page,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    with (data / FILE_NAME).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def _asked(office: Office, token: str, path: str, **body: Any) -> Reply:
    caller = office.caller(token)
    try:
        return caller.post(path, **body) if body else caller.get(path)
    finally:
        caller.close()


def _issue(office: Office, token: str) -> str:
    reply = _asked(office, token, "/tickets", service="A")
    assert reply.status == 201, reply
    return str(reply.body["number"])


def test_a_database_that_broke_while_it_slept_and_again_while_it_worked_is_back_within_a_minute(
    wires: Path, tmp_path: Path, token: str
) -> None:
    data = tmp_path / "data"
    with opened_by_hand(wires, data) as premises:
        premises.desk.tick()
        premises.desk.issue(OPERATOR, None, service="A")
    back_up(load(wires).at(data=data), Kind.NIGHTLY, MachineClock().now().wall)
    _break(data, "ticket")
    with running(wires, data, start=False) as office:
        began = time.monotonic()
        office.start()
        assert _issue(office, token) == "A100"
        assert time.monotonic() - began < stretched(BACK_WITHIN_S)
        state = _asked(office, token, "/state").body
        assert [one["condition"] for one in state["devices"] if one["device"] == "data"] == ["restored"]
        assert len(state["notices"]) == 1

        head = office.sign_in("head")
        _break(data, "letter")
        began = time.monotonic()
        assert _asked(office, head, "/admin/letters").status >= 500
        office.wait(stretched(20))
        assert "DataDamaged" in office.said
        office.start()
        assert _issue(office, token) == "A200"
        assert time.monotonic() - began < stretched(BACK_WITHIN_S)
        assert len(list((data / "aside").rglob(FILE_NAME))) == 2
