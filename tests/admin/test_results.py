"""The result of a day and the accuracy of its waiting times: figures, files, and the day as it is played again."""

import csv
import io
from datetime import date

import pytest

from look.words import say
from office.backoffice import lived_days
from office.domain.moment import HOUR, MINUTE, SECOND
from office.domain.people import OPERATOR
from office.domain.refusals import Invalid
from office.store.tables import day, ticket
from tests.admin.conftest import Caller, House

NOTHING = {"wait_ms": None, "wait_p95_ms": None, "wait_longest_ms": None, "served_ms": None}


def serve(house: House, clerk: str, counter: int, *, walk: int = 20 * SECOND, takes: int = 5 * MINUTE) -> None:
    """Calls, serves and finishes one."""
    desk, actor = house.premises.desk, house.seat(clerk, counter)
    desk.call_next(actor, None, counter=counter)
    house.clock.advance(walk)
    desk.start(actor, None, counter=counter)
    house.clock.advance(takes)
    desk.finish(actor, None, counter=counter)


def live(house: House) -> None:
    """Three people for A, one for E who gives up, one who does not come, and one who is still waiting."""
    desk, clock = house.premises.desk, house.clock
    house.take("A")
    clock.advance(2 * MINUTE)
    house.take("A")
    serve(house, "lan-anh", 3)
    serve(house, "lan-anh", 3, takes=10 * MINUTE)
    given_up = house.take("E")
    desk.cancel(OPERATOR, None, ticket=given_up["id"])
    house.take("B")
    missed = house.seat("lan-anh", 3)
    desk.call_next(missed, None, counter=3)
    clock.advance(HOUR)
    desk.recall(missed, None, counter=3)
    desk.no_show(missed, None, counter=3)
    house.take("A")


def today(house: House) -> str:
    return str(house.premises.desk.state()["day"]["date"])


def test_a_day_is_counted_by_hour_service_and_counter(house: House, head: Caller) -> None:
    live(house)
    found = head.get("/results").json()
    total = found["total"]
    assert (found["date"], found["status"], found["dates"]) == (today(house), "open", [today(house)])
    assert {key: total[key] for key in ("people", "served", "absent", "gone", "left", "present")} == {
        "people": 5, "served": 2, "absent": 1, "gone": 1, "left": 0, "present": 1,
    }  # fmt: skip
    waits = [2 * MINUTE, 5 * MINUTE + 20 * SECOND, 0]
    assert total["wait_ms"] == round(sum(waits) / 3)
    assert (total["wait_longest_ms"], total["wait_p95_ms"]) == (max(waits), max(waits))
    assert total["served_ms"] == (5 * MINUTE + 10 * MINUTE) // 2
    assert [(one["key"], one["tally"]["people"]) for one in found["services"]] == [("A", 3), ("B", 1), ("E", 1)]
    assert [(one["key"], one["tally"]["people"]) for one in found["counters"]] == [(3, 3)]
    hours = [one["key"] for one in found["hours"]]
    assert hours == list(range(hours[0], hours[-1] + 1))
    assert sum(one["tally"]["people"] for one in found["hours"]) == 5


def test_practice_counts_in_nothing(house: House, head: Caller) -> None:
    house.premises.desk.set_training(OPERATOR, None, on=True)
    house.take("A")
    assert head.get("/results").json()["total"] == {
        "people": 0, "served": 0, "absent": 0, "gone": 0, "left": 0, "present": 0, **NOTHING,
    }  # fmt: skip


def test_inexact_times_count_as_a_person_and_in_no_average(house: House, head: Caller) -> None:
    one = house.take("A")
    serve(house, "lan-anh", 3)
    house.premises.desk.mark_times(house.seat("lan-anh", 3), None, ticket=one["id"], inexact=True)
    total = head.get("/results").json()["total"]
    assert (total["people"], total["served"]) == (1, 1)
    assert {key: total[key] for key in NOTHING} == NOTHING
    assert head.get("/accuracy").json()["total"]["people"] == 0


def sleep_over(house: House) -> tuple[str, Caller]:
    """The next morning: the date of the day before, and the head signed in again."""
    before = today(house)
    house.premises.desk.close_day(OPERATOR, None)
    house.clock.advance(24 * HOUR)
    house.premises.desk.open_day(OPERATOR, None)
    return before, house.caller("minh-tuan")


def test_an_earlier_day_is_there_and_a_day_that_never_was_has_nobody(house: House) -> None:
    live(house)
    before, head = sleep_over(house)
    newer = head.get("/results").json()
    assert (newer["total"]["people"], newer["dates"]) == (0, [today(house), before])
    older = head.get("/results", date=before).json()
    assert (older["status"], older["total"]["people"], older["total"]["left"]) == ("closed", 5, 1)
    never = head.get("/results", date="2001-01-01").json()
    assert (never["status"], never["total"]["people"], never["hours"]) == (None, 0, [])
    assert head.get("/results", date="1/1/2001").status_code == 422


