"""The words that a catalogue knows, and which of them somebody may have meant: half words, slips of a finger, dialects.

Kept in memory, some thousand short words. The rule that surprises: a word that exists is also compared with its
neighbours ("hai" for "khai"), only with less trust, because a slip often makes another real word.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping

EXACT = 1.0
HALF = 0.85
"""The beginning of a word: it may still be typed."""
KEYS = 0.8
"""Typed with a Vietnamese keyboard that was switched off: "ddawng kys"."""
SLIP = 0.6
"""One letter too many, too few, another one, or two that changed places."""
SOUND = 0.6
"""Written as it is spoken somewhere: "xinh" for "sinh", "chứng" for "trứng"."""
DOUBTED = 0.4
"""A slip of a word that exists itself."""

SHORTEST_SLIP = 3
SHORTEST_JOINED = 5
MOST_HALVES = 60

_SOUNDS = (
    (re.compile(r"^(tr|ch)"), "c"),
    (re.compile(r"^(gi|d|r|v)"), "d"),
    (re.compile(r"^(s|x)"), "s"),
    (re.compile(r"^(ngh|ng)"), "g"),
    (re.compile(r"^(l|n)(?=[aeiouy])"), "l"),
    (re.compile(r"^(k|q|c)(?=[^h])"), "k"),
    (re.compile(r"(nh|ng|n)$"), "n"),
    (re.compile(r"(ch|c|t)$"), "t"),
    (re.compile(r"(?<=[aeiou])y$"), "i"),
)
_DOUBLED = re.compile(r"([aeod])\1")
_KEYED = re.compile(r"[sfrxj](?=$|[ptcmn]|[aeiouyw])")


class Vocabulary:
    """`counts`: word → in how many procedures it stands."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._sorted = sorted(counts)
        self._shortened: dict[str, list[str]] = defaultdict(list)
        self._sounding: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            if word.isalpha():
                self._sounding[sound(word)].append(word)
                for short in {word, *_shorter(word)}:
                    self._shortened[short].append(word)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def meant(self, word: str, *, unfinished: bool) -> dict[str, float]:
        """The words that may be meant, each with the trust in it from 0 to 1; `unfinished`: more letters may come."""
        found: dict[str, float] = {}
        known = word in self.counts
        for one, trust in self._likely(word, unfinished=unfinished or not known, known=known):
            found[one] = max(trust, found.get(one, 0.0))
        return found

    def apart(self, word: str) -> tuple[str, ...]:
        """The words of one that was typed without gaps ("khaisinh"); () when it is none."""
        if len(word) < SHORTEST_JOINED or word in self.counts or not word.isalpha():
            return ()
        best: list[tuple[str, ...] | None] = [()]
        for end in range(1, len(word) + 1):
            ways = [
                (*before, word[begin:end])
                for begin in range(max(0, end - 7), end - 1)
                if (before := best[begin]) is not None and word[begin:end] in self.counts
            ]
            best.append(min(ways, key=len, default=None))
        return best[-1] or ()

    def _likely(self, word: str, *, unfinished: bool, known: bool) -> Iterator[tuple[str, float]]:
        if known:
            yield word, EXACT
        if unfinished:
            yield from ((one, HALF) for one in self.beginning(word) if one != word)
        if not word.isalpha() or len(word) < SHORTEST_SLIP:
            return
        if not known and (plain := unkeyed(word)) in self.counts:
            yield plain, KEYS
        doubt = DOUBTED / SLIP if known else 1.0
        yield from ((one, SLIP * doubt) for one in self._slips(word))
        yield from ((one, SOUND * doubt) for one in self._sounding.get(sound(word), ()))

    def beginning(self, start: str) -> list[str]:
        """The words that begin like this."""
        at = bisect_left(self._sorted, start)
        ahead = self._sorted[at : at + MOST_HALVES]
        return [one for one in ahead if one.startswith(start)]

    def _slips(self, word: str) -> Iterator[str]:
        near = {one for short in {word, *_shorter(word)} for one in self._shortened.get(short, ())}
        return (one for one in near if one != word and is_slip(word, one))


def sound(word: str) -> str:
    """How the word is heard where sounds are not kept apart: one key for all of its spellings."""
    for spelling, key in _SOUNDS:
        word = spelling.sub(key, word)
    return word


def unkeyed(word: str) -> str:
    """The word without the letters that would have made its marks: "ddawngj" gives "dang", "hooj" gives "ho"."""
    plain = _DOUBLED.sub(r"\1", word).replace("w", "")
    return plain[0] + _KEYED.sub("", plain[1:]) if plain else plain


def is_slip(one: str, other: str) -> bool:
    """Whether one letter was added, left out or changed, or two neighbours changed places."""
    if len(one) == len(other):
        differing = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return len(differing) == 1 or _changed_places(one, other, differing)
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and short in _shorter(long)


def _changed_places(one: str, other: str, differing: list[int]) -> bool:
    if len(differing) != 2 or differing[1] - differing[0] != 1:
        return False
    left, right = differing
    return one[left] == other[right] and one[right] == other[left]


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
