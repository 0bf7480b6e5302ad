"""What is wrong with a template, in words for whoever wrote it: where it stands, and what would be right.

`str` is English with the file's path, for the log and the command line; `said` is for people, in their language and
without any path of this machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from look.words import N_, say

_NOTHING: Mapping[str, str | int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Mistake:
    """`where`: "block 3 (text): size", "" for the whole file; `block` counts from 1, 0 = none; `facts` fill `words`."""

    path: Path | None
    words: str
    facts: Mapping[str, str | int] = field(default_factory=lambda: _NOTHING, hash=False)
    block: int = 0
    kind: str = ""
    key: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.path or ""), self.said("en")) if part)

    def said(self, language: str) -> str:
        """Where and what."""
        kind = f" ({self.kind})" if self.kind else ""
        place = say(language, N_("block {n}"), n=self.block) + kind if self.block else ""
        return ": ".join(part for part in (place, self.key, say(language, self.words, **self.facts)) if part)


class BadTemplate(ValueError):
    """A template with mistakes; `mistakes` names each with file, block and field."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes
