"""A letter to the head of the office, from a screen and without a name: reasons to tap, words if somebody wants."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select

from look.words import N_
from office.acts import texts
from office.answers import Answer
from office.domain.house import Choice
from office.domain.letters import LONGEST_TEXT, MONTH_MS, MOST_A_MINUTE, MOST_CHOSEN
from office.domain.moment import MINUTE, SECOND, utc_text
from office.domain.refusals import Invalid, TooMany, UnknownItem
from office.performing import Act
from office.store import days
from office.store.letter_tables import letter
from office.store.tables import free_text, rating_reasons


def suggest(act: Act, reasons: Sequence[str], text: str | None) -> Answer:
    """{"id", "at"}. The words stand in no answer and no fact: they must be erasable."""
    chosen, words = _chosen(act, reasons), (text or "").strip()
    if not chosen and not words:
        raise Invalid(field="text", why=N_("Please tap a reason or write a few words."))
    if len(words) > LONGEST_TEXT:
        raise Invalid(field="text", why=N_("At most {most} characters."), most=LONGEST_TEXT)
    _check_pace(act)
    text_id, hashed = texts.keep(act, words)
    day = days.running(act.conn)
    training = day is not None and day.training
    told = [{"id": one.id, "label": one.label, "label_en": one.label_en} for one in chosen]
    row = {"at": act.now.wall, "by": act.actor.word, "reasons": told, "text": text_id, "training": training}
    made = int(act.conn.execute(insert(letter).values(row).returning(letter.c.id)).scalar_one())
    body: dict[str, Any] = {
        "reasons": [one.id for one in chosen],
        "labels": [one.label for one in chosen],
        "text": text_id,
        "text_hash": hashed,
        "channel": act.actor.role,
    }
    act.record("suggestion.made", f"suggestion:{made}", body | ({"training": True} if training else {}))
    return Answer({"id": made, "at": utc_text(act.now.wall)}, created=True)


def erase_old_words(act: Act) -> None:
    """Once an hour: what citizens wrote longer ago than anybody should read it, in letters and beside ratings."""
    before = act.now.wall - act.house.box.keep_months * MONTH_MS
    for table in (letter, rating_reasons):
        told = select(table.c.text).join(free_text, free_text.c.id == table.c.text)
        old = told.where(table.c.at < before, free_text.c.text.is_not(None))
        for text_id in act.conn.execute(old).scalars().all():
            texts.erase(act, text_id, "old")


def _chosen(act: Act, reasons: Sequence[str]) -> list[Choice]:
    """In the order of the box."""
    if not act.house.box.on:
        raise UnknownItem
    offered = {one.id: one for one in act.house.box.reasons}
    if len(set(reasons)) != len(reasons) or not offered.keys() >= set(reasons):
        raise Invalid(field="reasons", why=N_("There is no such reason, or it is given twice."))
    if len(reasons) > MOST_CHOSEN:
        raise Invalid(field="reasons", why=N_("At most {most} reasons."), most=MOST_CHOSEN)
    return [one for key, one in offered.items() if key in reasons]


def _check_pace(act: Act) -> None:
    """Raises TooMany while this screen has sent as many as one can write in a minute."""
    mine = (letter.c.by == act.actor.word) & letter.c.at.between(act.now.wall - MINUTE + 1, act.now.wall)
    count, first = act.conn.execute(select(func.count(), func.min(letter.c.at)).where(mine)).one()
    if count >= MOST_A_MINUTE:
        raise TooMany(retry_after=max(1, -(-(first + MINUTE - act.now.wall) // SECOND)))
