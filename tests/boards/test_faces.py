"""What each board shows for the state of the office, by day and by night; and what of the configuration fits."""

from pathlib import Path

import pytest

from display.boards.face import Face
from kiosk.boards.faces import face
from kiosk.config import ConfigInvalid, load
from kiosk.config.boards import Board
from office.premises import Premises
from tests.office_fixture import opened, rid, seat, take

LED = Board(name="led-1", driver="gpro", port="/dev/ttyUSB0", id=1, counter=1)
HALL = Board(name="hall", driver="alpha", port="/dev/ttyUSB1", shows="hall")
NOON = 12 * 60


def shown(premises: Premises, wires: Board = LED, minute: int = NOON, word: str = "") -> Face:
    return face(wires, premises.desk.state(), minute, word)


def test_a_counter_board_follows_its_counter(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        assert shown(premises) == Face("", 1, "Quầy đóng")
        actor = seat(premises, "an", 1)
        assert shown(premises) == Face("", 1, "Quầy 1")
        number = take(premises.desk)["number"]
        premises.desk.call_next(actor, rid(), counter=1)
        assert shown(premises) == Face(number, 1, number, flashing=True)
        premises.desk.start(actor, rid(), counter=1)
        assert shown(premises) == Face(number, 1, number)
        premises.desk.finish(actor, rid(), counter=1)
        premises.desk.pause(actor, rid(), counter=1, reason="họp")
        assert shown(premises) == Face("", 1, "Tạm nghỉ")


def test_a_word_for_the_clerk_takes_the_place_of_letters_never_of_figures(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        actor = seat(premises, "an", 1)
        number = take(premises.desk)["number"]
        premises.desk.call_next(actor, rid(), counter=1)
        assert shown(premises, word="Sai PIN") == Face(number, 1, "Sai PIN")


def test_the_hall_board_shows_the_last_call(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        assert shown(premises, HALL) == Face()
        actor = seat(premises, "an", 1)
        number = take(premises.desk)["number"]
        premises.desk.call_next(actor, rid(), counter=1)
        assert shown(premises, HALL) == Face(number, 1, f"{number} Quầy 1")


def test_a_counter_that_no_longer_exists_leaves_its_board_dark(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        assert shown(premises, LED.model_copy(update={"counter": 9})).number == ""


@pytest.mark.parametrize(
    ("minute", "percent"), [(NOON, 100), (18 * 60, 40), (23 * 60, 40), (5 * 60, 40), (6 * 60, 100)]
)
def test_boards_are_dimmed_at_night(tmp_path: Path, minute: int, percent: int) -> None:
    dimmed = HALL.model_copy(update={"dim_percent": 40})
    with opened(tmp_path) as premises:
        assert shown(premises, dimmed, minute).percent == percent
        assert shown(premises, HALL, minute).percent is None


BOARD = '[[boards]]\nname = "{name}"\ndriver = "{driver}"\nport = "/dev/ttyUSB0"\nid = {id}\ncounter = 1\n'
LED_1 = BOARD.format(name="led-1", driver="gpro", id=1)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (LED_1 + LED_1.replace("id = 1", "id = 2"), 'boards[2].name: "led-1" is already the name of another one'),
        (LED_1 + LED_1.replace("led-1", "led-2"), "boards[2].id: another one on /dev/ttyUSB0 has id 1"),
        (LED_1.replace("counter = 1\n", ""), "boards[1].counter: missing"),
        (LED_1.replace("id = 1", "id = 100"), "boards[1].id: 100 does not fit"),
        (LED_1 + LED_1.replace("led-1", "led-2").replace("id = 1", "id = 2\nbaud = 4800"), "in another way"),
        (LED_1.replace("gpro", "gpo"), "boards"),
        (
            LED_1 + '[[rating_boxes]]\nname = "box-1"\ndriver = "serial"\nport = "/dev/ttyUSB0"\ncounter = 1\n',
            "rating_boxes[1].port: /dev/ttyUSB0 is already used by boards[1] in another way",
        ),
        (
            '[[rating_boxes]]\nname = "b"\ndriver = "serial"\nport = "/dev/x"\ncounter = 1\nbuttons = "1123"\n',
            "rating_boxes[1].buttons: two buttons send the same",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigInvalid) as caught:
        load(path)
    assert any(complaint in error for error in caught.value.errors), caught.value.errors


def test_boards_and_keypads_share_a_cable(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    keypad = '[[keypads]]\nname = "keys-1"\ndriver = "gpro"\nport = "/dev/ttyUSB0"\nid = 1\ncounter = 1\n'
    path.write_text(LED_1 + BOARD.format(name="led-2", driver="gpro", id=2) + keypad)
    config = load(path)
    assert (len(config.boards), len(config.keypads)) == (2, 1)


def test_the_example_of_the_paper_about_boards_is_right(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/boards.md").read_text(encoding="utf-8")
    begin, end = text.index("    [[boards]]"), text.index("Every key with its default")
    path = tmp_path / "config.toml"
    path.write_text("\n".join(line.strip() for line in text[begin:end].splitlines()))
    config = load(path)
    assert (len(config.boards), len(config.keypads), len(config.rating_boxes)) == (2, 2, 1)


def test_the_commented_examples_of_the_shipped_file_are_right(tmp_path: Path) -> None:
    lines = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8").splitlines()
    begin = lines.index("# [[boards]]")
    end = next(place for place, line in enumerate(lines) if place > begin and line.startswith("["))
    path = tmp_path / "config.toml"
    path.write_text(
        "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines[begin:end] if line.startswith("#"))
    )
    config = load(path)
    assert (len(config.boards), len(config.keypads), len(config.rating_boxes)) == (1, 1, 1)
