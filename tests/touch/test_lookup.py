"""Looking up a procedure, as a list of steps: what a person types and presses, what the office says, what is seen."""

from kiosk.touch.layout.lookup import lit_up
from kiosk.touch.lookup import ChoicesPage, Line, LookupPage, ProcedurePage
from kiosk.touch.models.flow import TOGETHER_MS
from kiosk.touch.models.lookup import AGAIN_MS, PATIENCE_MS, PER_LEAF
from kiosk.touch.models.offers import AGAIN_MS as ASKED_AGAIN_MS
from kiosk.touch.models.offers import Offers
from kiosk.touch.models.touch import Touch
from kiosk.touch.page import HomePage
from look.sheet.lettering import fit
from look.theme import COLOURS
from office.domain.refusals import UnknownProcedure
from office.remote import OfficeAway
from tests.touch.double import morning
from tests.touch.lookup_double import FIELDS, LONG_NAME
from tests.touch.lookup_examples import search
from tests.touch.walk import Walk


def titles(walk: Walk) -> list[str]:
    return [line.title for line in walk.page.lines]


# -- the way there


def test_home_offers_the_search_only_when_there_is_something_to_look_up() -> None:
    assert "lookup" in Walk().names
    walk = Walk()
    walk.lookup.known.clear()
    walk.flow.hear_facts([{"kind": "procedure.repealed", "subject": "", "fact": {}}])  # type: ignore[typeddict-item]
    walk.pass_ms(400)
    assert "lookup" not in walk.names


def test_an_office_without_an_answer_offers_no_search_until_it_answers() -> None:
    walk = Walk()
    assert isinstance(walk.flow, Touch)
    walk.lookup.says["find"] = [OfficeAway("gone")]
    walk.flow.offers = Offers(walk.flow)  # as after a start
    walk.pass_ms(400)
    assert "lookup" not in walk.names
    walk.pass_ms(ASKED_AGAIN_MS)
    assert "lookup" in walk.names


def test_what_was_offered_stays_while_the_office_does_not_answer() -> None:
    walk = Walk()
    assert isinstance(walk.flow, Touch)
    walk.lookup.says["find"] = [OfficeAway("gone")]
    walk.flow.offers.stale()
    walk.pass_ms(400)
    assert walk.lookup.says["find"] == []  # it was asked
    assert "lookup" in walk.names


def test_a_closed_office_still_lets_procedures_be_looked_up() -> None:
    state = morning()
    for one in state["services"]:
        one.update(open=False, why="day_closed", opens_at="2026-11-24T07:30")
    assert Walk(state=state).press("lookup").shows(LookupPage)


def test_the_most_asked_stand_there_before_anything_is_typed() -> None:
    walk = search()
    assert titles(walk)[0] == "Đăng ký khai sinh"
    assert len(titles(walk)) == PER_LEAF


# -- typing


def test_every_key_changes_the_list_and_lights_up_what_was_typed() -> None:
    walk = search("ket hon")
    assert titles(walk) == ["Đăng ký kết hôn"]
    assert walk.page.lines[0].lit == ((8, 15),)
    walk.press(*["key:erase"] * 7)
    assert len(titles(walk)) == PER_LEAF


def test_a_space_at_the_end_asks_nothing_new() -> None:
    walk = search("khai")
    asked = len(walk.lookup.looked)
    walk.type_keys(" ")
    assert len(walk.lookup.looked) == asked


def test_while_one_answer_is_on_its_way_only_the_latest_words_are_asked_next() -> None:
    walk = search()
    walk.errands.waits = True
    walk.type_keys("khai")
    walk.errands.answer()
    walk.errands.answer()
    assert [typed for typed, _, _ in walk.lookup.looked][-2:] == ["k", "khai"]
    assert titles(walk)[0] == "Đăng ký khai sinh"


def test_a_letter_is_drawn_together_with_its_answer_or_alone_when_that_is_slow() -> None:
    walk = search()
    walk.errands.waits = True
    walk.type_keys("k")
    assert walk.flow.drawn_from == walk.time.now() + TOGETHER_MS
    walk.errands.answer()
    assert walk.flow.drawn_from == walk.time.now()


def test_what_was_looked_for_instead_is_said() -> None:
    walk = search("kai sin")
    walk.lookup.searched = "khai sinh"
    walk.type_keys("h")
    assert "khai sinh" in walk.page.hint


def test_nothing_found_is_said_with_what_to_do_and_never_as_an_empty_list() -> None:
    page = search("xe dap").page
    assert page.lines == ()
    assert "xe dap" in page.help[0]
    assert len(page.help) == 2


def test_no_more_than_fits_is_taken() -> None:
    walk = search()
    for _ in range(60):
        walk.type_keys("xe")
    assert len(walk.page.typed) == 80


# -- pages and fields


def test_a_longer_list_is_turned_and_turned_back() -> None:
    walk = search()
    first = titles(walk)
    walk.press("leaf:1")
    assert titles(walk) != first
    walk.press("leaf:0")
    assert titles(walk) == first
    assert "leaf:-1" not in walk.names


