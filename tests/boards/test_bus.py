"""The bus on emulated cables: several boards on one, faults of every kind, and back by itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from display.boards.bus import Bus, Hanging
from display.boards.driver import Deed, KeyPress
from display.boards.emulated import AlphaShow, Emulated, GproKeys, GproShow, ModbusShow, Shown, Sum4Show
from display.boards.emulator import EmulatedBus
from display.boards.face import Face
from display.boards.line import BITS, Line, Setting
from display.boards.protocols import modbus
from display.boards.protocols.alpha import AlphaBoard
from display.boards.protocols.gpro import GproBoard, GproKeypad
from display.boards.protocols.modbus import ModbusBoard
from display.boards.protocols.sum4 import Sum4Board
from display.boards.whereabouts import Claims, Place, Whereabouts

NEXT, KEY_NEXT = KeyPress(Deed.NEXT), 0x8B


@dataclass
class Heard:
    """What the bus told, and what was pressed."""

    conditions: list[tuple[str, str, str | None]] = field(default_factory=list)
    presses: list[tuple[str, KeyPress]] = field(default_factory=list)

    def tell(self, device: str, condition: str, detail: str | None) -> None:
        self.conditions.append((device, condition, detail))

    def press(self, keypad: str, press: KeyPress) -> None:
        self.presses.append((keypad, press))

    def of(self, device: str) -> list[str]:
        return [condition for one, condition, _ in self.conditions if one == device]


def wait_until(happens: Callable[[], bool], seconds: float = 16.0) -> None:
    """Bounds a hang: a face is sent again every 5 s, and an emulated cable that gets no turn loses a telegram."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)


@contextmanager
def running(bus: Bus) -> Iterator[Bus]:
    bus.start()
    try:
        yield bus
    finally:
        bus.stop()


@pytest.fixture
def heard() -> Heard:
    return Heard()


def wired(cable: EmulatedBus, hanging: Hanging, heard: Heard, where: Whereabouts | None = None) -> Bus:
    place = where or Whereabouts(str(cable.path), list, Claims())
    return Bus(place, Setting(), hanging, heard.tell, heard.press, name="cable")


def gpro(heard: Heard, tmp_path: Path, *, echoes: bool = False) -> tuple[EmulatedBus, Bus, GproKeys, Shown]:
    keys, led = GproKeys(3, "keys-3"), GproShow(3, Shown("led-3", "gpro"))
    cable = EmulatedBus(tmp_path / "gpro", [led, GproShow(4, Shown("led-4", "gpro")), keys], echoes=echoes)
    boards = [("led-3", GproBoard(3)), ("led-4", GproBoard(4))]
    return cable, wired(cable, Hanging(boards, [("keys-3", GproKeypad(3))]), heard), keys, led.shown


def test_several_boards_on_one_cable_show_each_their_own(heard: Heard, tmp_path: Path) -> None:
    cable, bus, _, _ = gpro(heard, tmp_path)
    with cable, running(bus):
        bus.show("led-3", Face("A023", 3))
        bus.show("led-4", Face("B007", 4))
        wait_until(lambda: [one.text for one in cable.shown] == ["023", "007"])
        bus.show("led-3", Face("", 3))
        wait_until(lambda: [one.text for one in cable.shown] == ["", "007"])


@pytest.mark.parametrize("echoes", [False, True])
def test_keys_are_heard_once_each_in_order(heard: Heard, tmp_path: Path, echoes: bool) -> None:
    cable, bus, keys, _ = gpro(heard, tmp_path, echoes=echoes)
    with cable, running(bus):
        keys.press(KEY_NEXT)
        keys.press(0x8E, 4)
        wait_until(lambda: len(heard.presses) == 2)
        time.sleep(0.2)
    assert heard.presses == [("keys-3", NEXT), ("keys-3", KeyPress(Deed.TRANSFER, "4"))]
    assert "offline" not in heard.of("keypad:keys-3")


def test_a_board_whose_power_was_cut_shows_its_number_again(heard: Heard, tmp_path: Path) -> None:
    cable, bus, _, led = gpro(heard, tmp_path)
    with cable, running(bus):
        bus.show("led-3", Face("A023", 3))
        wait_until(lambda: led.text == "023")
        led.cut()
        led.power()
        wait_until(lambda: led.text == "023")


def test_three_missing_answers_make_a_keypad_offline_and_one_brings_it_back(heard: Heard, tmp_path: Path) -> None:
    cable, bus, keys, led = gpro(heard, tmp_path)
    with cable, running(bus):
        bus.show("led-3", Face("A023", 3))
        wait_until(lambda: heard.of("keypad:keys-3") == ["ok"])
        keys.lit = False
        led.cut()  # the same plug
        wait_until(lambda: heard.of("keypad:keys-3") == ["ok", "offline"])
        keys.lit, led.lit = True, True
        wait_until(lambda: heard.of("keypad:keys-3") == ["ok", "offline", "ok"])
        wait_until(lambda: led.text == "023", 1.0)


