"""Templates as somebody edits them: nothing wrong is saved, nothing that was there is lost."""

from pathlib import Path

import pytest

from printer.shelf import MOST_KEPT, NoSuchTemplate, Shelf
from printer.template import SHIPPED, BadTemplate, load_templates

SHORT = 'paper = 80\n[[block]]\nkind = "text"\ntext = "{date} %s"\n'


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "tickets", tmp_path / "tickets/district")


def test_without_an_own_one_the_shipped_text_is_shown(shelf: Shelf) -> None:
    standing = shelf.standing("day", 58)
    assert (standing.source, standing.changed_at, standing.earlier) == ("shipped", None, ())
    assert standing.text == (SHIPPED / "day-58.toml").read_text("utf-8")


def test_what_came_from_above_is_shown_before_the_shipped(shelf: Shelf) -> None:
    shelf.above.mkdir(parents=True)
    (shelf.above / "ticket-80.toml").write_text("paper = 80\n", "utf-8")
    assert shelf.standing("ticket", 80).source == "above"
    assert shelf.standing("reprint", 80).source == "shipped"


@pytest.mark.parametrize("of", ["own", "above"])
def test_a_ticket_is_printed_again_as_it_is_printed_at_first(shelf: Shelf, of: str) -> None:
    text = 'paper = 80\n[[block]]\nkind = "number"\n'
    folder = shelf.own if of == "own" else shelf.above
    folder.mkdir(parents=True)
    (folder / "ticket-80.toml").write_text(text, "utf-8")
    standing = shelf.standing("reprint", 80)
    assert (standing.source, standing.text, standing.mistakes) == ("ticket", text, ())
    loaded = load_templates(80, shelf.own, above=shelf.above)
    assert loaded.get("reprint") is loaded.ticket
    assert shelf.standing("reprint", 58).source == "shipped"
    shelf.save(text + "# again\n", "reprint", 80)
    assert shelf.standing("reprint", 80).source == "own"
    shelf.drop("reprint", 80)
    assert shelf.standing("reprint", 80).source == "ticket"


def test_a_ticket_with_mistakes_is_not_in_use_and_not_printed_again_either(shelf: Shelf) -> None:
    shelf.own.mkdir(parents=True)
    (shelf.own / "ticket-80.toml").write_text("paper = = 80", "utf-8")
    assert shelf.standing("reprint", 80).source == "shipped"


def test_a_saved_one_is_in_use_and_the_one_before_is_kept(shelf: Shelf) -> None:
    for text in ("một", "hai", "ba"):
        shelf.save(SHORT % text, "day", 80)
    standing = shelf.standing("day", 80)
    assert (standing.source, standing.text) == ("own", SHORT % "ba")
    assert [one.version for one in standing.earlier] == [2, 1]
    assert [shelf.earlier("day", 80, version) for version in (0, 2, 1)] == [SHORT % t for t in ("hai", "hai", "một")]
    assert load_templates(80, shelf.own).get("day").blocks[0].text == "{date} ba"


def test_saving_the_same_again_makes_no_earlier_one(shelf: Shelf) -> None:
    shelf.save(SHORT % "x", "day", 80)
    shelf.save(SHORT % "x", "day", 80)
    assert shelf.standing("day", 80).earlier == ()


def test_dropping_brings_the_shipped_one_back_and_keeps_the_own(shelf: Shelf) -> None:
    assert not shelf.drop("day", 80)
    shelf.save(SHORT % "x", "day", 80)
    assert shelf.drop("day", 80)
    assert shelf.standing("day", 80).source == "shipped"
    assert shelf.earlier("day", 80, 0) == SHORT % "x"


@pytest.mark.parametrize("text", ["", "paper = = 80", SHORT % "{numbr}", (SHORT % "x").replace("80", "58")])
def test_a_text_with_mistakes_is_not_saved(shelf: Shelf, text: str) -> None:
    with pytest.raises(BadTemplate):
        shelf.save(text, "day", 80)
    assert not shelf.own.exists()


def test_an_own_file_with_mistakes_is_shown_with_them(shelf: Shelf) -> None:
    shelf.own.mkdir(parents=True)
    (shelf.own / "day-80.toml").write_bytes(b"paper = 80\n\xff")
    standing = shelf.standing("day", 80)
    assert (standing.source, len(standing.mistakes)) == ("own", 1)


def test_only_so_many_earlier_ones_are_kept(shelf: Shelf) -> None:
    for turn in range(MOST_KEPT + 5):
        shelf.save(SHORT % turn, "day", 80)
    kept = [one.version for one in shelf.standing("day", 80).earlier]
    assert (len(kept), kept[0], kept[-1]) == (MOST_KEPT, MOST_KEPT + 4, 5)


def test_the_ticket_has_the_name_that_the_configuration_says(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, tmp_path / "district", "phieu-moi")
    text = 'paper = 58\n[[block]]\nkind = "number"\n'
    shelf.save(text, "ticket", 58)
    assert (tmp_path / "phieu-moi-58.toml").read_text("utf-8") == text
    assert load_templates(58, tmp_path, "phieu-moi").ticket.name == "phieu-moi-58"


@pytest.mark.parametrize(("slip", "paper"), [("../day", 80), ("nothing", 80), ("day", 76)])
def test_an_unknown_slip_or_paper_is_not_there(shelf: Shelf, slip: str, paper: int) -> None:
    for act in (shelf.standing, shelf.drop):
        with pytest.raises(NoSuchTemplate):
            act(slip, paper)
    with pytest.raises(NoSuchTemplate):
        shelf.save(SHORT % "x", slip, paper)


def test_an_unknown_earlier_one_is_not_there(shelf: Shelf) -> None:
    for version in (0, 7):
        with pytest.raises(NoSuchTemplate):
            shelf.earlier("day", 80, version)
