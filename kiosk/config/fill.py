"""From `[first]` of the file to the plain values that fill a new database."""

from collections.abc import Iterable
from types import MappingProxyType

from kiosk.config import choices, informing
from kiosk.config.filling import First
from kiosk.config.times import Span
from kiosk.config.usual_pages import USUAL_PAGES
from office.backoffice.scales import USUAL_LEVELS
from office.domain.above import SpecialDay
from office.domain.content import Page
from office.domain.house import (
    Box,
    Calling,
    Choice,
    Counter,
    Dossiers,
    Hours,
    Leader,
    Margins,
    Names,
    Notice,
    RatingRules,
    Reasons,
    Service,
)
from office.domain.moment import MINUTE, SECOND
from office.domain.people import Role
from office.domain.voice import SpokenNotice, Voice
from office.first import FirstClerk, FirstFill
from office.lookup.asking import Synonym


def first_fill(first: First) -> FirstFill:
    """What the database is made with; the order of the services in the file is the order of the tiles."""
    return FirstFill(
        names=Names(first.name, first.parent, first.url),
        services=_services(first),
        counters=tuple(Counter(counter.number, counter.name, counter.services) for counter in first.counters),
        clerks=tuple(FirstClerk(one.id, one.name, one.title, Role(one.role)) for one in first.people),
        calling=_calling(first),
        rating=_rating(first),
        weekly=tuple(_spans(day) for day in first.opening.week),
        notices=tuple(Notice(one.text, one.since or "", one.until or "") for one in first.notices),
        leaders=tuple(Leader(one.name, one.title, one.phone) for one in first.leaders),
        voice=_voice(first),
        days=MappingProxyType({one.date: SpecialDay(one.kind, one.name, _spans(one.sessions)) for one in first.days}),
        margins=Margins(first.opening.issue_before, first.opening.stop_before),
        reasons=Reasons(_choices(first.reasons.park), _choices(first.reasons.pause)),
        sample_procedures=first.procedures == "sample",
        box=_box(first),
        dossiers=Dossiers(**first.dossier.model_dump()),
        synonyms=None if first.synonyms is None else tuple(Synonym(one.said, one.means) for one in first.synonyms),
        pages=USUAL_PAGES if first.pages is None else tuple(_page(one) for one in first.pages),
    )


def _spans(spans: tuple[Span, ...]) -> Hours:
    return tuple((span.opens, span.closes) for span in spans)


def _services(first: First) -> tuple[Service, ...]:
    return tuple(
        Service(
            id=one.key,
            prefix=one.prefix,
            name=one.name,
            name_en=one.name_en,
            detail=one.detail,
            detail_en=one.detail_en,
            switched_on=one.switched_on,
            quota=one.quota or None,
            quota_morning=one.quota_morning or None,
            quota_afternoon=one.quota_afternoon or None,
            stop_before=one.stop_before,
            off_until=one.off_until,
            position=place,
        )
        for place, one in enumerate(first.services)
    )


def _calling(first: First) -> Calling:
    return Calling(
        rule=first.rule.kind,
        interleave=first.rule.every,
        no_show_calls=first.calling.no_show_calls,
        no_show_ms=first.calling.no_show_seconds * SECOND,
        late_calls=first.calling.late_calls,
        late_ms=first.calling.late_minutes * MINUTE,
    )


def _rating(first: First) -> RatingRules:
    rating = first.rating
    own = sorted(rating.levels, key=lambda one: one.level)
    levels = tuple(Choice(str(one.level), one.label, one.label_en) for one in own)
    return RatingRules(
        scale=rating.scale,
        levels=levels or USUAL_LEVELS[rating.scale],
        reasons=_choices(rating.reasons),
        questions=(Choice("overall", rating.question, rating.question_en),),
        window_ms=rating.window_seconds * SECOND,
    )


def _choices(given: Iterable[choices.Choice]) -> tuple[Choice, ...]:
    return tuple(Choice(one.id, one.label, one.label_en) for one in given)


def _box(first: First) -> Box:
    box = first.suggestions
    return Box(box.on, box.tier_label, box.keep_months, _choices(box.reasons))


def _page(one: informing.Page) -> Page:
    return Page(**{**one.model_dump(), "since": one.since or "", "until": one.until or ""})


def _voice(first: First) -> Voice:
    voice = first.voice
    return Voice(
        region=voice.region,
        name=voice.name,
        reading=voice.reading,
        english=voice.english,
        english_name=voice.english_name,
        repeat=voice.repeat,
        volume=voice.volume,
        quiet=tuple((span.opens, span.closes) for span in voice.quiet),
        notices=tuple(SpokenNotice(one.id, one.text, one.text_en) for one in voice.notices),
    )
