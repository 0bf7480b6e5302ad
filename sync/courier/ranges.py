"""Sets of sequence numbers as spans: a million facts that nobody has yet are one pair of numbers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""First and last, both inside."""


class Ranges:
    """A set of integers, kept as the fewest spans, in order."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        for first, last in spans:
            self.add(first, last)

    def __iter__(self) -> Iterator[Span]:
        return zip(tuple(self._firsts), tuple(self._lasts), strict=True)

    def __bool__(self) -> bool:
        return bool(self._firsts)

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._lasts[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranges) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Ranges({list(self)})"

    @property
    def count(self) -> int:
        """How many integers."""
        return sum(self._lasts) - sum(self._firsts) + len(self._firsts)

    def add(self, first: int, last: int) -> None:
        if first > last:
            return
        low, high = bisect_left(self._lasts, first - 1), bisect_right(self._firsts, last + 1)
        if low < high:
            first, last = min(first, self._firsts[low]), max(last, self._lasts[high - 1])
        self._firsts[low:high], self._lasts[low:high] = [first], [last]

    def drop(self, first: int, last: int) -> None:
        if first > last:
            return
        low, high = bisect_left(self._lasts, first), bisect_right(self._firsts, last)
        if low >= high:
            return
        left, right = (self._firsts[low], first - 1), (last + 1, self._lasts[high - 1])
        kept = [span for span in (left, right) if span[0] <= span[1]]
        self._firsts[low:high], self._lasts[low:high] = [a for a, _ in kept], [b for _, b in kept]

    def within(self, first: int, last: int) -> list[Span]:
        """The spans of what lies between `first` and `last`."""
        low, high = bisect_left(self._lasts, first), bisect_right(self._firsts, last)
        pairs = zip(self._firsts[low:high], self._lasts[low:high], strict=True)
        return [(max(a, first), min(b, last)) for a, b in pairs if max(a, first) <= min(b, last)]

    def holds(self, first: int, last: int) -> bool:
        """Whether all of `first` to `last` is inside."""
        return self.within(first, last) == [(first, last)]

    def lowest(self, at_least: int = 0) -> Span | None:
        """The first span from `at_least` on, cut off there; None when there is none."""
        at = bisect_left(self._lasts, at_least)
        return (max(at_least, self._firsts[at]), self._lasts[at]) if at < len(self._firsts) else None
