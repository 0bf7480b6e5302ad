"""What somebody typed, understood: each word with what it may mean, and everyday words put into official ones.

A query is read in several ways: as it was typed, and once for every everyday expression that stands in it. Pure.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from office.lookup.mistakes import HALF, KEYS, Vocabulary
from office.lookup.words import typed, words_in

ASIDE = frozenset(
    words_in(
        "tôi muốn cần xin làm cho ở đâu như nào thế gì bao nhiêu hỏi về để được cách mình em anh bác"
        " của với ra sao có không thì là ạ ơi ad bị bố ông bà cháu vợ chồng"
    )
)
"""Words that say little: they count for almost nothing."""

PROCEDURE = re.compile(r" thu tuc(?= )")

ASIDE_SHARE = 0.12
LEFT_SHARE = 0.3
"""How much a word still counts that stands beside an everyday expression which was put into official words."""
GUESSED_SHARE, UNKNOWN_SHARE = 0.55, 0.85
"""How much a word counts that only resembles one of the catalogue, or none; as a share of the rarest one's weight."""

SHORTEST_CODE = 4
TRUSTED = 0.55
WRITTEN = 2 / 3
MOST_READINGS = 6
SEVERAL = ";"


@dataclass(frozen=True, slots=True)
class Synonym:
    """`said` in everyday words, `means` in those of the catalogue: words or a code; several divided by ";"."""

    said: str
    means: str


@dataclass(frozen=True, slots=True)
class Term:
    """A typed word: `meant` word → trust, `half` is its beginning when it may be unfinished; `weight` by its rarity."""

    typed: str
    meant: Mapping[str, float]
    half: str | None
    weight: float

    def trust(self, word: str) -> float:
        """How likely this word of a procedure was meant, 0 to 1."""
        known = self.meant.get(word)
        if known is not None:
            return known
        return HALF if self.half is not None and word.startswith(self.half) else 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """`instead`: the official words that stand for everyday ones, None = as it was typed; they are the first `official`

    terms, what was typed besides comes after them.
    """

    terms: tuple[Term, ...]
    instead: str | None = None
    official: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """A synonym with its words compared."""

    said: tuple[str, ...]
    means: str


class Language:
    """The vocabulary of `procedures` procedures and of everyday words, ready to read queries."""

    def __init__(self, counts: Mapping[str, int], procedures: int, synonyms: Sequence[Synonym]) -> None:
        said = [_Known(words_in(one.said), means) for one in synonyms for means in one.means.split(SEVERAL)]
        self._synonyms = sorted((one for one in said if one.said and one.means.strip()), key=lambda one: -len(one.said))
        self._counts, self._procedures = counts, max(procedures, 1)
        self._rarest = math.log1p(self._procedures / 0.5)
        self._weights = {word: math.log1p(self._procedures / (0.5 + count)) for word, count in counts.items()}
        everyday = {word: 0 for one in said for word in one.said}
        self.vocabulary = Vocabulary({**everyday, **counts})

    def readings(self, query: str) -> list[Reading]:
        """How the query can be read, as it was typed first; none when it has no words."""
        parts = [part for word in _to_the_point(typed(query)) for part in (self.vocabulary.apart(word) or (word,))]
        if not parts:
            return []
        plain = self._terms(parts, unfinished=True)
        return [Reading(plain), *self._everyday(plain)][:MOST_READINGS]

    def weight(self, word: str) -> float:
        """How much a word of the catalogue says: the rarer, the more."""
        return self._weights.get(word, self._rarest)

    def _terms(self, parts: Sequence[str], *, unfinished: bool) -> tuple[Term, ...]:
        last = len(parts) - 1
        return tuple(self._term(one, unfinished=unfinished and at == last) for at, one in enumerate(parts))

    def _term(self, word: str, *, unfinished: bool) -> Term:
        meant = self.vocabulary.meant(word, unfinished=unfinished)
        half = word if unfinished or word not in self.vocabulary else None
        return Term(word, meant, half, self._weight_of(word, meant))

    def _weight_of(self, word: str, meant: Mapping[str, float]) -> float:
        if word in ASIDE:
            return ASIDE_SHARE
        if word in self._counts:
            return self.weight(word)
        if word.isdigit() and len(word) >= SHORTEST_CODE:
            return self._rarest
        known = (self.weight(one) for one, trust in meant.items() if trust >= KEYS and one in self._counts)
        return min(known, default=(GUESSED_SHARE if meant else UNKNOWN_SHARE) * self._rarest)

    def _everyday(self, plain: tuple[Term, ...]) -> Iterator[Reading]:
        heard = _heard(plain)
        for one in self._synonyms:
            used = _said(one.said, plain, heard)
            if used is not None:
                left = [
                    replace(term, weight=term.weight * LEFT_SHARE) for at, term in enumerate(plain) if at not in used
                ]
                official = self._terms(typed(one.means), unfinished=False)
                yield Reading((*official, *left), one.means.strip(), len(official))


def _to_the_point(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Without "thủ tục", which everything here is, unless nothing else was typed."""
    left = tuple(PROCEDURE.sub(" ", f" {' '.join(parts)} ").split())
    return left or parts


def _heard(terms: Sequence[Term]) -> dict[str, list[int]]:
    """Word → the places of the typed words that mean it well enough."""
    heard: dict[str, list[int]] = {}
    for at, term in enumerate(terms):
        for word, trust in term.meant.items():
            if trust >= TRUSTED:
                heard.setdefault(word, []).append(at)
    return heard


def _said(said: Sequence[str], terms: Sequence[Term], heard: Mapping[str, Sequence[int]]) -> set[int] | None:
    """The places of the typed words that say this, in any order; None when one of them is missing."""
    used: set[int] = set()
    for word in said:
        places = [at for at in heard.get(word, ()) if at not in used]
        if not places:
            return None
        used.add(max(places, key=lambda at: terms[at].trust(word)))
    return used if _mostly_exact(said, terms, used) else None


def _mostly_exact(said: Sequence[str], terms: Sequence[Term], used: set[int]) -> bool:
    """Guesses may stand for a third of the words of an expression and for none of a short one; of half words most

    letters have to be there.
    """
    letters = sum(len(terms[at].typed) for at in used)
    guessed = sum(1 for at in used if max(terms[at].trust(word) for word in said) < HALF)
    return letters >= WRITTEN * sum(map(len, said)) and guessed * 3 <= len(said)
