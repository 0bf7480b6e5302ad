"""From the tables of `config.toml` to buses, numpads and button boxes; nothing runs yet."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from display.boards.box import ButtonBox
from display.boards.bus import Bus, Hanging, Pressed
from display.boards.driver import Board, Keypad, KeyPress
from display.boards.ear import BoxInput, BoxLine, Ear, NumpadInput, Source
from display.boards.face import Role
from display.boards.health import Tell
from display.boards.line import Setting
from display.boards.protocols.alpha import AlphaBoard
from display.boards.protocols.gpro import GproBoard, GproKeypad
from display.boards.protocols.modbus import Form, ModbusBoard
from display.boards.protocols.sum4 import Sum4Board
from display.boards.whereabouts import Claims, Whereabouts, input_devices, serial_adapters
from kiosk.config import Config
from kiosk.config.boards import Board as BoardWires
from kiosk.config.boards import Keypad as KeypadWires
from kiosk.config.boards import RatingBox

Rated = Callable[[str, int], None]
"""Name of the box, level."""


def devices(config: Config) -> set[str]:
    """All that conditions are told of, as in the facts."""
    found = {f"board:{one.name}" for one in config.boards} | {f"keypad:{one.name}" for one in config.keypads}
    return found | {f"rating-box:{one.name}" for one in config.rating_boxes}


def buses(config: Config, tell: Tell, pressed: Pressed, claims: Claims) -> list[Bus]:
    """One for each port that boards and keypads name."""
    boards: dict[str, list[tuple[str, Board]]] = defaultdict(list)
    keypads: dict[str, list[tuple[str, Keypad]]] = defaultdict(list)
    settings: dict[str, Setting] = {}
    for one in config.boards:
        boards[one.port].append((one.name, driver_of(one)))
        settings[one.port] = Setting(one.baud, one.form)
    for keypad in config.keypads:
        if keypad.driver == "gpro":
            keypads[keypad.port].append((keypad.name, GproKeypad(keypad.id)))
            settings.setdefault(keypad.port, Setting(keypad.baud))
    return [
        Bus(
            Whereabouts(port, serial_adapters, claims),
            setting,
            Hanging(boards[port], keypads[port]),
            tell,
            pressed,
            name=Path(port).name,
        )
        for port, setting in settings.items()
    ]


def driver_of(wires: BoardWires) -> Board:
    """The driver of a board."""
    role = Role(wires.shows)
    if wires.driver == "gpro":
        return GproBoard(wires.id, role)
    if wires.driver == "alpha":
        return AlphaBoard(wires.id, role, wires.checksum)
    if wires.driver == "sum4":
        return Sum4Board(wires.id, role)
    return ModbusBoard(wires.id, role, Form(wires.registers), wires.register_number, wires.bright_register)


def ears(config: Config, tell: Tell, pressed: Pressed, rated: Rated, claims: Claims) -> list[Ear]:
    """One for each numpad and each rating box."""
    numpads = [_numpad(one, tell, pressed, claims) for one in config.keypads if one.driver == "hid"]
    return [*numpads, *(_box(one, tell, rated, claims) for one in config.rating_boxes)]


def _numpad(wires: KeypadWires, tell: Tell, pressed: Pressed, claims: Claims) -> Ear:
    def hear(press: KeyPress) -> None:
        pressed(wires.name, press)

    where = Whereabouts(wires.port, input_devices, claims)
    return Ear(f"keypad:{wires.name}", where, tell, lambda path: NumpadInput(path, hear))


def _box(wires: RatingBox, tell: Tell, rated: Rated, claims: Claims) -> Ear:
    box = ButtonBox(wires.buttons)

    def rate(level: int) -> None:
        rated(wires.name, level)

    def opened(path: str) -> Source:
        return BoxInput(path, box, rate) if wires.driver == "hid" else BoxLine(path, Setting(wires.baud), box, rate)

    where = Whereabouts(wires.port, input_devices if wires.driver == "hid" else serial_adapters, claims)
    return Ear(f"rating-box:{wires.name}", where, tell, opened)
