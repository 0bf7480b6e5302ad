"""The setup as a conversation in the terminal: one question after the other, an empty line takes what is usual.

`?` explains, `<` goes back, `>` leaves the step for later; Ctrl-C ends it, and the next start goes on at the same
question. Everything is told again when an answer cannot be taken.
"""

import shutil
import textwrap
from collections.abc import Callable

from kiosk.setup.dialogue import Dialogue
from kiosk.setup.machine import Machine
from kiosk.setup.question import Kind, Option, Question, Value, Wrong
from kiosk.setup.summing import lines
from look.words import N_

BACK, LATER, HELP = "<", ">", "?"
WIDEST, NARROWEST = 78, 30
Ask = Callable[[str], str]
"""Shows a prompt and gives the line that was typed; raises EOFError when nobody types any more."""
Tell = Callable[[str], None]


def converse(dialogue: Dialogue, machine: Machine, ask: Ask, tell: Tell) -> None:
    """Until everything was answered. Raises EOFError and KeyboardInterrupt; the draft is kept by then."""
    shown = ""
    while not dialogue.is_over:
        shown = _headed(dialogue, shown, tell)
        if dialogue.waits:
            if dialogue.question.busy:
                tell(dialogue.question.busy)
            dialogue.done(dialogue.errand(machine)())
        _one_question(dialogue, ask, tell)


def _headed(dialogue: Dialogue, shown: str, tell: Tell) -> str:
    """The title of a step, when it begins; gives its name."""
    here, seen = dialogue.here, dialogue.seen
    if here.step.name == shown:
        return shown
    tell("")
    tell(f"== {here.place}/{here.of} · {seen.say(here.step.title)} ".ljust(_width(), "="))
    if not shown:
        keys = N_("Enter takes what stands in [ ]. {help} explains, {back} goes back, {later} leaves a step for later.")
        wrapped(seen.say(keys, help=HELP, back=BACK, later=LATER), tell, "")
    return here.step.name


def _one_question(dialogue: Dialogue, ask: Ask, tell: Tell) -> None:
    question = dialogue.question
    if question.key == "summary.sure":
        for one in lines(dialogue.seen, dialogue.draft.skipped, dialogue.steps):
            wrapped(f"{one.title}: {one.text}", tell, "  ")
    for line in question.told:
        wrapped(line, tell, "  · ")
    tell("")
    wrapped(question.title, tell, "")
    for place, option in enumerate(question.options, 1):
        _option(place, option, dialogue.given, tell)
    try:
        _take(dialogue, question, ask(_prompt(question, dialogue.given)).strip(), tell)
    except Wrong as wrong:
        wrapped(dialogue.seen.say(wrong.words, **wrong.values), tell, "! ")


def _take(dialogue: Dialogue, question: Question, typed: str, tell: Tell) -> None:
    if typed == HELP:
        wrapped(question.help or dialogue.seen.say(N_("There is nothing more to say about this.")), tell, "  ")
    elif typed == BACK:
        dialogue.back()
    elif typed == LATER:
        dialogue.skip()
    else:
        dialogue.answer(_meant(question, typed, dialogue.given))


def _meant(question: Question, typed: str, given: Value) -> Value:
    """Figures are options; an empty line is what was given before, or what is usual."""
    if not typed and (given or question.kind is Kind.TEXT):
        return given
    if question.kind is Kind.TEXT:
        return "" if typed == "-" else typed
    words = typed.replace(",", " ").split() or [""]
    chosen = tuple(_chosen(question, word) for word in words)
    if question.kind is Kind.MANY:
        return chosen
    if len(chosen) != 1:
        return typed
    return chosen[0]


def _chosen(question: Question, word: str) -> str:
    """The value of the option with this figure, or the word itself."""
    at = int(word) if word.isdecimal() and word.isascii() and len(word) < 4 else 0
    if 1 <= at <= len(question.options):
        return question.options[at - 1].value
    if word in question.values or (question.is_open and not word.isdecimal()):
        return word
    raise Wrong(N_("Please type a figure from {least} to {most}."), least=1, most=len(question.options))


def _option(place: int, option: Option, given: Value, tell: Tell) -> None:
    is_given = option.value == given or (not isinstance(given, str) and option.value in given)
    wrapped(option.label, tell, f" {'*' if is_given else ' '}{place:>3}  ")
    if option.detail:
        wrapped(option.detail, tell, "        ")


def _prompt(question: Question, given: Value) -> str:
    if question.kind is Kind.TEXT:
        usual = given if isinstance(given, str) else ""
    else:
        chosen = (given,) if isinstance(given, str) else given
        usual = " ".join(str(at) for at, option in enumerate(question.options, 1) if option.value in chosen)
    return f"[{usual}] > " if usual else "> "


def wrapped(text: str, tell: Tell, before: str) -> None:
    """Broken between words; names with a hyphen stay whole where they can."""
    rest = " " * len(before)
    for line in textwrap.wrap(
        text, _width(), initial_indent=before, subsequent_indent=rest, break_on_hyphens=False
    ) or [before]:
        tell(line)


def _width() -> int:
    """Of the terminal as it is at this moment, short of its last column."""
    return min(WIDEST, max(NARROWEST, shutil.get_terminal_size().columns - 1))
