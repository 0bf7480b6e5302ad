"""The pages of the slips and of the paper in a real Chromium."""

from playwright.sync_api import Page, expect

from tests.admin.conftest import House
from tests.admin.test_pages import Profile, profile, pytestmark, toast
from tests.admin.test_slips import pictures

__all__ = ["profile", "pytestmark"]

OWN = 'paper = 80\n[[block]]\nkind = "text"\ntext = "Ngày {date}"\n'


def text(page: Page) -> str:
    return page.locator("#text").input_value()


def is_drawn(page: Page, width: int) -> None:
    image = page.locator(".slip-paper img")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", width)


def test_a_technician_types_and_sees_the_paper_change(printing: House, profile: Profile) -> None:
    with profile.visits(printing, "an-ky") as visit:
        page = visit.go("/slips")
        is_drawn(page, 576)
        page.locator("[data-slip=day]").click()
        expect(page.locator("#editor h2")).to_have_text("Slip at the end of the day")
        is_drawn(page, 576)
        before = page.locator(".slip-paper img").get_attribute("src")
        page.locator("#text").fill(OWN)
        expect(page.locator(".slip-paper img")).not_to_have_attribute("src", before or "")
        expect(page.locator("#editor .tag")).to_have_text("Not saved")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(toast(page)).to_contain_text("The next slip looks like this")
        expect(page.locator("#editor .tag")).to_have_text("Own template")
        assert (printing.premises.data / "tickets" / "day-80.toml").read_text("utf-8") == OWN
        toast(page).get_by_role("button", name="Undo").click()
        expect(page.locator("#editor .tag")).to_have_text("As shipped")
        assert 'of = "services"' in text(page)


def test_of_two_who_edit_one_slip_the_second_is_told_and_loses_nothing(printing: House, profile: Profile) -> None:
    theirs, mine = OWN + "# họ\n", OWN + "# tôi\n"
    with profile.visits(printing, "an-ky") as visit:
        page = visit.go("/slips")
        page.locator("[data-slip=day]").click()
        expect(page.locator("#editor h2")).to_have_text("Slip at the end of the day")
        is_drawn(page, 576)
        page.locator("#text").fill(mine)
        printing.caller("minh-tuan").post("/templates/day/80/save", text=theirs)
        save = page.get_by_role("button", name="Save", exact=True)
        save.click()
        expect(toast(page)).to_contain_text("was changed by somebody else meanwhile")
        assert text(page) == mine
        expect(page.locator("#editor .tag")).to_have_text("Not saved")
        kept = printing.premises.data / "tickets"
        assert (kept / "day-80.toml").read_text("utf-8") == theirs
        page.locator("[data-key=forget]").click()
        assert text(page) == theirs
        toast(page).get_by_role("button", name="Undo").click()
        assert text(page) == mine
        save.click()
        expect(page.locator("#editor .tag")).to_have_text("Own template")
        assert (kept / "day-80.toml").read_text("utf-8") == mine
        assert (kept / "earlier" / "day-80.0001.toml").read_text("utf-8") == theirs


def test_a_ticket_printed_again_is_shown_as_it_really_comes(printing: House, profile: Profile) -> None:
    own = 'paper = 80\n[[block]]\nkind = "number"\n'
    printing.caller("minh-tuan").post("/templates/ticket/80/save", text=own)
    with profile.visits(printing, "an-ky") as visit:
        page = visit.go("/slips")
        page.locator("[data-slip=reprint]").click()
        tag = page.locator("#editor .tag")
        expect(tag).to_have_text("Like the ticket")
        assert text(page) == own
        page.locator("#text").fill(own + "# again\n")
        page.locator("[data-key=save]").click()
        expect(tag).to_have_text("Own template")
        page.locator("[data-key=drop]").click()
        expect(tag).to_have_text("Like the ticket")
        expect(toast(page).last).to_contain_text("printed like the ticket again")


