"""What the head decides for the whole office: its names, opening hours, rule of calling, faces, notices.

Each setting is replaced as a whole and holds from the next act on; a rating that was given keeps the scale
it was given on. Hours are minutes after midnight, 24:00 is 1440.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.dialects.sqlite import insert as upsert

from look.words import N_
from office.answers import Answer
from office.backoffice.asking import checked_box, checked_dossiers
from office.backoffice.calendar import checked_days, checked_margins, checked_notices, checked_week, day_entries
from office.backoffice.scales import USUAL_LEVELS
from office.backoffice.voicing import checked_voice
from office.backoffice.wording import number, slug, text
from office.domain.above import SpecialDay, body_of_days
from office.domain.house import (
    Box,
    Calling,
    Choice,
    Dossiers,
    Hours,
    House,
    Leader,
    Margins,
    Names,
    Notice,
    RatingRules,
    Reasons,
)
from office.domain.moment import MINUTE, SECOND
from office.domain.people import Actor
from office.domain.reasons import MOST as MOST_REASONS
from office.domain.refusals import Invalid
from office.domain.voice import Voice
from office.performing import Act, Performer
from office.store.tables import setting

RULES = ("fifo", "strict", "interleaved")
MOST_LEADERS = 6
LONGEST_PHONE = 40


class Settings:
    """The acts on settings; each answers {"settings": …} as `settings_view` shows them."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    def rename(self, actor: Actor, request_id: str | None, names: Names) -> Answer:
        """What stands at the top of every screen and ticket."""
        return self._set(actor, request_id, "names", asdict(_names(names)), asdict(names))

    def post_notices(self, actor: Actor, request_id: str | None, notices: Sequence[Notice]) -> Answer:
        """At most ten short lines for the screens, each with its days."""
        value = [asdict(one) for one in checked_notices(notices)]
        return self._set(actor, request_id, "notices", value, [asdict(one) for one in notices])

    def name_leaders(self, actor: Actor, request_id: str | None, leaders: Sequence[Leader]) -> Answer:
        """At most six people, in the order in which they are shown."""
        if len(leaders) > MOST_LEADERS:
            raise Invalid(field="leaders", why=N_("At most {most} people."), most=MOST_LEADERS)
        value = [asdict(_leader(one, f"leaders.{place}")) for place, one in enumerate(leaders)]
        return self._set(actor, request_id, "leaders", value, [asdict(one) for one in leaders])

    def open_weekly(self, actor: Actor, request_id: str | None, weekly: Sequence[Hours]) -> Answer:
        """Seven days, Monday first, each at most four sessions."""
        value = [[list(session) for session in hours] for hours in weekly]
        checked_week(weekly)
        return self._set(actor, request_id, "weekly", value, value)

    def mark_days(self, actor: Actor, request_id: str | None, days: Mapping[str, SpecialDay]) -> Answer:
        """All days that are not like others: ISO date → what is different."""
        value = body_of_days(checked_days(days)).decode()
        return self._set(actor, request_id, "days", value, day_entries(days))

    def keep_margins(self, actor: Actor, request_id: str | None, margins: Margins) -> Answer:
        """How long before a session numbers are given, and how long before its end no more."""
        return self._set(actor, request_id, "margins", asdict(checked_margins(margins)), asdict(margins))

    def call_by(self, actor: Actor, request_id: str | None, calling: Calling) -> Answer:
        """The rule of calling and when somebody counts as absent."""
        _check_calling(calling)
        return self._set(actor, request_id, "calling", asdict(calling), asdict(calling))

    def rate_by(self, actor: Actor, request_id: str | None, rating: RatingRules) -> Answer:
        """The faces: scale, words, reasons, question, and how long they stay."""
        value = asdict(_rating(rating))
        return self._set(actor, request_id, "rating", value, asdict(rating))

    def explain_by(self, actor: Actor, request_id: str | None, reasons: Reasons) -> Answer:
        """What clerks choose from when they set somebody aside or pause, in the order of the number keys."""
        value = asdict(_reasons(reasons))
        return self._set(actor, request_id, "reasons", value, asdict(reasons))

    def hear_by(self, actor: Actor, request_id: str | None, box: Box) -> Answer:
        """The suggestion box: whether there is one, its reasons, who above reads it."""
        return self._set(actor, request_id, "suggestions", asdict(checked_box(box)), asdict(box))

    def follow_by(self, actor: Actor, request_id: str | None, dossiers: Dossiers) -> Answer:
        """Where citizens ask for the progress of a dossier, and where they collect its result."""
        value = asdict(checked_dossiers(dossiers, self._performer.house))
        return self._set(actor, request_id, "dossier", value, asdict(dossiers))

    def speak_as(self, actor: Actor, request_id: str | None, voice: Voice) -> Answer:
        """How the hall's voice speaks, from the next announcement on."""
        return self._set(actor, request_id, "voice", asdict(checked_voice(voice)), asdict(voice))

    def _set(self, actor: Actor, request_id: str | None, key: str, value: Any, given: Any) -> Answer:
        def work(act: Act) -> Answer:
            row = {"key": key, "value": value}
            act.conn.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["key"], set_=row))
            act.record("setting.changed", f"setting:{key}", {"key": key, "value": value})
            act.change_house()
            return Answer({"setting": key})

        answer = self._performer.perform(f"setting.{key}", actor, request_id, {"value": given}, work)
        return Answer({**answer.body, "settings": settings_view(self._performer.house)})


