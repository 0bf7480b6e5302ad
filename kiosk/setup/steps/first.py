"""The language at the beginning, and the look at everything at the end."""

from collections.abc import Iterator

from kiosk.setup.question import BEFORE, YES, Kind, Option, Question, Seen
from kiosk.setup.reading import words
from look.words import DEFAULT, N_, languages

_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def language(seen: Seen) -> Iterator[Question]:
    yield Question(
        key="language.language",
        kind=Kind.CHOICE,
        title=seen.say(N_("In which language shall this setup speak?")),
        help=seen.say(N_("Citizens choose their language themselves, each time.")),
        options=tuple(Option(one, _NAMES.get(one, one)) for one in languages()),
        default=DEFAULT,
    )


def summary(seen: Seen) -> Iterator[Question]:
    """Who has set the machine up, then the last question."""
    yield Question(
        key="summary.by",
        kind=Kind.TEXT,
        title=seen.say(N_("Who has set up this machine?")),
        help=seen.say(N_("The name stands on the report of the commissioning.")),
        read=words,
        names=True,
    )
    yield from sure(seen)


def sure(seen: Seen) -> Iterator[Question]:
    """Nothing is written before this."""
    yield Question(
        key="summary.sure",
        kind=Kind.CHOICE,
        title=seen.say(N_("Shall everything be written now?")),
        help=seen.say(N_("Until now nothing was changed on this machine.")),
        options=(
            Option(YES, seen.say(N_("Yes, the office begins to work"))),
            Option(BEFORE, seen.say(N_("No, go back"))),
        ),
        default=YES,
    )
