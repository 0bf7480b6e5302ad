"""The shapes that the description of the API names: every view of the office, and the problem document."""

from typing import Any

from kiosk.web.api.counters import SeatView
from kiosk.web.api.glance import HealthView
from kiosk.web.api.sessions import SessionView
from office import views

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
    SeatView,
    HealthView,
    SessionView,
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
