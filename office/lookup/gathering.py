"""Which procedures may fit a query at all, by the index alone: nothing of them is read yet.

Rules:
1. When some have all the words as they were typed, only those are looked at.
2. Otherwise slips count, too, and not every word has to be there. A procedure that has none of the rarest words cannot
   be found by the others, so only those words are asked for everywhere.
"""

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from office.lookup.asking import ASIDE, Reading, Term
from office.lookup.mistakes import KEYS
from office.lookup.ranking import NOT_FOUND

MOST = 60
"""So many are looked at closely."""

MANY = 300
"""Guesses that so many have are too vague to begin with."""


class Index(Protocol):
    """The full text index; keys come in any order, also of what is not in force."""

    def keys(self, match: str) -> Sequence[int]: ...
    def best(self, match: str, most: int) -> Sequence[int]:
        """The better fitting ones."""


@dataclass(frozen=True, slots=True)
class Gatherer:
    """`within`: the keys that may be found; `opened`: key → how often people opened it lately."""

    index: Index
    within: Collection[int]
    opened: Mapping[int, int]

    def gather(self, reading: Reading) -> list[int]:
        """The keys that may fit, at most about `MOST`."""
        terms = reading.terms[: reading.official] or _telling(reading.terms)
        groups = [_as_typed(term) for term in terms]
        if all(groups):
            match = " AND ".join(f"({group})" for group in groups)
            found = [key for key in self.index.keys(match) if key in self.within]
            if len(found) > MOST:
                return self._foremost(match, found)
            if found:
                return found
        return self._with_some(terms)

    def _foremost(self, match: str, found: Sequence[int]) -> list[int]:
        """Those with the least besides, and those that people open."""
        asked = heapq.nlargest(MOST // 4, set(found) & self.opened.keys(), key=self.opened.__getitem__)
        foremost = [key for key in self.index.best(match, MOST * 4) if key in self.within]
        return list(dict.fromkeys((*asked, *foremost[:MOST])))

    def _with_some(self, terms: Sequence[Term]) -> list[int]:
        least = NOT_FOUND * sum(term.weight for term in terms)
        points: dict[int, float] = {}
        after = sum(term.weight for term in terms)
        for term in sorted(terms, key=lambda term: -term.weight):
            after -= term.weight
            trust = max((one for one in term.meant.values() if one < KEYS), default=0.0)
            typed = set(self._keys(_as_typed(term)))
            guessed = set(self._keys(_guessed(term))) - typed
            for keys, weight, most in ((typed, term.weight, None), (guessed, term.weight * trust, MANY)):
                # What has none of the words so far, and not enough of the others to be found, is not begun with.
                begins = weight + after >= least and (most is None or len(keys) <= most)
                _add(points, keys, weight, begins=begins)
        fitting = (key for key, many in points.items() if many >= least and key in self.within)
        return heapq.nlargest(MOST, fitting, key=lambda key: (points[key], -key))

    def _keys(self, match: str) -> Sequence[int]:
        return self.index.keys(match) if match else ()


def _add(points: dict[int, float], keys: set[int], weight: float, *, begins: bool) -> None:
    """`begins`: also to those that have no points yet."""
    known = keys & points.keys()
    if begins:
        points.update(dict.fromkeys(keys - known, weight))
    for key in known:
        points[key] += weight


def _telling(terms: Sequence[Term]) -> Sequence[Term]:
    """Without the words that say little, unless there are no others."""
    return [term for term in terms if term.typed not in ASIDE] or terms


def _as_typed(term: Term) -> str:
    """The word itself, or what begins like it."""
    sure = [word for word, trust in term.meant.items() if trust >= KEYS and not _begins(word, term)]
    return _either(sure, term.half or (term.typed if term.typed.isdigit() else None))


def _guessed(term: Term) -> str:
    return _either([word for word, trust in term.meant.items() if trust < KEYS], None)


def _begins(word: str, term: Term) -> bool:
    return term.half is not None and word.startswith(term.half)


def _either(words: Sequence[str], half: str | None) -> str:
    """As the index is asked; words are of letters and digits only."""
    return " OR ".join([*(f'"{word}"' for word in sorted(words)), *([f'"{half}"*'] if half else [])])
