"""The citizens' page in a real browser: searching, reading, and what happens when something is missing or hostile."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browsing import intercepts
from tests.pages.lookup_double import UNKNOWN, Answers, line, whole
from tests.pages.serving import House, house

pytestmark = pytest.mark.needs("chromium")

SIZES = ((360, 640), (390, 844), (768, 1024), (1366, 768), (1920, 1080))
BIRTH = line("1.001193", "Đăng ký khai sinh", online=True, match=[[0, 7], [8, 12]])
COPY = line("2.000815", "Chứng thực bản sao từ bản chính giấy tờ", of="Chứng thực", match=[])
LONG = "Đăng ký " + "rất dài " * 60
HOSTILE = "<img src=x onerror=\"document.title='taken'\"></script><b>đậm</b> \U0001f476 & 'ngoặc'"
BLOCKS = [
    {"kind": "heading", "level": 1, "spans": [{"text": "Giờ làm việc"}]},
    {"kind": "text", "level": 0, "spans": [{"text": "Xem "}, {"text": "cổng", "href": "https://example.org/"}]},
    {"kind": "text", "level": 0, "spans": [{"text": "bẫy", "href": "javascript:document.title='taken'"}]},
    {"kind": "item", "level": 1, "spans": [{"text": "một"}]},
    {"kind": "item", "level": 2, "spans": [{"text": "một rưỡi"}]},
    {"kind": "item", "level": 1, "spans": [{"text": "hai"}]},
    {"kind": "numbered", "level": 1, "spans": [{"text": "trước", "bold": True}]},
    {"kind": "row", "level": 1, "cells": [[{"text": "Việc"}], [{"text": "Phí"}]]},
    {"kind": "row", "level": 0, "cells": [[{"text": "Sao y"}], [{"text": "<b>2.000 đ</b>"}]]},
]
RULES = {"slug": "noi-quy", "title": "Nội quy", "pictogram": "paper", "updated_on": "2026-11-02", "blocks": BLOCKS}
DOSSIERS = {"offered": True, "url": True, "example": "H26.15-0001", "result_service": "T"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One office for all: nothing here changes it."""
    with house(tmp_path_factory.mktemp("lookup") / "data") as served:
        yield served


@pytest.fixture
def answers(page: Page) -> Answers:
    """What the office answers in the present test."""
    given = Answers(lines=[BIRTH, COPY], procedures={"1.001193": whole("1.001193", "Đăng ký khai sinh")})
    given.given_to(page)
    return given


def opened(page: Page, office: House, path: str = "") -> None:
    page.goto(f"{office.url}/lookup{path}")
    expect(page.locator("#view h1")).to_be_visible()


def search(page: Page, text: str) -> None:
    page.fill("#q", text)
    expect(page.locator(".hits-place")).not_to_have_attribute("aria-busy", "true")


def test_what_is_typed_is_searched_and_what_matches_is_lit(page: Page, office: House, answers: Answers) -> None:
    opened(page, office)
    expect(page.locator(".count")).to_contain_text("2 procedures")
    search(page, "dang ky khai")
    expect(page.locator("mark")).to_have_text(["Đăng ký", "khai"])
    expect(page).to_have_url(re.compile(r"/lookup\?q=dang\+ky\+khai$"))
    assert answers.asked[-1]["q"] == "dang ky khai"


def test_the_parts_that_match_are_counted_in_whole_characters(page: Page, office: House, answers: Answers) -> None:
    answers.lines = [line("1.1", "\U0001f476 Đăng ký khai sinh", match=[[2, 9]])]
    opened(page, office)
    expect(page.locator("mark")).to_have_text("Đăng ký")


def test_what_was_searched_instead_is_said(page: Page, office: House, answers: Answers) -> None:
    answers.searched = "khai sinh"
    opened(page, office, "?q=kai+sinh")
    expect(page.locator("#q")).to_have_value("kai sinh")
    expect(page.locator(".count")).to_contain_text("searched for “khai sinh”")


