"""Which facts of a stream have arrived: ranges of seq in any order, each with the chain's digest at both ends.

Ranges that meet are joined only when the chain joins them; where it does not, somebody else wrote on from there. An end
is None where nobody can know it: around a fact that was parked because it could not be read.
"""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Facts `first` to `last`; `before` is the digest of first − 1, `after` that of last."""

    first: int
    last: int
    before: bytes | None
    after: bytes | None


Spans = tuple[Span, ...]


class ChainTorn(Exception):
    """A span does not continue its neighbour, although their numbers do; `seq` is the first behind the tear."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"fact {seq} does not continue the chain")
        self.seq = seq


def with_added(spans: Spans, new: Span, start: bytes) -> Spans:
    """With `new`, which must not overlap; `start` is what the stream's first fact is chained to. Raises `ChainTorn`."""
    place = sum(1 for one in spans if one.last < new.first)
    left, right = spans[:place], spans[place:]
    if new.first == 1 and new.before not in (None, start):
        raise ChainTorn(1)
    if left and left[-1].last == new.first - 1:
        new = _joined(left[-1], new)
        left = left[:-1]
    if right and right[0].first == new.last + 1:
        new = _joined(new, right[0])
        right = right[1:]
    return (*left, new, *right)


def _joined(left: Span, right: Span) -> Span:
    if left.after is not None and right.before is not None and left.after != right.before:
        raise ChainTorn(right.first)
    return Span(left.first, right.last, left.before, right.after)


def missing(spans: Spans, first: int, last: int) -> list[tuple[int, int]]:
    """What of `first`…`last` has not arrived, as ranges."""
    gaps, at = list[tuple[int, int]](), first
    for one in spans:
        if one.first > last:
            break
        if one.first > at:
            gaps.append((at, one.first - 1))
        at = max(at, one.last + 1)
    if at <= last:
        gaps.append((at, last))
    return gaps


def complete_to(spans: Spans) -> int:
    """The last seq without a gap before it, 0 at first."""
    return spans[0].last if spans and spans[0].first == 1 else 0


def beyond(spans: Spans) -> list[tuple[int, int]]:
    """The ranges that lie behind a gap."""
    upto = complete_to(spans)
    return [(one.first, one.last) for one in spans if one.first > upto]


def highest(spans: Spans) -> int:
    return spans[-1].last if spans else 0


def written(spans: Spans) -> str:
    """One word for a database column; `read` is the way back."""
    return json.dumps([[s.first, s.last, s.before and s.before.hex(), s.after and s.after.hex()] for s in spans])


def read(text: str) -> Spans:
    return tuple(Span(first, last, _bytes(before), _bytes(after)) for first, last, before, after in json.loads(text))


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text)
