"""One question of the setup: what is asked, what may be answered, and what the machine does before it is asked.

Every text is already in the language of the person. A question is made anew whenever it is looked at, from the answers
so far; so nothing here remembers anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from look.words import DEFAULT, N_, say

if TYPE_CHECKING:
    from kiosk.setup.machine import Machine

Value = str | tuple[str, ...]
"""An answer: a text, the value of an option, or the values of all that were ticked."""

AGAIN, BEFORE = "again", "before"
"""Options that answer nothing: the machine does it once more; the person goes back by one question."""

YES, NO = "yes", "no"
CHOOSE = N_("Please choose one of these: {known}")


class Wrong(Exception):
    """An answer that cannot be taken. `words` is an English msgid with `{named}` fields."""

    def __init__(self, words: str, **values: object) -> None:
        super().__init__(words)
        self.words, self.values = words, values


class Kind(StrEnum):
    """How a question is answered: one of several, any of several, or written."""

    CHOICE = "choice"
    MANY = "many"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose. `detail`: a second, smaller line."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What the machine did or found. `told`: lines for the person; `items`: what can be chosen from now on."""

    told: tuple[str, ...] = ()
    items: tuple[Option, ...] = ()
    good: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything a question may depend on. `results`: of the machine's deeds, by the key of their question."""

    answers: Mapping[str, Value]
    results: Mapping[str, Result]

    @property
    def language(self) -> str:
        return self.text("language.language") or DEFAULT

    def say(self, msgid: str, /, **values: object) -> str:
        """The text in the person's language; `msgid` is marked where it stands."""
        return say(self.language, msgid, **values)

    def text(self, key: str, missing: str = "") -> str:
        """The answer, when it is one text."""
        found = self.answers.get(key, missing)
        return found if isinstance(found, str) else missing

    def ticked(self, key: str) -> tuple[str, ...]:
        """The answer, when it is any of several."""
        found = self.answers.get(key, ())
        return () if isinstance(found, str) else found

    def result(self, key: str) -> Result:
        return self.results.get(key, _NOTHING)


_NOTHING = Result()
Deed = Callable[["Machine", Seen], Result]
"""What the machine does before a question is asked."""


def as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`key`: step and name; `busy`: said meanwhile; `read`: makes a typed text the answer, or raises Wrong.

    `is_open`: other answers than the options are taken, from a file of answers at least; `plain`: typed in Latin
    letters, digits and signs; `names`: every word begins with a capital.
    """

    key: str
    kind: Kind
    title: str
    help: str = ""
    told: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    default: Value = ""
    read: Callable[[str], str] = as_it_is
    deed: Deed | None = None
    busy: str = ""
    is_open: bool = False
    plain: bool = False
    names: bool = False

    def taken(self, given: Value) -> Value:
        """The answer as it is kept. Raises Wrong."""
        if self.kind is Kind.TEXT or (self.is_open and given not in self.values):
            return self.read(given if isinstance(given, str) else " ".join(given))
        chosen = (given,) if isinstance(given, str) else given
        unknown = [one for one in chosen if one not in self.values]
        if unknown or not chosen:
            raise Wrong(CHOOSE, known=", ".join(self.values))
        return chosen if self.kind is Kind.MANY else chosen[0]

    @property
    def values(self) -> tuple[str, ...]:
        """What the options stand for."""
        return tuple(option.value for option in self.options)
