"""What one office gets of everything that was written for it, for its units and for the whole tier. Decides only.

Notices stand under one another, the tier's first. Special days are joined; for the same date the nearer target wins.
Of ticket templates the nearest counts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from district.downward.documents import ALL, Document, days_body, days_in
from district.offices import Node, Tree
from office.domain.above import NOTICES, OPENING, TEMPLATES, body_of_notices, read_notices

_NO_DAYS = '{"days":[]}'


def compose(tree: Tree, office: str, documents: Iterable[Document]) -> dict[str, str]:
    """Name → body; only names of which anything was ever written for this office."""
    far = [ALL, *reversed(tree.above(office)), office]
    mine: dict[str, list[Document]] = {}
    for one in sorted((one for one in documents if one.target in far), key=lambda one: far.index(one.target)):
        mine.setdefault(one.name, []).append(one)
    joined: Mapping[str, Callable[[Sequence[str]], str]] = {NOTICES: _notices, OPENING: _days}
    return {
        name: joined.get(name, _nearest)([one.body for one in found])
        for name, found in mine.items()
        if name in (NOTICES, OPENING, *TEMPLATES)
    }


def receives(one: Node) -> bool:
    """An office that was shut out or has become part of another one gets nothing more."""
    return one.is_office and not one.revoked and one.merged_into is None


def _notices(bodies: Sequence[str]) -> str:
    return body_of_notices(tuple(line for body in bodies for line in read_notices(body.encode()))).decode()


def _days(bodies: Sequence[str]) -> str:
    days: dict[str, dict[str, Any]] = {}
    for body in bodies:
        days |= {str(day["date"]): day for day in days_in(body)}
    return days_body(list(days.values())) if days else _NO_DAYS


def _nearest(bodies: Sequence[str]) -> str:
    return next((body for body in reversed(bodies) if body), "")
