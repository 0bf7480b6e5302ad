"""The setup from a file of answers, for many offices: everything that is wrong is said at once, and nothing is asked.

The file has one table for each step, with the same names as in the draft; what it leaves out keeps what is usual.
Nothing is printed, played or turned, so the report says of each device that nobody has tried it yet.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kiosk.setup.answers import Given, NotAnswered, read_given
from kiosk.setup.draft import Draft
from kiosk.setup.order import STEPS, Step
from kiosk.setup.question import AGAIN, BEFORE, Kind, Question, Seen, Value, Wrong
from kiosk.setup.steps.people import MOST, clerk_key
from look.words import N_

CLERKS = "people.clerks"
TRIALS = frozenset(
    {"printer.page", "printer.wrong", "screens.upright", "sound.heard", "district.fits", "clock.right", "clock.wall",
     "clock.set", "summary.sure"}
)  # fmt: skip
"""What only somebody who stands before the machine can say; a file does not answer for them."""

TABLES = tuple(step.name for step in STEPS if step.name != "clock")

_NO_MONITOR = N_("this counts only where a monitor is named for it; leave this line out, or name the monitor")
RULED_OUT: Mapping[str, str] = MappingProxyType(
    {
        "services.chosen": N_('this counts only with template = "own"; write that, or leave this line out'),
        "printer.address": N_('this counts only with place = "address"; write it as place = "tcp:192.168.1.50:9100"'),
        "printer.width": N_("numbers without paper have no width; leave this line out"),
        "screens.touch_rotate": _NO_MONITOR,
        "screens.touch_inches": _NO_MONITOR,
        "screens.hall_rotate": _NO_MONITOR,
        "screens.hall_inches": _NO_MONITOR,
        "network.tls": N_(
            'https is for the network of the office, but with open = "machine" nobody else reaches it; '
            'write tls = "no", or open = "office"'
        ),
        "backup.folder": N_('this counts only with second = "folder"; write that, or leave this line out'),
        "district.path": N_('this counts only with bundle = "path"; write the name of the file as bundle = "/…"'),
    }
)
"""Why a key does not go with the other answers of its table (English msgids)."""

AGREES: Mapping[str, str] = MappingProxyType({"network.tls": "no"})
"""Answers that may stand there unasked, because they say what is so anyhow."""


def template() -> str:
    """A file to begin with, every key explained."""
    return files("kiosk.setup").joinpath("answers.toml").read_text(encoding="utf-8")


def answered(path: Path) -> Draft:
    """The answers of this file. Raises NotAnswered with everything that is wrong."""
    given = read_given(path)
    return _Answering(given).draft()


def about(path: Path, key: str, why: str) -> str:
    """A sentence about one answer of this file that only the machine could judge. Raises NotAnswered."""
    return read_given(path).at(key, why)


class _Answering:
    """Goes through the steps with one file in hand."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._answers = dict(given.answers)
        self._draft, self._asked = Draft(), set[str]()
        self._wrong = list[tuple[str, str]]()

    def draft(self) -> Draft:
        """Raises NotAnswered."""
        self._spread_clerks()
        for step in STEPS:
            is_there = any(key.startswith(f"{step.name}.") for key in self._answers)
            if is_there or step.name == "office":
                self._step(step)
            else:
                self._draft.skipped.add(step.name)
        self._draft.skipped.discard("summary")
        self._look_for_others()
        if self._wrong:
            self._wrong.sort(key=lambda one: self._given.line_of(one[0]))
            raise NotAnswered(tuple(dict.fromkeys(sentence for _, sentence in self._wrong)))
        return self._draft

    def _complain(self, key: str, words: str, **values: object) -> None:
        shown = CLERKS if key.startswith("people.clerk_") else key
        self._wrong.append((shown, self._given.at(shown, words, **values)))

    def _spread_clerks(self) -> None:
        """The list of names becomes the answers to the questions for one clerk after the other."""
        names = self._answers.pop(CLERKS, [])
        if not isinstance(names, list) or not all(isinstance(one, str) and one.strip() for one in names):
            self._complain(CLERKS, N_('please write a list of names, such as ["Trần Lan Anh", "Nguyễn Văn Hòa"]'))
        elif len(names) > MOST:
            self._complain(CLERKS, N_("at most {most} names, please; the head can add the others later"), most=MOST)
        else:
            self._answers |= {clerk_key(at): name for at, name in enumerate(names, 1)}

    def _step(self, step: Step) -> None:
        """Answers its questions one by one, because one answer brings the next question."""
        while (question := self._next(step)) is not None:
            self._asked.add(question.key)
            if question.key in TRIALS:
                continue
            try:
                self._draft.answers[question.key] = self._answer(question)
            except Wrong as wrong:
                is_missing = question.key not in self._answers
                words = N_("this line is missing, and there is nothing usual for it") if is_missing else wrong.words
                self._complain(question.key, words, **wrong.values)
                self._draft.answers[question.key] = self._instead(question)

    def _next(self, step: Step) -> Question | None:
        questions: Iterator[Question] = step.questions(Seen(self._draft.answers, {}))
        return next((one for one in questions if one.key not in self._asked), None)

    def _instead(self, question: Question) -> Value:
        """Something has to stand there, so that what comes after it is looked at as well."""
        given = self._answers.get(question.key, "")
        is_name = question.key.startswith("people.")
        return str(given) if is_name else question.default

    def _answer(self, question: Question) -> Value:
        """Raises Wrong."""
        if question.key in self._answers:
            return question.taken(_written(question, self._answers[question.key]))
        return question.taken(question.default) if question.kind is Kind.TEXT else question.default

    def _look_for_others(self) -> None:
        """Keys that no question has asked for, that another answer rules out, or that only a person can answer.

        A table with a mistake in it rules nothing out: its questions may be others when it is mended.
        """
        faulty = {key.partition(".")[0] for key, _ in self._wrong}
        for key, value in self._answers.items():
            if key in TRIALS:
                self._complain(key, N_("only somebody who stands before the machine can say this; leave this line out"))
            elif key in self._asked or AGREES.get(key) == value:
                continue
            elif key in RULED_OUT:
                if key.partition(".")[0] not in faulty:
                    self._complain(key, RULED_OUT[key])
            else:
                self._unknown(key)

    def _unknown(self, key: str) -> None:
        table, _, name = key.partition(".")
        if table not in TABLES:
            known = ", ".join(f"[{one}]" for one in TABLES)
            self._complain(key, N_("there is no table [{table}]; there are: {known}"), table=table, known=known)
            return
        names = [one.partition(".")[2] for one in self._known(table)]
        near = get_close_matches(name, names, 1)
        if near:
            self._complain(key, N_("there is no such key; did you mean {near}?"), near=near[0])
        else:
            self._complain(key, N_("there is no such key; this table has: {known}"), known=", ".join(names))

    def _known(self, table: str) -> list[str]:
        """The keys that a file may have in this table."""
        keys = {*self._asked, *RULED_OUT, CLERKS} - TRIALS
        return sorted(one for one in keys if one.startswith(f"{table}.") and not one.startswith("people.clerk_"))


def _written(question: Question, given: Any) -> Value:
    """The answer as one text, or as several. Raises Wrong for what is neither."""
    if question.kind is Kind.MANY:
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            raise Wrong(N_('please write a list of texts, such as ["A", "B", "T"]'))
        return tuple(given)
    values = [one for one in question.values if one not in (AGAIN, BEFORE)]
    is_figure = isinstance(given, int | float) and not isinstance(given, bool)
    text = str(given) if is_figure and (question.plain or str(given) in values) else given
    if question.kind is Kind.CHOICE and (text not in values) and (not question.is_open or text in (AGAIN, BEFORE)):
        raise Wrong(N_("please write one of these: {known}"), known=", ".join(f'"{one}"' for one in values))
    if not isinstance(text, str):
        name = question.key.partition(".")[2]
        raise Wrong(N_('please write one text in straight quotes, such as {name} = "…"'), name=name)
    return text
