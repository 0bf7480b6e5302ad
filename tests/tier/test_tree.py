"""The tree of units and offices: names and places with dates, mergers, and who sees what."""

import pytest

from district.offices import Kind, Tree, history, read_tree
from district.overview import rows, total
from district.refusals import Merged, NotAnOffice, Refusal, WouldCircle
from tests.tier.house_here import Alarms, Figure, Tier


def tree_in(tier: Tier, days: int = 0) -> Tree:
    today = tier.doing.today
    with tier.store.begin() as conn:
        return read_tree(conn, today.fromordinal(today.toordinal() + days))


def test_a_rename_holds_from_its_day_and_the_id_stays(tier: Tier) -> None:
    tier.office("thanh-son", "Thanh Sơn")
    tier.changes("thanh-son", Kind.NAMED, "Thanh Sơn Mới", days=10)
    assert tree_in(tier).get("thanh-son").name == "Thanh Sơn"
    assert tree_in(tier, 10).get("thanh-son").name == "Thanh Sơn Mới"
    with tier.store.begin() as conn:
        assert [one.value for one in history(conn, "thanh-son") if one.kind == Kind.NAMED] == [
            "Thanh Sơn Mới",
            "Thanh Sơn",
        ]


def test_a_change_entered_late_for_an_earlier_day_does_not_undo_a_later_one(tier: Tier) -> None:
    tier.office("thanh-son", "Thanh Sơn")
    tier.changes("thanh-son", Kind.NAMED, "today's name")
    tier.changes("thanh-son", Kind.NAMED, "an old name", days=-30)
    assert tree_in(tier).get("thanh-son").name == "today's name"


def test_units_nest_with_free_labels_and_never_in_a_circle(tier: Tier) -> None:
    tier.unit("tinh", "Hà Nam", "Tỉnh")
    tier.unit("cum", "Ba Sao", "Cụm", "tinh")
    tier.office("xa", "Thanh Sơn", "cum")
    assert tree_in(tier).path("xa") == ["Hà Nam", "Ba Sao"]
    for below in ("cum", "tinh"):
        with pytest.raises(WouldCircle):
            tier.changes("tinh", Kind.PLACED, below)
    with pytest.raises(Refusal):
        tier.changes("cum", Kind.PLACED, "xa")


def test_a_merger_keeps_the_office_until_its_last_fact_has_come(tier: Tier) -> None:
    tier.office("one", "One")
    tier.office("two", "Two")
    tier.changes("one", Kind.MERGED, "two")
    still, done = [Figure("one", complete_to=3, known_to=9)], [Figure("one", complete_to=9, known_to=9)]
    assert [row.id for row in rows(tree_in(tier), still, None)] == ["one", "two"]
    assert [row.id for row in rows(tree_in(tier), done, None)] == ["two"]


def test_impossible_mergers_are_refused(tier: Tier) -> None:
    tier.unit("cum", "Ba Sao")
    for key in ("one", "two", "three"):
        tier.office(key, key)
    tier.changes("one", Kind.MERGED, "two")
    for changed, into, refusal in (
        ("three", "one", Merged),
        ("three", "cum", NotAnOffice),
        ("cum", "three", NotAnOffice),
        ("three", "three", WouldCircle),
        ("two", "three", WouldCircle),
    ):
        with pytest.raises(refusal):
            tier.changes(changed, Kind.MERGED, into)
    tier.changes("one", Kind.MERGED, "")
    assert tree_in(tier).get("one").merged_into is None


def test_who_is_placed_at_a_unit_sees_what_lies_below_it_and_no_strangers(tier: Tier) -> None:
    tier.unit("cum", "Ba Sao")
    tier.office("inside", "Inside", "cum")
    tier.office("outside", "Outside")
    figures = [Figure("unknown")]
    assert [row.id for row in rows(tree_in(tier), figures, "cum")] == ["inside"]
    assert {row.id for row in rows(tree_in(tier), figures, None)} == {"inside", "outside", "unknown"}


def test_the_sum_line_is_made_of_counts(tier: Tier) -> None:
    figures = [
        Figure("a", complete_to=10, known_to=10, tickets_today=10, ratings_today=1, windows_today=10),
        Figure("b", complete_to=5, known_to=9, online=False, ratings_today=9, windows_today=10, tickets_today=10),
        Figure("c", complete_to=1, known_to=1, alarms=Alarms(forks=2)),
    ]
    found = total(rows(Tree(), figures, None))
    assert (found.offices, found.online, found.complete, found.backlog, found.alarmed) == (3, 2, 2, 4, 1)
    assert found.rated_share == pytest.approx(0.5)
    assert total([]).rated_share is None


def test_the_condition_of_an_office_names_the_worst_thing(tier: Tier) -> None:
    states = {
        "bad": Figure("a", online=False, alarms=Alarms(clones=1, gaps=3)),
        "off": Figure("b", online=False),
        "warn": Figure("c", known_to=5000),
        "good": Figure("d", known_to=20),
    }
    found = {row.id: row.state for row in rows(Tree(), list(states.values()), None)}
    assert found == {one.id: state for state, one in states.items()}
    late = rows(Tree(), [Figure("e", clock_offset_ms=-3_600_000)], None)
    assert late[0].state == "warn"