def test_the_file_opens_in_a_spreadsheet(house: House, head: Caller) -> None:
    live(house)
    path = "/api/v1/admin/results.csv"
    answer = house.client.get(path, headers={**head.headers, "Accept-Language": "vi"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="ket-qua-{today(house)}.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Ngày"
    assert {len(row) for row in rows} == {13}
    shown = "/".join(reversed(today(house).split("-")))
    assert rows[1] == [shown, say("vi", "Whole day"), "", "5", "2", "1", "1", "0", "1", "2,4", "5,3", "5,3", "7,5"]
    a = next(row for row in rows if row[2] == "A · Chứng thực")
    assert a[1:4] == ["Lĩnh vực", "A · Chứng thực", "3"]
    e = next(row for row in rows if row[2].startswith("E · "))
    assert e[9:] == [""] * 4, "nobody waited, which is not 0"


def test_a_name_that_looks_like_a_formula_stays_a_name(house: House, head: Caller) -> None:
    assert head.post("/counters/3", name="=HYPERLINK(1)", services=["A"]).status_code == 200
    house.take("A")
    serve(house, "lan-anh", 3)
    text = house.client.get("/api/v1/admin/results.csv", headers=head.headers).content.decode("utf-8-sig")
    assert ";'=HYPERLINK(1);" in text


def told(house: House, *rows: tuple[int | None, int | None, int | None, int], kind: str = "few") -> None:
    """Somebody for each row (low, high, point, real wait), served at once."""
    for low, high, point, waited in rows:
        one = house.take("A")
        serve(house, "lan-anh", 3)
        with house.premises.performer._writer.begin() as conn:
            values = {"wait_low": low, "wait_high": high, "wait_ms": point, "waited_ms": waited, "wait_kind": kind}
            conn.execute(ticket.update().where(ticket.c.id == one["id"]).values(values))


def test_the_error_of_the_shown_times_is_told(house: House, head: Caller) -> None:
    inside, above = (5, 10, 7 * MINUTE, 9 * MINUTE), (5, 10, 7 * MINUTE, 4 * MINUTE)
    told(house, inside, above, (None, None, None, 40 * MINUTE), (0, 5, 2 * MINUTE, 70 * MINUTE))
    found = head.get("/accuracy").json()
    assert found["total"] == {
        "people": 4,
        "told": 3,
        "wait_ms": round((9 + 4 + 40 + 70) * MINUTE / 4),
        "off_ms": round((2 + 3 + 68) * MINUTE / 3),
        "bias_ms": round((-2 + 3 - 68) * MINUTE / 3),
        "inside": 1,
    }
    lengths = {one["key"]: one["error"]["people"] for one in found["lengths"]}
    assert lengths == {"5": 1, "15": 1, "60": 1, "60+": 1}
    assert [(one["key"], one["name"]) for one in found["services"]] == [("A", "Chứng thực")]
    assert [one["key"] for one in found["days"]] == [found["until"]] == [today(house)]


def test_whoever_came_to_a_free_counter_stands_apart(house: House, head: Caller) -> None:
    told(house, (0, 1, 20 * SECOND, 10 * SECOND), (0, 1, 20 * SECOND, 2 * MINUTE), kind="free")
    found = head.get("/accuracy").json()
    assert (found["total"]["people"], found["services"], found["days"]) == (0, [], [])
    assert (found["free"]["people"], found["free"]["inside"]) == (2, 1)


def test_accuracy_of_nobody_is_nothing(head: Caller) -> None:
    found = head.get("/accuracy", days=92).json()
    assert found["total"] == {
        "people": 0, "told": 0, "wait_ms": None, "off_ms": None, "bias_ms": None, "inside": 0,
    }  # fmt: skip
    assert head.get("/accuracy", days=0).status_code == 422


# --- the day as it was -----------------------------------------------------------------------------------------------
def test_the_day_comes_back_from_the_journal_as_it_was(house: House, head: Caller) -> None:
    live(house)
    answer = head.get("/lived", date=today(house))
    assert answer.status_code == 200, answer.text
    found, calling = lived_days.from_json(answer.json())
    with house.back.reading() as conn:
        assert found == lived_days.lived(conn, house.back.house, date.fromisoformat(today(house)))
    assert calling == house.back.house.calling
    people = found.played.citizens
    assert [(one.service, one.comes, one.walk_ms, one.service_ms) for one in people] == [
        ("A", True, 20 * SECOND, 5 * MINUTE),
        ("A", True, 20 * SECOND, 10 * MINUTE),
        ("B", False, 0, 0),
        ("A", True, 0, 7 * MINUTE + 30 * SECOND),  # still waiting: the median of the day
    ]
    assert (found.guessed, found.cancelled) == (1, 1)
    assert [one.ms for one in found.waited] == [2 * MINUTE, 5 * MINUTE + 20 * SECOND, 0, None]
    (place,) = found.played.places
    assert (place.number, place.services) == (3, ("A", "B"))
    assert place.sessions[0][0] == people[1].arrives_ms


def test_only_the_facts_of_that_day_are_read(house: House) -> None:
    live(house)
    first, head = sleep_over(house)
    house.take("T")
    older, newer = (head.get("/lived", date=day).json()["played"]["citizens"] for day in (first, today(house)))
    assert [one["service"] for one in newer] == ["T"]
    assert len(older) == 4
    assert all(0 <= one["arrives_ms"] < 24 * HOUR for one in older + newer)


def test_a_day_that_never_was_is_refused_in_words(house: House, head: Caller) -> None:
    refused = head.get("/lived", date="2001-01-01")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "date")
    with house.back.reading() as conn, pytest.raises(Invalid):
        lived_days.lived(conn, house.back.house, date(2001, 1, 1))


def test_a_day_whose_facts_are_gone_is_refused_in_other_words(house: House, head: Caller) -> None:
    with house.premises.performer._writer.begin() as conn:
        conn.execute(day.insert().values(date="2001-01-01", status="closed", opened=house.clock.now()))
    refused = head.get("/lived", date="2001-01-01")
    assert refused.json()["errors"][0]["why"] == "The journal does not reach back to this day."
