"""The setup from a file of answers, for many offices: everything that is wrong is said at once, and nothing is asked.

The file has one table for each step, with the same names as in the draft; what it leaves out keeps what is usual.
Nothing is printed, played or turned, so the report says of each device that nobody has tried it yet.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from kiosk.setup.draft import LARGEST, Draft
from kiosk.setup.order import STEPS
from kiosk.setup.question import AGAIN, BEFORE, CHOOSE, Kind, Question, Seen, Value, Wrong
from kiosk.setup.steps.people import MOST, clerk_key
from look.words import say

ENGLISH = "en"
Asks = Callable[[Seen], Iterator[Question]]
CLERKS = "people.clerks"
TRIALS = frozenset({"printer.page", "printer.wrong", "screens.upright", "sound.heard", "district.fits", "summary.sure"})
"""What only somebody who stands before the machine can say; a file does not answer for them."""


class NotAnswered(Exception):
    """The file cannot be used; `lines` are all its mistakes, one sentence each."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def template() -> str:
    """A file to begin with, every key explained."""
    return files("kiosk.setup").joinpath("answers.toml").read_text(encoding="utf-8")


def answered(path: Path) -> Draft:
    """The answers of this file. Raises NotAnswered with everything that is wrong."""
    given = _given(path)
    draft, asked, wrong = Draft(), set[str](), list[str]()
    for step in STEPS:
        is_there = any(key.startswith(f"{step.name}.") for key in given)
        if not is_there and step.name != "office":
            draft.skipped.add(step.name)
            continue
        wrong += _step(step.questions, given, draft, asked)
    draft.skipped.discard("summary")
    wrong += _unknown(given, asked)
    if wrong:
        raise NotAnswered(tuple(f"{path}: {line}" for line in dict.fromkeys(wrong)))
    return draft


def _given(path: Path) -> dict[str, Value]:
    """Answers by their keys. Raises NotAnswered."""
    try:
        with path.open("rb") as file:
            raw = tomllib.loads(file.read(LARGEST).decode("utf-8"))
    except OSError as error:
        raise NotAnswered((f"{path}: {(error.strerror or str(error)).lower()}",)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotAnswered((f"{path}: is no file of answers ({error})",)) from None
    found = dict[str, Value]()
    for step, table in raw.items():
        if not isinstance(table, Mapping):
            raise NotAnswered((f"{path}: {step}: must be a table, such as [{step}]",))
        found |= {f"{step}.{key}": _value(value) for key, value in table.items()}
    clerks = found.pop(CLERKS, ())
    names = (clerks,) if isinstance(clerks, str) else clerks[:MOST]
    return found | {clerk_key(at): name for at, name in enumerate(names, 1)}


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(map(str, value))
    return str(value)


def _step(ask: Asks, given: Mapping[str, Value], draft: Draft, asked: set[str]) -> Iterator[str]:
    """Answers the step's questions one by one, because one answer brings the next question; gives the mistakes."""
    while True:
        question = next((one for one in ask(Seen(draft.answers, {})) if one.key not in asked), None)
        if question is None:
            return
        asked.add(question.key)
        if question.key in TRIALS:
            continue
        try:
            draft.answers[question.key] = _answer(question, given)
        except Wrong as wrong:
            yield f"{question.key}: {say(ENGLISH, wrong.words, **wrong.values)}"
            # Something has to stand there, so that what comes after it is looked at as well.
            is_name = question.key.startswith("people.")
            draft.answers[question.key] = given.get(question.key, "") if is_name else question.default


def _answer(question: Question, given: Mapping[str, Value]) -> Value:
    """Raises Wrong."""
    value = given.get(question.key, question.default)
    if value in (AGAIN, BEFORE):
        raise Wrong(CHOOSE, known=", ".join(one for one in question.values if one not in (AGAIN, BEFORE)))
    if question.kind is not Kind.TEXT and question.key not in given:
        return value
    return question.taken(value)


def _unknown(given: Mapping[str, Value], asked: set[str]) -> Iterator[str]:
    """Keys that no question has asked for, that another answer rules out, or that only a person can answer."""
    for key in given:
        if key in TRIALS:
            yield f"{key}: only somebody who stands before the machine can answer this"
        elif key in asked:
            continue
        elif key in _explained():
            yield f"{key}: does not go with the other answers of this table; leave it out"
        else:
            near = get_close_matches(key, [*asked, CLERKS], 1)
            yield f"{key}: unknown key, did you mean {near[0]!r}?" if near else f"{key}: unknown key, or not asked here"


def _explained() -> set[str]:
    """Every key that the file to begin with names, also those that are commented out there."""
    found, table = set[str](), ""
    for line in template().splitlines():
        bare = line.removeprefix("# ")
        if bare.startswith("["):
            table = bare.strip("[]")
        elif match := re.match(r"(\w+) = ", bare):
            found.add(f"{table}.{match[1]}")
    return found
