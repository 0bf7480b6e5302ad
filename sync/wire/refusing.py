"""Why a letter could not be read: one family, with a code that the sender is told.

Only what cannot be decoded is refused. A kind or version that nobody here knows is decoded, kept and acknowledged.
"""

from enum import StrEnum


class RejectCode(StrEnum):
    """The words of `reject` in an acknowledgement."""

    NOT_DEFLATE = "not_deflate"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    NOT_AN_EVENT = "not_an_event"
    WRONG_SOURCE = "wrong_source"
    WRONG_ORDER = "wrong_order"
    CHAIN_BROKEN = "chain_broken"
    BAD_FACT = "bad_fact"
    BAD_TEXT = "bad_text"
    MISSING = "missing"


class Undecodable(Exception):
    """A letter that is not one. `seq`: the fact at fault; `stream`, `span` (first, last): whose; None: unknown."""

    def __init__(
        self, code: RejectCode, seq: int | None = None, stream: str | None = None, span: tuple[int, int] | None = None
    ) -> None:
        super().__init__(f"{code} (stream {stream}, facts {span}, fact {seq})")
        self.code, self.seq, self.stream, self.span = code, seq, stream, span

    @property
    def first(self) -> int | None:
        return None if self.span is None else self.span[0]

    @property
    def last(self) -> int | None:
        return None if self.span is None else self.span[1]


class Unsendable(Exception):
    """A fact that no letter of ours can hold: alone it is larger than a batch may be. It stays in the journal."""

    def __init__(self, seq: int, size: int) -> None:
        super().__init__(f"fact {seq} has {size} bytes and fits into no batch")
        self.seq, self.size = seq, size
