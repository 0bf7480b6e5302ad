"""The rating tablet at a counter: from the call to the thanks, with real taps."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from office.domain.house import Choice
from tests.office_fixture import HEAD, rid
from tests.screens.opening import Opening
from tests.screens.serving import HALL, QUESTION, ScreenOffice, office, rating
from tests.screens.tablet import (
    CARRIED_OVER_MS,
    face,
    facts,
    finish_somebody,
    levels_given,
    other_face,
    put_up,
    sees,
    settled,
    soon,
)

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def house(long_office: ScreenOffice) -> ScreenOffice:
    long_office.begin_anew()
    return long_office


def test_a_counter_at_rest_shows_its_clerk(tablet: Page) -> None:
    sees(tablet, "idle")
    expect(tablet.locator(".card-counter b")).to_have_text("3")
    expect(tablet.locator(".card-person h1")).to_have_text("Phạm Văn Dũng")
    expect(tablet.locator(".portrait")).to_have_text("VD")
    expect(tablet.locator(".title")).to_have_text("Công chức")


def test_from_the_call_to_the_thanks(tablet: Page, house: ScreenOffice) -> None:
    house.take("B")
    ticket = house.call(3)
    sees(tablet, "called")
    expect(tablet.locator(".number")).to_have_text(ticket["number"])
    house.start(3)
    sees(tablet, "serving")
    house.finish(3)
    sees(tablet, "faces")
    expect(tablet.locator("h1")).to_contain_text(QUESTION.label)
    assert face(tablet, 4).inner_text() == "Rất hài lòng"
    tablet.wait_for_timeout(CARRIED_OVER_MS)
    face(tablet, 4).tap()
    sees(tablet, "thanks")
    given = facts(house, "rating.given")
    assert [(one["level"], one["channel"]) for one in given] == [(4, "tablet")]
    tablet.clock.fast_forward(5500)
    sees(tablet, "idle")


def test_the_next_number_stands_above_the_faces(tablet: Page, house: ScreenOffice) -> None:
    house.take("B")
    house.take("B")
    house.call(3)
    house.start(3)
    expect(tablet.locator("#strip")).to_be_hidden()
    following = house.call(3)
    sees(tablet, "faces")
    expect(tablet.locator("#strip b")).to_have_text(following["number"])
    house.start(3)
    sees(tablet, "serving")
    assert facts(house, "rating.closed")[0]["outcome"] == "cut_short"


def test_a_low_level_is_asked_why(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    face(tablet, 1).tap()
    sees(tablet, "reasons")
    assert levels_given(house) == [1]
    expect(tablet.locator("[data-reason]")).to_have_count(6)
    expect(tablet.locator('[data-press="tell"]')).to_be_disabled()
    tablet.wait_for_timeout(CARRIED_OVER_MS)
    for reason in ("cho-lau", "khac", "di-lai", "khac"):
        tablet.locator(f'[data-reason="{reason}"]').tap()
    tablet.locator('[data-press="tell"]').tap()
    sees(tablet, "thanks")
    assert soon(tablet, house, "rating.reasons")[0]["reasons"] == ["cho-lau", "di-lai"]
    tablet.clock.fast_forward(3500)
    sees(tablet, "idle")


def test_reasons_may_be_skipped_and_end_by_themselves(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    face(tablet, 1).tap()
    settled(tablet, "reasons")
    tablet.locator('[data-press="skip"]').tap()
    sees(tablet, "thanks")
    tablet.clock.fast_forward(4000)
    finish_somebody(tablet, house)
    face(tablet, 1).tap()
    settled(tablet, "reasons")
    tablet.locator('[data-reason="thai-do"]').tap()
    tablet.clock.fast_forward(28_000)
    sees(tablet, "idle")
    assert [one["reasons"] for one in soon(tablet, house, "rating.reasons")] == [["thai-do"]]


def test_from_a_low_level_to_a_better_one(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    face(tablet, 1).tap()
    settled(tablet, "reasons")
    other_face(tablet, 3).tap()
    sees(tablet, "thanks")
    assert levels_given(house) == [1, 3]


def test_nobody_has_to_rate(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.locator('[data-press="decline"]').tap()
    sees(tablet, "declined")
    assert facts(house, "rating.closed")[0]["outcome"] == "declined"
    tablet.clock.fast_forward(3500)
    sees(tablet, "idle")


def test_the_window_ends_by_itself(opening: Opening, tmp_path: Path) -> None:
    short = replace(HALL, rating=replace(rating(), window_ms=1500))
    with office(tmp_path, first=short) as house:
        tablet = put_up(opening, house)
        house.take("B")
        house.serve_one(3)
        sees(tablet, "faces")
        expect(tablet.locator("#left")).not_to_be_empty()
        sees(tablet, "idle")


def test_an_undone_finish_takes_the_faces_away(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    house.desk.undo(house.clerks[3], rid(), counter=3)
    sees(tablet, "serving")


def test_each_person_is_met_in_the_usual_language(tablet: Page, house: ScreenOffice) -> None:
    finish_somebody(tablet, house)
    tablet.locator('[data-press="language"]').tap()
    expect(tablet.locator("html")).to_have_attribute("lang", "en")
    expect(face(tablet, 4)).to_have_text("Very satisfied")
    tablet.wait_for_timeout(CARRIED_OVER_MS)
    face(tablet, 4).tap()
    sees(tablet, "thanks")
    expect(tablet.locator("html")).to_have_attribute("lang", "en")
    tablet.clock.fast_forward(5500)
    sees(tablet, "idle")
    expect(tablet.locator("html")).to_have_attribute("lang", "vi")


def test_who_chose_a_language_while_waiting_keeps_it(tablet: Page, house: ScreenOffice) -> None:
    tablet.locator('[data-press="language"]').tap()
    house.take("B")
    house.call(3)
    sees(tablet, "called")
    expect(tablet.locator("html")).to_have_attribute("lang", "en")
    house.take("B")
    house.start(3)
    house.finish(3)
    house.call(3)
    house.start(3)
    sees(tablet, "serving")
    expect(tablet.locator("html")).to_have_attribute("lang", "vi")


@pytest.mark.parametrize(
    ("scale", "faces"), [(3, ["laugh", "flat", "upset"]), (5, ["laugh", "smile", "flat", "doubt", "upset"])]
)
def test_other_scales_have_other_faces(opening: Opening, tmp_path: Path, scale: int, faces: list[str]) -> None:
    with office(tmp_path, first=replace(HALL, rating=rating(scale))) as house:
        tablet = put_up(opening, house)
        finish_somebody(tablet, house)
        found = tablet.locator(".faces-large .choice")
        assert [re.findall(r"face-(\w+)", one.get_attribute("class") or "")[0] for one in found.all()] == faces
        outlines = tablet.eval_on_selector_all(".faces-large .face-outline", "all => all.map(one => one.outerHTML)")
        mouths = tablet.eval_on_selector_all(".faces-large .face-mouth", "all => all.map(one => one.getAttribute('d'))")
        assert len(set(outlines)) == len(set(mouths)) == scale
        face(tablet, 2).tap()
        sees(tablet, "reasons" if scale == 5 else "thanks")


def test_several_questions_are_asked_one_after_another(opening: Opening, tmp_path: Path) -> None:
    second = Choice("thai-do", "Thái độ của cán bộ thế nào?", "How was the staff?")
    with office(tmp_path, first=replace(HALL, rating=rating(questions=(QUESTION, second)))) as house:
        tablet = put_up(opening, house)
        finish_somebody(tablet, house)
        face(tablet, 4).tap()
        expect(tablet.locator("h1")).to_contain_text(second.label)
        tablet.wait_for_timeout(CARRIED_OVER_MS)
        face(tablet, 3).tap()
        sees(tablet, "thanks")
        assert [(one["question"], one["level"]) for one in facts(house, "rating.given")] == [
            ("overall", 4),
            ("thai-do", 3),
        ]


def test_away_and_back_by_itself(tablet: Page, house: ScreenOffice) -> None:
    house.take("B")
    house.call(3)
    sees(tablet, "called")
    with house.away():
        tablet.clock.run_for(4000)
        expect(tablet.locator("#lost")).to_be_visible()
        sees(tablet, "idle")
    tablet.clock.run_for(6000)
    expect(tablet.locator("#lost")).to_be_hidden()
    sees(tablet, "called")


def test_pause_closed_and_training_are_told(tablet: Page, house: ScreenOffice) -> None:
    house.desk.pause(house.clerks[3], rid(), counter=3, reason="Họp")
    sees(tablet, "paused")
    house.desk.resume(house.clerks[3], rid(), counter=3)
    sees(tablet, "idle")
    house.desk.set_training(HEAD, rid(), on=True)
    expect(tablet.locator("#training")).to_be_visible()
    house.desk.set_training(HEAD, rid(), on=False)
    house.desk.close_day(HEAD, rid())
    sees(tablet, "closed")
