"""A screen asks over the network and gets what the desk would have said, once, whatever happens on the way."""

import threading
import time
from pathlib import Path

import pytest

from kiosk.web.api.refusals import PROBLEMS
from office.domain import refusals
from office.domain.refusals import NoWindow, QuotaReached, Refusal, UnknownService, WrongState
from office.remote import Asking, AtTheDesk, NotAdmitted, Office, OfficeAway, Refused, RemoteOffice
from office.remote.asking import CLASSES, refusal_of
from tests.office_fixture import SCREEN, opened, rid
from tests.remote.conftest import House, remote
from tests.remote.plug import Plug


def test_a_number_is_given_and_can_be_looked_at_and_cancelled(house: House) -> None:
    with remote(house) as office:
        made = office.issue(rid(), service="A", priority=True)
        assert made["number"] == "A001"
        assert made["priority"]
        assert office.ticket(made["id"])["state"] == "waiting"
        assert office.ticket_by_number("a1")["id"] == made["id"]
        assert office.cancel(rid(), ticket=made["id"])["state"] == "cancelled"
        assert office.ticket(made["id"])["ahead"] is None


def test_a_person_rates_changes_the_mind_and_gives_reasons(house: House) -> None:
    with remote(house) as office:
        ticket = _served(house, office)
        time.sleep(0.65)
        assert office.rate(rid(), ticket=ticket, level=4, channel="tablet", age_ms=900)["level"] == 4
        assert office.rate(rid(), ticket=ticket, level=1, channel="tablet")["level"] == 1
        assert office.give_reasons(rid(), ticket=ticket, reasons=["cho-lau"], comment="Lâu quá")["level"] == 1


def test_a_person_declines(house: House) -> None:
    with remote(house) as office:
        assert office.decline_rating(rid(), ticket=_served(house, office))["outcome"] == "declined"


def _served(house: House, office: RemoteOffice) -> int:
    desk, an, made = house.premises.desk, house.seat("an", 1), office.issue(rid(), service="A")
    for act in (desk.call_next, desk.start, desk.finish):
        act(an, rid(), counter=1)
    return made["id"]


def test_a_refusal_is_the_desks_own_with_its_facts(house: House) -> None:
    with remote(house) as office:
        with pytest.raises(UnknownService) as unknown:
            office.issue(rid(), service="X")
        assert unknown.value.facts == {"service": "X"}
        made = office.issue(rid(), service="A")
        with pytest.raises(NoWindow):
            office.rate(rid(), ticket=made["id"], level=1, channel="touch")
        office.cancel(rid(), ticket=made["id"])
        with pytest.raises(WrongState) as wrong:
            office.cancel(rid(), ticket=made["id"])
        assert wrong.value.facts["state"] == "cancelled"


def test_a_token_that_is_not_known_is_not_admitted(house: House) -> None:
    with remote(house, token="nonsense") as office, pytest.raises(NotAdmitted):
        office.issue(rid(), service="A")


def test_every_problem_of_the_api_becomes_its_own_refusal() -> None:
    assert set(PROBLEMS) <= set(CLASSES)
    assert all(CLASSES[code].code == code for code in CLASSES)
    assert isinstance(refusal_of(409, {"code": "quota_reached", "title": "…", "service": "A"}), QuotaReached)


def test_a_code_from_a_newer_office_is_still_a_refusal() -> None:
    found = refusal_of(409, {"code": "brand_new", "detail": "…", "seat": 3})
    assert isinstance(found, Refused)
    assert found.facts == {"code": "brand_new", "status": 409, "seat": 3}
    assert isinstance(refusal_of(400, {}), Refusal)
    assert issubclass(refusals.Closed, Refusal)


def test_a_lost_answer_never_gives_two_numbers(house: House) -> None:
    with Plug(house.port) as plug:
        office = RemoteOffice(plug.url, house.token)
        plug.lose_answers = 2
        first = office.issue(rid(), service="A")
        second = office.issue(rid(), service="A")
        office.close()
    assert plug.lost == 2
    assert (first["number"], second["number"]) == ("A001", "A002")


def test_an_office_that_comes_back_in_time_answers_the_same_question(house: House) -> None:
    house.shut()
    back = threading.Timer(0.5, house.open)
    back.start()
    office = RemoteOffice(house.url, house.token, patience_s=8)
    assert office.issue(rid(), service="A")["number"] == "A001"
    office.close()
    back.join()


def test_an_office_that_stays_away_is_said_to_be_away_in_time(house: House) -> None:
    house.shut()
    office = RemoteOffice(house.url, house.token, patience_s=0.6)
    begun, request_id = time.monotonic(), rid()
    with pytest.raises(OfficeAway):
        office.issue(request_id, service="A")
    assert time.monotonic() - begun < 2
    house.open()
    assert office.issue(request_id, service="A")["number"] == "A001"
    office.close()


def test_closing_ends_a_question_that_is_asked_again_and_again(house: House) -> None:
    house.shut()
    asking = Asking(house.url, house.token, patience_s=60)
    threading.Timer(0.3, asking.close).start()
    begun = time.monotonic()
    with pytest.raises(OfficeAway):
        asking.get("/state")
    assert time.monotonic() - begun < 3


def test_the_desk_itself_looks_the_same_to_a_screen(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        office: Office = AtTheDesk(premises.desk, SCREEN)
        heard = list[str]()
        stop = office.on_facts(lambda facts: heard.extend(fact["kind"] for fact in facts))
        made = office.issue(rid(), service="A")
        assert office.ticket_by_number("A001") == office.ticket(made["id"])
        assert office.state()["services"][0]["waiting"] == 1
        office.cancel(rid(), ticket=made["id"])
        stop()
        office.issue(rid(), service="A")
        assert heard == ["ticket.issued", "ticket.cancelled"]
