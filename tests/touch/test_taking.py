"""Taking a number, as a list of steps: what a person presses, what the office says, what is to be seen."""

from typing import Any

from kiosk.touch.models.number import AFTER_PAPER_MS, AFTER_TROUBLE_MS, PAPER_MS
from kiosk.touch.models.taking import IDLE_MS
from kiosk.touch.page import HomePage, MessagePage, NumberPage
from office.domain.refusals import AlreadyReprinted, DayClosed, QuotaReached, StoreUnavailable
from office.remote import OfficeAway
from tests.touch.double import call, morning, service, ticket
from tests.touch.walk import Walk


def acts(walk: Walk, name: str) -> list[str]:
    """The request ids of all acts of that name."""
    return [request_id for act, request_id, _ in walk.office.asked if act == name]


def test_one_touch_gives_a_number() -> None:
    walk = Walk().press("service:A")
    page = walk.page
    assert walk.shows(NumberPage)
    assert (page.number, page.prefix, page.service) == ("A001", "A", "Chứng thực")
    assert len(acts(walk, "issue")) == 1


def test_the_page_follows_the_paper_and_goes_home_after_six_seconds() -> None:
    walk = Walk().press("service:A")
    assert walk.page.box.picture == "printer"
    assert walk.names == []
    walk.printed(1, "printed")
    assert walk.page.box.tone == "good"
    walk.pass_ms(AFTER_PAPER_MS - 400)
    assert walk.shows(NumberPage)
    walk.pass_ms(600)
    assert walk.shows(HomePage)


def test_a_paper_that_is_told_before_the_number_is_not_lost() -> None:
    walk = Walk()
    walk.errands.waits = True
    walk.press("service:A").printed(1, "printed")
    walk.errands.answer()
    walk.pass_ms(200)
    assert walk.page.box.tone == "good"


def test_a_paper_that_nobody_tells_of_is_asked_for() -> None:
    walk = Walk().press("service:A")
    walk.office.given[acts(walk, "issue")[0]]["print"]["state"] = "printed"
    walk.pass_ms(2_400)
    assert walk.page.box.tone == "good"


def test_a_paper_that_never_comes_is_unsure_in_the_end() -> None:
    walk = Walk().press("service:A").pass_ms(PAPER_MS + 400)
    assert walk.page.box.picture == "printer_unsure"
    assert walk.page.code


def test_a_failed_paper_keeps_the_number_for_twenty_seconds_and_prints_again_once() -> None:
    walk = Walk().press("service:A").printed(1, "failed", "paper_out")
    assert walk.page.box.picture == "paper_out"
    assert "A001" in walk.page.box.text
    assert "A001" in walk.page.code
    walk.press("reprint")
    assert walk.page.box.picture == "printer"
    walk.printed(1, "failed", "paper_out")
    assert "reprint" not in walk.names
    walk.pass_ms(AFTER_TROUBLE_MS - 400)
    assert walk.shows(NumberPage)
    walk.pass_ms(600)
    assert walk.shows(HomePage)


def test_each_trouble_has_its_own_picture() -> None:
    reasons = ("paper_out", "cover_open", "cutter", "unreachable")
    pictures = [Walk().press("service:A").printed(1, "failed", reason).page.box.picture for reason in reasons]
    assert pictures == ["paper_out", "cover_open", "printer_fault", "printer_away"]
    assert Walk().press("service:A").printed(1, "failed", "something_new").page.box.picture == "printer_fault"


def test_a_refused_reprint_is_a_failed_paper_again() -> None:
    walk = Walk().press("service:A").printed(1, "failed", "paper_out")
    walk.office.says["reprint"] = [AlreadyReprinted(state="failed")]
    walk.press("reprint")
    assert walk.page.box.tone == "warn"
    assert "reprint" not in walk.names


def test_a_service_that_restarts_between_tap_and_answer_gives_one_number() -> None:
    walk = Walk()
    walk.office.says["issue"] = [OfficeAway("gone"), OfficeAway("still gone")]
    walk.press("service:A")
    assert walk.shows(MessagePage)
    walk.pass_ms(1_500)
    assert walk.page.number == "A001"
    assert len(acts(walk, "issue")) == 3
    assert len(set(acts(walk, "issue"))) == 1
    assert len(walk.office.given) == 1


