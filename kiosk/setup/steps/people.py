"""Who runs the office, and who works in it. PINs are made by the machine when everything is written."""

from collections.abc import Iterator

from kiosk.setup.question import Kind, Question, Seen
from kiosk.setup.reading import person_id, slug, words, words_or_none
from look.words import N_

MOST = 60


def people(seen: Seen) -> Iterator[Question]:
    """The head, then clerks until a name is left empty."""
    yield Question(
        key="people.head",
        kind=Kind.TEXT,
        title=seen.say(N_("The name of the head of the office")),
        help=seen.say(N_("The head gets a PIN at the end and can add everybody else later.")),
        read=words,
        names=True,
    )
    yield Question(
        key="people.head_title",
        kind=Kind.TEXT,
        title=seen.say(N_("The title of the head of the office")),
        default="Trưởng Bộ phận Một cửa",
        read=words_or_none,
    )
    yield Question(
        key="people.head_id",
        kind=Kind.TEXT,
        title=seen.say(N_("The name with which the head signs in")),
        default=person_id(seen.text("people.head")),
        read=slug,
        plain=True,
    )
    for at in range(1, MOST + 1):
        key = clerk_key(at)
        yield Question(
            key=key,
            kind=Kind.TEXT,
            title=seen.say(N_("The name of a clerk ({n})"), n=at),
            help=seen.say(N_("Leave it empty when there are no more; the head can add clerks later.")),
            read=words_or_none,
            names=True,
        )
        if not seen.text(key):
            return


def clerk_key(at: int) -> str:
    return f"people.clerk_{at}"


def clerks(seen: Seen) -> list[str]:
    """The names of all clerks that were given."""
    names = []
    for at in range(1, MOST + 1):
        name = seen.text(clerk_key(at))
        if not name:
            break
        names.append(name)
    return names
