"""What `motcua doctor` knows of the office: its service, its port, its database, its people, its printer."""

import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli.failures import Failure
from kiosk.cli.finding import BAD, OK, WARN, Finding
from kiosk.config import Config
from look.words import N_
from office.store.engine import FILE_NAME
from office.store.schema import HEAD

if TYPE_CHECKING:
    from printer.outcome import Health


def service(config: Config, *, runs: bool) -> Finding:
    """Whether the office answers on its port, or could."""
    values = {"address": config.web.listen}
    if runs and _answers(config):
        return Finding(OK, N_("The office service runs and answers on {address}"), values)
    if runs:
        advice = N_("If it has just been started, wait a moment; else restart it.")
        return Finding(WARN, N_("The office service runs, but does not answer on {address}"), values, advice)
    if _is_free(config):
        return Finding(OK, N_("The office service does not run; {address} is free"), values)
    advice = N_("End the other program, or choose another [web] listen.")
    return Finding(BAD, N_("Another program listens on {address}"), values, advice)


def asked(config: Config) -> Iterator[Finding]:
    """What the running service says of its people and its journal."""
    from kiosk.cli.reaching import asked_office

    try:
        with asked_office(config.data.dir, None) as office:
            yield _journal(office.journal())
            yield _people(office.people())
    except (Failure, OSError) as error:
        yield Finding(BAD, N_("The running service does not answer over its socket"), details=(str(error),))


def database(data: Path) -> Iterator[Finding]:
    """Opens the file for reading only; the caller holds the lock."""
    path = data / FILE_NAME
    if not path.exists():
        yield Finding(OK, N_("No database yet; it is made at the first start"))
        return
    try:
        conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
        try:
            yield from _looked_into(conn)
        finally:
            conn.close()
    except sqlite3.Error as error:
        advice = N_("Keep the data folder as it is, and restore the latest backup.")
        yield Finding(BAD, N_("The database cannot be read: {why}"), {"why": error}, advice)


def _looked_into(conn: sqlite3.Connection) -> Iterator[Finding]:
    (version,) = conn.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
    if str(version) > HEAD:
        advice = N_("Install the newer program, or restore the backup made before the update.")
        yield Finding(BAD, N_("The database was written by a newer version of the program"), {}, advice)
        return
    (sound,) = conn.execute("PRAGMA quick_check(1)").fetchone()
    if sound != "ok":
        advice = N_("Keep the data folder as it is, and restore the latest backup.")
        yield Finding(BAD, N_("The database is damaged"), {}, advice, (str(sound),))
        return
    (facts,) = conn.execute("SELECT coalesce(max(seq), 0) FROM fact").fetchone()
    yield Finding(OK, N_("The database is sound; its journal ends at {facts}"), {"facts": facts})
    rows = conn.execute("SELECT role, disabled, pin_hash IS NOT NULL FROM clerk").fetchall()
    yield _people([{"role": role, "disabled": bool(off), "has_pin": bool(pin)} for role, off, pin in rows])


def _journal(streams: list[dict[str, Any]]) -> Finding:
    broken = [one for one in streams if one["broken_at"] is not None]
    if broken:
        values = {"seq": broken[0]["broken_at"]}
        advice = N_("Keep the data folder as it is, and tell the tier above.")
        return Finding(BAD, N_("The journal was changed at {seq}"), values, advice)
    return Finding(OK, N_("The journal is whole: {facts} entries"), {"facts": sum(one["facts"] for one in streams)})


def _people(people: list[Any]) -> Finding:
    ready = [one for one in people if one["has_pin"] and not one["disabled"]]
    values = {"ready": len(ready), "all": len(people)}
    if not any(one["role"] == "head" for one in ready):
        advice = N_("Make a PIN for the head: motcua clerk list, then motcua clerk pin ID")
        return Finding(WARN, N_("No head of the office can sign in yet ({ready} of {all} people can)"), values, advice)
    return Finding(OK, N_("{ready} of {all} people can sign in"), values)


def printer(config: Config) -> Finding:
    """Asks the printer itself; only when no service has it."""
    from kiosk.paperwork import known_printer, place_of, transport_of
    from printer.outcome import Condition, words_of
    from printer.press import Press

    kind = config.printer.transport
    if kind == "off":
        return Finding(WARN, N_("No printer is set up: numbers are given without paper"))
    if kind == "virtual":
        return Finding(OK, N_("The virtual printer keeps pictures of the tickets; no real paper"))
    transport = transport_of(config.printer, config.data.dir)
    health = Press.of(transport, known_printer(config.printer, config.data.dir)).look()
    transport.stop()
    values, words = {"address": place_of(config.printer)}, {"state": words_of(health)}
    level = OK if health.condition is Condition.OK else WARN if health.condition is Condition.NEAR_END else BAD
    advice = "" if level == OK else _advice(kind, health)
    return Finding(level, N_("Printer at {address}: {state}"), values, advice, words=words)


def _advice(kind: str, health: "Health") -> str:
    """What to do about a printer that does not print."""
    from printer.status import IN_USE, RUBBISH, SILENT

    if health == IN_USE:
        return N_("End the other program: motcua printer find names it")
    if kind == "serial" and health in (SILENT, RUBBISH):
        return N_("A wrong speed looks like this, too: motcua printer find tries every speed")
    return N_("Look at the printer: power, cable, paper, cover; then try motcua printer test")


def _is_free(config: Config) -> bool:
    host, port = config.web.listen
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((host, port))
        except OSError:
            return False
    return True


def _answers(config: Config) -> bool:
    host, port = config.web.listen
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- "every address" is asked on loopback
    try:
        with socket.create_connection((reachable, port), timeout=2):
            return True
    except OSError:
        return False
