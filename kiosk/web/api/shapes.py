"""The shapes that the description of the API names: every view of the office, and the problem document."""

from typing import Any

from kiosk.web.api.counters import SeatView
from kiosk.web.api.glance import HealthView
from kiosk.web.api.procedures import ChecklistView, ProceduresView, ProcedureView
from kiosk.web.api.sessions import SessionView
from kiosk.web.api.suggestions import FormView, SuggestionView
from office import counsel, views

VIEWS = (
    views.StateView,
    views.TicketView,
    views.NextView,
    views.CounterTicketView,
    views.ContinuedView,
    views.MovedView,
    views.UndoView,
    views.OwnDayView,
    views.LineView,
    views.RatingView,
    views.DayView,
    views.StaffView,
    views.PaperChangedView,
    counsel.PageLineView,
    counsel.PageView,
    counsel.DossiersView,
    counsel.DossierView,
    FormView,
    SuggestionView,
    SeatView,
    HealthView,
    SessionView,
    ProceduresView,
    ProcedureView,
    ChecklistView,
)


def problem_schema() -> dict[str, Any]:
    """RFC 9457; a code may bring further fields (`state`, `current`, `retry_after`, `errors` …)."""
    text = {"type": "string"}
    complaint = {"type": "object", "properties": {"field": text, "why": text}, "required": ["field", "why"]}
    return {
        "type": "object",
        "properties": {
            "type": text,
            "code": text,
            "status": {"type": "integer"},
            "title": text,
            "detail": text,
            "errors": {"type": "array", "items": complaint},
        },
        "required": ["type", "code", "status", "title", "detail"],
        "additionalProperties": True,
    }
