"""Every refusal of the office as a problem of the LAN API: its status, its title, and what to do about it.

One line per code of `office.domain.refusals`; `docs/api-errors.md` is made from this table and a test keeps
them equal.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from look.formats import day_long
from look.words import N_, say
from office.domain.refusals import Refusal
from web import languages
from web.problems import Answers, Problem

_TABLE = (
    # What was named does not exist.
    ("unknown_ticket", 404, N_("No such ticket"), N_("This number or ticket is not known here today.")),
    ("unknown_service", 404, N_("No such service"), N_("This office does not have this service.")),
    ("unknown_counter", 404, N_("No such counter"), N_("This office does not have this counter.")),
    ("unknown_clerk", 404, N_("No such person"), N_("This office does not have this person.")),
    (
        "unknown_procedure",
        404,
        N_("No such procedure"),
        N_("This procedure is not known here, or it is no longer in force. Please ask at a counter."),
    ),
    ("unknown_item", 404, N_("Not found"), N_("This entry does not exist, or it was removed.")),
    # Not for this caller.
    (
        "forbidden",
        403,
        N_("Not allowed"),
        N_("Your role does not allow this. If you need it, please ask the head of the office."),
    ),
    (
        "not_your_counter",
        403,
        N_("Not your counter"),
        N_("You are not signed in at this counter. Please sign in here first."),
    ),
    ("wrong_pin", 401, N_("Not the right PIN"), N_("The name or the PIN is not right. Please try again.")),
    (
        "taken_over",
        401,
        N_("Signed in elsewhere"),
        N_("You have signed in again on another screen, so this page has ended. Everything goes on there."),
    ),
    (
        "locked",
        429,
        N_("Locked for a while"),
        N_("Too many wrong PINs. Please try again in {retry_after} seconds, or ask the head of the office."),
    ),
    # Tickets and calls.
    (
        "wrong_state",
        409,
        N_("Not possible now"),
        N_("This is not possible in the present state of the ticket or counter. Please look at it again."),
    ),
    (
        "stale",
        409,
        N_("The counter has moved on"),
        N_("Another ticket is at the counter by now. Please look at the screen again."),
    ),
    ("closed", 409, N_("Closed now"), N_("No numbers are given for this service at this time.")),
    (
        "quota_reached",
        409,
        N_("No numbers left today"),
        N_("All numbers of today for this service have been given. Please come back on the next working day."),
    ),
    ("not_today", 409, N_("Not today"), N_("This service is not offered today.")),
    (
        "day_closed",
        409,
        N_("The day is not open"),
        N_("The working day has not been opened, or it has ended."),
    ),
    ("day_open", 409, N_("The day is already open"), N_("The working day is already open.")),
    (
        "still_serving",
        409,
        N_("People are still at the counters"),
        N_("Some counters still have somebody in front of them. Please finish there first."),
    ),
    (
        "clock_suspect",
        409,
        N_("The clock cannot be right"),
        N_("The clock of this machine cannot be right. The head of the office has to confirm it first."),
    ),
    (
        "ticket_active",
        409,
        N_("Somebody is at the counter"),
        N_("There is still somebody at the counter. Please finish, park or transfer that ticket first."),
    ),
    (
        "counter_taken",
        409,
        N_("The counter is taken"),
        N_("Somebody else is signed in at this counter."),
    ),
    (
        "too_early",
        409,
        N_("A little too early"),
        N_("This is not possible yet. Please wait a moment and try again."),
    ),
    ("too_late", 409, N_("Too late"), N_("The time for this has passed. Please take a new number.")),
    (
        "not_served_here",
        409,
        N_("Not served at this counter"),
        N_("This counter does not serve the service of that number."),
    ),
    (
        "nothing_to_undo",
        409,
        N_("Nothing to undo"),
        N_("There is nothing to undo, or it is too late for it."),
    ),
    (
        "already_reprinted",
        409,
        N_("No further print here"),
        N_("This ticket cannot be printed again here. Please ask at a counter."),
    ),
    (
        "number_taken",
        409,
        N_("Numbers already given"),
        N_("Some of these numbers have already been given. Nothing was entered; please check them."),
    ),
    # Ratings.
    ("no_window", 409, N_("No rating open"), N_("This ticket cannot be rated now.")),
    ("already_rated", 409, N_("Already rated"), N_("This ticket has already been rated. Thank you.")),
    # Requests.
    (
        "request_id_reused",
        409,
        N_("Request used twice"),
        N_("This request_id was already used for something else. Please use a new one."),
    ),
    (
        "too_many",
        429,
        N_("A little too often"),
        N_("This was asked too often in a short time. Please try again in {retry_after} seconds."),
    ),
    # The back office.
    ("already_there", 409, N_("Already there"), N_("There is already one with this name, letter or number.")),
    ("in_use", 409, N_("Still in use"), N_("It cannot be removed as long as something of today needs it.")),
    (
        "invalid",
        422,
        N_("Something is missing or not right"),
        N_("Please check what was entered: {complaint}"),
    ),
    (
        "clock_kept",
        409,
        N_("The clock was not set"),
        N_("The machine gets its time from the network, or this is no time for an office. Nothing was changed."),
    ),
    (
        "no_steward",
        409,
        N_("This machine cannot do it by itself"),
        N_("It is not set up as an appliance. Please ask whoever looks after it."),
    ),
    (
        "store_unavailable",
        503,
        N_("The disk does not accept anything"),
        N_("The office cannot write to its disk. Nothing was changed. Please tell the technician."),
    ),
)

_AGAIN: Mapping[str, str] = MappingProxyType(
    {
        "closed": N_("No numbers are given for this service at this time. They are given again {when}."),
        "quota_reached": N_("All numbers of today for this service have been given. There are new ones {when}."),
        "session_full": N_("All numbers of this session have been given. There are new ones {when}."),
        "not_today": N_("This service is not offered now. It is offered again {when}."),
        "day_closed": N_("The working day is not open. Numbers are given again {when}."),
    }
)
"""Details of those refusals of which it is known when to come back."""

PROBLEMS: dict[str, Problem] = {row[0]: Problem(*row) for row in _TABLE}
"""code → problem."""


def problem_of(refusal: Refusal) -> Problem:
    """Raises KeyError for a refusal without a line in the table; a test makes sure that there is none."""
    return PROBLEMS[refusal.code]


def told_when(refusal: Refusal, language: str) -> tuple[Problem, dict[str, Any]]:
    """As `problem_of`, with the time to come back in its words (and as `when`), if that is known."""
    problem, again = problem_of(refusal), refusal.facts.get("opens_at")
    if refusal.code not in _AGAIN or not isinstance(again, str):
        return problem, {}
    full = refusal.code == "quota_reached" and "T" not in again
    title = N_("No numbers left for this session") if full else problem.title
    detail = _AGAIN["session_full" if full else refusal.code]
    return replace(problem, title=title, detail=detail), {"when": when(again, language)}


def when(opens_at: str, language: str) -> str:
    """ "at 13:30", "at 07:30 on Thứ Hai, 23/11/2026"; `opens_at` as in the API."""
    day, _, time = opens_at.rpartition("T")
    if not day:
        return say(language, N_("at {time}"), time=time)
    return say(language, N_("at {time} on {day}"), time=time, day=day_long(date.fromisoformat(day), language))


def facts_in(refusal: Refusal, language: str) -> dict[str, Any]:
    """The refusal's own fields; of an `invalid` one also `errors`, in the form of every 422."""
    facts = dict(refusal.facts)
    if refusal.code == "invalid":
        why = say(language, str(facts.pop("why", "")) or N_("is not acceptable"))
        complaint = {"field": str(facts.pop("field", "")), "why": _filled(why, facts)}
        facts["errors"] = [complaint]
    return facts


def _filled(text: str, values: Mapping[str, object]) -> str:
    try:
        return text.format_map(values)
    except (KeyError, IndexError, AttributeError):
        return text


class RefusalAnswers:
    """Converts refusals for one application; `answers` knows whether a person waits for a page."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    async def __call__(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        language = languages.of(request)
        problem, more = told_when(error, language)
        return self.answers.of(request, problem, {**facts_in(error, language), **more}, _headers(error))


def _headers(refusal: Refusal) -> dict[str, str]:
    wait = refusal.facts.get("retry_after")
    return {"Retry-After": str(wait)} if isinstance(wait, int) else {}
