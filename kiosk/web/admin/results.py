"""`/results`, `/accuracy`, `/lived`: what a day was, how right its waiting times were, the day to be played again."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from kiosk.web.admin.access import AtWork
from kiosk.web.admin.results_csv import csv_of
from kiosk.web.api.access import GuardedRoute, may
from kiosk.web.api.answers import Json, described
from office.backoffice import lived_days
from office.backoffice.accuracy import MOST_DAYS, USUAL_DAYS, AccuracyView, accuracy
from office.backoffice.results import ResultView, result
from web import languages

router = APIRouter(tags=["admin"], route_class=GuardedRoute)

Day = Annotated[date | None, Query()]


@router.get("/results", dependencies=[may("read")], **described(ResultView))
def result_of_a_day(at: AtWork, date: Day = None) -> Json:
    """By hour, service and counter; of the latest day when no date is given."""
    return Json(_result(at, date))


@router.get("/results.csv", dependencies=[may("read")], response_class=Response)
def result_as_a_table(at: AtWork, request: Request, date: Day = None) -> Response:
    """The same as a file for a spreadsheet: UTF-8 with BOM, semicolons, in the language asked for."""
    found = _result(at, date)
    content = csv_of(found, languages.of(request))
    name = f"ket-qua-{found['date'] or 'trong'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _result(at: AtWork, day: date | None) -> ResultView:
    with at.back.reading() as conn:
        return result(conn, at.back.house, "" if day is None else day.isoformat())


@router.get("/accuracy", dependencies=[may("read")], **described(AccuracyView))
def accuracy_of_waits(at: AtWork, days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = USUAL_DAYS) -> Json:
    """What tickets were told beside how long they waited, over so many days back from the latest one."""
    with at.back.reading() as conn:
        return Json(accuracy(conn, days))


@router.get("/lived", dependencies=[may("read")], **described(dict[str, Any]))
def day_as_it_was(at: AtWork, date: date) -> Json:
    """Arrivals, times at the counters and staffing of a day, for `motcua simulate --from-journal`."""
    with at.back.reading() as conn:
        found = lived_days.lived(conn, at.back.house, date)
    return Json(lived_days.as_json(found, at.back.house.calling))
