"""A numpad and a button box as the kernel hands them over: the console's key map, holding, chattering, half events."""

import os
import struct
import time
from pathlib import Path

import pytest

from display.boards.box import ButtonBox
from display.boards.driver import Deed, KeyPress
from display.boards.ear import BoxInput, Ear, NumpadInput
from display.boards.events import DOWN, REPEAT, SIGNS, UP, Events, KeyEvent
from display.boards.numpad import Numpad
from display.boards.whereabouts import Claims, Place, Whereabouts, input_devices

CODES = {sign: code for code, sign in SIGNS.items()}


def typed(*signs: str, step_ms: int = 150, pad: Numpad | None = None, at: int = 1000) -> list[KeyPress]:
    """Each key goes down and up."""
    pad = pad or Numpad()
    events = [KeyEvent(sign, value, at + place * step_ms) for place, sign in enumerate(signs) for value in (DOWN, UP)]
    found = [pad.hear(one) for one in events]
    return [one for one in found if one is not None]


@pytest.mark.parametrize(
    ("keys", "deed"),
    [
        (("enter",), KeyPress(Deed.NEXT)),
        (("+",), KeyPress(Deed.RECALL)),
        (("*",), KeyPress(Deed.START)),
        (("-",), KeyPress(Deed.NO_SHOW)),
        (("/",), KeyPress(Deed.TRANSFER)),
        (("3", "/"), KeyPress(Deed.TRANSFER, "3")),
        ((".",), KeyPress(Deed.PARK)),
        (("2", "3", "enter"), KeyPress(Deed.CALL, "23")),
        (("0", "2", "3", "enter"), KeyPress(Deed.CALL, "023")),
        (("0", "+"), KeyPress(Deed.WALK_IN)),
        (("0", "2", "+"), KeyPress(Deed.WALK_IN, "2")),
        (("0", "-"), KeyPress(Deed.END)),
        (("0", "/"), KeyPress(Deed.UNDO)),
        (("0", "."), KeyPress(Deed.FINISH)),
        (("0", "0", "+"), KeyPress(Deed.WALK_IN)),
        (("0", "0", "2", "+"), KeyPress(Deed.WALK_IN, "2")),
        (("0", "0", "-"), KeyPress(Deed.END)),
        (("0", "0", "/"), KeyPress(Deed.UNDO)),
        (("0", "0", "0", "."), KeyPress(Deed.FINISH)),
        (("f8",), KeyPress(Deed.WALK_IN)),
        (("f9",), KeyPress(Deed.FINISH)),
        (("f12",), KeyPress(Deed.END)),
        (("escape",), KeyPress(Deed.UNDO)),
        (("1", "escape", "enter"), KeyPress(Deed.NEXT)),
        (("1", "2", "backspace", "enter"), KeyPress(Deed.CALL, "1")),
        (("4", "7", "1", "1", "0", "2", "*"), KeyPress(Deed.SIGN, "471102")),
        (("key 113", "enter"), KeyPress(Deed.NEXT)),
    ],
)
def test_the_numpad_means_what_the_consoles_keyboard_means(keys: tuple[str, ...], deed: KeyPress) -> None:
    assert typed(*keys) == [deed]


def test_zero_held_for_800_ms_is_a_pause_when_it_is_let_go() -> None:
    pad = Numpad()
    assert pad.hear(KeyEvent("0", DOWN, 1000)) is None
    assert pad.hear(KeyEvent("0", REPEAT, 1400)) is None
    assert pad.hear(KeyEvent("0", UP, 1800)) == KeyPress(Deed.PAUSE)
    assert typed("enter", pad=pad, at=2500) == [KeyPress(Deed.NEXT)]


def test_zero_held_a_little_shorter_is_a_digit() -> None:
    pad = Numpad()
    assert pad.hear(KeyEvent("0", DOWN, 1000)) is None
    assert pad.hear(KeyEvent("0", UP, 1799)) is None
    assert typed("+", pad=pad, at=2000) == [KeyPress(Deed.WALK_IN)]