def test_a_name_is_never_read_as_markup(page: Page, office: House, answers: Answers) -> None:
    answers.lines = [line("1.1", HOSTILE, of=HOSTILE, deadline=HOSTILE, fee=HOSTILE, match=[[0, 4]])]
    answers.procedures["1.1"] = whole(
        "1.1",
        HOSTILE,
        papers=[{"name": HOSTILE, "copies": HOSTILE}],
        steps=[HOSTILE],
        legal=[HOSTILE],
        attachments=[{"title": HOSTILE, "url": "javascript:alert(1)"}],
        portal_url="javascript:alert(1)",
        service_name=HOSTILE,
        fee_note=HOSTILE,
    )
    opened(page, office)
    expect(page.locator(".hit-name")).to_have_text(HOSTILE)
    assert page.locator("#view img").count() == 0
    page.click(".hit")
    expect(page.locator("h1")).to_have_text(HOSTILE)
    assert page.locator("#view img").count() == 0
    assert page.locator("#view a[href^='javascript']").count() == 0
    assert page.title() != "taken"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_whatever_is_typed_is_asked_shortly_and_breaks_nothing(page: Page, office: House, answers: Answers) -> None:
    opened(page, office)
    for typed in ("'a'.repeat(10000)", "'\U0001f476'.repeat(5000)", "'x\\ud83d'.repeat(60)", "'\\x07\\u202e'"):
        with page.expect_response("**/api/v1/procedures?q=*"):
            page.evaluate(
                f"""() => {{ const q = document.getElementById("q"); q.value = {typed};
                    q.dispatchEvent(new Event("input", {{ bubbles: true }})); }}"""
            )
        assert 0 < len(answers.asked[-1]["q"]) <= 100
        expect(page.locator(".hit")).to_have_count(2)


def test_going_back_shows_the_list_as_it_was_left(page: Page, office: House, answers: Answers) -> None:
    answers.lines = [line(f"1.{n:06}", f"Thủ tục số {n}") for n in range(60)]
    answers.procedures = {one["key"]: whole(one["key"], one["name"]) for one in answers.lines}
    opened(page, office)
    page.click(".more button")
    expect(page.locator(".hit")).to_have_count(40)
    page.locator(".hit").nth(32).click()
    expect(page.locator("h1")).to_have_text("Thủ tục số 32")
    expect(page).to_have_title(re.compile("^Thủ tục số 32 · "))
    assert page.evaluate("scrollY") == 0
    page.click(".back")
    expect(page.locator(".hit").nth(32)).to_be_focused()
    expect(page.locator(".hit").nth(32)).to_be_in_viewport()


def test_more_is_fetched_until_all_are_there(page: Page, office: House, answers: Answers) -> None:
    answers.lines = [line(f"1.{n:06}", f"Thủ tục số {n}") for n in range(45)]
    opened(page, office)
    for shown in (40, 45):
        page.click(".more button")
        expect(page.locator(".hit")).to_have_count(shown)
    expect(page.locator(".more button")).to_have_count(0)
    expect(page.locator(".hit").nth(40)).to_be_focused()


def test_a_late_answer_does_not_take_the_place_of_a_newer_one(page: Page, office: House, answers: Answers) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    opened(page, office)
    intercepts(page, "**/api/v1/procedures?q=cham*", hold)
    with page.expect_request("**/api/v1/procedures?q=cham*"):
        page.fill("#q", "cham")
    answers.lines = [COPY]
    search(page, "nhanh")
    expect(page.locator(".hit-name")).to_have_text(COPY["name"])
    for route in held:
        route.abort()
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator(".hit-name")).to_have_text(COPY["name"])


def test_the_fields_narrow_the_list_and_stay_in_sight(page: Page, office: House, answers: Answers) -> None:
    answers.lines = [line(f"1.{n:06}", f"Thủ tục {n}", of=f"Lĩnh vực {n:02}") for n in range(30)]
    opened(page, office)
    expect(page.locator(".chip")).to_have_count(1 + 8 + 1)
    page.click(".chip-more")
    page.get_by_role("button", name="Lĩnh vực 25").click()
    expect(page.locator(".hit")).to_have_count(1)
    page.click(".chip-more")
    expect(page.locator(".chip[aria-pressed=true]")).to_contain_text("Lĩnh vực 25")
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.locator(".hit")).to_have_count(20)


def test_nothing_found_says_what_may_help(page: Page, office: House, answers: Answers) -> None:
    opened(page, office)
    everything, answers.lines = answers.lines, []
    search(page, "xyz")
    expect(page.locator(".empty b")).to_have_text("Nothing was found for “xyz”.")
    expect(page.locator(".help li")).to_have_count(3)
    answers.lines = everything
    page.get_by_role("button", name="Show all procedures").click()
    expect(page.locator(".hit")).to_have_count(2)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_an_empty_catalogue_sends_people_to_a_counter(page: Page, office: House, answers: Answers) -> None:
    answers.lines = []
    opened(page, office)
    expect(page.locator(".empty")).to_contain_text("Please ask at a counter.")
    expect(page.locator("#q")).to_be_hidden()


