"""The letters of citizens, as the head of the office reads them: newest first, marked as read, erased when asked.

Nobody else in the office sees them. An erased letter keeps its reasons, which name nobody, and loses its words.
"""

from collections.abc import Sequence
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Connection, func, select, true, update

from look.words import N_
from office.acts import texts
from office.answers import Answer
from office.domain.moment import utc_text
from office.domain.people import Actor
from office.domain.refusals import Invalid, UnknownItem
from office.performing import Act, Performer
from office.store.letter_tables import letter
from office.store.tables import device_token, free_text
from office.views import ChoiceView, optional_time

PAGE = 50


class LetterView(TypedDict):
    """`text`: None when there was none or it is erased; `screen`: where it was written, by the name of the device."""

    id: int
    at: str
    reasons: list[ChoiceView]
    text: str | None
    erased: bool
    read: bool
    read_at: str | None
    screen: str | None
    training: bool


class ReasonCountView(ChoiceView):
    """How many letters give it."""

    count: int


class LettersView(TypedDict):
    """`total`: of those that were asked for; `unread`: of all."""

    items: list[LetterView]
    total: int
    unread: int
    reasons: list[ReasonCountView]


class Letters:
    """The acts on letters."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def read(self, actor: Actor, request_id: str | None, ids: Sequence[int]) -> Answer:
        """{"unread"}. Who has read what is nobody's business: no fact."""

        def work(act: Act) -> Answer:
            unread = letter.c.id.in_(ids) & letter.c.read_at.is_(None)
            act.conn.execute(update(letter).where(unread).values(read_at=act.now.wall))
            return Answer({"unread": how_many_unread(act.conn)})

        if len(ids) > 2 * PAGE:
            raise Invalid(field="ids", why=N_("At most {most} at once."), most=2 * PAGE)
        return self._performer.perform("letters.read", actor, request_id, {"ids": list(ids)}, work)

    def erase(self, actor: Actor, request_id: str | None, letter_id: int) -> Answer:
        """{"letter"}. The words are gone here and, with the fact, above."""

        def work(act: Act) -> Answer:
            row = act.conn.execute(select(letter).where(letter.c.id == letter_id)).first()
            if row is None:
                raise UnknownItem(letter=letter_id)
            if row.erased_at is None:
                self._erase(act, row)
            return Answer({"letter": dict(_one(act.conn, letter_id))})

        return self._performer.perform("letters.erase", actor, request_id, {"letter": letter_id}, work)

    def _erase(self, act: Act, row: Any) -> None:
        if row.text is not None:
            texts.erase(act, row.text, "taken_away")
        gone = {"erased_at": act.now.wall, "read_at": row.read_at or act.now.wall}
        act.conn.execute(update(letter).where(letter.c.id == row.id).values(gone))
        act.record("suggestion.erased", f"suggestion:{row.id}", {"why": "taken_away"})


def letters(conn: Connection, *, reason: str = "", unread: bool = False, offset: int = 0) -> LettersView:
    """`PAGE` of them from `offset` on, newest first."""
    wanted = _wanted(reason, unread)
    rows = conn.execute(
        _ASKED.where(wanted).order_by(letter.c.at.desc(), letter.c.id.desc()).limit(PAGE).offset(offset)
    )
    total = conn.execute(select(func.count()).select_from(letter).where(wanted)).scalar_one()
    return LettersView(
        items=[_view(row) for row in rows], total=total, unread=how_many_unread(conn), reasons=_counted(conn)
    )


def how_many_unread(conn: Connection) -> int:
    return int(conn.execute(select(func.count()).select_from(letter).where(letter.c.read_at.is_(None))).scalar_one())


_ASKED = (
    select(letter, free_text.c.text.label("words"), device_token.c.name.label("screen"))
    .outerjoin(free_text, free_text.c.id == letter.c.text)
    .outerjoin(device_token, letter.c.by == "device:" + device_token.c.id)
)


def _wanted(reason: str, unread: bool) -> ColumnElement[bool]:
    found: ColumnElement[bool] = letter.c.read_at.is_(None) if unread else true()
    if not reason:
        return found
    each = func.json_each(letter.c.reasons).table_valued("value")
    given = select(each.c.value).where(func.json_extract(each.c.value, "$.id") == reason)
    return found & given.exists()


def _counted(conn: Connection) -> list[ReasonCountView]:
    """Every reason that some letter gives, the most frequent first, in its newest words."""
    each = func.json_each(letter.c.reasons).table_valued("value")
    key = func.json_extract(each.c.value, "$.id")
    words = [func.json_extract(each.c.value, f"$.{name}") for name in ("label", "label_en")]
    asked = select(key, *words, func.count(), func.max(letter.c.id)).select_from(letter.join(each, true()))
    rows = conn.execute(asked.group_by(key).order_by(func.count().desc(), key))
    return [ReasonCountView(id=row[0], label=row[1], label_en=row[2], count=int(row[3])) for row in rows]


def _one(conn: Connection, letter_id: int) -> LetterView:
    return _view(conn.execute(_ASKED.where(letter.c.id == letter_id)).one())


def _view(row: Any) -> LetterView:
    return LetterView(
        id=row.id,
        at=utc_text(row.at),
        reasons=[ChoiceView(id=one["id"], label=one["label"], label_en=one["label_en"]) for one in row.reasons],
        text=row.words,
        erased=row.text is not None and row.words is None,
        read=row.read_at is not None,
        read_at=optional_time(row.read_at),
        screen=row.screen,
        training=row.training,
    )
