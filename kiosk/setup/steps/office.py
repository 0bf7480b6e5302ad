"""The office itself, its services and its counters: what `[first]` of the configuration begins with."""

from collections.abc import Iterator

from kiosk.setup.catalogue import KNOWN, TEMPLATES, template
from kiosk.setup.question import Kind, Option, Question, Seen
from kiosk.setup.reading import number, place_inside, slug, slug_of, words
from look.words import N_

MOST_COUNTERS = 30
OWN = "own"


def office(seen: Seen) -> Iterator[Question]:
    """From the place alone follow the usual names, which may be changed."""
    yield Question(
        key="office.place",
        kind=Kind.TEXT,
        title=seen.say(N_("Which commune or ward is this?")),
        help=seen.say(N_("As people call it, such as: xã Thanh Sơn")),
        read=words,
    )
    place = place_inside(seen.text("office.place"))
    yield Question(
        key="office.name",
        kind=Kind.TEXT,
        title=seen.say(N_("What is the office called?")),
        help=seen.say(N_("It stands on top of every ticket and screen.")),
        default=f"Bộ phận Tiếp nhận và Trả kết quả {place}",
        read=words,
    )
    yield Question(
        key="office.parent",
        kind=Kind.TEXT,
        title=seen.say(N_("To which authority does it belong?")),
        default=f"Ủy ban nhân dân {place}",
        read=words,
    )
    yield Question(
        key="office.id",
        kind=Kind.TEXT,
        title=seen.say(N_("The short name of the office for the tier above")),
        help=seen.say(N_("It never changes later. The bundle of the tier above must have been made for this name.")),
        default=slug_of(place),
        read=slug,
        plain=True,
    )


def services(seen: Seen) -> Iterator[Question]:
    """One of the usual sets, or ticks."""
    options = [
        Option(one.name, seen.say(one.title), ", ".join(KNOWN[prefix].name for prefix in one.prefixes))
        for one in TEMPLATES
    ]
    own = Option(OWN, seen.say(N_("Choose them one by one")))
    yield Question(
        key="services.template",
        kind=Kind.CHOICE,
        title=seen.say(N_("Which services does the office have?")),
        help=seen.say(N_("The head of the office can change all of them later in the administration pages.")),
        options=(*options, own),
        default=TEMPLATES[0].name,
    )
    if seen.text("services.template") == OWN:
        yield Question(
            key="services.chosen",
            kind=Kind.MANY,
            title=seen.say(N_("Tick every service of the office")),
            options=tuple(Option(prefix, f"{prefix}  {one.name}") for prefix, one in KNOWN.items()),
            default=TEMPLATES[0].prefixes,
        )


def counters(seen: Seen) -> Iterator[Question]:
    """How many, and who does what."""
    usual = template(seen.text("services.template", OWN))
    yield Question(
        key="counters.count",
        kind=Kind.TEXT,
        title=seen.say(N_("How many counters are there?")),
        default=str(usual.counters),
        read=number(1, MOST_COUNTERS),
        plain=True,
    )
    yield Question(
        key="counters.spread",
        kind=Kind.CHOICE,
        title=seen.say(N_("Which counter takes which services?")),
        help=seen.say(N_("The head of the office can change it later for each counter.")),
        options=(
            Option("all", seen.say(N_("Every counter takes everything"))),
            Option("shared", seen.say(N_("The services are shared out evenly"))),
        ),
        default="all" if usual.counters <= 5 else "shared",
    )