def test_the_away_page_does_not_cover_somebody_who_waits_for_a_number() -> None:
    walk = Walk()
    walk.errands.waits = True
    walk.press("service:A")
    walk.flow.hear_presence(False)
    walk.pass_ms(5_000)
    assert walk.page.picture == "paper"
    assert walk.page.text
    walk.errands.answer()
    assert walk.page.number == "A001"


def test_an_office_that_stays_away_is_told_plainly() -> None:
    walk = Walk()
    walk.office.says["issue"] = [OfficeAway("gone")] * 1_000
    walk.press("service:A").pass_ms(31_000)
    assert walk.shows(MessagePage)
    assert walk.page.picture == "warning"
    assert len(set(acts(walk, "issue"))) == 1


def test_every_visit_has_its_own_request() -> None:
    walk = Walk()
    for _ in range(3):
        walk.press("service:A").printed(len(walk.office.given), "printed").press("again")
    assert len(set(acts(walk, "issue"))) == 3


def test_refusals_say_why_and_when() -> None:
    walk = Walk()
    walk.office.says["issue"] = [QuotaReached(service="A", opens_at="2026-11-24T07:30")]
    walk.press("service:A")
    assert walk.page.picture == "people"
    assert "24/11/2026" in walk.page.text
    walk.press("back")
    walk.office.says["issue"] = [DayClosed(service="A", opens_at=None)]
    walk.press("service:A")
    assert walk.page.text
    walk.press("back")
    walk.office.says["issue"] = [StoreUnavailable()]
    walk.press("service:A")
    assert walk.page.picture == "warning"
    assert walk.office.given == {}


def test_a_closed_tile_explains_itself_and_asks_for_nothing() -> None:
    state = morning()
    state["services"][0].update(open=False, why="closed", opens_at="13:30")
    walk = Walk(state=state)
    assert not walk.page.tiles[0].open
    assert "13:30" in walk.page.tiles[0].more
    walk.press("service:A")
    assert "13:30" in walk.page.text
    assert walk.office.asked == []


def test_a_service_without_an_open_counter_says_so_and_still_gives_a_number() -> None:
    state = morning()
    state["services"][0].update(why="no_counter", waiting=0)
    walk = Walk(state=state)
    assert walk.page.tiles[0].status != Walk().page.tiles[0].status
    assert walk.press("service:A").shows(NumberPage)


def test_an_office_that_is_closed_says_when_it_opens() -> None:
    state = morning()
    for one in state["services"]:
        one.update(open=False, why="day_closed", opens_at="2026-11-24T07:30")
    page = Walk(state=state).page
    assert isinstance(page, MessagePage)
    assert "24/11/2026" in page.text


def test_a_holiday_is_named_and_the_day_after_it_is_told() -> None:
    state = morning()
    for one in state["services"]:
        one.update(open=False, why="closed", opens_at="2026-11-24T07:30")
    state["opening"] = {"name": "Tết Nguyên đán", "sessions": [], "opens_at": "2026-11-24T07:30"}
    page = Walk(state=state).page
    assert isinstance(page, MessagePage)
    assert "Tết Nguyên đán" in page.title
    assert "24/11/2026" in page.text


def test_a_full_session_is_not_a_full_day() -> None:
    titles = []
    for opens_at, said in (("13:30", "13:30"), ("2026-11-24T07:30", "24/11/2026")):
        walk = Walk()
        walk.office.says["issue"] = [QuotaReached(service="A", opens_at=opens_at)]
        page = walk.press("service:A").page
        assert isinstance(page, MessagePage)
        assert said in page.text
        titles.append(page.title)
    assert titles[0] != titles[1]


def test_priority_is_explained_and_then_the_same_tiles() -> None:
    walk = Walk().press("priority")
    assert walk.page.subtitle
    walk.press("service:B")
    assert walk.office.asked[-1][2] == {"service": "B", "priority": True}


def test_priority_goes_back_by_itself() -> None:
    walk = Walk().press("priority").pass_ms(IDLE_MS + 400)
    assert "priority" in walk.names


