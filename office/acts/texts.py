"""Free text that people wrote: kept in a table of its own, where it can be erased; facts hold only its salted hash."""

from sqlalchemy import insert, select, update

from office.domain.chain import text_hash
from office.domain.masking import masked
from office.journal import salted_hash
from office.performing import Act
from office.store.tables import free_text


def keep(act: Act, text: str | None) -> tuple[int | None, str | None]:
    """The masked text's id and salted hash; nothing for an empty one. Telephone and identity numbers do not stay."""
    return put(act, masked(text.strip())) if text and text.strip() else (None, None)


def put(act: Act, text: str) -> tuple[int, str]:
    """The same of a text that is masked already."""
    salt, hashed = salted_hash(text)
    row = act.conn.execute(
        insert(free_text).values(salt=salt, text=text, made_at=act.now.wall).returning(free_text.c.id)
    )
    return int(row.scalar_one()), hashed


def erase(act: Act, text_id: int, why: str) -> None:
    """The words are gone, the hash in the journal stays. `why`: replaced | taken_away | old.

    The fact names the hash: whoever has a copy of the words finds it by that.
    """
    mine = free_text.c.id == text_id
    row = act.conn.execute(select(free_text.c.salt, free_text.c.text).where(mine)).first()
    act.conn.execute(update(free_text).where(mine).values(text=None, salt=b"", erased_at=act.now.wall))
    body = {"why": why}
    if row is not None and row.text is not None:
        body["text_hash"] = text_hash(row.salt, row.text)
    act.record("text.erased", f"text:{text_id}", body)