def test_a_modbus_board_that_does_not_answer_is_offline_and_gets_its_number_when_it_is_back(
    heard: Heard, tmp_path: Path
) -> None:
    show = ModbusShow(1, Shown("led-1", "modbus"))
    cable = EmulatedBus(tmp_path / "modbus", [show])
    bus = wired(cable, Hanging([("led-1", ModbusBoard(1))]), heard)
    with cable, running(bus):
        bus.show("led-1", Face("A023", 1))
        wait_until(lambda: show.shown.text == "023")
        show.shown.cut()
        bus.show("led-1", Face("A024", 1))
        wait_until(lambda: heard.of("board:led-1") == ["ok", "offline"])
        show.shown.power()
        wait_until(lambda: show.shown.text == "024" and heard.of("board:led-1") == ["ok", "offline", "ok"])


class Undimmed(ModbusShow):
    """Answers that it has no register of brightness (exception 2)."""

    def take(self, telegram: bytes) -> bytes:
        if telegram[2:4] == b"\x00\x09":
            return modbus.sealed(bytes((telegram[0], telegram[1] | 0x80, 2)))
        return super().take(telegram)


def test_a_board_that_refuses_to_be_dimmed_shows_its_number_all_the_same(heard: Heard, tmp_path: Path) -> None:
    show = Undimmed(1, Shown("led-1", "modbus"))
    cable = EmulatedBus(tmp_path / "modbus", [show])
    bus = wired(cable, Hanging([("led-1", ModbusBoard(1, bright=9))]), heard)
    with cable, running(bus):
        bus.show("led-1", Face("A023", 1, percent=40))
        wait_until(lambda: show.shown.text == "023" and heard.of("board:led-1") == ["offline"])


class SlowLine(Line):
    """A line that carries what is heard no faster than its speed, as a wire does and a pseudo-terminal does not."""

    def __init__(self, path: str, setting: Setting) -> None:
        super().__init__(path, setting)
        self._byte_s = BITS / setting.baud
        self._came = b""

    def heard(self) -> bytes:
        came, self._came = self._came + super().heard(), b""
        return came

    def listen(self, seconds: float) -> bytes:
        self._came += super().listen(0 if self._came else seconds)
        time.sleep(min(seconds, self._byte_s))
        if seconds < self._byte_s:
            return b""
        first, self._came = self._came[:1], self._came[1:]
        return first


def test_an_answer_may_take_as_long_as_the_slowest_line_needs_for_it(heard: Heard, tmp_path: Path) -> None:
    show = ModbusShow(1, Shown("led-1", "modbus"))
    cable = EmulatedBus(tmp_path / "modbus", [show])
    where, hanging = Whereabouts(str(cable.path), list, Claims()), Hanging([("led-1", ModbusBoard(1))])
    bus = Bus(where, Setting(1200), hanging, heard.tell, heard.press, SlowLine)
    with cable, running(bus):
        bus.show("led-1", Face("A023", 1))
        wait_until(lambda: heard.of("board:led-1")[-1:] == ["ok"])


def test_an_adapter_that_is_pulled_out_and_comes_back_goes_on(heard: Heard, tmp_path: Path) -> None:
    cable, bus, keys, led = gpro(heard, tmp_path)
    with cable, running(bus):
        bus.show("led-3", Face("A023", 3))
        wait_until(lambda: led.text == "023")
        cable.pull()
        wait_until(lambda: heard.of("board:led-3")[-1:] == ["offline"])
        led.cut()
        led.power()
        cable.plug()
        wait_until(lambda: led.text == "023" and heard.of("board:led-3")[-1:] == ["ok"])
        keys.press(KEY_NEXT)
        wait_until(lambda: heard.presses == [("keys-3", NEXT)])


def test_an_adapter_that_comes_back_under_another_name_is_found(heard: Heard, tmp_path: Path) -> None:
    show = Sum4Show(5, Shown("led-5", "sum4"))
    cable, claims = EmulatedBus(tmp_path / "ttyUSB0", [show]), Claims()

    def seen() -> list[Place]:
        return [Place(str(cable.path.resolve()), "1a86:7523:one")] if cable.path.exists() else []

    where = Whereabouts(str(tmp_path / "ttyUSB0"), seen, claims)
    bus = wired(cable, Hanging([("led-5", Sum4Board(5))]), heard, where)
    with cable, running(bus):
        bus.show("led-5", Face("A999", 5))
        wait_until(lambda: show.shown.text == "999")
        cable.pull()
        wait_until(lambda: heard.of("board:led-5")[-1:] == ["offline"])
        show.shown.cut()
        show.shown.power()
        cable.plug(tmp_path / "ttyUSB7")
        wait_until(lambda: show.shown.text == "999")


