"""Suggestions of citizens from all offices, as those read them who may: newest first, by office, reason and words.

What an office erased or took away is here no more. Training is no suggestion. The rule that surprises: words are found
by their folded form, in memory, and only among the newest; a citizen's sentence is no key of any index.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from district.offices import Tree
from district.store.projected import suggestion
from district.store.tables import office, stream
from district.store.words import words
from look.folding import fold

A_PAGE, MOST_SEARCHED = 30, 20_000
_WORDS_OF = and_(words.c.office_no == stream.c.office_no, words.c.hash == suggestion.c.text_hash)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`place`: an office or unit, "" = all that the reader sees; `reason`: as it stood on the button; `text`: words."""

    place: str = ""
    reason: str = ""
    text: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """`text` None: without words, or (`erased`) they are gone; `at` in ms of UTC by the office's clock."""

    office: str
    name: str
    at: int
    reasons: tuple[str, ...]
    text: str | None
    erased: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of letters; `total`: how many match; `reasons` and `offices`: how many letters each has, of all."""

    items: tuple[Letter, ...]
    total: int
    reasons: tuple[tuple[str, int], ...]
    offices: tuple[tuple[str, str, int], ...]


def shown(conn: Connection, tree: Tree, top: str | None, wanted: Wanted) -> Shown:
    """What somebody placed at `top` (None = the whole tier) sees of it."""
    seen = _seen(conn, tree, top)
    reasons, offices = _counts(conn, seen)
    chosen = {key for key in seen if not wanted.place or tree.sees(wanted.place, key)}
    letters, total = _page(conn, tree, chosen, wanted)
    named = [(key, _name(tree, key), count) for key, count in offices.items()]
    by_name = sorted(named, key=lambda one: (-one[2], one[1].casefold(), one[0]))
    return Shown(
        tuple(letters), total, tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))), tuple(by_name)
    )


def _seen(conn: Connection, tree: Tree, top: str | None) -> set[str]:
    ids = conn.execute(select(office.c.id).where(office.c.no.in_(select(stream.c.office_no)))).scalars()
    return {key for key in ids if tree.sees(top, key)}


def _of(offices: Collection[str], *columns: Any) -> Select[Any]:
    """Letters that are still letters, of these offices."""
    query = select(*columns).join(stream, stream.c.no == suggestion.c.stream_no)
    query = query.join(office, office.c.no == stream.c.office_no).where(office.c.id.in_(sorted(offices)))
    return query.where(suggestion.c.made_seq > 0, suggestion.c.gone_at.is_(None), suggestion.c.training.is_not(True))


def _counts(conn: Connection, offices: Collection[str]) -> tuple[Counter[str], Counter[str]]:
    """How many letters name each reason, and how many each office has."""
    reasons, places = Counter[str](), Counter[str]()
    grouped = _of(offices, office.c.id, suggestion.c.labels, func.count()).group_by(office.c.id, suggestion.c.labels)
    for key, labels, count in conn.execute(grouped):
        places[key] += count
        for label in json.loads(labels):
            reasons[label] += count
    return reasons, places


def _page(conn: Connection, tree: Tree, offices: Collection[str], wanted: Wanted) -> tuple[list[Letter], int]:
    columns = (office.c.id, suggestion.c.made_at, suggestion.c.labels, words.c.text, words.c.erased_at)
    query = _of(offices, *columns).outerjoin(words, _WORDS_OF)
    if wanted.reason:
        query = query.where(
            suggestion.c.labels.contains(json.dumps(wanted.reason, ensure_ascii=False), autoescape=True)
        )
    newest = query.order_by(suggestion.c.made_at.desc(), suggestion.c.stream_no, suggestion.c.suggestion.desc())
    if wanted.text.strip():
        found = list(_with_words(conn, newest, wanted.text))
        rows, total = found[wanted.offset : wanted.offset + A_PAGE], len(found)
    else:
        rows = list(conn.execute(newest.limit(A_PAGE).offset(wanted.offset)))
        total = conn.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    return [_letter(tree, row) for row in rows], total


def _with_words(conn: Connection, newest: Select[Any], text: str) -> Iterator[Any]:
    sought = fold(text.strip())
    for row in conn.execute(newest.where(words.c.text.is_not(None)).limit(MOST_SEARCHED)):
        if sought in fold(row.text):
            yield row


def _letter(tree: Tree, row: Any) -> Letter:
    labels = tuple(json.loads(row.labels))
    return Letter(row.id, _name(tree, row.id), row.made_at, labels, row.text, row.erased_at is not None)


def _name(tree: Tree, key: str) -> str:
    """An office that nobody entered is shown by its id."""
    return tree.nodes[key].name if key in tree.nodes else key
