"""What the API really sends has exactly the shapes that it describes."""

import json
import re
import types
from typing import Any, NotRequired, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from sqlalchemy import update

from kiosk.web import admin
from kiosk.web.api.answers import described, schema
from kiosk.web.api.glance import HealthView
from kiosk.web.api.sessions import SessionView
from kiosk.web.app import build
from office import views
from office.answers import Answer
from office.domain.people import SYSTEM
from office.performing import Act
from office.store.tables import clerk
from tests.api.conftest import PIN, Api


def fits(value: Any, shape: Any) -> bool:
    """Whether a JSON value is of this TypedDict (or list, union, plain type), field by field."""
    origin = get_origin(shape)
    if origin in {Union, types.UnionType}:
        return any(fits(value, part) for part in get_args(shape))
    if origin is NotRequired:
        return fits(value, get_args(shape)[0])
    if origin is list:
        return isinstance(value, list) and all(fits(one, get_args(shape)[0]) for one in value)
    if is_typeddict(shape):
        return isinstance(value, dict) and _fields_fit(value, shape)
    return type(value) is shape


def _fields_fit(value: dict[str, Any], shape: Any) -> bool:
    fields = get_type_hints(shape)
    assert shape.__required_keys__ <= set(value) <= set(fields), (shape, set(value) ^ set(fields))
    for name, field in fields.items():
        assert name not in value or fits(value[name], field), (shape.__name__, name, value[name])
    return True


def test_a_morning_at_counter_1(api: Api) -> None:
    issued = api.post("touch", "/tickets", service="A")
    assert issued.status_code == 201
    assert fits(issued.json(), views.TicketView)
    number, ticket = issued.json()["number"], issued.json()["id"]
    assert fits(api.get("touch", f"/tickets/{ticket}").json(), views.TicketView)
    assert api.get("touch", f"/tickets?number={number}").json()["id"] == ticket

    signed_in = api.client.post("/api/v1/counters/1/sign-in", json={"clerk": "an", "pin": PIN})
    assert fits(signed_in.json(), SessionView)
    api.tokens["an"] = signed_in.json()["token"]
    assert fits(api.get("an", "/counters/1/line").json(), views.LineView)

    called = api.post("an", "/counters/1/next", expect=None)
    assert fits(called.json(), views.NextView)
    assert called.json()["ticket"]["id"] == ticket
    assert fits(api.post("an", "/counters/1/recall", expect=ticket).json(), views.CounterTicketView)
    assert fits(api.post("an", "/counters/1/start", expect=ticket).json(), views.CounterTicketView)
    finished = api.post("an", "/counters/1/finish", expect=ticket)
    assert fits(finished.json(), views.CounterTicketView)
    assert fits(api.get("touch", "/state").json(), views.StateView)

    api.clock.advance(1_000)
    rated = api.post("rate:1", f"/tickets/{ticket}/rating", level=1, channel="tablet", age_ms=900)
    assert rated.status_code == 201
    assert fits(rated.json(), views.RatingView)
    changed = api.post("rate:1", f"/tickets/{ticket}/rating", level=2, channel="tablet")
    assert (changed.status_code, changed.json()["level"]) == (200, 2)

    undone = api.post("an", "/counters/1/undo")
    assert fits(undone.json(), views.UndoView)
    assert fits(api.post("an", "/counters/1/continue", service="T").json(), views.ContinuedView)
    assert fits(api.post("an", f"/tickets/{ticket}/note", text="Bổ sung bản sao").json(), views.TicketView)
    assert fits(api.post("an", f"/tickets/{ticket}/times", inexact=True).json(), views.TicketView)
    assert fits(api.get("an", "/counters/1/line").json(), views.LineView)
    assert fits(api.get("an", "/counters/1/day").json(), views.OwnDayView)
    assert fits(api.post("an", f"/tickets/{ticket}/transfer", service="B").json(), views.MovedView)
    waiting = api.take()["id"]
    assert fits(api.post("touch", f"/tickets/{waiting}/cancel").json(), views.MovedView)


def test_a_missed_number_says_how_long_it_may_come_back(api: Api) -> None:
    api.take()
    api.seat("an", 1)
    api.post("an", "/counters/1/next")
    api.post("an", "/counters/1/recall")
    api.clock.advance(60_000)
    api.post("an", "/counters/1/no-show")
    line = api.get("an", "/counters/1/line").json()
    assert fits(line, views.LineView)
    assert line["no_show"][0]["late"]["over"] is False


def test_the_day_and_the_counter(api: Api) -> None:
    api.seat("an", 1)
    paused = api.post("an", "/counters/1/pause", reason="Họp")
    assert paused.status_code == 200
    assert api.get("hall", "/state").json()["counters"][0]["status"] == "paused"
    assert api.post("an", "/counters/1/resume").status_code == 200
    assert api.get("hall", "/state").json()["counters"][0]["status"] == "open"
    assert fits(api.post("head", "/day/training", on=True).json()["day"], views.DayView)
    assert fits(api.get(None, "/health").json(), HealthView)


