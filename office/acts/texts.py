"""Free text that people wrote: kept in a table of its own, where it can be erased; facts hold only its salted hash."""

import re

from sqlalchemy import insert, update

from office.journal import salted_hash
from office.performing import Act
from office.store.tables import free_text

MASK = "•••"
_PHONE_OR_ID = re.compile(r"\d(?:[\s.\-()]{0,2}\d){7,}")


def keep(act: Act, text: str | None) -> tuple[int | None, str | None]:
    """The masked text's id and salted hash; nothing for an empty one. Telephone and identity numbers do not stay."""
    if not text or not text.strip():
        return None, None
    masked = _PHONE_OR_ID.sub(MASK, text.strip())
    salt, hashed = salted_hash(masked)
    row = act.conn.execute(
        insert(free_text).values(salt=salt, text=masked, made_at=act.now.wall).returning(free_text.c.id)
    )
    return int(row.scalar_one()), hashed


def erase(act: Act, text_id: int, why: str) -> None:
    """The words are gone, the hash in the journal stays. `why`: replaced | taken_away | old."""
    gone = {"text": None, "salt": b"", "erased_at": act.now.wall}
    act.conn.execute(update(free_text).where(free_text.c.id == text_id).values(gone))
    act.record("text.erased", f"text:{text_id}", {"why": why})
