"""What the head writes about the calendar: the week, days that are not like others, margins, notices. Only checks.

Every `checked_…` raises `Invalid` with the field; minutes are after midnight, 24:00 is 1440, dates are ISO.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypedDict

from look.words import N_
from office.acts.admitting import session_view
from office.backoffice.wording import number, text
from office.domain.above import KINDS, LONGEST_NAME, LONGEST_NOTICE, MOST_DAYS, MOST_SESSIONS, SpecialDay
from office.domain.house import Hours, House, Margins, Notice
from office.domain.opening import sessions_on
from office.domain.refusals import Invalid
from office.views import HalfDayView

LAST_MINUTE = 24 * 60
LONGEST_MARGIN = 240
MOST_NOTICES = 10
AHEAD = 14
"""Days of the preview, today included."""


class DayAheadView(TypedDict):
    """`set_by`: week | own | above | both; `sessions` with the times of numbers; `notices`: the head's own."""

    date: str
    name: str
    set_by: str
    sessions: list[HalfDayView]
    notices: list[str]


def checked_week(weekly: Sequence[Hours]) -> None:
    """Seven days, Monday first."""
    if len(weekly) != 7:
        raise Invalid(field="weekly", why=N_("A week has seven days."))
    for place, hours in enumerate(weekly):
        _check_sessions(hours, f"weekly.{place}")


def checked_days(days: Mapping[str, SpecialDay]) -> dict[str, SpecialDay]:
    """With clean names."""
    if len(days) > MOST_DAYS:
        raise Invalid(field="days", why=N_("At most {most} special days."), most=MOST_DAYS)
    return {key: _checked_day(key, one) for key, one in days.items()}


def _checked_day(key: str, one: SpecialDay) -> SpecialDay:
    field = f"days.{key}"
    iso_date(key, field)
    if one.kind not in KINDS:
        raise Invalid(field=field, why=N_("Choose what is different on this day."))
    if one.kind == "hours":
        if not one.sessions:
            raise Invalid(field=field, why=N_("Write at least one session, or choose “Closed all day”."))
        _check_sessions(one.sessions, field)
    name = text(one.name, field, longest=LONGEST_NAME, required=False)
    return SpecialDay(one.kind, name, one.sessions if one.kind == "hours" else ())


def checked_margins(margins: Margins) -> Margins:
    number(margins.issue_before, "issue_before", 0, LONGEST_MARGIN)
    number(margins.stop_before, "stop_before", 0, LONGEST_MARGIN)
    return margins


def checked_notices(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """At most ten short lines, each with its days."""
    if len(notices) > MOST_NOTICES:
        raise Invalid(field="notices", why=N_("At most {most} lines."), most=MOST_NOTICES)
    return tuple(_checked_notice(one, f"notices.{place}") for place, one in enumerate(notices))


def _checked_notice(one: Notice, field: str) -> Notice:
    for day in (one.since, one.until):
        if day:
            iso_date(day, field)
    if one.since and one.until and one.until < one.since:
        raise Invalid(field=field, why=N_("The last day cannot be before the first."))
    return Notice(text(one.text, field, longest=LONGEST_NOTICE), one.since, one.until)


def iso_date(value: str, field: str) -> date:
    """The day that is written as YYYY-MM-DD."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise Invalid(field=field, why=N_("This is not a date."))
    return found


def _check_sessions(hours: Hours, field: str) -> None:
    if len(hours) > MOST_SESSIONS:
        raise Invalid(field=field, why=N_("A day has at most four sessions."))
    for opens, closes in hours:
        if not 0 <= opens < closes <= LAST_MINUTE:
            raise Invalid(field=field, why=N_("A session must close after it opens."))
    if any(later[0] < earlier[1] for earlier, later in pairwise(hours)):
        raise Invalid(field=field, why=N_("A session must begin after the one before has closed."))


def day_entries(days: Mapping[str, SpecialDay]) -> list[dict[str, Any]]:
    """JSON values by date: {date, kind, name, sessions}."""
    return [
        {"date": key, "kind": one.kind, "name": one.name, "sessions": [list(span) for span in one.sessions]}
        for key, one in sorted(days.items())
    ]


def days_ahead(house: House, today: date) -> list[DayAheadView]:
    """The next two weeks as this house would have them."""
    return [_day_ahead(house, today + timedelta(days=ahead)) for ahead in range(AHEAD)]


def _day_ahead(house: House, day: date) -> DayAheadView:
    own, above = (day.isoformat() in days for days in (house.days, house.above.days))
    return {
        "date": day.isoformat(),
        "name": house.name_of(day),
        "set_by": "both" if own and above else "own" if own else "above" if above else "week",
        "sessions": [session_view(one) for one in sessions_on(house, day)],
        "notices": [one.text for one in house.notices if one.holds_on(day)],
    }
