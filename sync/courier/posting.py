"""What the courier writes besides batches, and the same letters for a stick."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from office.clock import Clock
from office.ledger import StreamEnds
from sync import topics
from sync.courier.loading import Unloadable, load_batch
from sync.courier.source import Source
from sync.parcel import Letter
from sync.wire.letters import Hello
from sync.wire.refusing import Unsendable


@dataclass(frozen=True, slots=True)
class Sender:
    """Who speaks: the office's id, the program's version, the schema of its database."""

    office: str
    app: str
    schema: str


def hello(sender: Sender, clock: Clock, stream: str, place: int, head: int) -> Hello:
    now = clock.now()
    offset = now.wall - now.mono
    return Hello(stream, place + 1, head + 1, now.boot, sender.app, sender.schema, now.wall, offset, clock.synced())


def letters_for_stick(source: Source, sender: Sender, clock: Clock, *, everything: bool = False) -> Iterator[Letter]:
    """All that is not acknowledged, or all that is kept; a fact that no letter can hold is left out."""
    for one in source.streams():
        place = one.kept_from - 1 if everything else one.place
        if place < one.head:
            yield topics.HELLO, hello(sender, clock, one.id, one.place, one.head).pack()
            yield from _batches(source, sender.office, one, place + 1)


def acknowledged(source: Source, upto: Mapping[str, int]) -> dict[int, int]:
    """Stream number → place, of what came back on a stick: never beyond what we have, never backwards."""
    return {one.no: upto[one.id] for one in source.streams() if one.id in upto and one.place < upto[one.id] <= one.head}


def _batches(source: Source, office: str, one: StreamEnds, first: int) -> Iterator[Letter]:
    while first <= one.head:
        try:
            loaded = load_batch(source, office, one.no, one.id, first, one.head)
        except (Unloadable, Unsendable):
            first += 1
            continue
        yield topics.BACK, loaded.payload
        first = loaded.last + 1
