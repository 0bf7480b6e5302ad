"""When the office is open: the week, days that are not like others, the time for numbers, notices with their days.

Each is replaced as a whole. `/opening/preview` tells what a calendar that is not saved yet would make of the next two
weeks, so that the rule is written once and nowhere in a page.
"""

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from kiosk.web.admin.access import AtWork
from kiosk.web.admin.bodies import IsoDate, Session, Text
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described, shown
from kiosk.web.api.bodies import Body, Command
from office.backoffice.calendar import (
    DayAheadView,
    checked_days,
    checked_margins,
    checked_notices,
    checked_week,
    days_ahead,
)
from office.domain.above import SpecialDay
from office.domain.house import Hours, Margins, Notice
from web.text import Word

router = APIRouter(tags=["admin"], route_class=GuardedRoute)

_ADMIN = [may("admin")]
_SETTINGS = described(dict[str, Any])


class NoticeGiven(Body):
    """`since`, `until`: its first and last day, "" = no limit."""

    text: Text
    since: IsoDate | Literal[""] = ""
    until: IsoDate | Literal[""] = ""


class DayGiven(Body):
    """`kind`: closed | morning | afternoon | hours; `sessions` only with "hours"."""

    date: IsoDate
    kind: Word
    name: Text = ""
    sessions: Annotated[tuple[Session, ...], Field(max_length=8, strict=False)] = ()


Week = Annotated[list[Annotated[list[Session], Field(max_length=8)]], Field(max_length=7)]
Days = Annotated[list[DayGiven], Field(max_length=500)]
Notices = Annotated[list[Text | NoticeGiven], Field(max_length=20)]


class WeekChanged(Command):
    """Seven days from Monday; a session is [from, to] in minutes after midnight."""

    weekly: Week


class DaysChanged(Command):
    """All of them; of a date that stands there twice the later one counts."""

    days: Days


class MarginsChanged(Command):
    """Minutes before a session begins and ends."""

    issue_before: int
    stop_before: int


class NoticesChanged(Command):
    """A line alone stands there on every day."""

    notices: Notices


class CalendarTried(MarginsChanged):
    """The whole calendar as somebody has it before them."""

    weekly: Week
    days: Days
    notices: Notices


@router.post("/settings/weekly", dependencies=_ADMIN, **_SETTINGS)
def open_weekly(at: AtWork, body: WeekChanged) -> Json:
    """Seven days from Monday, each a list of [from, to] in minutes after midnight."""
    return shown(at.back.settings.open_weekly(at.actor, body.once, _week(body.weekly)))


@router.post("/settings/days", dependencies=_ADMIN, **_SETTINGS)
def mark_days(at: AtWork, body: DaysChanged) -> Json:
    """Holidays, half days, days with other hours; of a day that the tier above has set too, what both leave open."""
    return shown(at.back.settings.mark_days(at.actor, body.once, _days(body.days)))


@router.post("/settings/margins", dependencies=_ADMIN, **_SETTINGS)
def keep_margins(at: AtWork, body: MarginsChanged) -> Json:
    """How long before a session begins numbers are given, and how long before its end no more."""
    return shown(at.back.settings.keep_margins(at.actor, body.once, Margins(body.issue_before, body.stop_before)))


@router.post("/settings/notices", dependencies=_ADMIN, **_SETTINGS)
def post_notices(at: AtWork, body: NoticesChanged) -> Json:
    return shown(at.back.settings.post_notices(at.actor, body.once, _notices(body.notices)))


@router.post("/opening/preview", dependencies=_ADMIN, **described(dict[str, list[DayAheadView]]))
def preview(at: AtWork, body: CalendarTried) -> Json:
    """Changes nothing: the next two weeks as they would be with this calendar."""
    tried = replace(
        at.back.house,
        weekly=_week(body.weekly),
        days=checked_days(_days(body.days)),
        margins=checked_margins(Margins(body.issue_before, body.stop_before)),
        notices=checked_notices(_notices(body.notices)),
    )
    checked_week(tried.weekly)
    return Json({"days": days_ahead(tried, at.back.today)})


def _week(given: list[list[list[int]]]) -> tuple[Hours, ...]:
    return tuple(tuple((opens, closes) for opens, closes in day) for day in given)


def _days(given: list[DayGiven]) -> dict[str, SpecialDay]:
    return {
        one.date: SpecialDay(one.kind, one.name, tuple((opens, closes) for opens, closes in one.sessions))
        for one in given
    }


def _notices(given: list[str | NoticeGiven]) -> tuple[Notice, ...]:
    return tuple(Notice(one) if isinstance(one, str) else Notice(one.text, one.since, one.until) for one in given)
