"""A letter into the suggestion box: bounded, masked, without a name, and erasable."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from office.acts import texts
from office.answers import Answer
from office.backoffice.office import BackOffice
from office.domain.house import Box
from office.domain.letters import MONTH_MS, MOST_A_MINUTE, USUAL
from office.domain.moment import HOUR, MINUTE
from office.domain.people import SYSTEM, Actor
from office.domain.refusals import Invalid, TooMany, UnknownItem
from office.performing import Act
from tests.office.at_work import Office, working
from tests.office_fixture import FIRST, HEAD, TOUCH, rid

WORDS = "Quầy 2 hướng dẫn rất tận tình, gọi tôi 0912 345 678"
KEPT = "Quầy 2 hướng dẫn rất tận tình, gọi tôi •••"


def write(office: Office, *reasons: str, text: str | None = None, by: Actor = TOUCH) -> dict[str, Any]:
    return office.desk.suggest(by, rid(), reasons=list(reasons), text=text).body


def everywhere(office: Office) -> str:
    return json.dumps(office.everything(), ensure_ascii=False, default=str)


def test_a_letter_is_reasons_and_words_and_carries_no_name(office: Office) -> None:
    made = write(office, "waiting", "praise", text=WORDS)
    (row,) = office.rows("letter")
    assert (row["id"], row["by"], row["read_at"]) == (made["id"], "device:touch-1", None)
    assert [one["label"] for one in json.loads(row["reasons"])] == ["Khen ngợi", "Chờ lâu"]
    assert [one["text"] for one in office.rows("free_text")] == [KEPT]


def test_the_fact_names_reasons_and_only_the_hash_of_the_words(office: Office) -> None:
    write(office, "waiting", text=WORDS)
    (fact,) = office.facts("suggestion.made")
    (kept,) = office.rows("free_text")
    assert (fact["reasons"], fact["labels"], fact["channel"]) == (["waiting"], ["Chờ lâu"], "touch")
    assert fact["text_hash"] == hashlib.sha256(kept["salt"] + KEPT.encode()).hexdigest()
    assert "training" not in fact
    assert everywhere(office).count("tận tình") == 1


def test_reasons_alone_and_words_alone_are_letters_too(office: Office) -> None:
    write(office, "praise")
    write(office, text="Cần thêm ghế")
    assert [fact["text"] is None for fact in office.facts("suggestion.made")] == [True, False]


@pytest.mark.parametrize(
    ("reasons", "text", "field"),
    [
        ([], None, "text"),
        ([], "  \n ", "text"),
        (["unknown"], None, "reasons"),
        (["waiting", "waiting"], None, "reasons"),
        (["praise", "attitude", "waiting", "unclear", "extra-papers", "many-visits", "other"], None, "reasons"),
        ([], "x" * 1_001, "text"),
    ],
)
def test_what_is_no_letter_is_refused_with_its_field(
    office: Office, reasons: list[str], text: str | None, field: str
) -> None:
    with office.refuses(Invalid, field=field):
        write(office, *reasons, text=text)
    assert office.rows("letter") == []


def test_the_same_request_is_one_letter(office: Office) -> None:
    once = rid()
    first = office.desk.suggest(TOUCH, once, reasons=["praise"])
    assert office.desk.suggest(TOUCH, once, reasons=["praise"]) == first
    assert len(office.rows("letter")) == 1


def test_one_screen_sends_six_a_minute_and_no_other_waits_for_it(office: Office) -> None:
    for _ in range(MOST_A_MINUTE):
        write(office, "praise")
        office.clock.advance(1_000)
    with office.refuses(TooMany, retry_after=54):
        write(office, "praise")
    write(office, "praise", by=Actor("device", "touch-2", "touch"))
    office.clock.advance(54_000)
    write(office, "praise")


def test_a_box_that_is_switched_off_takes_nothing() -> None:
    with working(replace(FIRST, box=Box(on=False))) as office, office.refuses(UnknownItem):
        write(office, text="Cần thêm ghế")


def test_a_letter_of_the_training_mode_says_so(office: Office) -> None:
    office.desk.set_training(HEAD, rid(), on=True)
    write(office, "praise")
    assert office.facts("suggestion.made")[0]["training"] is True
    assert office.rows("letter")[0]["training"] == 1


def test_words_are_erased_after_a_year_and_the_reasons_stay(office: Office) -> None:
    write(office, "waiting", text=WORDS)
    hashed = office.facts("suggestion.made")[0]["text_hash"]
    office.clock.advance(12 * MONTH_MS - MINUTE)
    office.desk.tick()
    assert "tận tình" in everywhere(office)
    office.clock.advance(HOUR)
    office.desk.tick()
    assert "tận tình" not in everywhere(office)
    assert office.facts("text.erased")[-1]["why"] == "old"
    assert office.facts("text.erased")[-1]["text_hash"] == hashed
    assert len(office.rows("letter")) == 1


def test_the_head_decides_how_long_words_stay() -> None:
    with working(replace(FIRST, box=replace(USUAL, keep_months=1))) as office:
        write(office, text="Cần thêm ghế")
        office.clock.advance(MONTH_MS + HOUR)
        office.desk.tick()
        assert [row["text"] for row in office.rows("free_text")] == [None]


def test_words_beside_a_rating_are_erased_after_a_year_too(office: Office) -> None:
    office.take()
    ticket = office.serve()
    office.clock.advance(1_000)
    office.rate(ticket, 1)
    office.desk.give_reasons(SCREEN_OF_1, rid(), ticket=1, reasons=[], comment="Chờ lâu quá")
    office.clock.advance(12 * MONTH_MS + HOUR)
    office.desk.tick()
    assert [row["text"] for row in office.rows("free_text")] == [None]


SCREEN_OF_1 = Actor("device", "screen-1", "screen")


def test_an_erased_text_is_named_by_its_hash_once(office: Office) -> None:
    write(office, text="Cần thêm ghế")
    back = BackOffice(office.premises.performer, office.premises.readers)
    first = back.letters.erase(HEAD, rid(), 1).body["letter"]
    assert back.letters.erase(HEAD, rid(), 1).body["letter"] == first
    assert (first["text"], first["erased"], first["read"]) == (None, True, True)
    assert len(office.facts("suggestion.erased")) == len(office.facts("text.erased")) == 1
    assert office.facts("text.erased")[0]["text_hash"] == office.facts("suggestion.made")[0]["text_hash"]


def test_erasing_a_text_that_is_gone_names_no_hash(office: Office) -> None:
    write(office, text="Cần thêm ghế")

    def work(act: Act) -> Answer:
        texts.erase(act, 1, "taken_away")
        return Answer({})

    for _ in range(2):
        office.premises.performer.perform("erase", SYSTEM, None, {}, work)
    assert ["text_hash" in fact for fact in office.facts("text.erased")] == [True, False]
