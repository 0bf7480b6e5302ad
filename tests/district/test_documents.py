"""What people of the tier wrote, and what one office gets of it."""

from datetime import date, timedelta

import pytest

from district.downward.composing import compose
from district.downward.documents import ALL, Document, days_in, read
from district.offices import Node, Tree
from district.refusals import Invalid
from office.domain.above import MOST_DAYS, SpecialDay, body_of_days, body_of_notices, read_notices

TREE = Tree(
    {
        "huyen": Node("huyen", False, "Huyện"),
        "cum": Node("cum", False, "Cụm", parent="huyen"),
        "xa": Node("xa", True, "Xã", parent="cum"),
        "xa-khac": Node("xa-khac", True, "Xã khác", parent="huyen"),
    }
)


def notices(target: str, *lines: str) -> Document:
    return Document("notices", target, body_of_notices(lines).decode(), 0, "operator")


def days(target: str, **kinds: str) -> Document:
    made = {key.removeprefix("d").replace("_", "-"): SpecialDay(kind) for key, kind in kinds.items()}
    return Document("opening", target, body_of_days(made).decode(), 0, "operator")


def template(target: str, text: str) -> Document:
    return Document("ticket-80", target, text, 0, "operator")


def test_an_office_gets_what_is_for_everybody_for_its_units_and_for_itself() -> None:
    written = [
        notices("xa", "3"),
        notices(ALL, "0"),
        notices("cum", "2"),
        notices("huyen", "1"),
        notices("xa-khac", "x"),
    ]
    assert compose(TREE, "xa", written) == {"notices": body_of_notices(("0", "1", "2", "3")).decode()}
    assert compose(TREE, "xa-khac", written) == {"notices": body_of_notices(("0", "1", "x")).decode()}


def test_for_the_same_date_the_nearer_word_wins() -> None:
    written = [days("xa", d2026_09_02="morning"), days(ALL, d2026_09_02="closed", d2026_09_03="closed")]
    found = {day["date"]: day["kind"] for day in days_in(compose(TREE, "xa", written)["opening"])}
    assert found == {"2026-09-02": "morning", "2026-09-03": "closed"}


def test_what_is_together_more_than_an_office_takes_leaves_out_the_farthest_and_stops_nobody() -> None:
    """Each was fit when it was written."""
    near, far = (
        {(date(year, 1, 1) + timedelta(place)).isoformat(): SpecialDay("closed") for place in range(MOST_DAYS - 1)}
        for year in (2027, 2030)
    )
    whole = [Document("opening", to, body_of_days(one).decode(), 0, "") for to, one in ((ALL, far), ("cum", near))]
    found = {day["date"] for day in days_in(compose(TREE, "xa", [*whole, days("xa", d2029_01_01="closed")])["opening"])}
    assert found == {*near, "2029-01-01"}
    lines = {to: [f"{to} {place}" for place in range(9)] for to in ("huyen", "cum", "xa")}
    written = [notices(to, *some) for to, some in lines.items()]
    assert read_notices(compose(TREE, "xa", written)["notices"].encode()) == (*lines["cum"], *lines["xa"])


def test_of_templates_the_nearest_counts_and_an_empty_one_leaves_it_to_the_next() -> None:
    assert compose(TREE, "xa", [template(ALL, "far"), template("cum", "near")]) == {"ticket-80": "near"}
    assert compose(TREE, "xa", [template(ALL, "far"), template("cum", "")]) == {"ticket-80": "far"}
    assert compose(TREE, "xa", [template("cum", "")]) == {"ticket-80": ""}


def test_an_office_of_which_nothing_was_written_gets_nothing() -> None:
    assert compose(TREE, "xa-khac", [notices("cum", "2")]) == {}


def test_a_file_of_days_says_times_as_people_do() -> None:
    text = '[[day]]\ndate = 2026-09-05\nkind = "hours"\nsessions = [["07:30", "11:30"], ["13:00", "24:00"]]'
    name, body = read("opening", text)
    assert (name, days_in(body)[0]["sessions"]) == ("opening", [[450, 690], [780, 1440]])


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("notices", "\n".join(str(n) for n in range(11))),
        ("notices", "x" * 161),
        ("opening", "[[day"),
        ("opening", 'day = "never"'),
        ("opening", '[[day]]\ndate = 2026-09-02\nkind = "ajar"'),
        ("opening", '[[day]]\ndate = 2026-09-02\nkind = "closed"\n' * 2),
        ("opening", '[[day]]\ndate = 2026-09-02\nkind = "hours"\nsessions = [["7", "11"]]'),
        ("opening", '[[day]]\ndate = 2026-09-02\nkind = "hours"\nsessions = 7'),
        ("template", "paper = 70"),
        ("template", "paper ="),
        ("template", "#" * 70_000),
    ],
)
def test_what_no_office_could_use_is_not_taken(what: str, text: str) -> None:
    with pytest.raises(Invalid):
        read(what, text)
