"""The machine itself in the back office: its clock, a new start, its end; who asked stands in the journal."""

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from kiosk.steward import ClockNotSet, Steward, StewardAbsent, Wish
from kiosk.web.admin.machine import MachineView
from office.clock import SetClock
from tests.admin.conftest import House
from tests.admin.test_pages import Profile, profile, pytestmark

__all__ = ["profile", "pytestmark"]

EIGHT_MS = 1_795_395_600_000  # 2026-11-23 08:00 in Vietnam, as SetClock begins


class Willing(Steward):
    """A steward that does everything at once."""

    def __init__(self, clock: SetClock) -> None:
        super().__init__(Path("/"))
        self._clock = clock
        self.asked: list[Wish] = []
        self.comes = self.obeys = True

    @property
    def is_here(self) -> bool:
        return True

    def ask(self, wish: Wish) -> None:
        if not self.comes:
            raise StewardAbsent
        self.asked.append(wish)

    def set_clock(self, wall_ms: int) -> None:
        if not self.comes:
            raise StewardAbsent
        if not self.obeys:
            raise ClockNotSet
        self._clock.set_wall(wall_ms)


@pytest.fixture
def steward(house: House) -> Willing:
    willing = Willing(house.clock)
    house.app.state.steward = willing
    return willing


def test_a_technician_sets_a_dead_clock_and_the_office_believes_it(house: House, steward: Willing) -> None:
    technician = house.caller("an-ky")
    house.premises.desk.tick()
    house.clock.jump(-400 * 86_400_000)  # the battery of the board is flat
    house.premises.desk.tick()
    shown = MachineView(
        now="2025-10-19T01:00:00.000Z", believed="2026-11-23T01:00:00.000Z", synced=False, suspect=True, able=True
    )
    assert technician.get("/machine").json() == shown
    answer = technician.post("/machine/clock", at="2026-11-23T08:30")
    assert answer.status_code == 200, answer.text
    assert answer.json()["now"] == "2026-11-23T01:30:00.000Z"
    assert not technician.get("/machine").json()["suspect"]
    house.premises.desk.tick()
    assert not house.premises.desk.state()["day"]["clock_suspect"]
    (fact,) = house.facts("clock.set")
    assert fact == {"was": EIGHT_MS - 400 * 86_400_000, "now": EIGHT_MS + 1_800_000, "by": "clerk:an-ky"}
    assert len(house.facts("clock.trusted")) == 1


def test_a_far_jump_by_hand_raises_no_suspicion(house: House, steward: Willing) -> None:
    house.caller("minh-tuan").post("/machine/clock", at="2026-11-27T08:00:30")
    house.premises.desk.tick()
    assert not house.premises.desk.state()["day"]["clock_suspect"]
    assert house.facts("clock.suspect") == []


def test_a_date_far_from_the_last_right_one_is_asked_for_twice(house: House, steward: Willing) -> None:
    technician = house.caller("an-ky")
    answer = technician.post("/machine/clock", at="2029-11-23T08:30")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert house.facts("clock.set") == []
    answer = technician.post("/machine/clock", at="2029-11-23T08:30", sure=True)
    assert (answer.status_code, answer.json()["now"]) == (200, "2029-11-23T01:30:00.000Z")


def test_a_clock_that_the_network_keeps_is_refused(house: House, steward: Willing) -> None:
    house.clock.set_synced(True)
    technician = house.caller("an-ky")
    answer = technician.post("/machine/clock", at="2026-11-23T08:30")
    assert (answer.status_code, answer.json()["code"]) == (409, "clock_kept")
    house.clock.set_synced(False)
    steward.obeys = False
    assert technician.post("/machine/clock", at="2026-11-23T08:30").json()["code"] == "clock_kept"
    assert house.facts("clock.set") == []


@pytest.mark.parametrize("at", ["", "now", "2026-13-01T08:00", "2026-11-23T08:30Z", "2026-11-23T08:30+07:00"])
def test_what_is_no_time_on_the_wall_is_said(house: House, steward: Willing, at: str) -> None:
    answer = house.caller("an-ky").post("/machine/clock", at=at)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_the_machine_is_asked_once_and_the_journal_says_by_whom(house: House, steward: Willing) -> None:
    technician, request = house.caller("an-ky"), str(uuid4())
    for _ in range(2):
        assert technician.post("/machine/restart", request).status_code == 200
    house.clock.advance(60_000)
    assert technician.post("/machine/restart", request).status_code == 200  # the page asks again after the restart
    assert technician.post("/machine/restart-windows").status_code == 200
    assert steward.asked[-1] is Wish.RESTART_WINDOWS
    assert steward.asked.count(Wish.RESTART) <= 2
    assert [fact["what"] for fact in house.facts("machine.asked")] == ["restart", "restart-windows"]
    assert {fact["by"] for fact in house.facts("machine.asked")} == {"clerk:an-ky"}


def test_a_machine_without_a_steward_or_with_one_that_does_not_come_says_so(house: House, tmp_path: Path) -> None:
    technician = house.caller("an-ky")
    house.app.state.steward = Steward(tmp_path / "nowhere")
    assert not technician.get("/machine").json()["able"]
    for path, body in (("/machine/power-off", {}), ("/machine/clock", {"at": "2026-11-23T08:30"})):
        answer = technician.post(path, **body)
        assert (answer.status_code, answer.json()["code"]) == (409, "no_steward")
    assert house.facts("machine.asked") == []
    house.app.state.steward = Willing(house.clock)
    house.app.state.steward.comes = False
    assert technician.post("/machine/power-off").json()["code"] == "no_steward"


def test_nothing_else_can_be_asked(house: House, steward: Willing) -> None:
    assert house.caller("an-ky").post("/machine/format-disk").status_code in (404, 422)
    assert steward.asked == []


@pytest.mark.slow
def test_the_technician_sets_the_clock_on_the_page_and_switches_off(
    house: House, steward: Willing, profile: Profile
) -> None:
    with profile.visits(house, "an-ky") as visit:
        page: Page = visit.go("/health")
        card = page.locator("#machine-card")
        expect(card.locator("b")).to_have_text("08:00 23/11/2026")
        card.locator("#set-clock").click()
        page.locator("dialog input[name=at]").fill("2026-11-24")
        page.locator("dialog input[name=time]").fill("07:15")
        page.get_by_role("dialog").get_by_role("button", name="Set the clock").click()
        expect(card.locator("b")).to_have_text("07:15 24/11/2026")
        card.locator("#set-clock").click()
        page.locator("dialog input[name=at]").fill("2029-11-24")
        page.get_by_role("dialog").get_by_role("button", name="Set the clock").click()
        asked = page.get_by_role("dialog")
        expect(asked).to_contain_text("Is it really 24/11/2029?")
        expect(asked).to_contain_text("last known to be right on 24/11/2026")
        page.keyboard.press("Escape")
        expect(card.locator("b")).to_have_text("07:15 24/11/2026")
        assert len(house.facts("clock.set")) == 1
        card.locator("#power-off").click()
        page.get_by_role("dialog").get_by_role("button", name="Switch the machine off").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert steward.asked == [Wish.POWER_OFF]
