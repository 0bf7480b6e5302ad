"""The tree of the tier: units with free labels, and the offices in them, as they are on a given day.

An office keeps its opaque id for ever; names, places and mergers change with a date and nothing is overwritten. A
change may lie in the future: until its day it is only announced.

The rule that surprises: an office whose facts arrive without anybody having entered it is shown at the top under its
id, so that nothing that arrives is invisible.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from district.refusals import AlreadyThere, Invalid, Merged, NameReserved, NotAnOffice, UnknownNode, WouldCircle
from district.store.administration import deed, node, node_change
from look.words import N_
from sync.topics import OFFICE_ID

RESERVED = frozenset({"broker", "collector"})


class Kind(StrEnum):
    """What can change about a unit or office; the value is text."""

    NAMED = "named"
    LABELLED = "labelled"  # "Cụm", "Huyện"; only units
    PLACED = "placed"  # the id of the unit above, "" = directly below the tier
    MERGED = "merged"  # the id of the office that goes on; "" = undone
    ENROLLED = "enrolled"  # the serial number of the certificate
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Node:
    """A unit or office on one day. `serial`: of the certificate that is good, or None."""

    id: str
    is_office: bool
    name: str = ""
    label: str = ""
    parent: str | None = None
    merged_into: str | None = None
    serial: int | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history of a node; `at` in ms of UTC, `day` when it holds."""

    no: int
    node: str
    day: date
    kind: Kind
    value: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Tree:
    """Everything as it is on one day."""

    nodes: Mapping[str, Node] = field(default_factory=dict)

    def get(self, key: str) -> Node:
        """Raises UnknownNode."""
        try:
            return self.nodes[key]
        except KeyError:
            raise UnknownNode(id=key[:64]) from None

    def offices(self) -> list[Node]:
        return [one for one in self.nodes.values() if one.is_office]

    def above(self, key: str) -> list[str]:
        """The units above, nearest first; ends where the data would run in a circle."""
        found: list[str] = []
        parent = self.nodes[key].parent if key in self.nodes else None
        while parent is not None and parent in self.nodes and parent not in found:
            found.append(parent)
            parent = self.nodes[parent].parent
        return found

    def sees(self, top: str | None, key: str) -> bool:
        """Whether somebody placed at `top` (None = the whole tier) may see this node."""
        return top is None or key == top or top in self.above(key)

    def path(self, key: str) -> list[str]:
        """The names of the units above, from the top."""
        return [self.nodes[one].name for one in reversed(self.above(key))]


def read_tree(conn: Connection, today: date) -> Tree:
    """The tree of this day."""
    nodes = {row.id: Node(row.id, row.is_office, row.id) for row in conn.execute(select(node).order_by(node.c.id))}
    due = node_change.c.day <= today.isoformat()
    for row in conn.execute(select(node_change).where(due).order_by(node_change.c.day, node_change.c.no)):
        nodes[row.node] = _after(nodes[row.node], Kind(row.kind), row.value)
    return Tree(nodes)


def _after(one: Node, kind: Kind, value: str) -> Node:
    if kind == Kind.NAMED:
        return replace(one, name=value)
    if kind == Kind.LABELLED:
        return replace(one, label=value)
    if kind == Kind.PLACED:
        return replace(one, parent=value or None)
    if kind == Kind.MERGED:
        return replace(one, merged_into=value or None)
    if kind == Kind.ENROLLED:
        return replace(one, serial=int(value), revoked=False)
    return replace(one, serial=None, revoked=True) if str(one.serial) == value else one


def history(conn: Connection, key: str) -> list[Change]:
    """Every change of this node, newest day first, those of the future too."""
    rows = conn.execute(
        select(node_change).where(node_change.c.node == key).order_by(node_change.c.day.desc(), node_change.c.no.desc())
    )
    return [Change(r.no, r.node, date.fromisoformat(r.day), Kind(r.kind), r.value, r.at, r.by) for r in rows]


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something, when (ms of UTC), and which day it is in the tier's zone."""

    by: str
    at: int
    today: date


