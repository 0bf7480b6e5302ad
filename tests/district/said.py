"""An office whose people write suggestions and search in vain: facts with their words, as from the wire."""

import hashlib
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from district import receiving
from district.projections import drain
from district.store.places import Places
from sync.wire import batch as wire
from sync.wire.batch import Batch
from sync.wire.texts import WireText
from tests.district.recorded import Recorder

NOW = 1_795_000_000_000
SALT = bytes(range(16))


def hashed(text: str) -> str:
    return hashlib.sha256(SALT + text.encode()).hexdigest()


class Commune(Recorder):
    """An office whose people write suggestions and search; `said`: seq → words."""

    def __init__(self, office: str = "xa-1", *, seed: int = 1) -> None:
        super().__init__(office, seed=seed)
        self.said: dict[int, str] = {}
        self.begin()

    def suggest(self, number: int, text: str | None = None, **more: Any) -> int:
        """`labels`: what stood on the buttons that were tapped."""
        digest = None if text is None else hashed(text)
        body = {"reasons": ["cho-lau"], "labels": ["Chờ lâu"], "text": number, "text_hash": digest, **more}
        return self._tell("suggestion.made", f"suggestion:{number}", body, text)

    def count_lookups(self, day: str, text: str | None, **counts: int) -> int:
        digest = None if text is None else hashed(text)
        return self._tell(
            "lookup.counted", f"lookup:{day}", {"date": day, **counts, "text": 9, "text_hash": digest}, text
        )

    def pass_to(self, at: int) -> None:
        """ms of UTC of what is written from now on."""
        self._at = at

    def erase(self, text: str) -> int:
        return self.write("text.erased", "text:1", {"why": "taken_away", "text_hash": hashed(text)}).seq

    def beside(self, batch: Batch) -> Batch:
        """With the words of its facts, read as they come from the wire."""
        texts = tuple(WireText(f.seq, SALT, self.said[f.seq]) for f in batch.facts if f.seq in self.said)
        return wire.unpack(wire.pack(replace(batch, texts=texts)), self.office)

    def all(self) -> Batch:
        return self.beside(self.batch(1, len(self.facts)))

    def _tell(self, kind: str, subject: str, body: dict[str, Any], text: str | None) -> int:
        seq = self.write(kind, subject, body).seq
        if text is not None:
            self.said[seq] = text
        return seq


def keep(store: Engine, *batches: Batch, now: int = NOW) -> None:
    """Received and projected."""
    with store.begin() as conn:
        receiving.keep(conn, Places(), batches, now)
    with store.begin() as conn:
        drain(conn)
