"""The office's file: the same tables as `[first]` of `config.toml`, as JSON with a version in front.

So one set of checks serves both, and what was exported can be pasted into a `config.toml` by a technician.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kiosk.config import ConfigInvalid, read
from kiosk.config.fill import first_fill
from kiosk.config.filling import First
from kiosk.config.times import clock_text
from look.words import N_
from office.backoffice.office_file import PersonEntry, WholeOffice
from office.domain.above import SpecialDay
from office.domain.content import Page
from office.domain.house import Choice, Hours, Notice, Service
from office.domain.moment import MINUTE, SECOND
from office.domain.refusals import Invalid
from office.domain.voice import Voice

FORMAT = "motcua-office"
VERSION = 1
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def office_json(whole: WholeOffice) -> dict[str, Any]:
    """`{"format", "version", "first": {…}}`."""
    return {"format": FORMAT, "version": VERSION, "first": _first(whole)}


def office_from(given: Mapping[str, Any]) -> WholeOffice:
    """The office in the file. Raises Invalid; its `mistakes` are all of them, in plain operator English."""
    if given.get("format") != FORMAT:
        raise Invalid(field="office", why=N_("This is not a file of an office."))
    if given.get("version") != VERSION:
        raise Invalid(field="office", why=N_("This file was written by another version of the program."))
    try:
        config = read({"first": given.get("first")})
    except ConfigInvalid as error:
        why = N_("The file has {count} mistakes. The first: {first}")
        raise Invalid(
            field="office",
            why=why,
            count=len(error.errors),
            first=error.errors[0],
            mistakes=list(error.errors),
        ) from None
    return whole_of(config.first)


def _first(whole: WholeOffice) -> dict[str, Any]:
    calling = whole.calling
    return {
        "name": whole.names.name,
        "parent": whole.names.parent,
        "url": whole.names.url,
        "notices": [_notice(one) for one in whole.notices],
        "leaders": [asdict(leader) for leader in whole.leaders],
        "opening": {
            **asdict(whole.margins),
            **{day: _spans(hours) for day, hours in zip(WEEK, whole.weekly, strict=True)},
        },
        "days": [_day(key, one) for key, one in sorted(whole.days.items())],
        "rule": {"kind": calling.rule, "every": calling.interleave},
        "calling": {
            "no_show_calls": calling.no_show_calls,
            "no_show_seconds": calling.no_show_ms // SECOND,
            "late_calls": calling.late_calls,
            "late_minutes": calling.late_ms // MINUTE,
        },
        "rating": _rating(whole),
        "reasons": {
            "park": [{"id": one.id, **_labels(one)} for one in whole.reasons.park],
            "pause": [{"id": one.id, **_labels(one)} for one in whole.reasons.pause],
        },
        "voice": _voice(whole.voice),
        "suggestions": {
            "on": whole.box.on,
            "tier_label": whole.box.tier_label,
            "keep_months": whole.box.keep_months,
            "reasons": [{"id": one.id, **_labels(one)} for one in whole.box.reasons],
        },
        "dossier": asdict(whole.dossiers),
        **_without_none(synonyms=None if whole.synonyms is None else [asdict(one) for one in whole.synonyms]),
        **_without_none(pages=None if whole.pages is None else [_page(one) for one in whole.pages]),
        "services": [_service(one) for one in whole.services],
        "counters": [
            {"number": one.number, "name": one.name, "services": list(one.services)} for one in whole.counters
        ],
        "people": [_person(one) for one in whole.people],
    }


def _spans(hours: Hours) -> list[str]:
    return [f"{clock_text(opens)}-{clock_text(closes)}" for opens, closes in hours]


def _rating(whole: WholeOffice) -> dict[str, Any]:
    rating, question = whole.rating, whole.rating.questions[0]
    return {
        "scale": rating.scale,
        "window_seconds": rating.window_ms // SECOND,
        "question": question.label,
        "question_en": question.label_en,
        "levels": [{"level": place, **_labels(one)} for place, one in enumerate(rating.levels, 1)],
        "reasons": [{"id": one.id, **_labels(one)} for one in rating.reasons],
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        **asdict(voice),
        "volume": list(voice.volume),
        "quiet": _spans(voice.quiet),
        "notices": [asdict(one) for one in voice.notices],
    }


def _labels(one: Choice) -> dict[str, str]:
    return {"label": one.label, "label_en": one.label_en}


def _service(one: Service) -> dict[str, Any]:
    return {
        "id": one.id,
        "prefix": one.prefix,
        "name": one.name,
        "name_en": one.name_en,
        "detail": one.detail,
        "detail_en": one.detail_en,
        "quota": one.quota or 0,
        "quota_morning": one.quota_morning or 0,
        "quota_afternoon": one.quota_afternoon or 0,
        "switched_on": one.switched_on,
        **_without_none(stop_before=one.stop_before, off_until=one.off_until),
    }


def _day(key: str, one: SpecialDay) -> dict[str, Any]:
    told: dict[str, Any] = {"date": key, "kind": one.kind, "name": one.name}
    return {**told, "sessions": _spans(one.sessions)} if one.sessions else told


def _notice(one: Notice) -> dict[str, Any]:
    return {"text": one.text, **_without_none(since=one.since or None, until=one.until or None)}


def _page(one: Page) -> dict[str, Any]:
    told = {"slug": one.slug, "title": one.title, "pictogram": one.pictogram, "markdown": one.markdown}
    return {**told, **_without_none(since=one.since or None, until=one.until or None)}


def _without_none(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _person(one: PersonEntry) -> dict[str, Any]:
    known: dict[str, Any] = {"id": one.id, "name": one.name, "title": one.title, "role": one.role}
    if one.area is not None:
        known["area"] = list(one.area)
    return {**known, "disabled": True} if one.disabled else known


def whole_of(first: First) -> WholeOffice:
    """The office that `[first]` of a file describes."""
    fill = first_fill(first)
    return WholeOffice(
        names=fill.names,
        services=fill.services,
        counters=fill.counters,
        people=_people(first),
        calling=fill.calling,
        rating=fill.rating,
        weekly=fill.weekly,
        notices=fill.notices,
        leaders=fill.leaders,
        voice=fill.voice,
        days=fill.days,
        margins=fill.margins,
        reasons=fill.reasons,
        box=fill.box,
        dossiers=fill.dossiers,
        pages=None if first.pages is None else fill.pages,
        synonyms=fill.synonyms,
    )


def _people(first: First) -> tuple[PersonEntry, ...]:
    return tuple(PersonEntry(one.id, one.name, one.title, one.role, one.area, one.disabled) for one in first.people)
