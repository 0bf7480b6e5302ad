"""Why a rating was low: asked after the rating is stored, masked, erasable."""

from dataclasses import replace

import pytest

from office.domain.refusals import Invalid, NoWindow
from tests.office.at_work import Json, Office, working
from tests.office_fixture import FIRST, RATING, SCREEN, rid


def rated(office: Office, level: int = 1) -> Json:
    office.take()
    ticket = office.serve()
    office.clock.advance(1_000)
    office.rate(ticket, level)
    return ticket


def explain(office: Office, *reasons: str, comment: str | None = None) -> Json:
    return office.desk.give_reasons(SCREEN, rid(), ticket=1, reasons=list(reasons), comment=comment).body


def test_a_low_rating_may_be_explained(office: Office) -> None:
    rated(office)
    assert explain(office, "thai-do", "cho-lau")["level"] == 1
    assert office.facts("rating.reasons")[-1]["reasons"] == ["thai-do", "cho-lau"]


@pytest.mark.parametrize("level", [2, 3, 4])
def test_a_rating_that_is_not_low_asks_nothing(office: Office, level: int) -> None:
    rated(office, level)
    with office.refuses(NoWindow):
        explain(office, "thai-do")


@pytest.mark.parametrize(("scale", "low"), [(3, [1]), (4, [1]), (5, [1, 2])])
def test_low_depends_on_the_scale(scale: int, low: list[int]) -> None:
    levels = tuple(replace(RATING.levels[0], id=f"l{n}") for n in range(scale))
    accepted = []
    for level in range(1, scale + 1):
        with working(replace(FIRST, rating=replace(RATING, scale=scale, levels=levels))) as office:
            rated(office, level)
            try:
                explain(office, "thai-do")
            except NoWindow:
                continue
            accepted.append(level)
    assert accepted == low


def test_reasons_are_accepted_until_30_seconds_after_the_window(office: Office) -> None:
    rated(office)
    office.clock.advance(30_000)
    explain(office, "thai-do")


def test_later_it_is_too_late(office: Office) -> None:
    rated(office)
    office.clock.advance(30_001)
    with office.refuses(NoWindow, outcome="rated"):
        explain(office, "thai-do")


def test_reasons_are_given_once(office: Office) -> None:
    rated(office)
    explain(office, "thai-do")
    with office.refuses(NoWindow):
        explain(office, "cho-lau")


@pytest.mark.parametrize("reasons", [["no-such"], ["thai-do", "thai-do"]])
def test_unknown_or_doubled_reasons_are_invalid(office: Office, reasons: list[str]) -> None:
    rated(office)
    with office.refuses(Invalid, field="reasons"):
        explain(office, *reasons)


def test_without_a_rating_there_is_nothing_to_explain(office: Office) -> None:
    office.take()
    office.serve()
    with office.refuses(NoWindow):
        explain(office, "thai-do")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Gọi cho tôi 0912 345 678 nhé", "Gọi cho tôi ••• nhé"),
        ("CCCD 001099012345.", "CCCD •••."),
        ("số 0912.345.678 hoặc 024-3825-1234", "số ••• hoặc •••"),
        ("(028) 3822 1234 gặp cô Lan", "••• gặp cô Lan"),
        ("chờ từ 8 giờ đến 10 giờ 30", "chờ từ 8 giờ đến 10 giờ 30"),
        ("nộp ngày 20/11/2026, 3 lần", "nộp ngày 20/11/2026, 3 lần"),
    ],
)
def test_telephone_and_identity_numbers_are_masked(office: Office, written: str, kept: str) -> None:
    rated(office)
    explain(office, "thai-do", comment=written)
    assert [row["text"] for row in office.rows("free_text")] == [kept]


def test_the_fact_holds_only_a_salted_hash_of_the_text(office: Office) -> None:
    rated(office)
    explain(office, "thai-do", comment="Cán bộ chưa niềm nở")
    fact = office.facts("rating.reasons")[-1]
    assert len(fact["text_hash"]) == 64
    assert "niềm nở" not in str(office.facts())


def test_an_empty_comment_is_no_text(office: Office) -> None:
    rated(office)
    explain(office, "thai-do", comment="   ")
    assert office.rows("free_text") == []
    assert "text_hash" not in office.facts("rating.reasons")[-1]


def test_the_rating_is_stored_before_the_reasons(office: Office) -> None:
    rated(office)
    assert len(office.rows("rating")) == 1
    assert office.rows("rating_reasons") == []
