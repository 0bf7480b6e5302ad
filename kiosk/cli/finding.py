"""One thing that `motcua doctor` looked at: how it is, and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from look.words import say

OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` and `advice` are English msgids with `{named}` fields; `words`: fields that are msgids themselves;
    `details`: lines that are not translated.
    """

    level: str
    what: str
    values: Mapping[str, object] = field(default_factory=dict)
    advice: str = ""
    details: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str) -> str:
        translated = {key: say(language, msgid) for key, msgid in self.words.items()}
        return say(language, self.what, **self.values, **translated)

    def advice_lines(self, language: str) -> Iterator[str]:
        yield from self.details
        if self.advice:
            yield say(language, self.advice, **self.values)
