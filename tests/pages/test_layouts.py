"""The console fits its window: laptop, old monitors, upright tablets, and a narrow window on top of the others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.office_fixture import rid
from tests.pages.conftest import LOADING_MS, SIZE, in_english, sit_down
from tests.pages.console_driver import Console
from tests.pages.serving import FOLK, house

pytestmark = pytest.mark.needs("chromium")
SIZES = ((1366, 768), (1024, 768), (1920, 1080), (800, 1280), (420, 760), (360, 640))
DIALOGS = {"F1": "help", "F2": "more", "F3": "go-on", "F4": "note", "F6": "my-day", "F8": "walk-in", ".": "park"}


@pytest.fixture(params=["vi", "en"])
def speaking(counter: Console, request: pytest.FixtureRequest) -> Iterator[Console]:
    """The console in both languages, one after the other."""
    counter.page.goto(f"{counter.office.url}/language/{request.param}?next=/console")
    counter.page.wait_for_selector(".key-go", timeout=LOADING_MS)
    yield counter
    counter.page.set_viewport_size(SIZE)
    counter.page.goto(f"{counter.office.url}/language/en?next=/console")
    counter.page.wait_for_selector(".key-go", timeout=LOADING_MS)


def test_nothing_is_cut_off_at_any_size(speaking: Console) -> None:
    numbers = [speaking.office.take(service, priority=True)["number"] for service in ("A", "B", "A")]
    speaking.sees_waiting(*(ticket["number"] for ticket in speaking.office.desk.line(2)["waiting"]))
    assert cut_off_anywhere(speaking.page) == []
    speaking.press("Enter")
    speaking.sees_number(numbers[0])
    assert cut_off_anywhere(speaking.page) == []
    _everything_about_one_visit(speaking)
    assert cut_off_anywhere(speaking.page) == []


def _everything_about_one_visit(console: Console) -> None:
    """Two services, a long note, times that nobody believes, and a band above it all."""
    desk, ticket = console.office.desk, console.office.at(2)["ticket"]
    assert ticket is not None
    desk.continue_with(console.actor, rid(), counter=2, service="B")
    desk.continue_with(console.actor, rid(), counter=2, service="A")
    desk.note(console.actor, rid(), ticket=ticket["id"], text="đã đưa mẫu tờ khai, quay lại lấy bản sao " * 4)
    desk.mark_times(console.actor, rid(), ticket=ticket["id"], inexact=True)
    expect(console.page.locator(".visit-part")).to_have_count(2)
    expect(console.page.locator("[data-inexact]")).to_be_visible()
    expect(console.page.locator(".visit-note")).to_be_visible()


TROUBLES = {"printer": "paper_out", "ups": "low", "disk": "full"}


def test_several_troubles_at_once_are_read_whole(speaking: Console) -> None:
    desk = speaking.office.desk
    for device, trouble in TROUBLES.items():
        desk.report_device(device=device, condition=trouble)
    speaking.calls()
    expect(speaking.page.locator(".foot-device.is-bad")).to_have_count(len(TROUBLES))
    assert cut_off_anywhere(speaking.page, ".foot-device") == []
    for device in TROUBLES:
        desk.report_device(device=device, condition="ok")


def test_every_question_fits_a_narrow_window(speaking: Console) -> None:
    number = speaking.calls()
    speaking.page.set_viewport_size({"width": 420, "height": 760})
    for key, name in DIALOGS.items():
        speaking.press(key)
        speaking.sees_dialog(name)
        box = speaking.dialog(name).bounding_box()
        assert box is not None
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 420, name
        assert box["y"] + box["height"] <= 760, name
        assert speaking.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        speaking.later(1_000)
        speaking.press("Escape")
        speaking.sees_no_dialog()
    assert speaking.state_of(number) == "called"


def test_every_key_is_at_hand_in_a_narrow_window(counter: Console) -> None:
    counter.page.set_viewport_size({"width": 420, "height": 760})
    counter.calls()
    for name in (
        "next",
        "recall",
        "start",
        "no_show",
        "transfer",
        "park",
        "by_number",
        "walk_in",
        "pause",
        "more",
        "end",
    ):
        expect(counter.key(name).locator("visible=true").first).to_be_in_viewport()
    counter.page.set_viewport_size(SIZE)


LONG = ("Tiếp nhận hồ sơ và trả kết quả " * 10, "Đ" * 300)


def test_a_service_name_of_300_signs_breaks_nothing(page: Page, tmp_path: Path) -> None:
    long = [replace(one, name=name[:300], name_en=name[:300]) for one, name in zip(FOLK.services, LONG, strict=False)]
    with house(tmp_path / "long", first=replace(FOLK, services=(*long, *FOLK.services[2:]))) as office:
        in_english(page, office)
        console = sit_down(page, office)
        for service in ("A", "B", "A"):
            office.take(service)
        console.sees_waiting("A001", "B001", "A002")
        for number in ("A001", "B001"):
            console.press_apart("Enter")
            console.sees_number(number)
            assert cut_off_anywhere(page) == []
        page.set_viewport_size(SIZE)
        console.press("F8")
        console.sees_dialog("walk-in")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def cut_off_anywhere(page: Page, further: str = ".now") -> list[str]:
    """What does not fit, at any of the sizes. `further`: a selector of parts that are looked at, too."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found += [f"{width}x{height}: {part}" for part in cut_off(page, further)]
    return found


def cut_off(page: Page, further: str) -> list[str]:
    """The parts whose content does not fit, and the page itself when it would scroll."""
    found = page.evaluate(
        """(further) => [...document.querySelectorAll(
            `.key, .key-label, .figure, .current-top, .now, .foot, .bar-end, ${further}`)]
          .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0
            || part.matches(".now") && part.scrollHeight > part.clientHeight + 1)
          .map((part) => part.className)""",
        further,
    )
    overlap = page.evaluate(
        """() => { const box = (name) => document.querySelector(name).getBoundingClientRect();
          const inside = document.getElementById("current").firstElementChild.getBoundingClientRect();
          return box("#current > :last-child").bottom > box("#keys").top || inside.top < box("#now").top; }"""
    )
    scrolls = page.evaluate(
        "({scrollWidth: w, scrollHeight: h}) => w > innerWidth || h > innerHeight",
        page.locator("html").element_handle(),
    )
    return [*found, *(["overlap"] if overlap else []), *(["page"] if scrolls else [])]