def test_a_lost_connection_is_said_and_comes_back_by_itself(page: Page, office: House, answers: Answers) -> None:
    opened(page, office)
    answers.away = True
    page.fill("#q", "khai sinh")
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator(".hit")).to_have_count(2)  # what was there stays
    answers.away, answers.lines = False, [BIRTH]
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator(".hit")).to_have_count(1)


def test_everything_works_from_the_keyboard(page: Page, office: House, answers: Answers) -> None:
    opened(page, office)
    page.locator("h1").focus()
    page.keyboard.press("/")
    page.keyboard.type("khai/sinh")
    expect(page.locator("#q")).to_have_value("khai/sinh")
    expect(page.locator("mark")).to_have_count(2)
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Đăng ký khai sinh")
    expect(page.locator("h1")).to_be_focused()
    page.go_back()
    expect(page.locator(".hit").first).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")


def test_who_has_gone_down_the_list_stays_there_when_a_late_answer_comes(
    page: Page, office: House, answers: Answers
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    opened(page, office)
    intercepts(page, "**/api/v1/procedures?q=*", hold)
    with page.expect_request("**/api/v1/procedures?q=*"):
        page.fill("#q", "khai sinh")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f'[data-key="{COPY["key"]}"]')).to_be_focused()
    with page.expect_response("**/api/v1/procedures?q=*"):
        held[0].fallback()
    expect(page.locator(f'[data-key="{COPY["key"]}"]')).to_be_focused()


def test_a_reader_of_the_screen_hears_names_and_changes(page: Page, office: House, answers: Answers) -> None:
    opened(page, office)
    expect(page.get_by_role("search")).to_have_count(1)
    expect(page.get_by_role("searchbox", name="Look up procedures")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="2 procedures")).to_have_count(1)
    expect(page.get_by_role("list", name="Procedures").get_by_role("link")).to_have_count(2)
    assert page.locator(".hit-name").first.get_attribute("lang") == "vi"
    assert page.locator("h1").count() == 1


def test_a_procedure_opens_by_its_address(page: Page, office: House, answers: Answers) -> None:
    opened(page, office, "/1.001193")
    expect(page.locator(".paper-line")).to_have_count(2)
    expect(page.locator(".where")).to_contain_text("Counters 2, 3")
    page.locator(".paper-line").first.click()
    expect(page.locator(".papers-to-bring + p")).to_have_text("1 of 2 ready")
    page.click(".back")
    expect(page.locator(".hit")).to_have_count(2)


@pytest.mark.parametrize("path", ["/%", "/info/kh%C3%B4ng"])
def test_an_address_that_leads_nowhere_leads_back(page: Page, office: House, answers: Answers, path: str) -> None:
    page.goto(f"{office.url}/lookup{path}")
    page.get_by_role("link", name="Look up procedures").click()
    expect(page.locator(".hit")).to_have_count(2)


def test_what_nobody_knows_is_not_said_to_be_nothing(page: Page, office: House, answers: Answers) -> None:
    answers.lines = [line("1.1", "Một thủ tục", code=None, **UNKNOWN)]
    answers.procedures["1.1"] = whole("1.1", "Một thủ tục", code=None, papers=[], **UNKNOWN)
    opened(page, office)
    expect(page.locator(".hit .unknown")).to_have_count(2)
    page.click(".hit")
    expect(page.locator(".facts .unknown")).to_have_count(2)
    expect(page.locator(".procedure-about")).not_to_contain_text("1.1")
    expect(page.locator(".procedure")).not_to_contain_text("free")


def test_a_fee_of_each_way_is_told_and_a_missing_one_is_not_nothing(
    page: Page, office: House, answers: Answers
) -> None:
    known = {"in_person": 15000, "online": 0, "post": None}
    fees = [{"channel": way, "dong": dong, "note": ""} for way, dong in known.items()]
    answers.procedures["1.1"] = whole("1.1", "Tạm trú", fee="Theo nghị quyết", fee_note="Theo nghị quyết", fees=fees)
    opened(page, office, "/1.1")
    said = ["at the office: 15,000 đ", "online: free of charge", "by post: no information yet, please ask at a counter"]
    expect(page.locator(".fee-lines li")).to_have_text(said)