def test_rubbish_on_the_bus_is_passed_over_and_told(heard: Heard, tmp_path: Path) -> None:
    cable, bus, keys, led = gpro(heard, tmp_path)
    with cable, running(bus):
        for place in range(25):
            cable.say(bytes((0xFF, 0xAA, 0x55, place)))
            bus.show("led-3", Face(f"A{place + 1:03d}", 3))
            time.sleep(0.04)
        keys.press(KEY_NEXT)
        wait_until(lambda: led.text == "025" and heard.presses == [("keys-3", NEXT)])
        wait_until(lambda: heard.of("bus:cable") == ["disturbed"])
    assert heard.presses == [("keys-3", NEXT)]


def test_another_master_on_the_bus_presses_no_keys_here(heard: Heard, tmp_path: Path) -> None:
    """It asks keypads of its own; what it is answered is its business, what we are answered ours."""
    cable, bus, keys, led = gpro(heard, tmp_path)
    with cable, running(bus):
        for _ in range(20):
            cable.say(bytes.fromhex("aa 05 aa 05 8b 00 00"))
            time.sleep(0.03)
        keys.press(KEY_NEXT)
        wait_until(lambda: len(heard.presses) == 1)
        bus.show("led-3", Face("A023", 3))
        wait_until(lambda: led.text == "023")
    assert heard.presses == [("keys-3", NEXT)]


def test_a_port_that_is_not_there_keeps_nobody_waiting(heard: Heard, tmp_path: Path) -> None:
    shown = threading.Event()

    def nothing_seen() -> list[Place]:
        """Whoever waited for the port to be looked for would wait here."""
        assert shown.wait(30)
        return []

    where = Whereabouts(str(tmp_path / "nothing"), nothing_seen, Claims())
    bus = Bus(where, Setting(), Hanging([("led-3", GproBoard(3))]), heard.tell, heard.press)
    with running(bus):
        bus.show("led-3", Face("A023", 3))
        assert not heard.conditions
        shown.set()
        wait_until(lambda: heard.conditions == [("board:led-3", "offline", "unreachable")])
        began = time.monotonic()
    assert time.monotonic() - began < 0.5


def test_a_port_that_another_program_has_is_told_as_such(heard: Heard, tmp_path: Path) -> None:
    cable, first, _, _ = gpro(heard, tmp_path)
    other = Heard()
    second = wired(cable, Hanging([("led-3", GproBoard(3))]), other)
    with cable, running(first):
        wait_until(lambda: bool(heard.conditions))
        with running(second):
            wait_until(lambda: other.conditions == [("board:led-3", "offline", "in_use")])


def test_sixty_calls_a_minute_at_twenty_counters_keep_up(heard: Heard, tmp_path: Path) -> None:
    """On one cable of twenty boards and keypads; all clerks press at the same moment, three times."""
    counters = range(1, 21)
    keys = {number: GproKeys(number, f"keys-{number}") for number in counters}
    leds: dict[int, GproShow] = {number: GproShow(number, Shown(f"led-{number}", "gpro")) for number in counters}
    devices: list[Emulated] = [*leds.values(), *keys.values()]
    cable = EmulatedBus(tmp_path / "gpro", devices)
    boards, keypads = [(f"led-{n}", GproBoard(n)) for n in counters], [(f"keys-{n}", GproKeypad(n)) for n in counters]
    with cable, running(wired(cable, Hanging(boards, keypads), heard)) as bus:
        began = time.monotonic()
        for turn in range(3):
            _all_call(turn, bus, keys, leds, heard)
        took = time.monotonic() - began
    assert [sum(keypad == f"keys-{n}" for keypad, _ in heard.presses) for n in counters] == [3] * 20
    assert took < 30, took


def _all_call(turn: int, bus: Bus, keys: dict[int, GproKeys], leds: dict[int, GproShow], heard: Heard) -> None:
    for one in keys.values():
        one.press(KEY_NEXT)
    wait_until(lambda: len(heard.presses) == 20 * (turn + 1))
    for number in keys:
        bus.show(f"led-{number}", Face(f"A{100 * turn + number:03d}", number))
    wait_until(lambda: all(leds[n].shown.text == f"{100 * turn + n:03d}" for n in keys))


def test_a_board_with_letters_dims_and_flashes(heard: Heard, tmp_path: Path) -> None:
    show = AlphaShow(0, Shown("hall", "alpha"))
    cable = EmulatedBus(tmp_path / "alpha", [show])
    bus = wired(cable, Hanging([("hall", AlphaBoard(checked=True))]), heard)
    with cable, running(bus):
        bus.show("hall", Face("A023", 3, "A023 Quầy 3", flashing=True, percent=44))
        wait_until(lambda: show.shown.text == "A023 QUAY 3")
    assert (show.shown.percent, show.shown.flashing) == (44, True)
