"""Facts of an older stream come back into the journal: exactly those that were written here, or none.

Each batch must continue the chain where this journal ends, and is reckoned again before it is believed. Nothing is
ever written into the office's present stream. What citizens wrote to the head comes back with its fact.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from office.domain.chain import digest_after, start_of, text_hash
from office.journal import Fact, head_of, row_of
from office.performing import Act
from office.readers import LedgerReader
from office.store.letter_tables import letter
from office.store.tables import anchor, fact, free_text, stream


@dataclass(frozen=True, slots=True)
class Returned:
    """Facts without a gap; `before`: the digest ahead of them; `words`: seq → salt and text of what was written."""

    stream: str
    before: bytes
    facts: Sequence[Fact]
    words: Mapping[int, tuple[bytes, str]]


class Unfitting(Exception):
    """What came back does not continue this journal; `why`: gap | chain | present."""

    def __init__(self, stream: str, seq: int, why: str) -> None:
        super().__init__(f"fact {seq} of stream {stream}: {why}")
        self.stream, self.seq, self.why = stream, seq, why


def take(act: Act, one: Returned, reader: str) -> int:
    """Appends what is not here yet, as delivered: the tier above has it. The stream's last seq. Raises `Unfitting`."""
    row = _stream(act, one)
    head = head_of(act.conn, row.no, row.id)
    new = [made for made in one.facts if made.seq > head.seq]
    if not new:
        return head.seq
    before = one.before if new[0] is one.facts[0] else one.facts[-len(new) - 1].digest
    if new[0].seq != head.seq + 1:
        raise Unfitting(row.id, head.seq + 1, "gap")
    if before != head.digest:
        raise Unfitting(row.id, new[0].seq, "chain")
    _check(row.id, before, new)
    act.conn.execute(insert(fact), [row_of(row.no, made) for made in new])
    LedgerReader(reader, row.no).acknowledge(act.conn, new[-1].seq)
    _take_letters(act.conn, new, one.words)
    return new[-1].seq


def _check(stream_id: str, digest: bytes, facts: Sequence[Fact]) -> None:
    for made in facts:
        digest = digest_after(digest, made.seq, made.moment.wall, made.kind, made.version, made.subject, made.text)
        if digest != made.digest:
            raise Unfitting(stream_id, made.seq, "chain")


def _stream(act: Act, one: Returned) -> Row[Any]:
    """The stream's row; one that the copy did not have gets a number below all others, for the last is the present."""
    found = act.conn.execute(select(stream).where(stream.c.id == one.stream)).first()
    newest = act.conn.execute(select(func.max(stream.c.no))).scalar_one()
    if found is not None and found.no == newest:
        raise Unfitting(one.stream, one.facts[0].seq, "present")
    return found or _add(act, one)


def _add(act: Act, one: Returned) -> Row[Any]:
    first, lowest = one.facts[0], act.conn.execute(select(func.min(stream.c.no))).scalar_one()
    row = {"no": min(lowest, 1) - 1, "id": one.stream, "made_at": first.moment.wall, "reason": "refilled"}
    added = act.conn.execute(insert(stream).values(machine="", **row).returning(stream)).one()
    if first.seq > 1:
        here = {"stream_no": added.no, "seq": first.seq - 1, "digest": one.before, "at": act.now.wall}
        act.conn.execute(insert(anchor).values(here))
    elif one.before != start_of(one.stream):
        raise Unfitting(one.stream, 1, "chain")
    return added


# --- letters to the head ---------------------------------------------------------------------------------------------
def _take_letters(conn: Connection, facts: Sequence[Fact], words: Mapping[int, tuple[bytes, str]]) -> None:
    for made in facts:
        if made.kind == "suggestion.made":
            _add_letter(conn, made, json.loads(made.text), words.get(made.seq))
        elif made.kind == "suggestion.erased":
            told = letter.c.id == _numbered(made.subject)
            gone = update(letter).where(told, letter.c.at < made.moment.wall, letter.c.erased_at.is_(None))
            conn.execute(gone.values(erased_at=made.moment.wall))
        elif made.kind == "text.erased":
            _erase_words(conn, made, json.loads(made.text).get("text_hash"))


def _add_letter(conn: Connection, made: Fact, body: dict[str, Any], words: tuple[bytes, str] | None) -> None:
    """Without its words where they were erased above, or never came there."""
    pairs = zip(body.get("reasons", ()), body.get("labels", ()), strict=False)
    values = {
        "at": made.moment.wall,
        "by": body.get("by", ""),
        "reasons": [{"id": key, "label": label, "label_en": label} for key, label in pairs],
        "text": None if words is None else _keep_words(conn, made, *words),
        "training": body.get("training") is True,
    }
    number = _numbered(made.subject)
    taken = conn.execute(select(letter.c.id).where(letter.c.id == number)).first() is not None
    conn.execute(upsert(letter).values(values if taken or number is None else {"id": number, **values}))


def _keep_words(conn: Connection, made: Fact, salt: bytes, text: str) -> int:
    """Under an id of its own: the one in the fact may be somebody else's by now."""
    row = insert(free_text).values(salt=salt, text=text, made_at=made.moment.wall).returning(free_text.c.id)
    return int(conn.execute(row).scalar_one())


def _erase_words(conn: Connection, made: Fact, hashed: object) -> None:
    """The copy that was put back still has what was erased after it."""
    mine = free_text.c.id == _numbered(made.subject)
    row = conn.execute(select(free_text.c.salt, free_text.c.text).where(mine, free_text.c.text.is_not(None))).first()
    if row is not None and text_hash(row.salt, row.text) == hashed:
        conn.execute(update(free_text).where(mine).values(text=None, salt=b"", erased_at=made.moment.wall))


def _numbered(subject: str) -> int | None:
    digits = subject.partition(":")[2]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
