"""`motcua procedures`: a file of procedures is taken in as a whole or refused, with everything that is wrong in it."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from kiosk.cli.failures import Failure
from kiosk.cli.reaching import Reached, office
from kiosk.cli.saying import table, tell
from kiosk.config import Config

LARGEST = 12_000_000
"""Bytes of a file."""
MOST_SHOWN = 200
FORMS = ("csv", "xlsx", "json")

JsonObject = dict[str, Any]


def procedures(config: Config, wanted: Namespace) -> int:
    """1 when a file is refused."""
    if wanted.act == "import":
        data = _bytes_of(wanted.file)
        with office(config, reads=wanted.dry_run, makes=not wanted.dry_run) as reached:
            return _take_in(reached, wanted.file, data, whole=wanted.whole, dry_run=wanted.dry_run)
    with office(config, reads=True) as reached:
        if wanted.act == "export":
            return _export(reached, wanted.file)
        if wanted.act == "show":
            return _show(reached.procedure(wanted.code))
        rows: list[tuple[str, ...]] = [
            (one["code"], one["state"], one["field"], one["name"]) for one in reached.procedures()
        ]
        table(rows)
        tell(f"{len(rows)} procedures")
    return 0


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Failure(f"{path}: larger than {LARGEST // 1_000_000} MB; this cannot be a file of procedures")
    return data


def _take_in(reached: Reached, path: Path, data: bytes, *, whole: bool, dry_run: bool) -> int:
    found = reached.import_procedures(path.name, data, whole=whole, dry_run=dry_run)
    _tell_notes(found)
    if not found["accepted"]:
        raise Failure(f"{path}: refused, nothing was changed; mistakes: {found['errors']}")
    told = ", ".join(f"{found[what]} {what}" for what in ("new", "changed", "unchanged", "repealed"))
    tell(f"{path}: {'would be ' if dry_run else ''}{told}; warnings: {found['warnings']}")
    return 0


def _tell_notes(found: JsonObject) -> None:
    notes = [one for one in found["notes"] if one["severity"] != "info"]
    for one in notes[:MOST_SHOWN]:
        row = "" if one["row"] is None else f"row {one['row']}: "
        tell(f"{one['severity']}: {row}{one['text']}")
    further = found["errors"] + found["warnings"] - len(notes[:MOST_SHOWN])
    if further > 0:
        tell(f"and {further} more")
    if found["infos"]:
        tell(f"fees that nobody knows, and other notes: {found['infos']}")


def _export(reached: Reached, path: Path) -> int:
    form = path.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise Failure(f"{path}: the name must end in {', '.join(f'.{one}' for one in FORMS)}")
    path.write_bytes(reached.export_procedures(form))
    tell(f"{path}: written")
    return 0


def _show(one: JsonObject) -> int:
    table([(key, _plain(value)) for key, value in one["procedure"].items() if value not in (None, "", [])])
    tell("")
    columns = ("version", "effective", "until", "source", "at")
    table([columns, *(tuple(_plain(version[key]) for key in columns) for version in one["versions"])])
    return 0


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return "-" if value is None else str(value)
