"""The doctor in the service: who may ask, how it goes on while people work, and its page in a real Chromium."""

import time
import zipfile
from io import BytesIO
from typing import Any

from playwright.sync_api import Page, expect

from kiosk.health.examining import PARTS
from tests.admin.conftest import Caller, House
from tests.admin.test_pages import Profile, profile, pytestmark

__all__ = ["profile", "pytestmark"]

PATIENCE_S = 60.0


def ended(technician: Caller) -> dict[str, Any]:
    """What is found once nothing is looked at any more."""
    until = time.monotonic() + PATIENCE_S
    while (found := technician.get("/health").json())["running"]:
        assert time.monotonic() < until, found
        time.sleep(0.02)
    return dict(found)


def test_an_examination_begins_at_once_and_tells_how_far_it_is(house: House) -> None:
    technician = house.caller("an-ky")
    before = technician.get("/health").json()
    assert {part["state"] for part in before["parts"]} == {"unknown"}
    assert before["at"] is None
    begun = technician.post("/health/examine").json()
    assert begun["running"]
    assert {part["state"] for part in begun["parts"]} <= {"waiting", "looking", "done"}
    found = ended(technician)
    assert [part["key"] for part in found["parts"]] == [part.key for part in PARTS]
    assert {part["state"] for part in found["parts"]} == {"done"}
    assert found["at"] == "2026-11-23T01:00:00.000Z"


def test_the_service_is_asked_for_its_database_its_people_and_its_clock(house: House) -> None:
    technician = house.caller("an-ky")
    house.pin("minh-tuan")
    technician.post("/health/examine", parts=["database", "people", "clock", "nobody-knows-this"])
    found = {part["key"]: part for part in ended(technician)["parts"]}
    assert found["database"]["findings"], found
    assert found["database"]["findings"][0]["text"].startswith("The database is sound")
    assert found["database"]["findings"][1]["text"].startswith("The journal is whole")
    assert found["people"]["findings"][0]["text"] == "2 of 6 people can sign in"
    assert "08:00:00 23/11/2026" in found["clock"]["findings"][0]["text"]
    assert found["disk"]["state"] == "unknown"


def test_devices_are_told_as_they_reported_last(house: House) -> None:
    desk = house.premises.desk
    desk.report_device(device="voice", condition="busy", detail="hw:0")
    technician = house.caller("an-ky")
    technician.post("/health/examine", parts=["voice", "printer"])
    found = {part["key"]: part for part in ended(technician)["parts"]}
    assert found["printer"]["level"] == "ok"
    assert found["voice"]["level"] is not None


def test_only_the_head_and_the_technician_may_look(house: House) -> None:
    for person, status in (("minh-tuan", 200), ("an-ky", 200), ("bich-thanh", 403), ("lan-anh", 403)):
        caller = house.caller(person)
        assert caller.get("/health").status_code == status
        assert caller.post("/health/examine", parts=["memory"]).status_code == status
        assert caller.get("/health/bundle").status_code == status
    ended(house.caller("an-ky"))


def test_the_file_for_support_comes_as_a_zip_file(house: House) -> None:
    technician = house.caller("an-ky")
    technician.post("/health/examine", parts=["memory", "clock"])
    ended(technician)
    answer = technician.get("/health/bundle")
    assert answer.headers["content-type"] == "application/zip"
    assert ".zip" in answer.headers["content-disposition"]
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        assert sorted(name.partition("/")[2] for name in packed.namelist()) == [
            *("about.json", "config.json", "counts.json", "devices.json", "findings.json", "findings.txt", "log.txt")
        ]
        assert "08:00:00 23/11/2026" in packed.read("motcua-support/findings.txt").decode()


# --- the page ---------------------------------------------------------------------------------------------------
def part(page: Page, key: str) -> Any:
    return page.locator(f"[data-part={key}]")


def test_the_page_looks_at_everything_once_it_is_opened_and_at_one_part_again(house: House, profile: Profile) -> None:
    with profile.visits(house, "an-ky") as visit:
        page = visit.go("/health")
        expect(page.locator("#summary")).to_be_visible(timeout=60_000)
        expect(page.locator("[data-part]")).to_have_count(len(PARTS))
        expect(part(page, "clock")).to_contain_text("08:00:00 23/11/2026")
        house.clock.advance(60_000)
        part(page, "clock").get_by_role("button").click()
        expect(part(page, "clock")).to_contain_text("08:01:00 23/11/2026", timeout=60_000)
        page.locator("#copy").click()
        expect(page.locator(".toast")).to_contain_text("Copied")
        expect(page.locator("#bundle")).to_have_attribute("href", "/api/v1/admin/health/bundle")


def test_what_is_wrong_stands_at_the_top_with_what_to_do(house: House, profile: Profile) -> None:
    house.clock.set_wall(1_000_000_000_000)
    with profile.visits(house, "minh-tuan") as visit:
        page = visit.go("/health")
        expect(page.locator("#summary")).to_contain_text("Faults: 1", timeout=60_000)
        expect(part(page, "clock").locator(".is-bad .check-advice")).to_contain_text("timedatectl")
