"""The telegrams of each driver, byte by byte, as the makers' tables have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.boards.driver import Board, Deed, KeyPress
from display.boards.emulated import AlphaShow, Emulated, GproShow, ModbusShow, Shown, Sum4Show
from display.boards.face import Face, Role, ascii_text
from display.boards.protocols import alpha, gpro, modbus, sum4
from display.boards.protocols.alpha import AlphaBoard
from display.boards.protocols.gpro import GproBoard, GproKeypad
from display.boards.protocols.modbus import Form, ModbusBoard
from display.boards.protocols.sum4 import Sum4Board

PEOPLE_AT_3 = Face("A023", 3, "A023")


def sent(board: GproBoard | AlphaBoard | ModbusBoard | Sum4Board, face: Face = PEOPLE_AT_3) -> list[str]:
    return [frame.data.hex(" ") for frame in board.frames(face)]


def test_gpro_shows_a_number_as_packed_decimals() -> None:
    assert sent(GproBoard(3)) == ["aa 03 00 23"]
    assert sent(GproBoard(12), Face("A1000", 12)) == ["aa 12 10 00"]
    assert sent(GproBoard(3), Face("", 3)) == ["aa 03 00 00"]


def test_gpro_tells_the_hall_the_counter_too_and_the_clock_the_time() -> None:
    assert sent(GproBoard(40, Role.HALL), Face("A123", 12)) == ["aa 40 01 23 12"]
    assert sent(GproBoard(99, Role.CLOCK), Face(minute=17 * 60 + 5)) == ["ab 99 17 05"]


def test_gpro_asks_a_keypad_by_its_id_alone() -> None:
    assert GproKeypad(12).poll.data.hex(" ") == "aa 12"


@pytest.mark.parametrize(
    ("answer", "pressed"),
    [
        ("aa 12 8b 00 00", KeyPress(Deed.NEXT)),
        ("aa 12 8f 00 00", KeyPress(Deed.RECALL)),
        ("aa 12 8a 00 00", KeyPress(Deed.PARK)),
        ("aa 12 8c 01 23", KeyPress(Deed.SIGN, "123")),
        ("aa 12 8e 00 03", KeyPress(Deed.TRANSFER, "3")),
        ("aa 12 8d 00 23", KeyPress(Deed.CALL, "23")),
        ("aa 12 00 00 00", True),
        ("aa 12 aa 12 8b 00 00", KeyPress(Deed.NEXT)),  # the adapter hears itself
        ("ff 00 aa aa 12 8b 00 00 55", KeyPress(Deed.NEXT)),  # rubbish around it
        ("aa 13 8b 00 00", False),  # another keypad's
        ("aa 12", False),  # only the echo
        ("aa 12 8b 00", False),  # cut off
        ("aa 12 77 00 00", False),  # no such key
        ("aa 12 8b 0f 00", False),  # no decimals
        ("", False),
    ],
)
def test_gpro_reads_the_keys_of_the_keypad_that_was_asked(answer: str, pressed: KeyPress | bool) -> None:
    assert GproKeypad(12).read(bytes.fromhex(answer)) == pressed


def test_alpha_writes_text_without_vietnamese_marks() -> None:
    told = b"\0\0\0\0\0\x01Z00\x02AA\x1b0bQUAY 3\x04"
    assert AlphaBoard().frames(Face(text="Quầy 3"))[0].data == told


def test_alpha_adds_the_sum_of_all_between_start_and_end_of_text() -> None:
    told = alpha.text(0, "A023", checked=True)
    assert told == b"\0\0\0\0\0\x01Z00\x02AA\x1b0bA023\x03" + b"020A" + b"\x04"
    assert sum(b"\x02AA\x1b0bA023\x03") == 0x020A


def test_alpha_flashes_who_was_just_called_and_dims_when_it_is_asked_to() -> None:
    dim, text = AlphaBoard(5).frames(Face("A023", 3, "A023", flashing=True, percent=40))
    assert dim.data == b"\0\0\0\0\0\x01Z05\x02E/0004\x04"
    assert text.data == b"\0\0\0\0\0\x01Z05\x02AA\x1b0cA023\x04"


def test_modbus_writes_one_register_with_its_crc() -> None:
    assert modbus.single(1, 0, 50).hex(" ") == "01 06 00 00 00 32 08 1f"
    (frame,) = ModbusBoard(1).frames(Face("A050", 1))
    assert frame.data.hex(" ") == frame.confirmation.hex(" ") == "01 06 00 00 00 32 08 1f"


def test_modbus_writes_figures_as_letters_into_six_registers() -> None:
    (frame,) = ModbusBoard(1, form=Form.ASCII).frames(PEOPLE_AT_3)
    body = "01 10 00 00 00 06 0c 00 20 00 20 00 20 00 20 00 32 00 33"
    assert frame.data.hex(" ") == f"{body} {modbus.crc(bytes.fromhex(body)).hex(' ')}"
    head = bytes.fromhex("01 10 00 00 00 06")
    assert frame.confirmation == head + modbus.crc(head)


def test_modbus_dims_only_a_board_that_has_a_register_for_it() -> None:
    face = Face("A050", 1, percent=40)
    assert len(ModbusBoard(1).frames(face)) == 1
    number, dimmed = ModbusBoard(1, bright=9).frames(face)
    assert (number.data[:6].hex(" "), dimmed.data[:6].hex(" ")) == ("01 06 00 00 00 32", "01 06 00 09 00 28")


def test_modbus_speaks_to_all_boards_of_the_line_and_waits_for_no_answer_of_theirs() -> None:
    """Address 0: slaves obey and are silent (Modbus over Serial Line V1.02, 2.1), so none of them is missed."""
    (frame,) = ModbusBoard(0).frames(Face("A050", 1))
    assert frame.data[:6].hex(" ") == "00 06 00 00 00 32"
    assert (frame.confirmation, frame.rest_s) == (b"", 0.1)


def test_sum4_adds_its_three_bytes_without_carry() -> None:
    assert sum4.telegram(5, 999).hex(" ") == "05 03 e7 ef"
    assert sent(Sum4Board(5), Face("A999", 5)) == ["05 03 e7 ef"]
    assert sum4.telegram(255, 0xFFFF)[3] == (255 + 255 + 255) % 256


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Quầy 3", "QUAY 3"), ("Đất đai – Xây dựng", "DAT DAI - XAY DUNG"), ("Số 7 → 8", "SO 7   8"), ("…", "...")],
)
def test_boards_get_letters_that_they_have(text: str, shown: str) -> None:
    assert ascii_text(text) == shown


@given(st.text())
def test_whatever_is_written_fits_on_a_board_of_ascii(text: str) -> None:
    assert all(" " <= sign <= "~" for sign in ascii_text(text))


@given(number=st.integers(0, 9999), board=st.integers(1, 99))
def test_the_emulated_boards_read_what_the_drivers_write(number: int, board: int) -> None:
    """Both were written from the table alone, each on its own."""
    face, wanted = Face(f"A{number:03d}" if number else "", board), f"{number:03d}" if number else ""
    shows: list[tuple[Board, Emulated]] = [
        (GproBoard(board), GproShow(board, Shown("led", "gpro"))),
        (ModbusBoard(board), ModbusShow(board, Shown("led", "modbus"))),
        (Sum4Board(board), Sum4Show(board, Shown("led", "sum4"))),
    ]
    for driver, show in shows:
        for frame in driver.frames(face):
            assert show.take(frame.data) == frame.confirmation
        assert show.shown is not None
        assert show.shown.text == wanted


@given(st.integers(1, 2000).map(lambda number: f"A{number:03d}"), st.booleans())
def test_a_board_with_letters_shows_the_whole_number(number: str, checked: bool) -> None:
    show = AlphaShow(7, Shown("hall", "alpha"))
    for frame in AlphaBoard(7, checked=checked).frames(Face(number, 3, number, percent=72)):
        show.take(frame.data)
    assert (show.shown.text, show.shown.percent) == (number, 72)


@given(st.binary(max_size=40), st.integers(1, 99))
def test_rubbish_is_never_a_key_unless_it_is_exactly_one(rubbish: bytes, keypad: int) -> None:
    found = gpro.answer(keypad, rubbish)
    if isinstance(found, KeyPress) or found:
        assert gpro.question(keypad) in rubbish
