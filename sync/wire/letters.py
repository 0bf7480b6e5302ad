"""The letters around the batches: who is there, what arrived, what shall be done. Plain JSON, each one a frozen value.

`pack` writes a letter, `unpack` reads one from a stranger and raises Undecodable. Keys that are not known here are
passed over, so that a later version may add some; missing ones and wrong types are refused. Times are ms of UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sync.wire import jsontext
from sync.wire.fields import Fields, span_list
from sync.wire.letter import LETTER_LIMIT, Letter
from sync.wire.orders import CHUNK_SIZE, Chunk, Command, Manifest, Outcome, Result, chunked
from sync.wire.refusing import RejectCode, Undecodable

__all__ = [
    "CHUNK_SIZE",
    "LETTER_LIMIT",
    "Ack",
    "Applied",
    "Chunk",
    "CollectorState",
    "Command",
    "Hello",
    "Known",
    "Letter",
    "Manifest",
    "OfficeState",
    "Outcome",
    "Result",
    "Want",
    "chunked",
]


@dataclass(frozen=True, slots=True)
class Hello(Letter):
    """An office says where it stands in one of its streams; one letter for each that is not fully acknowledged.

    `next`: the seq that its next fact will have; `first_unacked` is `next` when nothing waits. `offset`: wall − mono
    in ms at `now`, as in a batch; `trusted`: the office believes its clock.
    """

    stream: str
    first_unacked: int
    next: int
    boot: str
    app: str
    schema: str
    now: int
    offset: int
    trusted: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "stream": self.stream,
            "first": self.first_unacked,
            "next": self.next,
            "boot": self.boot,
            "app": self.app,
            "schema": self.schema,
            "now": self.now,
            "mono": self.offset,
            "trusted": self.trusted,
        }

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        first, after = fields.number("first", 1), fields.number("next", 1)
        if first > after:
            raise Undecodable(RejectCode.WRONG_ORDER)
        return cls(
            fields.name("stream"),
            first,
            after,
            fields.name("boot"),
            fields.text("app"),
            fields.text("schema"),
            fields.number("now"),
            fields.number("mono", jsontext.LEAST),
            fields.flag("trusted"),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """The highest numbers that the tier above saw on the office's last day: where a restored office goes on."""

    date: str
    series: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ack(Letter):
    """What lies in the database above, after its commit: the only proof of delivery.

    Everything up to `upto`, and beyond it the ranges `have`; `need` is asked for (again); `reject` will not be asked
    for again: parked and shown. `known` and `others` only in the answer to a hello; `others`: further streams of this
    office, the oldest first, each with up to where it is whole above, for a database that lost them.
    """

    stream: str
    upto: int
    now: int
    have: tuple[tuple[int, int], ...] = ()
    need: tuple[tuple[int, int], ...] = ()
    reject: tuple[tuple[int, str], ...] = ()
    known: Known | None = None
    others: tuple[tuple[str, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if self.known:
            more["known"] = {"date": self.known.date, "series": dict(self.known.series)}
        if self.others:
            more["others"] = [{"stream": stream, "upto": upto} for stream, upto in self.others]
        return {
            "stream": self.stream,
            "upto": self.upto,
            "have": [list(span) for span in self.have],
            "need": [list(span) for span in self.need],
            "reject": [{"seq": seq, "code": str(code)} for seq, code in self.reject],
            "now": self.now,
            **more,
        }

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        return cls(
            fields.name("stream"),
            fields.number("upto"),
            fields.number("now"),
            span_list(fields.list("have")),
            span_list(fields.list("need")),
            tuple((one.number("seq", 1), one.text("code")) for one in fields.objects("reject")),
            _known(fields.object("known")) if fields.has("known") else None,
            tuple((one.name("stream"), one.number("upto")) for one in fields.objects("others"))
            if fields.has("others")
            else (),
        )


@dataclass(frozen=True, slots=True)
class Want(Letter):
    """An office asks for its own facts: a batch from `first` on, not beyond `last`. One is under way at a time."""

    stream: str
    first: int
    last: int

    def to_json(self) -> dict[str, Any]:
        return {"stream": self.stream, "first": self.first, "last": self.last}

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        first = fields.number("first", 1)
        return cls(fields.name("stream"), first, fields.number("last", first))


def _known(fields: Fields) -> Known | None:
    return None if not fields.values else Known(fields.text("date"), fields.object("series").numbers())


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a manifest at the office: the version in force, and why a later one was refused."""

    version: int
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeState(Letter):
    """Retained: the office's birth and, with `online` false, its last will. `devices`: device → condition."""

    online: bool
    boot: str
    version: str
    at: int
    devices: Mapping[str, str]
    configs: Mapping[str, Applied]

    def to_json(self) -> dict[str, Any]:
        configs = {name: {"version": one.version, "refused": one.refused} for name, one in self.configs.items()}
        return {
            "online": self.online,
            "boot": self.boot,
            "version": self.version,
            "at": self.at,
            "devices": dict(self.devices),
            "configs": configs,
        }

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        configs = fields.object("configs")
        return cls(
            fields.flag("online"),
            fields.name("boot"),
            fields.text("version"),
            fields.number("at"),
            fields.object("devices").texts(),
            {name: _applied(configs.object(name)) for name in configs.names()},
        )


def _applied(fields: Fields) -> Applied:
    return Applied(fields.number("version"), fields.text("refused") if fields.has("refused") else None)


@dataclass(frozen=True, slots=True)
class CollectorState(Letter):
    """Retained, and with `alive` false the last will: this collector has a database that works."""

    alive: bool
    since: int

    def to_json(self) -> dict[str, Any]:
        return {"alive": self.alive, "since": self.since}

    @classmethod
    def from_fields(cls, fields: Fields) -> Self:
        return cls(fields.flag("alive"), fields.number("since"))