def test_more_than_eight_services_have_pages() -> None:
    state = morning()
    state["services"] += [service(prefix, prefix, "", "", "", 0) for prefix in "KL"]
    walk = Walk(state=state)
    assert len(walk.page.tiles) == 8
    assert [tile.prefix for tile in walk.press("leaf:1").page.tiles] == ["K", "L"]
    walk.pass_ms(IDLE_MS + 400)
    assert len(walk.page.tiles) == 8


def test_nobody_there_shows_calls_and_notices_in_turn_and_the_tiles_stay() -> None:
    walk = Walk().hear(recent_calls=[call("A007", 2)], notices=["Mai nghỉ lễ."])
    tiles = walk.page.tiles
    walk.pass_ms(IDLE_MS + 400)
    assert walk.page.header.calls[0].number == "A007"
    assert walk.page.tiles == tiles
    walk.pass_ms(8_000)
    assert walk.page.header.notice == "Mai nghỉ lễ."
    assert walk.press("service:A").shows(NumberPage)


def test_nobody_there_shows_whom_to_turn_to_and_calls_come_back_after_every_second() -> None:
    people = [{"name": f"Lãnh đạo {n}", "title": "Chủ tịch", "phone": f"09{n}"} for n in range(3)]
    walk = Walk().hear(
        office={**morning()["office"], "leaders": people}, notices=["Nghỉ"], recent_calls=[call("A001", 1)]
    )
    walk.pass_ms(30_200)
    seen = list[str]()
    for _ in range(7):
        header = walk.page.header
        seen.append("calls" if header.calls else header.notice or header.leader.phone)
        walk.pass_ms(8_000)
    assert seen == ["calls", "090", "091", "calls", "092", "Nghỉ", "calls"]


def test_the_language_is_the_persons_and_goes_back_after_them() -> None:
    walk = Walk().press("language")
    assert walk.page.tiles[0].title == "Certification"
    walk.press("service:A").printed(1, "printed").press("again")
    assert walk.flow.language == "en"
    walk.press("service:A").printed(2, "printed").pass_ms(AFTER_PAPER_MS + 400)
    assert walk.flow.language == "vi"
    walk.press("language").pass_ms(IDLE_MS + 400)
    assert walk.flow.language == "vi"


def test_training_is_on_every_page() -> None:
    walk = Walk().hear(day={**morning()["day"], "training": True})
    assert walk.page.band
    assert walk.press("service:A").page.band


def test_an_office_away_for_a_moment_is_not_shown() -> None:
    walk = Walk()
    walk.flow.hear_presence(False)
    walk.pass_ms(1_000)
    assert walk.shows(HomePage)
    walk.pass_ms(1_000)
    assert walk.shows(MessagePage)
    assert walk.names == []
    walk.hear()
    assert walk.shows(HomePage)


def test_waits_are_shown_only_when_they_are_known() -> None:
    walk = Walk()
    walk.office.says["issue"] = [ticket(), ticket(wait={"low": 10, "high": 20})]
    assert len(walk.press("service:A").page.facts) == 1
    walk.printed(23, "printed").press("again", "service:A")
    assert [figure for figure, _ in walk.page.facts] == ["7", "10–20"]


def _first(**changes: Any) -> Walk:
    """The home screen whose first service is changed."""
    state = morning()
    state["services"][0].update(changes)
    return Walk(state=state)


def test_a_tile_says_how_long_somebody_would_wait_who_comes_now() -> None:
    assert _first(waiting=7, wait={"low": 10, "high": 20}).page.tiles[0].more.endswith("10–20 phút")
    assert _first(waiting=0, wait={"low": 3, "high": 8}).page.tiles[0].more.endswith("3–8 phút")
    assert _first(waiting=2, wait={"low": 0, "high": 1}).page.tiles[0].more == "dưới 1 phút"
    assert _first(waiting=2, wait=None).page.tiles[0].more == ""
    nobody = _first(waiting=0, wait={"low": 0, "high": 1}).page.tiles[0]
    assert (nobody.status, nobody.more) == ("Không phải chờ", "")


def test_where_the_line_is_longer_than_the_day_tile_and_number_say_so() -> None:
    assert _first().press("service:A").page.box.text == ""
    walk = _first(waiting=64, wait={"low": 70, "high": 110}, late=True)
    assert walk.page.tiles[0].more
    assert "phút" not in walk.page.tiles[0].more
    assert walk.press("service:A").page.box.text
    assert walk.printed(1, "printed").page.box.text