def settings_view(house: House) -> dict[str, Any]:
    """All settings as JSON values, times in whole seconds and minutes as people write them."""
    calling, rating = house.calling, house.rating
    return {
        "names": asdict(house.names),
        "days": day_entries(house.days),
        "margins": asdict(house.margins),
        "notices": [asdict(notice) for notice in house.notices],
        "leaders": [asdict(leader) for leader in house.leaders],
        "weekly": [[list(session) for session in hours] for hours in house.weekly],
        "calling": {
            "rule": calling.rule,
            "interleave": calling.interleave,
            "no_show_calls": calling.no_show_calls,
            "no_show_seconds": calling.no_show_ms // SECOND,
            "late_calls": calling.late_calls,
            "late_minutes": calling.late_ms // MINUTE,
        },
        "rating": {
            "scale": rating.scale,
            "window_seconds": rating.window_ms // SECOND,
            "levels": [asdict(level) for level in rating.levels],
            "reasons": [asdict(reason) for reason in rating.reasons],
            "questions": [asdict(question) for question in rating.questions],
        },
        "reasons": asdict(house.reasons),
        "suggestions": asdict(house.box),
        "dossier": asdict(house.dossiers),
        "voice": asdict(house.voice),
    }


def _names(names: Names) -> Names:
    return Names(
        name=text(names.name, "name"),
        parent=text(names.parent, "parent", required=False),
        url=text(names.url, "url", required=False),
    )


def _leader(one: Leader, field: str) -> Leader:
    return Leader(
        name=text(one.name, field),
        title=text(one.title, field, required=False),
        phone=text(one.phone, field, longest=LONGEST_PHONE, required=False),
    )


def _check_calling(calling: Calling) -> None:
    if calling.rule not in RULES:
        raise Invalid(field="rule", why=N_("This rule does not exist."))
    number(calling.interleave, "interleave", 2, 50)
    number(calling.no_show_calls, "no_show_calls", 1, 10)
    number(calling.no_show_ms // SECOND, "no_show_seconds", 0, 900)
    number(calling.late_calls, "late_calls", 0, 200)
    number(calling.late_ms // MINUTE, "late_minutes", 0, 480)


def _rating(rating: RatingRules) -> RatingRules:
    if rating.scale not in USUAL_LEVELS:
        raise Invalid(field="scale", why=N_("A scale has 3, 4 or 5 levels."))
    number(rating.window_ms // SECOND, "window_seconds", 20, 120)
    if len(rating.levels) != rating.scale:
        raise Invalid(field="levels", why=N_("Every level of the scale needs its words."))
    if len(rating.reasons) > 6:
        raise Invalid(field="reasons", why=N_("At most {most} reasons."), most=6)
    if not rating.questions:
        raise Invalid(field="question", why=N_("Please fill this in."))
    levels = tuple(Choice(str(n), *_labels(one, f"levels.{n - 1}")) for n, one in enumerate(rating.levels, 1))
    reasons = tuple(_reason(one, place) for place, one in enumerate(rating.reasons))
    if len({one.id for one in reasons}) != len(reasons):
        raise Invalid(field="reasons", why=N_("Each reason may stand there only once."))
    questions = tuple(Choice(one.id, *_labels(one, "question")) for one in rating.questions)
    return replace(rating, levels=levels, reasons=reasons, questions=questions)


def _reason(one: Choice, place: int, field: str = "reasons") -> Choice:
    return Choice(slug(one.id, f"{field}.{place}"), *_labels(one, f"{field}.{place}"))


def _reasons(given: Reasons) -> Reasons:
    return Reasons(park=_listed(given.park, "park"), pause=_listed(given.pause, "pause"))


def _listed(choices: Sequence[Choice], field: str) -> tuple[Choice, ...]:
    if not 1 <= len(choices) <= MOST_REASONS:
        raise Invalid(field=field, why=N_("From 1 to {most} reasons."), most=MOST_REASONS)
    found = tuple(_reason(one, place, field) for place, one in enumerate(choices))
    if len({one.id for one in found}) != len(found):
        raise Invalid(field=field, why=N_("Each reason may stand there only once."))
    return found


def _labels(one: Choice, field: str) -> tuple[str, str]:
    return text(one.label, field), text(one.label_en, field, required=False)
