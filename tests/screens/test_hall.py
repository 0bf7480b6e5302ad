"""The hall display on a television: what everybody in the hall sees."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from office.backoffice.office import BackOffice
from office.domain.above import SpecialDay
from office.domain.house import Service
from tests.office_fixture import HEAD, rid, seat
from tests.screens.opening import Opening
from tests.screens.serving import HALL, SERVICES, ScreenOffice, office
from tests.screens.television import hall, sees_large, sees_rows

pytestmark = pytest.mark.needs("chromium")

SIZES = [(1920, 1080), (1366, 768), (1280, 720), (1080, 1920)]


def test_before_the_first_call_the_hall_says_welcome(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    expect(page.locator("#idle-title")).to_be_visible()
    expect(page.locator(".last")).to_be_hidden()
    expect(page.locator("#office")).to_have_text("Bộ phận Tiếp nhận và Trả kết quả xã Thanh Sơn")
    expect(page.locator("#clock")).to_have_text(re.compile(r"^\d\d:\d\d$"))


def test_a_call_stands_large_and_flashes_and_stays_readable(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    house.take("A")
    house.call(1)
    sees_large(page, "A001", 1)
    now = page.locator("#now")
    expect(now).to_have_class(re.compile(r"\blit\b"))
    for _ in range(2):
        assert page.evaluate("getComputedStyle(document.getElementById('number')).opacity") == "1"
        dark, light = "rgb(10, 15, 28)", "rgb(255, 209, 0)"
        assert page.evaluate("getComputedStyle(document.getElementById('number')).color") in {dark, light}
        page.clock.run_for(500)
    page.clock.run_for(7000)
    expect(now).to_have_attribute("data-flashes", "no")
    expect(now).not_to_have_class(re.compile(r"\blit\b"))


def test_two_calls_at_once_are_shown_one_after_another(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    house.take("A")
    house.take("A")
    house.call(1)
    house.call(2)
    sees_large(page, "A001", 1)
    sees_rows(page, "A002 2")
    page.clock.run_for(4500)
    sees_large(page, "A002", 2)
    sees_rows(page, "A001 1")


def test_the_large_number_follows_the_voice(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    house.take("A")
    house.take("A")
    first, second = house.call(1), house.call(2)
    sees_large(page, "A001", 1)
    house.announce("started", first, ms=9000)
    page.clock.run_for(7000)
    sees_large(page, "A001", 1)
    house.announce("ended", first)
    house.announce("started", second, ms=9000)
    sees_large(page, "A002", 2)


def test_a_recall_flashes_again(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    house.take("A")
    house.call(1)
    sees_large(page, "A001", 1)
    page.clock.run_for(7000)
    expect(page.locator("#now")).to_have_attribute("data-flashes", "no")
    house.recall(1)
    expect(page.locator("#now")).to_have_attribute("data-flashes", "yes")


def test_an_undone_call_disappears(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    house.take("A")
    house.call(1)
    sees_large(page, "A001", 1)
    house.desk.undo(house.clerks[1], rid(), counter=1)
    expect(page.locator("#idle")).to_be_visible()


@pytest.mark.parametrize(("leaving", "missed"), [("no_show", "A001"), ("park", None)])
def test_an_undone_call_by_number_puts_the_number_back_where_it_was(
    opening: Opening, tmp_path: Path, leaving: str, missed: str | None
) -> None:
    """Also in the middle of its announcement, which would hold it large for some seconds more."""
    impatient = replace(HALL, calling=replace(HALL.calling, no_show_calls=1, no_show_ms=0))
    with office(tmp_path, first=impatient) as house:
        house.take("A")
        house.take("A")
        house.call(2)
        leave(house, leaving)
        house.call(1)
        page = hall(opening, house)
        sees_large(page, "A002", 1)
        answer = house.desk.call_ticket(house.clerks[2], rid(), counter=2, number="A001")
        house.announce("started", dict(answer.body["ticket"]), ms=9000)
        sees_large(page, "A001", 2)
        house.desk.undo(house.clerks[2], rid(), counter=2)
        sees_large(page, "A002", 1)
        if missed is None:
            expect(page.locator("#missed")).to_be_hidden()
        else:
            expect(page.locator("#missed-numbers")).to_have_text(missed)


def leave(house: ScreenOffice, how: str) -> None:
    """Whoever was called to counter 2 does not come, or is set aside."""
    if how == "no_show":
        house.desk.no_show(house.clerks[2], rid(), counter=2)
    else:
        house.desk.park(house.clerks[2], rid(), counter=2, reason="Thiếu giấy tờ")


def test_an_undone_no_show_is_missed_no_longer(opening: Opening, tmp_path: Path) -> None:
    impatient = replace(HALL, calling=replace(HALL.calling, no_show_calls=1, no_show_ms=0))
    with office(tmp_path, first=impatient) as house:
        house.take("A")
        house.call(2)
        page = hall(opening, house)
        leave(house, "no_show")
        expect(page.locator("#missed-numbers")).to_have_text("A001")
        house.desk.undo(house.clerks[2], rid(), counter=2)
        expect(page.locator("#missed")).to_be_hidden()
        sees_large(page, "A001", 2)


def test_below_each_service_stands_how_long_somebody_would_wait(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    wait = page.locator(".service", has_text="Civil status").locator(".wait")
    expect(wait).to_have_text("")
    for _ in range(9):
        house.take("B")
    expect(wait).to_have_text(re.compile(r"^\d+–\d+ min$"))


def test_six_calls_missed_numbers_priority_and_people_waiting(opening: Opening, tmp_path: Path) -> None:
    impatient = replace(HALL, calling=replace(HALL.calling, no_show_calls=1, no_show_ms=0))
    with office(tmp_path, first=impatient) as house:
        for _ in range(8):
            house.take("A")
        house.take("B", priority=True)
        for _ in range(7):
            house.call(1)
            house.desk.no_show(house.clerks[1], rid(), counter=1)
        house.call(2)
        house.call(3)
        page = hall(opening, house)
        sees_large(page, "A008", 2)
        page.clock.run_for(4500)
        sees_large(page, "B001", 3)
        sees_rows(page, "A008 2", "A007 1", "A006 1", "A005 1", "A004 1", "A003 1")
        expect(page.locator("#missed-numbers")).to_have_text(re.compile(r"^A007\s+A006\s+A005.*A001$"))
        figures = dict(
            zip(page.locator(".letter").all_inner_texts(), page.locator(".count").all_inner_texts(), strict=True)
        )
        assert (figures["A"], figures["B"]) == ("0", "0")
        house.take("B", priority=True)
        house.take("D")
        expect(page.locator(".service", has_text="Civil status").locator(".count")).to_have_text("1")
        house.call(2)
        sees_large(page, "B002", 2)
        house.take("A")
        house.desk.no_show(house.clerks[2], rid(), counter=2)
        house.call(1)
        page.clock.run_for(5000)
        sees_large(page, "A009", 1)
        expect(page.locator("#last .because").first).to_have_text("priority")


def test_notices_flip_and_do_not_scroll(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    expect(page.locator("#notice")).to_be_hidden()
    house.notices("Thông báo một", "Thông báo hai")
    expect(page.locator("#notice")).to_be_visible()
    first = page.locator("#notice-text").inner_text()
    page.clock.run_for(9000)
    expect(page.locator("#notice-text")).not_to_have_text(first)
    page.clock.run_for(9000)
    expect(page.locator("#notice-text")).to_have_text(first)


def test_training_and_the_end_of_the_day_are_told(opening: Opening, house: ScreenOffice) -> None:
    page = hall(opening, house)
    house.desk.set_training(HEAD, rid(), on=True)
    expect(page.locator("#training")).to_be_visible()
    house.desk.set_training(HEAD, rid(), on=False)
    house.desk.close_day(HEAD, rid())
    expect(page.locator("#training")).to_be_hidden()
    expect(page.locator("#idle-title")).to_contain_text("closed")


def test_on_a_holiday_nobody_is_sent_to_the_ticket_screen(opening: Opening, house: ScreenOffice) -> None:
    """The day record is open, as every day; the hall says what day it is, and when numbers are given again."""
    page = hall(opening, house)
    settings = BackOffice(house.premises.performer, house.premises.readers).settings
    today = house.premises.performer.today()
    settings.mark_days(HEAD, rid(), {today.isoformat(): SpecialDay("closed", "Lễ hội xã")})
    expect(page.locator("#idle-title")).to_contain_text("Lễ hội xã")
    tomorrow = today + timedelta(days=1)
    expect(page.locator("#idle-text")).to_contain_text(f"00:00, {tomorrow:%d/%m/%Y}")


def test_more_services_than_fit_take_turns(opening: Opening, tmp_path: Path) -> None:
    many = tuple(Service(x, x, f"Lĩnh vực {x}", position=20) for x in "CHKLMN")
    long = Service("P", "P", "Một tên rất dài " * 7, position=30)
    with office(tmp_path, first=replace(HALL, services=(*SERVICES, *many, long))) as house:
        page = hall(opening, house, size=(1280, 720))
        shown = page.locator(".service:visible .letter")
        expect(shown).to_have_count(8)
        first = shown.all_inner_texts()
        page.clock.run_for(9000)
        assert set(shown.all_inner_texts()).isdisjoint(first)
        assert page.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.parametrize("name", ["Tiếp nhận hồ sơ và trả kết quả " * 10, "Đ" * 300], ids=["words", "no blanks"])
def test_a_service_name_of_300_signs_breaks_nothing(opening: Opening, tmp_path: Path, name: str) -> None:
    long = replace(SERVICES[0], name=name[:300], name_en=name[:300])
    with office(tmp_path, first=replace(HALL, services=(long, *SERVICES[1:]))) as house:
        house.take("A")
        house.call(1)
        page = hall(opening, house)
        sees_large(page, "A001", 1)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.clock.run_for(750)
            assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
                width,
                height,
            ]
            expect(page.locator(".service", has_text=name[:10]).locator(".count")).to_be_visible()


def test_a_counter_with_a_name_of_its_own_is_called_by_it(opening: Opening, house: ScreenOffice) -> None:
    house.clerks[4] = seat(house.premises, "binh", 4)
    page = hall(opening, house)
    house.take("T")
    house.take("T")
    house.call(4)
    sees_large(page, "T001", "Bàn trả kết quả")
    house.call(1)
    page.clock.run_for(4500)
    sees_large(page, "T002", 1)
    sees_rows(page, "T001 Bàn trả kết quả")


@pytest.mark.parametrize("path", ["/hall", "/hall?second=en"])
def test_everything_fits_and_the_number_is_large(opening: Opening, house: ScreenOffice, path: str) -> None:
    house.notices("Hồ sơ chứng thực nộp sau 15:00 được trả vào ngày làm việc tiếp theo.")
    for service in "AAATBD":
        house.take(service)
    for counter in (1, 2, 3):
        house.call(counter)
    page = hall(opening, house, path=path, language="vi")
    page.evaluate("document.fonts.ready")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        rem = 16 * min(max(width, height) / 1920, min(width, height) / 1080)
        expect(page.locator("html")).to_have_attribute("style", re.compile(f"font-size: {rem:g}"[:16]))
        page.clock.run_for(750)
        assert page.evaluate(CLIPPED) == [], (width, height)
        assert capital_share(page) * SHORT_SIDE_MM >= 5 * DEPTH_M


SHORT_SIDE_MM = 32 * 25.4 * 9 / 337**0.5
"""Of a 32-inch television."""

DEPTH_M = 12
"""A deep hall for such a small television."""

CLIPPED = """() => {
  const out = [];
  for (const box of document.querySelectorAll('.head, .now, .number, .goes, .last, .row, .strip, .foot, .service')) {
    if (box.hidden || !box.offsetParent) continue;
    if (box.scrollWidth > box.clientWidth + 2) out.push(box.className + ' wide');
    const whole = box.matches('.now, .last, .foot, .strip');
    if (whole && box.scrollHeight > box.clientHeight + 2) out.push(box.className + ' high ' + box.scrollHeight);
  }
  const high = document.documentElement.scrollHeight;
  return high > innerHeight ? [...out, 'page ' + high] : out;
}"""


def capital_share(page: Page) -> float:
    """The height of a digit of the called number, as a share of the shorter side of the screen."""
    size = page.evaluate("parseFloat(getComputedStyle(document.getElementById('number')).fontSize)")
    return 0.714 * float(size) / float(page.evaluate("Math.min(innerWidth, innerHeight)"))
