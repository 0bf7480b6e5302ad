"""What one office gets of everything that was written for it, for its units and for the whole tier. Decides only.

Notices stand under one another, the tier's first. Special days are joined; for the same date the nearer target wins.
Of ticket templates the nearest counts. Catalogues of procedures are laid over one another, the nearest last. What is
together more than an office takes leaves out the farthest; it must not keep everything else from going down.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

from district.downward.documents import ALL, Document, days_body, days_in
from district.offices import Node, Tree
from office.domain.above import NOTICES, OPENING, TEMPLATES, Unfit, body_of_notices, read_notices
from office.domain.procedures_above import PROCEDURES, body_of_procedures, laid_over, read_procedures

_NO_DAYS = '{"days":[]}'


def compose(tree: Tree, office: str, documents: Iterable[Document], *, strict: bool = False) -> dict[str, str]:
    """Name → body; only names of which anything was ever written for this office.

    `strict`: raises Unfit when catalogues do not fit together; else the nearest alone is taken then.
    """
    far = [ALL, *reversed(tree.above(office)), office]
    mine: dict[str, list[Document]] = {}
    for one in sorted((one for one in documents if one.target in far), key=lambda one: far.index(one.target)):
        mine.setdefault(one.name, []).append(one)
    joined = {NOTICES: partial(_fitting, _notices), OPENING: partial(_fitting, _days)}
    bodies = {
        name: joined.get(name, _nearest)([one.body for one in found])
        for name, found in mine.items()
        if name in (NOTICES, OPENING, *TEMPLATES)
    }
    catalogues = tuple(one.body for one in mine.get(PROCEDURES, ()) if one.body)
    return bodies | {PROCEDURES: _catalogue(catalogues, strict)} if catalogues else bodies


def receives(one: Node) -> bool:
    """An office that was shut out or has become part of another one gets nothing more."""
    return one.is_office and not one.revoked and one.merged_into is None


def _fitting(join: Callable[[Sequence[str]], str], bodies: Sequence[str]) -> str:
    """The nearest, and of the others what an office takes beside it: each was looked at alone when it was written."""
    kept, together = list[str](), ""
    for body in reversed(bodies):
        with suppress(Unfit):
            together = join([body, *kept])
            kept.insert(0, body)
    return together


def _notices(bodies: Sequence[str]) -> str:
    together = body_of_notices(tuple(line for body in bodies for line in read_notices(body.encode())))
    read_notices(together)  # not more than an office takes
    return together.decode()


def _days(bodies: Sequence[str]) -> str:
    days: dict[str, dict[str, Any]] = {}
    for body in bodies:
        days |= {str(day["date"]): day for day in days_in(body)}
    return days_body(list(days.values())) if days else _NO_DAYS


@lru_cache(maxsize=8)
def _catalogue(bodies: tuple[str, ...], strict: bool) -> str:
    """The same for all offices of a unit, and dear: so it is made once."""
    if len(bodies) == 1:
        return bodies[0]
    together = laid_over(read_procedures(one) for one in bodies)
    try:
        return body_of_procedures(together.entries, whole=together.whole)
    except Unfit:
        if strict:
            raise
        return bodies[-1]


def _nearest(bodies: Sequence[str]) -> str:
    return next((body for body in reversed(bodies) if body), "")