def test_digits_without_enter_are_forgotten_after_five_seconds() -> None:
    pad = Numpad()
    assert typed("2", "3", pad=pad) == []
    assert typed("enter", pad=pad, at=1150 + 5001) == [KeyPress(Deed.NEXT)]


def test_a_contact_that_chatters_gives_one_press() -> None:
    pad, found = Numpad(), []
    for value, ms in ((DOWN, 1000), (UP, 1003), (DOWN, 1006), (UP, 1010), (DOWN, 1012), (UP, 1090)):
        found.append(pad.hear(KeyEvent("enter", value, ms)))
    assert [one for one in found if one] == [KeyPress(Deed.NEXT)]


def test_the_same_digit_typed_fast_counts_twice() -> None:
    assert typed("1", "1", "enter", step_ms=60) == [KeyPress(Deed.CALL, "11")]


def test_events_come_in_any_pieces() -> None:
    raw = b"".join(event("enter", value, 5_000) for value in (DOWN, UP)) + struct.pack("llHHi", 5, 0, 0, 0, 0)
    events = Events()
    found = [one for at in range(len(raw)) for one in events.read(raw[at : at + 1])]
    assert found == [KeyEvent("enter", DOWN, 5_000), KeyEvent("enter", UP, 5_000)]


def event(sign: str, value: int, ms: int) -> bytes:
    return struct.pack("llHHi", ms // 1000, ms % 1000 * 1000, 1, CODES[sign], value)


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "event0"
    os.mkfifo(path)
    return path


def wait_for(what: "list[object]", count: int = 1) -> None:
    until = time.monotonic() + 5
    while len(what) < count and time.monotonic() < until:
        time.sleep(0.01)


def test_a_numpad_is_read_from_its_file_and_comes_back_when_it_was_pulled(pipe: Path) -> None:
    pressed, told = list[object](), list[object]()
    where = Whereabouts(str(pipe), list, Claims())
    ear = Ear("keypad:keys-1", where, lambda *one: told.append(one), lambda path: NumpadInput(path, pressed.append))
    ear.start()
    try:
        with pipe.open("wb", buffering=0) as device:
            device.write(event("enter", DOWN, 1000) + event("enter", UP, 1080))
            wait_for(pressed)
        pipe.unlink()
        wait_for(told, 2)
        os.mkfifo(pipe)
        with pipe.open("wb", buffering=0) as device:
            wait_for(told, 3)
            device.write(event("+", DOWN, 9000))
            wait_for(pressed, 2)
    finally:
        ear.stop()
    assert pressed == [KeyPress(Deed.NEXT), KeyPress(Deed.RECALL)]
    assert [one[1] for one in told if isinstance(one, tuple)] == ["ok", "offline", "ok"]


def test_a_file_that_is_no_input_device_is_told_plainly(tmp_path: Path) -> None:
    told = list[object]()
    (tmp_path / "file").touch()
    where = Whereabouts(str(tmp_path / "file"), list, Claims())
    ear = Ear(
        "keypad:keys-1", where, lambda *one: told.append(one), lambda path: NumpadInput(path, lambda _press: None)
    )
    ear.start()
    wait_for(told)
    ear.stop()
    assert told == [("keypad:keys-1", "offline", "unreachable")]


def test_a_box_of_five_buttons_counts_a_bouncing_press_once() -> None:
    box = ButtonBox()
    assert list(box.hear("4444", 1000)) == [4]
    assert list(box.hear("4", 1250)) == []
    assert list(box.hear("4", 1560)) == [4]
    assert list(box.hear("x\0\xff9", 2000)) == []
    assert list(box.hear("25", 2400)) == [2, 5]


def test_the_buttons_of_a_box_may_send_anything() -> None:
    assert list(ButtonBox("dcba").hear("ad", 0)) == [4, 1]


def test_a_box_may_be_a_keyboard(pipe: Path) -> None:
    rated = list[object]()
    descriptor = os.open(pipe, os.O_RDWR)
    source = BoxInput(str(pipe), ButtonBox(), rated.append)
    os.write(descriptor, event("3", DOWN, 1000) + event("3", REPEAT, 1500) + event("3", UP, 1600))
    source.heard()
    source.close()
    os.close(descriptor)
    assert rated == [3]


def test_numpads_that_changed_their_names_are_found_where_they_are() -> None:
    claims, plugged = Claims(), [Place("/dev/input/event5", "1:2:left"), Place("/dev/input/event6", "1:2:right")]
    left = Whereabouts("/dev/input/event5", lambda: plugged, claims)
    right = Whereabouts("/dev/input/event6", lambda: plugged, claims)
    left.opened("/dev/input/event5")
    right.opened("/dev/input/event6")
    plugged[:] = [Place("/dev/input/event5", "1:2:right")]
    assert (left.now(), right.now()) == (None, "/dev/input/event5")
    plugged.append(Place("/dev/input/event9", "1:2:left"))
    assert left.now() == "/dev/input/event9"


def test_an_adapter_that_was_replaced_by_a_new_one_is_taken_at_its_name() -> None:
    claims, plugged = Claims(), [Place("/dev/ttyUSB0", "1:2:old")]
    where = Whereabouts("/dev/ttyUSB0", lambda: plugged, claims)
    where.opened("/dev/ttyUSB0")
    plugged[:] = [Place("/dev/ttyUSB0", "1:2:new")]
    assert where.now() == "/dev/ttyUSB0"


FOUR_PORTS = [Place(f"/dev/ttyUSB{n}", "0403:6011:FT1", f"1-1.2:1.{n}") for n in range(4)]


def test_the_four_ports_of_one_adapter_are_four_lines() -> None:
    """They share its serial number; what tells them apart is where they sit."""
    claims = Claims()
    ports = [Whereabouts(one.path, lambda: FOUR_PORTS, claims) for one in FOUR_PORTS]
    for port, place in zip(ports, FOUR_PORTS, strict=True):
        assert port.now() == place.path
        port.opened(place.path)
    assert [port.now() for port in ports] == [one.path for one in FOUR_PORTS]


def test_adapters_with_the_same_serial_number_are_known_by_their_sockets_from_then_on() -> None:
    claims, left, right = Claims(), "10c4:ea60:1-1", "10c4:ea60:1-2"
    both = [Place("/dev/ttyUSB0", "10c4:ea60:0001", left), Place("/dev/ttyUSB1", "10c4:ea60:0001", right)]
    plugged = list(both)
    first, second = (Whereabouts(one.path, lambda: plugged, claims) for one in both)
    first.opened("/dev/ttyUSB0")
    second.opened("/dev/ttyUSB1")
    plugged[:] = [Place("/dev/ttyUSB0", "10c4:ea60:0001", right)]  # both were pulled; the second came back first
    assert (first.now(), second.now()) == (None, "/dev/ttyUSB0")
    plugged.append(Place("/dev/ttyUSB1", "10c4:ea60:0001", left))
    assert (first.now(), second.now()) == ("/dev/ttyUSB1", "/dev/ttyUSB0")


def sys_entry(folder: Path, name: str, **values: str) -> None:
    for path, value in values.items():
        file = folder / name / "device" / path.replace("_", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(value + "\n")


def test_input_devices_are_known_by_serial_number_or_by_their_socket(tmp_path: Path) -> None:
    sys_entry(tmp_path, "event3", id_vendor="04d9", id_product="a0cd", uniq="", phys="usb-0000:00:14.0-2/input0")
    sys_entry(tmp_path, "event4", id_vendor="04d9", id_product="a0cd", uniq="S1", phys="usb-0000:00:14.0-3/input0")
    assert input_devices(tmp_path) == [
        Place("/dev/input/event3", "04d9:a0cd:usb-0000:00:14.0-2/input0", "04d9:a0cd:usb-0000:00:14.0-2/input0"),
        Place("/dev/input/event4", "04d9:a0cd:S1", "04d9:a0cd:usb-0000:00:14.0-3/input0"),
    ]