def test_typing_begins_at_the_first_page_again() -> None:
    walk = search().press("leaf:1", "leaf:2").type_keys("d")
    assert walk.lookup.looked[-1] == ("d", "", 0)


def test_a_list_that_became_shorter_is_shown_from_its_beginning() -> None:
    walk = search()
    del walk.lookup.known[PER_LEAF + 1 :]
    walk.flow.screen.press("leaf:2")
    assert titles(walk)[0] == "Đăng ký khai sinh"


def test_a_field_is_one_tap_and_so_is_the_way_back_to_all() -> None:
    walk = search().press("field:Chứng thực")
    assert titles(walk)[0] == LONG_NAME
    assert next(one for one in walk.page.chips if one.chosen).name == "field:Chứng thực"
    walk.press("field:")
    assert titles(walk)[0] == "Đăng ký khai sinh"


def test_the_chips_stay_where_they_are_while_somebody_types() -> None:
    walk = search()
    chips = walk.page.chips
    assert walk.type_keys("xe dap").page.chips == chips


def test_a_list_tells_the_first_clause_and_the_page_all_of_it() -> None:
    walk = search("chung thuc ban sao")
    assert "Trong ngày · 2.000 đ/trang" in walk.page.lines[0].details[0]
    assert "15 giờ" in walk.press("procedure:2.000815").page.facts[0].text


def test_all_fields_are_on_a_screen_of_their_own() -> None:
    walk = search("d").press("fields")
    assert walk.shows(ChoicesPage)
    assert len(walk.page.choices) == 12
    walk.press("leaf:1", f"field:{FIELDS[-1][0]}")
    assert walk.shows(LookupPage)
    assert walk.lookup.looked[-1] == ("d", FIELDS[-1][0], 0)
    assert next(one for one in walk.page.chips if one.chosen).text == FIELDS[-1][0]


def test_from_the_fields_one_can_go_back_without_choosing() -> None:
    walk = search("khai").press("fields", "back")
    assert walk.page.typed == "khai"


# -- what the office counts


def test_a_procedure_that_was_opened_is_counted_with_the_words_that_led_to_it() -> None:
    walk = search("khai tu").press("procedure:1.000656")
    assert walk.lookup.told == [("khai tu", "1.000656")]


def test_a_search_without_a_find_is_told_once_when_it_is_given_up() -> None:
    walk = search("xe dap")
    assert walk.lookup.told == []
    walk.press("back")
    assert walk.lookup.told == [("xe dap", "")]


def test_clearing_the_field_gives_a_search_up_and_erasing_letters_does_not() -> None:
    walk = search("xe").press("key:erase", "key:erase")
    assert walk.lookup.told == []
    walk.type_keys("xe").press("key:clear")
    assert walk.lookup.told == [("xe", "")]


def test_a_search_that_found_something_is_no_miss() -> None:
    walk = search("khai").press("back")
    assert walk.lookup.told == []


# -- trouble and time


def test_an_office_that_does_not_answer_leaves_the_list_and_is_asked_again() -> None:
    walk = search("khai")
    walk.lookup.says["find"] = [OfficeAway("gone")]
    walk.type_keys(" tu")
    assert walk.page.hint
    assert titles(walk)
    walk.pass_ms(AGAIN_MS + 400)
    assert titles(walk) == ["Đăng ký khai tử"]


def test_a_procedure_that_is_gone_or_does_not_come_is_said_above_the_list() -> None:
    walk = search()
    walk.lookup.says["procedure"] = [UnknownProcedure(key="1.001193"), OfficeAway("gone")]
    said = {walk.press("procedure:1.001193").page.hint for _ in "12"}
    assert len(said) == 2
    assert walk.shows(LookupPage)
    assert walk.press("procedure:1.001193").shows(ProcedurePage)


def test_a_second_tap_while_a_procedure_is_coming_opens_it_once() -> None:
    walk = search()
    walk.errands.waits = True
    walk.press("procedure:1.001193", "procedure:1.000894")
    assert [line.chosen for line in walk.page.lines].count(True) == 1
    walk.errands.answer()
    assert walk.page.name == "Đăng ký khai sinh"


def test_the_search_warns_before_it_leaves_and_one_tap_keeps_what_was_typed() -> None:
    walk = search("khai").pass_ms(PATIENCE_MS - 19_000)
    walk.press("stay").pass_ms(PATIENCE_MS - 10_000)
    assert walk.page.typed == "khai"
    walk.pass_ms(11_000)
    assert walk.shows(HomePage)


def test_the_next_person_finds_an_empty_field_in_vietnamese() -> None:
    walk = search("khai").press("language").pass_ms(PATIENCE_MS + 1_000).press("lookup")
    assert walk.page.typed == ""
    assert walk.flow.language == "vi"


def test_a_name_that_nobody_can_read_to_the_end_is_lit_where_it_is_seen() -> None:
    line = Line("x", LONG_NAME, ("",), "x", lit=((11, 18), (120, 125)))
    fitted = lit_up(fit([(LONG_NAME, COLOURS.ink)], 500, 60, (24,), 700), line)
    lit = [text for one in fitted.lines for text, colour in one if colour == COLOURS.primary]
    assert fitted.cut
    assert lit == ["bản sao"]
