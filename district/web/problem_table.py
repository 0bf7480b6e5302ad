"""Every refusal of the tier as a problem document: its status, its title, and what to do about it."""

from starlette.requests import Request
from starlette.responses import Response

from district.refusals import Refusal
from look.words import N_, say
from office.domain.refusals import Locked
from web import languages
from web.problems import Answers, Problem

_TABLE = (
    ("unknown_node", 404, N_("No such office or unit"), N_("This office or unit is not known here.")),
    ("unknown_person", 404, N_("No such person"), N_("This person is not known here.")),
    ("unknown_token", 404, N_("Not found"), N_("This entry does not exist, or it was removed.")),
    ("wrong_pin", 401, N_("Not the right PIN"), N_("The name or the PIN is not right. Please try again.")),
    (
        "locked",
        429,
        N_("Locked for a while"),
        N_("Too many wrong PINs. Please try again in {retry_after} seconds."),
    ),
    ("already_there", 409, N_("Already there"), N_("There is already one with this name, letter or number.")),
    ("name_reserved", 409, N_("This id is taken"), N_("This id belongs to the service itself. Please choose another.")),
    (
        "would_circle",
        409,
        N_("This would run in a circle"),
        N_("A unit cannot belong to itself, and an office cannot be merged into itself."),
    ),
    ("not_an_office", 409, N_("Not an office"), N_("This is only possible with an office.")),
    ("merged", 409, N_("The office was merged"), N_("This office is part of another one now.")),
    ("not_enrolled", 409, N_("No certificate"), N_("This office has no certificate that could be revoked.")),
    (
        "last_admin",
        409,
        N_("The last administrator"),
        N_("At least one administrator of the whole tier must be able to sign in."),
    ),
    ("invalid", 422, N_("Something is missing or not right"), N_("Please check what was entered: {complaint}")),
)
AWAY = Problem(
    "store_unavailable",
    503,
    N_("The database does not answer"),
    N_("The database does not answer at the moment. Nothing was changed; please try again shortly."),
)

_SENT = frozenset({"id", "parent", "into"})
"""What a caller sent, or may not see: never repeated."""

PROBLEMS = {row[0]: Problem(*row) for row in _TABLE}
"""code → problem."""


class RefusalAnswers:
    """Turns what the tier refuses into responses; `answers` knows whether a person waits for a page."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal | Locked)
        facts = {name: value for name, value in error.facts.items() if name not in _SENT}
        if error.code == "invalid":
            why = say(languages.of(request), str(facts.pop("why", "")))
            facts["errors"] = [{"field": str(facts.pop("field", "")), "why": why}]
        wait = facts.get("retry_after")
        headers = {"Retry-After": str(wait)} if isinstance(wait, int) else {}
        return self._answers.of(request, PROBLEMS[error.code], facts, headers)

    async def away(self, request: Request, _error: Exception) -> Response:
        return self._answers.of(request, AWAY, None, {"Retry-After": "5"})