def test_mistakes_stand_beside_the_text_and_lead_to_their_line(printing: House, profile: Profile) -> None:
    with profile.visits(printing, "minh-tuan") as visit:
        visit.page.goto(f"{visit.url}/language/vi?next=/admin/slips")
        page = visit.page
        is_drawn(page, 576)
        page.locator("#text").fill(text(page).replace("{service}", "{servce}"))
        mistake = page.locator("#mistakes li")
        expect(mistake).to_contain_text("{servce}")
        assert "service" in mistake.inner_text()
        expect(page.locator("[data-key=save]")).to_be_disabled()
        expect(page.locator(".slip-paper.is-old")).to_be_visible()
        mistake.get_by_role("button").click()
        expect(page.locator("#text")).to_be_focused()
        chosen = page.evaluate("(area => area.value.slice(area.selectionStart, area.selectionEnd))(text)")
        assert chosen == 'text = "{servce}"'


def test_an_earlier_one_is_used_again(printing: House, profile: Profile) -> None:
    slips = printing.app.state.slips
    for comment in ("# one\n", "# two\n"):
        slips.save(OWN + comment, "day", 80)
    with profile.visits(printing, "minh-tuan") as visit:
        page = visit.go("/slips")
        page.locator("[data-slip=day]").click()
        expect(page.locator("#editor .tag")).to_have_text("Own template")
        page.locator("[data-key=earlier]").click()
        page.get_by_role("dialog").get_by_role("button", name="Use it again").click()
        expect(toast(page)).to_contain_text("The earlier template")
        assert text(page).endswith("# one\n")
        toast(page).get_by_role("button", name="Undo").click()
        expect(toast(page)).to_contain_text("Taken back")
        assert text(page).endswith("# two\n")


def test_the_small_paper_is_looked_at_too_and_a_draft_waits(printing: House, profile: Profile) -> None:
    with profile.visits(printing, "minh-tuan") as visit:
        page = visit.go("/slips")
        is_drawn(page, 576)
        page.locator("#text").press("End")
        page.keyboard.type("# ghi chú")
        page.get_by_role("button", name="58 mm").click()
        is_drawn(page, 384)
        expect(page.locator("#editor")).to_contain_text("The printer has 80 mm")
        page.get_by_role("button", name="80 mm").click()
        expect(page.locator("#editor .tag")).to_have_text("Not saved")
        assert "# ghi chú" in text(page)
        page.get_by_role("button", name="Throw away what I typed").click()
        expect(page.locator("#editor .tag")).to_have_text("As shipped")
        assert "# ghi chú" not in text(page)


def test_a_trial_comes_out_of_the_printer(printing: House, profile: Profile) -> None:
    with profile.visits(printing, "an-ky") as visit:
        page = visit.go("/slips")
        is_drawn(page, 576)
        page.locator("[data-key=try]").click()
        expect(toast(page)).to_contain_text("The trial is printed")
    assert len(pictures(printing, 1)) == 1


def test_the_roll_is_a_bar_and_somebody_says_that_it_was_changed(printing: House, profile: Profile) -> None:
    printing.premises.desk.report_device(device="printer", condition="ok")
    printing.premises.desk.report_slip(slip="test", state="printed", reason=None, mm=76_000)
    with profile.visits(printing, "minh-tuan") as visit:
        page = visit.go("")
        expect(page.locator("#paper")).to_contain_text("about 5 % (4 of 80 m)")
        expect(page.locator(".roll-left.is-low")).to_be_visible()
        page.locator("[data-key=paper-changed]").click()
        expect(page.locator("#paper")).to_contain_text("about 100 %")
        expect(page.locator("#paper")).to_contain_text("Paper changed")
        toast(page).get_by_role("button", name="Undo").click()
        expect(page.locator("#paper")).to_contain_text("about 5 %")


def test_the_slip_of_the_day_is_printed_after_closing(printing: House, profile: Profile) -> None:
    printing.take("A")
    with profile.visits(printing, "minh-tuan") as visit:
        page = visit.go("")
        page.get_by_role("button", name="Close the day…").click()
        page.get_by_role("dialog").get_by_role("button", name="Close the day").click()
        page.get_by_role("button", name="Print the slip of the day").click()
        expect(toast(page)).to_contain_text("The slip of the day is printed")
    assert len(pictures(printing, 1)) == 1


def test_without_a_printer_nothing_of_paper_is_shown(house: House, profile: Profile) -> None:
    with profile.visits(house, "minh-tuan") as visit:
        page = visit.go("")
        expect(page.locator("#day")).to_be_visible()
        assert page.locator("#paper").count() == 0
        page = visit.go("/slips")
        is_drawn(page, 576)
        assert page.locator("[data-key=try]").count() == 0
