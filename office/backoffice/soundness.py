"""Whether the database is sound, asked while people are being served: reading only, and not for longer than a bound."""

import sqlite3
import threading
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from office.backoffice.office import BackOffice
from office.journal import verify_end


class DatabaseUnreadable(Exception):
    """The file cannot be read; `why` in SQLite's words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Soundness:
    """`state`: "ok", what is wrong, or None when there was no time to read all pages; `checked`: of the newest facts,
    up to `broken_at`, None = they are whole.
    """

    state: str | None
    last_seq: int
    checked: int
    broken_at: int | None


def soundness(office: BackOffice, patience_s: float, facts: int) -> Soundness:
    """Checks the pages for at most `patience_s`, and the last `facts` of the journal. Raises DatabaseUnreadable."""
    try:
        with office.reading() as conn:
            last_seq = int(conn.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM fact").scalar_one())
            _, checked, fault = verify_end(conn, facts)
            broken_at = None if fault is None else fault.seq
            return Soundness(_quick_check(conn, patience_s), last_seq, checked, broken_at)
    except DBAPIError as error:
        raise DatabaseUnreadable(str(error.orig)) from error


def everybody(office: BackOffice) -> list[tuple[str, bool, bool]]:
    """(role, disabled, has a PIN) of each person. Raises DatabaseUnreadable."""
    try:
        with office.reading() as conn:
            rows = conn.exec_driver_sql("SELECT role, disabled, pin_hash IS NOT NULL FROM clerk")
            return [(str(role), bool(disabled), bool(pin)) for role, disabled, pin in rows]
    except DBAPIError as error:
        raise DatabaseUnreadable(str(error.orig)) from error


def _quick_check(conn: Connection, patience_s: float) -> str | None:
    raw = conn.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    timer = threading.Timer(patience_s, raw.interrupt)
    timer.start()
    try:
        return str(conn.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.OperationalError) and "interrupted" in str(error.orig):
            return None
        raise
    finally:
        timer.cancel()
