"""The slips through the API: what is in use, what a text would look like, a trial, and the slip of the day."""

import base64
import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kiosk.slips_part import day_values
from office.backoffice.day_slip import day_totals
from office.domain.house import Names
from office.domain.people import OPERATOR
from tests.admin.conftest import House
from tests.office_fixture import rid

DAY = "/templates/day/80"
OWN = 'paper = 80\n[[block]]\nkind = "text"\ntext = "Ngày {date}"\n'
WRONG = OWN + '[[block]]\nkind = "text"\ntext = "{servce} ☃"\n'


@pytest.mark.parametrize("person", ["minh-tuan", "an-ky"])
def test_all_slips_are_listed_those_for_the_paper_first(house: House, person: str) -> None:
    found = house.caller(person).get("/templates").json()["templates"]
    assert [(one["slip"], one["paper"]) for one in found[:6]] == [
        (slip, 80) for slip in ("ticket", "reprint", "checklist", "survey", "test", "day")
    ]
    assert {one["source"] for one in found} == {"shipped"}
    assert found[-1]["label"] == "Slip at the end of the day"


def test_a_text_is_looked_at_before_it_is_saved(house: House) -> None:
    head = house.caller("minh-tuan")
    seen = head.post(f"{DAY}/preview", text=OWN).json()
    picture = Image.open(io.BytesIO(base64.b64decode(seen["picture"].removeprefix("data:image/png;base64,"))))
    assert (picture.width, picture.mode, seen["mistakes"]) == (576, "1", [])
    assert seen["mm"] == round(picture.height / 8)
    assert head.get(DAY).json()["source"] == "shipped"


def test_mistakes_are_told_in_words_with_their_line(house: House) -> None:
    caller = house.caller("an-ky")
    seen = caller.post(f"{DAY}/preview", text=WRONG).json()
    assert seen["picture"] is None
    assert [one["line"] for one in seen["mistakes"]] == [7, 7]
    assert "{servce}" in seen["mistakes"][0]["text"]
    assert "SNOWMAN" in seen["mistakes"][1]["text"]
    assert str(house.premises.data) not in str(seen)
    broken = caller.post(f"{DAY}/preview", text='paper = 80\n"').json()
    assert broken["mistakes"][0]["line"] == 2


def test_a_code_that_holds_too_much_is_told(house: House) -> None:
    text = 'paper = 58\n[[block]]\nkind = "qr"\ntext = "' + "{url}" * 90 + '"\n'
    house.back.settings.rename(OPERATOR, None, _names(house, "https://x.vn/" + "a" * 100))
    seen = house.caller("minh-tuan").post("/templates/checklist/58/preview", text=text).json()
    assert (seen["picture"], len(seen["mistakes"])) == (None, 1)


def _names(house: House, url: str) -> Names:
    return replace(house.back.house.names, url=url)


def test_a_saved_text_is_in_use_noted_and_taken_back(house: House) -> None:
    head = house.caller("minh-tuan")
    saved = head.post(f"{DAY}/save", text=OWN).json()
    assert (saved["source"], saved["text"], saved["mistakes"]) == ("own", OWN, [])
    assert head.post(f"{DAY}/save", text=OWN + "# hai\n").json()["earlier"][0]["version"] == 1
    assert head.post(f"{DAY}/restore", version=0).json()["text"] == OWN
    assert head.post(f"{DAY}/drop").json()["source"] == "shipped"
    noted = [one for one in house.facts("setting.changed") if one["key"] == "template"]
    assert [(one["name"], one["value"] is None) for one in noted] == [("day-80", False)] * 3 + [("day-80", True)]


def test_a_text_with_mistakes_is_refused_and_changes_nothing(house: House) -> None:
    answer = house.caller("minh-tuan").post(f"{DAY}/save", text=WRONG)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not (house.premises.data / "tickets").exists()


def test_a_text_that_cannot_be_drawn_is_not_saved_either(house: House) -> None:
    """Its words are right, but the code would hold more than any code can: no such slip would ever come out."""
    text = 'paper = 80\n[[block]]\nkind = "qr"\ntext = "' + "{url}" * 90 + '"\n'
    house.back.settings.rename(OPERATOR, None, _names(house, "https://x.vn/" + "a" * 100))
    answer = house.caller("minh-tuan").post("/templates/day/80/save", text=text)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert house.caller("minh-tuan").get(DAY).json()["source"] == "shipped"


def test_of_two_who_save_at_once_neither_loses_a_text(house: House) -> None:
    desk = house.app.state.slips
    texts = [OWN + f"# {n}\n" for n in range(24)]
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda text: desk.save(text, "day", 80), texts))
    standing = desk.standing("day", 80)
    folder = house.premises.data / "tickets/earlier"
    kept = [(folder / f"day-80.{one.version:04}.toml").read_text("utf-8") for one in standing.earlier]
    assert sorted([standing.text, *kept]) == sorted(texts)