def test_what_a_clerk_does_with_tickets(api: Api) -> None:
    first, second = api.take(), api.take()
    assert api.post("clerk", f"/tickets/{second['id']}/priority", priority=True).json()["priority"] is True
    assert api.post("technician", f"/tickets/{first['id']}/reprint").status_code == 200
    assert api.post("clerk", f"/tickets/{first['id']}/cancel").json()["state"] == "cancelled"
    api.seat("an", 1)
    called = api.post("an", "/counters/1/call", number=second["number"], expect=None).json()
    assert (called["reason"], called["ticket"]["number"]) == ("by_number", second["number"])
    parked = api.post("an", "/counters/1/park", reason="Thiếu giấy tờ", expect=second["id"])
    assert fits(parked.json(), views.CounterTicketView)
    assert api.get("an", "/counters/1/line").json()["parked"][0]["id"] == second["id"]
    assert api.post("clerk", f"/tickets/{second['id']}/return").json()["state"] == "waiting"
    assert api.post("an", "/counters/1/next").json()["ticket"]["id"] == second["id"]
    moved = api.post("an", f"/tickets/{second['id']}/transfer", service="B", position="front")
    assert (moved.json()["service"], moved.json()["state"]) == ("B", "waiting")


def test_tickets_of_an_outage_are_entered_by_hand(api: Api) -> None:
    tickets = [
        {"number": "A101", "service": "A", "issued_at": "2026-11-23T07:40:00+07:00"},
        {"number": "A102", "service": "A", "issued_at": "2026-11-23T00:41:00Z", "called_at": "2026-11-23T00:50:00.5Z"},
    ]
    answer = api.post("head", "/day/tickets-by-hand", tickets=tickets)
    assert answer.status_code in {200, 201}, answer.text
    assert fits(answer.json()["day"], views.DayView)
    assert api.get("touch", "/tickets?number=A101").json()["by_hand"] is True


def test_closing_and_opening_the_day(api: Api) -> None:
    closed = api.post("head", "/day/close")
    assert closed.json()["day"]["status"] == "closed"
    assert api.post("head", "/day/open").json()["day"]["status"] == "open"


def test_a_touch_screen_is_told_who_may_open_its_menu(api: Api) -> None:
    people = api.get("touch", "/staff").json()["people"]
    assert all(fits(one, views.StaffView) for one in people)
    assert [(one["id"], one["role"]) for one in people] == [("binh", "head"), ("ky", "technician")]


def test_who_has_no_pin_or_is_switched_off_is_not_offered_in_the_menu(api: Api) -> None:
    def work(act: Act) -> Answer:
        act.conn.execute(update(clerk).where(clerk.c.id == "ky").values(pin_hash=None))
        act.conn.execute(update(clerk).where(clerk.c.id == "binh").values(disabled=True))
        return Answer({})

    api.premises.performer.perform("people", SYSTEM, None, {}, work)
    assert api.get("screen", "/staff").json() == {"people": []}


def test_the_description_names_every_call_and_only_the_api(api: Api) -> None:
    description = api.client.get("/api/v1/openapi.json").json()
    paths = description["paths"]
    assert all(path.startswith("/api/v1/") for path in paths)
    assert len(paths) > 25
    schemas = description["components"]["schemas"]
    assert {"TicketView", "StateView", "Problem", "WindowView"} <= set(schemas)
    text = str(description)
    assert "HTTPValidationError" not in text
    named = {word.split("'")[0] for word in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)


def test_the_description_calls_no_json_a_string(api: Api) -> None:
    description = api.client.get("/api/v1/openapi.json").json()
    for path, calls in description["paths"].items():
        for call in calls.values():
            for answer in call["responses"].values():
                json = answer.get("content", {}).get("application/json", {})
                assert json.get("schema", {}).get("type") != "string", path


def test_every_shape_that_the_description_names_is_in_it(api: Api) -> None:
    app = build(api.premises.desk, api.premises.doors, api=[admin.api_router()])
    written = json.dumps(app.openapi())
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', written))
    assert named <= set(app.openapi()["components"]["schemas"])
    assert {"StateView", "MachineView", "NeededPaperView"} <= named


def test_two_shapes_of_one_name_are_refused() -> None:
    """The description would tell one as the other."""

    class PaperView(TypedDict):
        name: str

    with pytest.raises(ValueError, match="two views are called PaperView"):
        described(PaperView)


def test_a_shape_by_any_key_is_described() -> None:
    told = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}}}
    assert schema(dict[str, list[int]]) == told
