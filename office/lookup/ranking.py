"""How well a procedure fits what was typed, and in which order the fitting ones are shown. Pure.

Rules:
1. What counts most is how much of the typed words stands in the name, rare words more than common ones.
2. Words that stand side by side as they were typed, and a name without much else, come first among those.
3. Among equals the one that people open most often comes first.
4. What fits much worse than the best one is not shown; what fits badly altogether is not found.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from office.lookup.asking import Reading, Term
from office.lookup.mistakes import HALF, KEYS
from office.lookup.words import spread

BESIDE = 0.6
"""A word of the field counts less than one of the name; given here as a share."""
CODE = 1 / BESIDE
"""Whoever types a code means it."""
SIDE_BY_SIDE = 0.3
NOTHING_ELSE = 0.3
AT_THE_BEGINNING = 0.05
ASKED = 0.08

NOT_FOUND = 0.55
"""At least so much of the typed words has to be there."""
SURE = 0.25
"""At least so much of it without guessing."""
FAR_BEHIND = 0.62
"""Share of the best one's points below which the others are left out."""

Weight = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure as it is compared: the words of its name, of its field (`subject`), what its code is found by."""

    key: int
    subject: str
    name: tuple[str, ...]
    field: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`reading`: the one that fitted best."""

    key: int
    subject: str
    points: float
    reading: Reading


def ranked(
    asked: Iterable[tuple[Reading, Sequence[Candidate]]], opened: Mapping[int, int], weight: Weight
) -> list[Found]:
    """The best first. `asked`: each reading with what may fit it; `opened`: key → how often it was opened lately;

    `weight`: what a word says (`Language.weight`).
    """
    most = math.log1p(max(opened.values(), default=0)) or 1.0
    best: dict[int, Found] = {}
    for reading, candidates in asked:
        judge = _Judge(reading.terms, weight)
        for one in candidates:
            points = judge.points(one)
            if points > 0:
                points += ASKED * math.log1p(opened.get(one.key, 0)) / most
                if one.key not in best or best[one.key].points < points:
                    best[one.key] = Found(one.key, one.subject, points, reading)
    found = sorted(best.values(), key=lambda one: (-one.points, one.key))
    return [one for one in found if one.points >= FAR_BEHIND * found[0].points]


class _Judge:
    """Gives points to candidates for one reading; remembers what it thinks of each word."""

    def __init__(self, terms: Sequence[Term], weight: Weight) -> None:
        self._terms, self._weight = terms, weight
        self._whole = sum(term.weight for term in terms) or 1.0
        self._known: dict[str, _Meant] = {}
        for at, term in enumerate(terms):
            for word, trust in term.meant.items():
                self._known[word] = (*self._known.get(word, ()), (at, trust))
        self._halves = [(at, term.half) for at, term in enumerate(terms) if term.half is not None]

    def points(self, one: Candidate) -> float:
        name = [self._meant(word) for word in one.name]
        best, places = _best(name, len(self._terms))
        beside = [0.0 if trust >= KEYS else self._beside(at, one) for at, trust in enumerate(best)]
        counted = [max(trust, BESIDE * other) for trust, other in zip(best, beside, strict=True)]
        covered = sum(term.weight * trust for term, trust in zip(self._terms, counted, strict=True)) / self._whole
        if covered < NOT_FOUND or not self._sure(list(map(max, best, beside))):
            return 0.0
        hit = {place for place in places if place is not None}
        more = SIDE_BY_SIDE * _together(name, len(self._terms)) + NOTHING_ELSE * self._share(hit, one)
        return covered * (1 + more) + (AT_THE_BEGINNING if 0 in hit else 0.0)

    def _sure(self, trusts: Sequence[float]) -> bool:
        """Whether not nearly everything is a guess; a single word may be one."""
        sure = sum(term.weight for term, trust in zip(self._terms, trusts, strict=True) if trust >= KEYS)
        return len(self._terms) == 1 or sure >= SURE * self._whole

    def _beside(self, at: int, one: Candidate) -> float:
        """What the name does not have may be the code, or stand in the field."""
        term = self._terms[at]
        if len(term.typed) > 2 and any(code.startswith(term.typed) for code in one.codes):
            return CODE
        return max((trust for word in one.field for which, trust in self._meant(word) if which == at), default=0.0)

    def _meant(self, word: str) -> "_Meant":
        """The terms that this word may be meant by, with their trust."""
        known = self._known.get(word)
        if known is None:
            known = tuple((at, HALF) for at, half in self._halves if word.startswith(half))
            self._known[word] = known
        return known

    def _share(self, hit: set[int], one: Candidate) -> float:
        """How much of the name was typed."""
        weights = [self._weight(word) for word in one.name]
        return sum(weights[at] for at in hit) / (sum(weights) or 1.0)


_Meant = tuple[tuple[int, float], ...]
"""Term → trust, of one word."""


def _best(words: Sequence[_Meant], terms: int) -> tuple[list[float], list[int | None]]:
    """For each term its highest trust, and the first place where it has it."""
    best, places = [0.0] * terms, list[int | None]([None] * terms)
    for place, meant in enumerate(words):
        for at, trust in meant:
            if trust > best[at]:
                best[at], places[at] = trust, place
    return best, places


def _together(name: Sequence[_Meant], terms: int) -> float:
    """Share of the typed pairs that stand side by side in the name, too."""
    if terms < 2:
        return 0.0
    best = [0.0] * (terms - 1)
    for left, right in pairwise(name):
        for at, trust in left:
            for after, other in right:
                if after == at + 1:
                    best[at] = max(best[at], min(trust, other))
    return sum(best) / (terms - 1)


def lit(name: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """The parts of the name to light up: begin and end in characters, neighbours joined."""
    parts: list[tuple[int, int]] = []
    of_name = spread(name)
    best = {term.typed: max((term.trust(word.text) for word in of_name), default=0.0) for term in terms}
    for word in of_name:
        length = max((_lit_length(term, word.text, best[term.typed]) for term in terms), default=0)
        if not length:
            continue
        end = min(word.begin + length, word.end) if length < len(word.text) else word.end
        if parts and name[parts[-1][1] : word.begin].isspace():
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((word.begin, end))
    return parts


def corrected(name: str, terms: Sequence[Term]) -> str | None:
    """What was typed in the words of the name that it was taken for; None when no word had to be guessed."""
    of_name = [(one.text, name[one.begin : one.end].lower()) for one in spread(name)]
    said, guessed = [], False
    for term in terms:
        trust, shown = max(((term.trust(word), shown) for word, shown in of_name), default=(0.0, ""))
        guessed = guessed or 0 < trust < HALF
        said.append(shown if trust > 0 else term.typed)
    return " ".join(said) if guessed else None


def _lit_length(term: Term, word: str, best: float) -> int:
    """Of a half word only its beginning; nothing of what resembles the typed word less than another one does."""
    trust = term.trust(word)
    if not trust or trust < best:
        return 0
    return len(term.typed) if word.startswith(term.typed) else len(word)