def test_a_text_that_somebody_else_has_changed_meanwhile_is_not_written_over_unseen(house: House) -> None:
    head, technician = house.caller("minh-tuan"), house.caller("an-ky")
    began = head.get(DAY).json()["text"]
    theirs = technician.post(f"{DAY}/save", text=OWN, instead_of=began).json()
    assert theirs["text"] == OWN
    mine = OWN + "# của tôi\n"
    refused = head.post(f"{DAY}/save", text=mine, instead_of=began)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert refused.json()["errors"][0]["field"] == "instead_of"
    assert head.get(DAY).json() == theirs
    again = head.post(f"{DAY}/save", text=mine, instead_of=OWN).json()
    assert (again["text"], len(again["earlier"])) == (mine, 1)
    late = head.post(f"{DAY}/save", text=mine, instead_of=OWN).json()
    assert late == again, "an answer that was lost is asked for again"


@pytest.mark.parametrize("path", ["/templates/nothing/80", "/templates/day/70"])
def test_an_unknown_slip_is_not_found(house: House, path: str) -> None:
    assert house.caller("minh-tuan").get(path).status_code == 404
    assert house.caller("minh-tuan").post(f"{path}/save", text=OWN).status_code == 404


def test_without_a_printer_nothing_is_printed(house: House) -> None:
    head = house.caller("minh-tuan")
    for path, body in (("/templates/day/print", {"text": OWN}), ("/day-slip", {})):
        answer = head.post(path, **body)
        assert (answer.status_code, answer.json()["state"]) == (409, "off")


def test_a_trial_comes_out_and_uses_paper(printing: House) -> None:
    head = printing.caller("minh-tuan")
    assert head.post("/templates/day/print", text=OWN).json() == {"state": "printed", "why": None}
    assert head.post("/templates/day/print", text=WRONG).status_code == 422
    assert [one.name for one in pictures(printing, 1)] == ["0001.png"]
    _soon(lambda: bool(printing.facts("slip.settled")))
    paper = printing.premises.desk.state()["paper"]
    assert paper is not None
    assert paper["used_mm"] > 5


def test_the_slip_of_the_day_counts_every_service(printing: House) -> None:
    desk, clerk = printing.premises.desk, printing.seat("van-hoa", 1)
    for _ in range(3):
        printing.take("A")
    desk.call_next(clerk, None, counter=1)
    desk.start(clerk, None, counter=1)
    desk.finish(clerk, None, counter=1)
    desk.call_next(clerk, None, counter=1)
    printing.clock.advance(600_000)
    desk.recall(clerk, None, counter=1)
    desk.no_show(clerk, None, counter=1)
    desk.close_day(OPERATOR, None)
    with printing.back.reading() as conn:
        totals = day_totals(conn)
    assert totals is not None
    assert totals.closed
    assert [(one.prefix, one.given, one.served, one.absent) for one in totals.services] == [("A", 3, 1, 1)]
    assert {**day_values(totals), "services": ()}["given"] == "3"
    assert printing.caller("an-ky").post("/day-slip").json() == {"state": "printed", "why": None}
    assert len(pictures(printing, 1)) == 1


@pytest.mark.parametrize(("path", "body"), [("/day-slip", {}), ("/templates/day/print", {"text": OWN})])
def test_a_slip_whose_answer_was_late_is_not_printed_again_by_asking_again(
    printing: House, path: str, body: dict[str, str]
) -> None:
    """A page asks again with the same id when it hears nothing for some seconds, as long as a slow printer takes."""
    printing.take("A")
    caller = printing.caller("an-ky")
    first = rid()
    for request in (first, first, rid()):
        assert caller.post(path, request, **body).json() == {"state": "printed", "why": None}
    assert len(list((printing.premises.data / "paper").glob("*.escpos"))) == 2


def test_the_paper_is_changed_by_a_clerk(printing: House) -> None:
    caller = printing.caller("lan-anh")
    body = {"request_id": "5f3f9d2e-7a53-4a52-9f0b-0f5f0b3c9a01"}
    answer = caller.client.post("/api/v1/printer/paper-changed", json=body, headers=caller.headers)
    assert (answer.status_code, answer.json()["paper"]["left"]) == (200, 100)
    too_much = {**body, "used_mm": -1}
    assert caller.client.post("/api/v1/printer/paper-changed", json=too_much, headers=caller.headers).status_code == 422


def pictures(house: House, awaited: int = 0) -> list[Path]:
    """What the virtual printer has printed; it draws beside, so it may take a moment."""
    _soon(lambda: len(_drawn(house)) >= awaited)
    return _drawn(house)


def _drawn(house: House) -> list[Path]:
    return sorted((house.premises.data / "paper").glob("*.png"))


def _soon(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
