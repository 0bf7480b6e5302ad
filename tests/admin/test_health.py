"""The doctor in the service: who may ask, how it goes on while people work, and its page in a real Chromium."""

import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from kiosk.health.examining import PARTS
from kiosk.setup import finishing
from kiosk.web.admin import commissioning
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


# --- the report of the commissioning ------------------------------------------------------------------------------
def kept(house: House, name: str, content: bytes) -> Path:
    """A file where the setup keeps its reports."""
    folder = house.premises.data / finishing.FOLDER
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def test_the_newest_report_of_the_commissioning_is_given_to_head_and_technician(house: House) -> None:
    kept(house, "2026-11-20-0915.pdf", b"%PDF the first try")
    kept(house, "2026-11-21-1630.pdf", b"%PDF as it stands")
    for person in ("minh-tuan", "an-ky"):
        answer = house.caller(person).get("/health/commissioning")
        assert (answer.status_code, answer.content) == (200, b"%PDF as it stands")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"] == 'attachment; filename="bien-ban-lap-dat-2026-11-21.pdf"'


def test_without_a_report_there_is_nothing_to_give(house: House) -> None:
    answer = house.caller("an-ky").get("/health/commissioning")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_item")


def test_no_other_file_of_the_folder_is_given(house: House) -> None:
    secret = house.premises.data / "secret"
    secret.write_bytes(b"nobody's business")
    kept(house, "notes.pdf", b"somebody's notes")
    kept(house, "2026-11-22-0700.txt", b"no report")
    (secret.parent / finishing.FOLDER / "2026-11-23-0800.pdf").symlink_to(secret)
    (secret.parent / finishing.FOLDER / "2026-11-24-0800.pdf").mkdir()
    assert house.caller("an-ky").get("/health/commissioning").status_code == 404


def test_a_file_that_is_larger_than_any_report_is_not_read_into_memory(house: House) -> None:
    with kept(house, "2026-11-21-1630.pdf", b"").open("r+b") as file:
        file.truncate(commissioning.LARGEST + 1)
    assert house.caller("an-ky").get("/health/commissioning").status_code == 404


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


def test_the_report_of_the_commissioning_is_found_below_the_check(house: House, profile: Profile) -> None:
    with profile.visits(house, "an-ky") as visit:
        expect(visit.go("/health").locator("#commissioning-card")).to_contain_text("None was kept on this machine")
        kept(house, "2026-11-21-1630.pdf", b"%PDF")
        card = visit.go("/health").locator("#commissioning-card")
        expect(card).to_contain_text("Made at 16:30 21/11/2026")
        expect(card.locator("#report")).to_have_attribute("href", "/api/v1/admin/health/commissioning")