def test_a_procedure_that_ends_says_when(page: Page, office: House, answers: Answers) -> None:
    answers.procedures["1.1"] = whole("1.1", "Sắp hết", repealed="2027-01-01")
    opened(page, office, "/1.1")
    expect(page.locator(".note-warn")).to_contain_text("01/01/2027")


def test_the_browser_prints_a_list_of_the_papers(page: Page, office: House, answers: Answers) -> None:
    opened(page, office, "/1.001193")
    page.emulate_media(media="print")
    for here in (".print-head", "h1", ".facts", ".paper-line >> nth=0", ".where", ".print-foot"):
        expect(page.locator(here)).to_be_visible()
    for away in (".bar", "#tabs", ".back", ".procedure-acts", ".lookup-foot"):
        expect(page.locator(away).first).to_be_hidden()
    expect(page.get_by_text("Legal basis")).to_be_hidden()
    page.emulate_media(media="screen")


def test_pages_of_the_office_are_drawn_from_their_blocks(page: Page, office: House, answers: Answers) -> None:
    answers.content = {"noi-quy": RULES}
    opened(page, office)
    page.get_by_role("link", name="Information").click()
    page.get_by_role("link", name="Nội quy").click()
    expect(page.locator("h1")).to_have_text("Nội quy")
    expect(page.locator(".blocks h2")).to_have_text("Giờ làm việc")
    expect(page.locator(".blocks a")).to_have_attribute("rel", "noopener noreferrer")
    expect(page.locator(".blocks a")).to_have_count(1)
    expect(page.locator(".blocks > ul > li > ul > li")).to_have_text("một rưỡi")
    expect(page.locator(".blocks > ul > li")).to_have_count(2)
    expect(page.locator(".blocks > ol b")).to_have_text("trước")
    expect(page.locator(".blocks th")).to_have_text(["Việc", "Phí"])
    expect(page.locator(".blocks td")).to_have_text(["Sao y", "<b>2.000 đ</b>"])


def test_what_an_office_does_not_have_has_no_tab(page: Page, office: House, answers: Answers) -> None:
    opened(page, office)
    expect(page.locator("#tabs")).to_be_hidden()
    answers.content, answers.dossiers = {"noi-quy": RULES}, DOSSIERS
    page.reload()
    expect(page.locator(".tab:visible")).to_have_count(3)


def test_a_dossier_leads_to_its_progress_and_stands_in_no_address(page: Page, office: House, answers: Answers) -> None:
    answers.dossiers = DOSSIERS
    opened(page, office, "/dossier")
    for typed in ("", "sai", "a/b"):
        page.fill("#number", typed)
        page.keyboard.press("Enter")
        expect(page.locator(".wrong")).not_to_be_empty()
        expect(page.locator("#number")).to_be_focused()
    page.fill("#number", "H26.15-0001")
    page.keyboard.press("Enter")
    expect(page.locator(".portal a")).to_have_attribute("href", "https://example.org/H26.15-0001")
    expect(page.locator(".wrong")).to_be_empty()
    expect(page).to_have_url(f"{office.url}/lookup/dossier")


def test_the_language_is_changed_where_one_is(page: Page, office: House, answers: Answers) -> None:
    opened(page, office)
    page.fill("#q", "khai sinh")
    page.get_by_role("link", name="VI").click()
    expect(page).to_have_url(re.compile(r"/lookup\?q=khai\+sinh$"))
    assert page.locator("html").get_attribute("lang") == "vi"
    expect(page.locator("#q")).to_have_value("khai sinh")


@pytest.mark.parametrize(
    ("language", "paths"), [("vi", ("", "/1.1", "/info", "/info/noi-quy", "/dossier")), ("en", ("", "/dossier"))]
)
def test_nothing_is_cut_off_at_any_size(
    page: Page, office: House, answers: Answers, language: str, paths: tuple[str, ...]
) -> None:
    page.goto(f"{office.url}/language/{language}?next=/lookup")
    answers.lines = [line("1.1", LONG, of="Lĩnh vực " * 12, deadline=LONG, fee=LONG), line("1.2", "Đ" * 300), BIRTH]
    answers.procedures["1.1"] = whole("1.1", LONG, deadline=LONG, fee=LONG, steps=["x" * 400], repealed="2027-01-01")
    answers.content, answers.dossiers = {"noi-quy": {**RULES, "title": "Nội" * 99}}, DOSSIERS
    for path in paths:
        page.goto(f"{office.url}/lookup{path}")
        expect(page.locator("#view > *").first).to_be_visible()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} at {width}"