def add_office(conn: Connection, doing: Doing, key: str, name: str, parent: str | None, taken: Iterable[str]) -> None:
    """`taken`: names of collectors, which no office may have."""
    if not OFFICE_ID.fullmatch(key):
        raise Invalid(field="id", why=N_("must be small letters, digits and hyphens (at most 48)"))
    if key in RESERVED or key in set(taken):
        raise NameReserved(id=key)
    _add(conn, doing, key, is_office=True, first={Kind.NAMED: name, Kind.PLACED: parent or ""})


def add_unit(conn: Connection, doing: Doing, key: str, name: str, label: str, parent: str | None) -> None:
    if not OFFICE_ID.fullmatch(key):
        raise Invalid(field="id", why=N_("must be small letters, digits and hyphens (at most 48)"))
    first = {Kind.NAMED: name, Kind.LABELLED: label, Kind.PLACED: parent or ""}
    _add(conn, doing, key, is_office=False, first=first)


def _add(conn: Connection, doing: Doing, key: str, *, is_office: bool, first: Mapping[Kind, str]) -> None:
    tree = read_tree(conn, doing.today)
    if key in tree.nodes:
        raise AlreadyThere(id=key)
    if first[Kind.PLACED] and tree.get(first[Kind.PLACED]).is_office:
        raise Invalid(field="parent", why=N_("must be a unit, not an office"))
    conn.execute(insert(node).values(id=key, is_office=is_office, made_at=doing.at))
    for kind, value in first.items():
        _write(conn, doing, key, kind, value, doing.today)
    note(conn, doing, "office.added" if is_office else "unit.added", key, {kind.value: v for kind, v in first.items()})


def change(conn: Connection, doing: Doing, key: str, kind: Kind, value: str, day: date) -> None:
    """Renames, relabels, moves or merges from `day` on. Raises a Refusal."""
    tree = read_tree(conn, max(day, doing.today))
    changed = tree.get(key)
    if kind == Kind.PLACED and value:
        _check_place(tree, key, value)
    if kind == Kind.MERGED and value:
        _check_merger(tree, changed, value)
    _write(conn, doing, key, kind, value, day)
    note(conn, doing, f"node.{kind.value}", key, {"value": value, "day": day.isoformat()})


def _check_place(tree: Tree, key: str, parent: str) -> None:
    if tree.get(parent).is_office:
        raise Invalid(field="parent", why=N_("must be a unit, not an office"))
    if parent == key or key in tree.above(parent):
        raise WouldCircle(id=key, parent=parent)


def _check_merger(tree: Tree, changed: Node, into: str) -> None:
    other = tree.get(into)
    if not (changed.is_office and other.is_office):
        raise NotAnOffice(id=into if changed.is_office else changed.id)
    if other.merged_into is not None:
        raise Merged(id=into, into=other.merged_into)
    if into == changed.id or any(one.merged_into == changed.id for one in tree.offices()):
        raise WouldCircle(id=changed.id, parent=into)


def certified(conn: Connection, doing: Doing, key: str, kind: Kind, serial: int) -> None:
    """A certificate was made or revoked."""
    _write(conn, doing, key, kind, str(serial), doing.today)
    note(conn, doing, f"office.{kind.value}", key, {"serial": f"{serial:x}"})


def _write(conn: Connection, doing: Doing, key: str, kind: Kind, value: str, day: date) -> None:
    row = {"node": key, "day": day.isoformat(), "kind": kind.value, "value": value, "at": doing.at, "by": doing.by}
    conn.execute(insert(node_change).values(row))


def note(conn: Connection, doing: Doing, what: str, about: str, detail: Mapping[str, Any]) -> None:
    """Who did what here: every deed, also of the command line."""
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    conn.execute(insert(deed).values(at=doing.at, by=doing.by, what=what, about=about[:64], detail=text))
