"""The bodies of the back office's calls: only their form; whether something fits is the office's to say."""

from typing import Annotated, Literal

from pydantic import Field

from kiosk.web.api.bodies import Body, Command
from office.domain.house import Calling, Choice, Leader, Names, RatingRules, Reasons
from office.domain.moment import MINUTE, SECOND
from office.domain.voice import SpokenNotice, Voice
from web.text import Line, Word

Text = Annotated[Line, Field(max_length=160)]
Sentence = Annotated[Line, Field(max_length=300)]
CounterNumber = Annotated[int, Field(ge=1, le=99)]
Area = Annotated[list[CounterNumber], Field(max_length=99)] | None
Services = Annotated[list[Word], Field(max_length=20)]
Letter = Annotated[str, Field(pattern=r"^[A-Z]$")]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Minute = Annotated[int, Field(ge=0, le=1440)]
Session = Annotated[list[Minute], Field(min_length=2, max_length=2)]


class PersonChanged(Command):
    """`area`: counter numbers, null = the whole office."""

    name: Text
    title: Text = ""
    role: Literal["clerk", "head", "technician", "inspector"] = "clerk"
    area: Area = None


class PersonAdded(PersonChanged):
    """`id` is made from the name when it is absent."""

    id: Word | None = None


class ServiceChanged(Command):
    """Quotas: tickets a day and a session; null = no limit. `stop_before`: minutes; null = as the whole office.

    `off_until`: from this day on a service that is switched off is offered again.
    """

    name: Text
    name_en: Text = ""
    detail: Text = ""
    detail_en: Text = ""
    quota: int | None = None
    quota_morning: int | None = None
    quota_afternoon: int | None = None
    stop_before: int | None = None
    off_until: IsoDate | None = None


class ServiceAdded(ServiceChanged):
    prefix: Letter
    counters: Annotated[tuple[CounterNumber, ...], Field(max_length=99, strict=False)] = ()


class ServiceRestored(Command):
    counters: Annotated[tuple[CounterNumber, ...], Field(max_length=99, strict=False)] = ()


class Switch(Command):
    on: bool


class Order(Command):
    ids: Services


class CounterChanged(Command):
    name: Text
    services: Services


class CounterAdded(CounterChanged):
    number: int


class NamesChanged(Command):
    name: Text
    parent: Text = ""
    url: Text = ""

    def value(self) -> Names:
        return Names(self.name, self.parent, self.url)


class LeaderGiven(Body):
    name: Text
    title: Text = ""
    phone: Text = ""


class LeadersChanged(Command):
    """In the order in which they are shown; the first also stands on the ticket."""

    leaders: Annotated[list[LeaderGiven], Field(max_length=12)]

    def value(self) -> tuple[Leader, ...]:
        return tuple(Leader(one.name, one.title, one.phone) for one in self.leaders)


class CallingChanged(Command):
    rule: Word
    interleave: int = 5
    no_show_calls: int
    no_show_seconds: int
    late_calls: int
    late_minutes: int

    def value(self) -> Calling:
        return Calling(
            rule=self.rule,
            interleave=self.interleave,
            no_show_calls=self.no_show_calls,
            no_show_ms=self.no_show_seconds * SECOND,
            late_calls=self.late_calls,
            late_ms=self.late_minutes * MINUTE,
        )


class ChoiceGiven(Body):
    id: Word
    label: Text
    label_en: Text = ""

    def value(self) -> Choice:
        return Choice(self.id, self.label, self.label_en)


class RatingChanged(Command):
    scale: int
    window_seconds: int
    levels: Annotated[list[ChoiceGiven], Field(max_length=5)]
    reasons: Annotated[list[ChoiceGiven], Field(max_length=10)]
    questions: Annotated[list[ChoiceGiven], Field(max_length=4)]

    def value(self) -> RatingRules:
        return RatingRules(
            scale=self.scale,
            levels=tuple(one.value() for one in self.levels),
            reasons=tuple(one.value() for one in self.reasons),
            questions=tuple(one.value() for one in self.questions),
            window_ms=self.window_seconds * SECOND,
        )


class ReasonsChanged(Command):
    """In the order of the number keys."""

    park: Annotated[list[ChoiceGiven], Field(max_length=20)]
    pause: Annotated[list[ChoiceGiven], Field(max_length=20)]

    def value(self) -> Reasons:
        return Reasons(tuple(one.value() for one in self.park), tuple(one.value() for one in self.pause))


class SpokenNoticeGiven(Body):
    id: Word
    text: Sentence
    text_en: Sentence = ""


class VoiceChanged(Command):
    """`volume`: percent for each hour 0–23; `quiet`: [from, to] in minutes after midnight, may go over midnight."""

    region: Word
    reading: Word
    name: Annotated[Line, Field(max_length=40)] = ""
    english: bool = False
    english_name: Annotated[Line, Field(max_length=40)] = ""
    repeat: bool = True
    volume: Annotated[list[int], Field(max_length=24)]
    quiet: Annotated[list[Session], Field(max_length=10)]
    notices: Annotated[list[SpokenNoticeGiven], Field(max_length=20)]

    def value(self) -> Voice:
        return Voice(
            region=self.region,
            name=self.name,
            reading=self.reading,
            english=self.english,
            english_name=self.english_name,
            repeat=self.repeat,
            volume=tuple(self.volume),
            quiet=tuple((begin, end) for begin, end in self.quiet),
            notices=tuple(SpokenNotice(one.id, one.text, one.text_en) for one in self.notices),
        )
