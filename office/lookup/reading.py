"""Reads files of procedures (CSV, Excel, JSON) from anybody: what is in them, and everything that is wrong with them.

Pure: knows neither the office nor its database, so the tier above reads with the same rules. The rule that surprises:
one error refuses the whole file (`Reading.refused`), so nobody ever has half a catalogue; warnings do not.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from office.lookup import csv_table, xlsx_table
from office.lookup.columns import columns_of, header_in, is_heading, is_source_note, meaning_of
from office.lookup.csv_table import MOST_ROWS
from office.lookup.entries import Entry, entry_of
from office.lookup.findings import Finding, Findings, Severity, Unreadable
from office.lookup.letters import letters_of

__all__ = ["LARGEST", "Entry", "Finding", "Reading", "Severity", "known_services", "read_file", "read_values"]

LARGEST = 12_000_000
"""Bytes of a file."""
FORMAT = "motcua-procedures"
"""What stands as `format` in the JSON files that this program writes."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"

JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """`form`: csv | xlsx | json; `encoding`: of the letters; `rows`: how many spoke of a procedure.

    `counts`: kind of finding → how often; of a kind with very many only the first are among `findings`.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    form: str = ""
    encoding: str = ""
    rows: int = 0

    @property
    def refused(self) -> bool:
        return any(one.severity is Severity.ERROR for one in self.findings)


def read_file(name: str, data: bytes) -> Reading:
    """`name`: as the file is called; what it is, its bytes say. Never raises for what is in it."""
    notes = Findings()
    form, encoding, found = "", "", _Rows([], 0)
    try:
        form, encoding, found = _read(name, data, notes)
    except Unreadable as error:
        notes.add(error.finding.kind, **error.finding.facts)
    return _reading(form, encoding, found, notes)


def known_services(reading: Reading, services: Collection[str]) -> Reading:
    """The same, and what it says of services that this office does not have."""
    notes = Findings()
    for entry in reading.entries:
        service = entry.procedure.service
        if service is not None and service not in services:
            notes.add("unknown_service", entry.row, entry.procedure.code, entry.procedure.name[:120], value=service)
    notes.found += reading.findings
    return replace(reading, findings=notes.sorted(), counts={**reading.counts, **notes.counts})


def read_values(values: Sequence[Any]) -> Reading:
    """Procedures as JSON objects; the keys are the fields of a procedure or the columns of a file."""
    notes = Findings()
    return _reading("json", "UTF-8", _from_objects(values, notes), notes)


@dataclass(frozen=True, slots=True)
class _Rows:
    entries: list[Entry]
    rows: int


def _reading(form: str, encoding: str, found: _Rows, notes: Findings) -> Reading:
    entries = _once(found.entries, notes)
    if not entries and not any(one.severity is Severity.ERROR for one in notes.found):
        notes.add("no_entries")
    return Reading(tuple(entries), notes.sorted(), notes.counts, form, encoding, found.rows)


def _read(name: str, data: bytes, notes: Findings) -> tuple[str, str, _Rows]:
    if len(data) > LARGEST:
        raise Unreadable("too_large", most=LARGEST // 1_000_000)
    if data.startswith((*_ZIP, _OLD_EXCEL)):
        return "xlsx", "UTF-8", _from_table(xlsx_table.rows_of(data, notes), notes)
    text, encoding = letters_of(data, notes)
    if name.lower().endswith(".json") or text.lstrip()[:1] in ("{", "["):
        return "json", encoding, _from_objects(_objects(text), notes)
    return "csv", encoding, _from_table(csv_table.rows_of(text), notes)


def _from_table(rows: Sequence[Sequence[Any]], notes: Findings) -> _Rows:
    header = header_in(rows)
    if header is None:
        raise Unreadable("no_header")
    columns = columns_of(rows[header], notes)
    called, meanings = dict(columns.values()), [meaning_of(cell) for cell in rows[header]]
    entries, count = [], 0
    for number, row in enumerate(rows[header + 1 :], header + 2):
        if all(cell is None or str(cell).strip() == "" for cell in row):
            continue
        if is_heading(row, meanings):
            notes.add("heading", number, name=str(next(filter(None, row)))[:120])
            continue
        count += 1
        values = {key: row[place] if place < len(row) else None for place, (key, _) in columns.items()}
        entry = entry_of(number, values, called, notes)
        if any(cell not in (None, "") for cell in row[len(rows[header]) :]):
            notes.add("more_cells", number, str(values["code"])[:40])
        if entry is not None:
            entries.append(entry)
    return _Rows(entries, count)


def _objects(text: str) -> Sequence[Any]:
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("unreadable", detail=str(error)[:120] or type(error).__name__) from None
    found = value.get("procedures") if isinstance(value, dict) else value
    if not isinstance(found, list):
        raise Unreadable("unreadable", detail="procedures")
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _from_objects(values: Sequence[Any], notes: Findings) -> _Rows:
    if len(values) > MOST_ROWS:
        notes.add("too_many", most=MOST_ROWS)
        return _Rows([], len(values))
    entries, said = [], set[str]()
    for number, value in enumerate(values, 1):
        if not isinstance(value, Mapping):
            notes.add("not_an_object", number)
            continue
        _note_keys([str(called)[:80] for called in value if called not in said], said, notes)
        known = {key: one for called, one in value.items() if (key := meaning_of(called)) is not None}
        entry = entry_of(number, known, {key: key for key in known}, notes)
        if entry is not None:
            entries.append(entry)
    return _Rows(entries, len(values))


def _note_keys(fresh: Sequence[str], said: set[str], notes: Findings) -> None:
    """Each unknown key is said once."""
    said.update(fresh)
    for called in fresh:
        if is_source_note(called):
            notes.add("source_notes")
        elif meaning_of(called) is None:
            notes.add("unknown_column", column=called)


def _once(entries: Sequence[Entry], notes: Findings) -> list[Entry]:
    """Each code once: a row that says the same again is left out, another one is an error."""
    found: dict[str, Entry] = {}
    mended = {one.row for one in notes.found if one.kind == "blank_in_code"}
    for entry in entries:
        code, name = entry.procedure.code, entry.procedure.name[:120]
        first = found.setdefault(code, entry)
        if first is entry:
            continue
        kind = "duplicate_code_blank" if {first.row, entry.row} & mended else "duplicate_code"
        same = first.procedure == entry.procedure
        notes.add("same_twice" if same else kind, entry.row, code, name, first=first.row)
    return list(found.values())
