"""What the tier above has set, on the head's pages: marked, beside what the head decided, and told in the journal."""

from pathlib import Path

from playwright.sync_api import expect

from kiosk.config import Config
from kiosk.district.part import DistrictPart
from office.backoffice.from_above import FromAboveActs
from office.domain.above import SpecialDay, body_of_days, body_of_notices
from office.domain.house import Notice
from office.domain.people import OPERATOR
from tests.admin.conftest import House
from tests.admin.test_pages import Visit, profile, pytestmark, visit

__all__ = ["profile", "pytestmark", "visit"]


def acts(house: House) -> FromAboveActs:
    return FromAboveActs(house.premises.performer, house.premises.readers)


def test_notices_of_the_tier_above_are_told_apart_from_the_office_s_own(house: House, visit: Visit) -> None:
    house.back.settings.post_notices(OPERATOR, None, [Notice("Của xã")])
    acts(house).apply("notices", 1, body_of_notices(("Của huyện",)).decode())
    facts = visit.go("").locator("#office")
    expect(facts).to_contain_text("Notices from the tier aboveCủa huyện")
    expect(facts).to_contain_text("Notices in the hallCủa xã")
    notices = visit.go("/opening").locator("#notices")
    expect(notices.get_by_role("row")).to_have_text(["Của xãNow always"])
    expect(notices).to_contain_text("Notices from the tier aboveCủa huyện")


def test_special_days_stand_below_the_week(house: House, visit: Visit) -> None:
    days = {"2099-12-25": SpecialDay("closed", "Lễ"), "2099-12-26": SpecialDay("hours", "", ((450, 690),))}
    acts(house).apply("opening", 1, body_of_days(days | {"2020-01-01": SpecialDay("closed")}).decode())
    card = visit.go("/opening").locator("#days-above")
    expect(card.get_by_role("row")).to_have_count(2)
    expect(card).to_contain_text("25/12/2099FridayClosed all dayLễ")
    expect(card).to_contain_text("07:30–11:30")


def test_the_journal_says_in_words_what_came_from_above(house: House, visit: Visit) -> None:
    above = acts(house)
    above.apply("notices", 3, body_of_notices(("Của huyện",)).decode())
    above.refuse("ticket-80", 2, "a ticket needs a block with kind = 'number'")
    above.settle("c-1", "test_page", "done", "printed")
    above.ask_restart("hall")
    page = visit.go("/journal")
    for said in (
        "Notices from the tier above came into force (version 3)",
        "A ticket template from the tier above could not be used: a ticket needs a block",
        "The tier above asked for a test page: done, printed",
        "The screen hall was asked to start again",
    ):
        expect(page.locator("#content")).to_contain_text(said)
    expect(page.locator(".deed").first).to_contain_text("the tier above")


def test_the_overview_says_which_version_is_in_force_and_what_was_refused(
    house: House, visit: Visit, tmp_path: Path
) -> None:
    above = acts(house)
    above.apply("notices", 3, body_of_notices(("Của huyện",)).decode())
    above.refuse("notices", 4, "notice 1: must be a text")
    config = Config.model_validate({"district": {"transport": "loopback", "socket": str(tmp_path / "pipe.sock")}})
    house.app.state.district = DistrictPart(config, house.premises, "test")
    card = visit.go("").locator("#district")
    expect(card).to_contain_text("version 3 of")
    expect(card).to_contain_text("Version 4 could not be used: notice 1: must be a text")
