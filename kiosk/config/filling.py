"""`[first]`: what a new office starts with, put into the database once, when the database is made.

Services, counters, people, opening hours, rule and rating. Afterwards the head changes them in the admin
pages and this part of the file is not read again. The letters allowed as prefixes are
`office.domain.numbers.PREFIXES`: D ("đê") can be mistaken for B and T by ear and would not be chosen for a
new series, but the default catalogue gives it to "Lao động – Bảo trợ xã hội", the letter offices already use.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr, StringConstraints

from kiosk.config.choices import Choice, Optional, Text, usual
from kiosk.config.informing import Dossier, Page, Suggestions, Synonym
from kiosk.config.times import Span, iso_date, quiet_span, span
from office.domain.content import MOST_PAGES
from office.domain.reasons import MOST as MOST_REASONS
from office.domain.reasons import USUAL_PARK, USUAL_PAUSE
from office.domain.voice import USUAL_NOTICES
from office.lookup.everyday import MOST as MOST_SYNONYMS
from web.settings.kinds import Slug, Table

NoticeText = Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Prefix = Annotated[StrictStr, StringConstraints(pattern=r"^[A-Z]$")]
OpenSpan = Annotated[Span, BeforeValidator(span)]
Hours = Annotated[tuple[OpenSpan, ...], Field(max_length=4)]
Quota = Annotated[StrictInt, Field(ge=0, le=9999)]
Margin = Annotated[StrictInt, Field(ge=0, le=240)]
IsoDate = Annotated[StrictStr, BeforeValidator(iso_date)]
CounterNumber = Annotated[StrictInt, Field(ge=1, le=99)]


class Service(Table):
    """One tile of the first screen. Quotas: tickets a day and a session, 0 = no limit; see office.domain.house."""

    id: Annotated[StrictStr, StringConstraints(pattern=r"^[A-Za-z0-9-]{0,20}$")] = ""
    prefix: Prefix
    name: Text
    name_en: Optional = ""
    detail: Optional = ""
    detail_en: Optional = ""
    quota: Quota = 0
    quota_morning: Quota = 0
    quota_afternoon: Quota = 0
    stop_before: Margin | None = None
    switched_on: StrictBool = True
    off_until: IsoDate | None = None

    @property
    def key(self) -> str:
        """The id; the prefix letter when none is given."""
        return self.id or self.prefix


class Counter(Table):
    """One counter and the services it takes, by id."""

    number: CounterNumber
    name: Text
    services: Annotated[tuple[StrictStr, ...], Field(min_length=1, max_length=20)]


class Person(Table):
    """Somebody who signs in. No PIN here: `motcua clerk pin ID` makes one and shows it once."""

    id: Slug
    name: Text
    title: Optional = ""
    role: Literal["clerk", "head", "technician", "inspector"] = "clerk"
    counter: CounterNumber | None = None
    area: Annotated[tuple[CounterNumber, ...], Field(max_length=99)] | None = None
    disabled: StrictBool = False


class Opening(Table):
    """The week in spans, at most 4 a day; an empty list is a closed day. Margins are minutes around each span."""

    issue_before: Margin = 0
    stop_before: Margin = 0
    monday: Hours = ()
    tuesday: Hours = ()
    wednesday: Hours = ()
    thursday: Hours = ()
    friday: Hours = ()
    saturday: Hours = ()
    sunday: Hours = ()

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        """Monday first."""
        return (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )


class Day(Table):
    """A day that is not like others; `sessions` only with kind = "hours"."""

    date: IsoDate
    kind: Literal["closed", "morning", "afternoon", "hours"]
    name: Annotated[StrictStr, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    sessions: Hours = ()


class Notice(Table):
    """A line for the screens; without `since` or `until` it has no first or last day."""

    text: NoticeText
    since: IsoDate | None = None
    until: IsoDate | None = None


def _notice(given: object) -> object:
    """A line alone stands there on every day."""
    return {"text": given} if isinstance(given, str) else given


class Rule(Table):
    """Who is called next; `every` counts only for "interleaved": one in N."""

    kind: Literal["fifo", "strict", "interleaved"] = "interleaved"
    every: Annotated[StrictInt, Field(ge=2, le=50)] = 5


class Calling(Table):
    """When somebody counts as absent, and how long an absent person may still come back."""

    no_show_calls: Annotated[StrictInt, Field(ge=1, le=10)] = 2
    no_show_seconds: Annotated[StrictInt, Field(ge=0, le=900)] = 60
    late_calls: Annotated[StrictInt, Field(ge=0, le=200)] = 10
    late_minutes: Annotated[StrictInt, Field(ge=0, le=480)] = 30


class Level(Table):
    """One face; 1 is the lowest."""

    level: Annotated[StrictInt, Field(ge=1, le=5)]
    label: Text
    label_en: Optional = ""


class Rating(Table):
    """The faces. Levels of different scales are never mixed, so every rating keeps its `scale`."""

    scale: Literal[3, 4, 5] = 4
    window_seconds: Annotated[StrictInt, Field(ge=20, le=120)] = 45
    question: Text = "Ông/bà hài lòng về lần phục vụ này ở mức nào?"
    question_en: Optional = "How satisfied are you with this service?"
    levels: tuple[Level, ...] = ()
    reasons: Annotated[tuple[Choice, ...], Field(max_length=6)] = ()


KeyedChoices = Annotated[tuple[Choice, ...], Field(min_length=1, max_length=MOST_REASONS)]


class Reasons(Table):
    """Why somebody is set aside and why a counter is paused, in the order of the number keys."""

    park: KeyedChoices = usual(USUAL_PARK)
    pause: KeyedChoices = usual(USUAL_PAUSE)


Sentence = Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
OptionalSentence = Annotated[StrictStr, StringConstraints(strip_whitespace=True, max_length=300)]
Folder = Annotated[StrictStr, StringConstraints(pattern=r"^([a-z0-9][a-z0-9-]{0,30})?$")]
QuietSpan = Annotated[Span, BeforeValidator(quiet_span)]
Percent = Annotated[StrictInt, Field(ge=0, le=100)]


class SpokenNotice(Table):
    """An announcement that somebody at a counter may start."""

    id: Slug
    text: Sentence
    text_en: OptionalSentence = ""


class Voice(Table):
    """How the hall's voice speaks: see office.domain.voice."""

    region: Literal["north", "central", "south"] = "north"
    reading: Literal["digits", "natural"] = "digits"
    name: Folder = ""
    english: StrictBool = False
    english_name: Folder = ""
    repeat: StrictBool = True
    volume: Annotated[tuple[Percent, ...], Field(min_length=24, max_length=24)] = (80,) * 24
    quiet: Annotated[tuple[QuietSpan, ...], Field(max_length=6)] = ()
    notices: Annotated[tuple[SpokenNotice, ...], Field(max_length=10)] = tuple(
        SpokenNotice(id=one.id, text=one.text, text_en=one.text_en) for one in USUAL_NOTICES
    )


