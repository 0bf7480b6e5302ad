"""What must fit between boards, keypads and rating buttons: names, ids on one bus, who shares a port with whom.

As in `kiosk.config.checks`: raw tables in, (path, sentence) out; values of a wrong type have their own report.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from web.settings.findings import Complaint

Raw = Mapping[str, Any]
Row = tuple[str, Raw]
_TABLES = ("boards", "keypads", "rating_boxes")
MOST_GPRO = 99


def board_complaints(raw: Raw) -> Iterator[Complaint]:
    """Everything that does not fit."""
    tables = {name: list(_rows(raw, name)) for name in _TABLES}
    for name in _TABLES:
        yield from _same_names(tables[name])
    for path, row in tables["boards"]:
        yield from _board(path, row)
    yield from _rating(tables["rating_boxes"])
    yield from _same_ids(tables["boards"], "shows the same")
    yield from _same_ids(tables["keypads"], "is asked by the same")
    yield from _shared_ports(tables)


def _rows(raw: Raw, name: str) -> Iterator[Row]:
    rows = raw.get(name)
    for place, row in enumerate(rows if isinstance(rows, list) else [], 1):
        if isinstance(row, Mapping):
            yield f"{name}[{place}]", row


def _same_names(rows: list[Row]) -> Iterator[Complaint]:
    seen: set[str] = set()
    for path, row in rows:
        name = row.get("name")
        if isinstance(name, str):
            if name in seen:
                yield f"{path}.name", f'"{name}" is already the name of another one'
            seen.add(name)


def _board(path: str, row: Raw) -> Iterator[Complaint]:
    if row.get("shows", "counter") == "counter" and row.get("counter") is None:
        yield f"{path}.counter", 'missing; a board that shows "counter" needs the counter\'s number'
    number = row.get("id", 0)
    if row.get("driver") == "gpro" and isinstance(number, int) and number > MOST_GPRO:
        yield f"{path}.id", f"{number} does not fit; gpro has ids up to {MOST_GPRO}"


def _rating(rows: list[Row]) -> Iterator[Complaint]:
    for path, row in rows:
        buttons = row.get("buttons", "12345")
        if isinstance(buttons, str) and len(set(buttons)) != len(buttons):
            yield f"{path}.buttons", "two buttons send the same"


def _same_ids(rows: list[Row], what: str) -> Iterator[Complaint]:
    seen: set[tuple[object, object, object]] = set()
    for path, row in rows:
        if row.get("driver") == "hid":
            continue
        key = (str(row.get("port")), str(row.get("driver")), str(row.get("id", 0)))
        if key in seen:
            yield f"{path}.id", f"another one on {row.get('port')} has id {row.get('id', 0)} and {what}"
        seen.add(key)


def _shared_ports(tables: Mapping[str, list[Row]]) -> Iterator[Complaint]:
    """One line has one speed; what is no bus is shared with nobody."""
    users: dict[str, tuple[str, object]] = {}
    for name in _TABLES:
        for path, row in tables[name]:
            port = row.get("port")
            if not isinstance(port, str):
                continue
            is_bus = name != "rating_boxes" and row.get("driver") != "hid"
            line = (row.get("baud", 9600), row.get("form", "8N1")) if is_bus else path
            before = users.setdefault(port, (path, line))
            if before[1] != line:
                yield f"{path}.port", f"{port} is already used by {before[0]} in another way"
