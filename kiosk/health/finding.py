"""One thing that the doctor looked at: how it is, and what to do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from look.words import say


class Level(StrEnum):
    """`warn`: the office works, but somebody should look at it soon."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


OK, WARN, BAD = Level.OK, Level.WARN, Level.BAD
_GRAVITY = tuple(Level)


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` and `advice` are English msgids with `{named}` fields; `words`: fields that are msgids themselves;
    `details`: lines that are not translated.
    """

    level: Level
    what: str
    values: Mapping[str, object] = field(default_factory=dict)
    advice: str = ""
    details: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str) -> str:
        return say(language, self.what, **self._fields(language))

    def advice_lines(self, language: str) -> Iterator[str]:
        yield from self.details
        if self.advice:
            yield say(language, self.advice, **self._fields(language))

    def _fields(self, language: str) -> dict[str, object]:
        return {**self.values, **{key: say(language, msgid) for key, msgid in self.words.items()}}

    def written(self) -> dict[str, Any]:
        """As JSON has it; `read` takes it back, in another process and its language."""
        return {
            "level": str(self.level),
            "what": self.what,
            "values": {
                key: value if isinstance(value, int | float) else str(value) for key, value in self.values.items()
            },
            "advice": self.advice,
            "details": list(self.details),
            "words": dict(self.words),
        }

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Finding":
        return cls(
            Level(written["level"]),
            written["what"],
            written["values"],
            written["advice"],
            tuple(written["details"]),
            written["words"],
        )


def worst(findings: Iterable[Finding]) -> Level:
    """The gravest level among them; nothing found is well."""
    return max((one.level for one in findings), key=_GRAVITY.index, default=OK)
