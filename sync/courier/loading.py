"""Fills a batch: reads the facts of a load from the journal and cuts them to what one letter holds."""

from dataclasses import dataclass

from sync.courier.source import Source
from sync.wire.batch import MOST_FACTS
from sync.wire.cutting import cut


@dataclass(frozen=True, slots=True)
class Loaded:
    """The letter's bytes, and the last fact in it."""

    payload: bytes
    last: int


class Unloadable(Exception):
    """The journal does not hold this fact any more, or not what comes before it; it can never be sent."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"fact {seq} is missing in the journal")
        self.seq = seq


def load_batch(source: Source, office: str, stream_no: int, stream: str, first: int, last: int) -> Loaded:
    """As much of `first` to `last` as fits. Raises `Unloadable`, or `Unsendable` when the first is too large."""
    # The fact before comes along: its digest is where the batch's chain begins.
    facts = source.facts(stream_no, first - 1, min(last, first + MOST_FACTS - 1))
    before = facts[0].digest if facts and facts[0].seq == first - 1 else None
    facts = facts[1:] if before is not None else facts
    if before is None:
        before = source.digest_before(stream_no, stream, first)
    whole = next((at for at, fact in enumerate(facts) if fact.seq != first + at), len(facts))
    if not whole or before is None:
        raise Unloadable(first)
    batch, payload = cut(office, stream, before, facts[:whole], words=source.words(facts[:whole]))
    return Loaded(payload, batch.last)
