"""The catalogue of procedures for a part of the tree: a file, read by the offices' own rules, becomes a document.

Rules:
1. A file that is not whole is laid over what the same target was sent before, field by field: an office that was away
   gets everything at once, not only the last file.
2. A whole file replaces what its target was sent, and says to the offices that nothing else is in force.
3. What an office would refuse for its size is not issued: also not together with what is written for units above it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from district.downward import documents
from district.downward.composing import compose, receives
from district.downward.documents import ALL, Document
from district.offices import Doing, Tree
from district.refusals import Invalid
from office.domain.above import Unfit
from office.domain.procedures import value_of
from office.domain.procedures_above import PROCEDURES, Sent, body_of_procedures, laid_over, read_procedures
from office.lookup.changes import Change, Present, changes
from office.lookup.entries import Entry
from office.lookup.reading import Reading, read_values


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be issued. `body` None: it cannot be, the file or `why` (its size) says why; `offices`: who get it."""

    reading: Reading
    changes: tuple[Change, ...]
    offices: int
    body: str | None
    size: int
    why: str = ""


def drafted(conn: Connection, tree: Tree, target: str, reading: Reading, today: date, *, whole: bool) -> Draft:
    """Compared with what the same target was sent before; writes nothing."""
    reached = [one.id for one in tree.offices() if receives(one) and _is_below(tree, one.id, target)]
    if reading.refused:
        return Draft(reading, (), len(reached), None, 0)
    written = documents.current(conn, PROCEDURES)
    before = next((read_procedures(one.body) for one in written if one.target == target and one.body), Sent(()))
    found = changes(reading.entries, _present(before), today.isoformat(), whole=whole)
    new = Sent(tuple(_entry(one) for one in reading.entries), whole)
    after = laid_over([before, new])
    try:
        body = body_of_procedures(after.entries, whole=after.whole)
        _check_together(tree, reached, written, Document(PROCEDURES, target, body, 0, ""))
    except Unfit as error:
        return Draft(reading, tuple(found), len(reached), None, 0, error.why)
    return Draft(reading, tuple(found), len(reached), body, len(body))


def issue(conn: Connection, doing: Doing, target: str, draft: Draft) -> None:
    """Raises UnknownNode, Invalid."""
    if draft.body is None:
        raise Invalid(field=PROCEDURES, why=draft.why)
    documents.issue(conn, doing, PROCEDURES, target, draft.body)


def _entry(one: Entry) -> dict[str, Any]:
    """Only what the file speaks about: the rest stays as each office has it."""
    value = value_of(one.procedure, everything=True)
    return {key: value[key] for key in value if key in one.given or key in ("code", "name", "field")}


def _present(before: Sent) -> Mapping[str, Present]:
    return {one.procedure.code: Present(one.procedure) for one in read_values(before.entries).entries}


def _is_below(tree: Tree, office: str, target: str) -> bool:
    return target == ALL or tree.sees(target, office)


def _check_together(tree: Tree, offices: Iterable[str], written: Sequence[Document], new: Document) -> None:
    """Raises Unfit where an office would get more than fits, with what its units were sent."""
    others = [one for one in written if one.target != new.target]
    for office in offices:
        compose(tree, office, [*others, new], strict=True)