class Leader(Table):
    """Whom a citizen may turn to."""

    name: Text
    title: Optional = ""
    phone: Annotated[StrictStr, StringConstraints(strip_whitespace=True, max_length=40)] = ""


class First(Table):
    """Everything of `[first]`."""

    name: Text = "Bộ phận Tiếp nhận và Trả kết quả"
    parent: Optional = ""
    url: Optional = ""
    leaders: Annotated[tuple[Leader, ...], Field(max_length=6)] = ()
    notices: Annotated[tuple[Annotated[Notice, BeforeValidator(_notice)], ...], Field(max_length=10)] = ()
    opening: Opening = Opening()
    days: Annotated[tuple[Day, ...], Field(max_length=400)] = ()
    rule: Rule = Rule()
    calling: Calling = Calling()
    rating: Rating = Rating()
    reasons: Reasons = Reasons()
    voice: Voice = Voice()
    suggestions: Suggestions = Suggestions()
    dossier: Dossier = Dossier()
    pages: Annotated[tuple[Page, ...], Field(max_length=MOST_PAGES)] | None = None
    synonyms: Annotated[tuple[Synonym, ...], Field(max_length=MOST_SYNONYMS)] | None = None
    services: Annotated[tuple[Service, ...], Field(max_length=20)] = ()
    counters: Annotated[tuple[Counter, ...], Field(max_length=99)] = ()
    people: Annotated[tuple[Person, ...], Field(max_length=500)] = ()
    procedures: Literal["sample", "none"] = "sample"
