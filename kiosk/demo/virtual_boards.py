"""The boards of the demo: three emulated cables with a board and a keypad for each counter, a hall board and a clock.

    boards-gpro: counters 1, 3, 5 …, all keypads, the clock · boards-modbus: counters 2, 4 … · boards-alpha: the hall

Real drivers speak to them over pseudo-terminals in the data folder. Knows nothing of the office.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from display.boards.emulated import Emulated, GproKeys, emulated
from display.boards.emulator import EmulatedBus
from kiosk.config import Config
from kiosk.config.boards import Board, Keypad

FOLDER = "boards"
ORDER = ("hall", "counter", "clock")
_GRACE_S = 0.2
"""The process ends anyway: nobody at the terminal waits for a cable that is busy."""


class DemoBoards:
    """`kiosk.web.pages.boards.VirtualBoards`; `start` before the service, `stop` after it."""

    def __init__(self, folder: Path, counters: Sequence[int]) -> None:
        self._folder = folder
        self._counters = {f"led-{number}": number for number in counters}
        self._keys = {f"keys-{number}": GproKeys(number, f"keys-{number}") for number in counters}
        self.boards, self.keypads = _wires(folder, counters), _keypads(folder, counters)
        self._buses = [EmulatedBus(folder / port, self._hanging(port)) for port in ("gpro", "modbus", "alpha")]

    def wired(self, config: Config) -> Config:
        """The configuration with these boards instead of its own."""
        return config.model_copy(update={"boards": self.boards, "keypads": self.keypads, "rating_boxes": ()})

    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for bus in self._buses:
            bus.start()

    def stop(self) -> None:
        for bus in self._buses:
            bus.ask_to_stop()
        for bus in self._buses:
            bus.stop(_GRACE_S)

    def seen(self) -> dict[str, Any]:
        shown = [one for bus in self._buses for one in bus.shown]
        boards = [asdict(one) | {"counter": self._counters.get(one.name)} for one in shown]
        boards.sort(key=lambda one: (ORDER.index(one["role"]), one["counter"] or 0))
        return {"boards": boards, "keypads": [{"name": one.name, "counter": one.id} for one in self._keys.values()]}

    def press(self, keypad: str, command: int, typed: int) -> bool:
        keys = self._keys.get(keypad)
        if keys is None:
            return False
        keys.press(command, typed)
        return True

    def cut(self, board: str, *, lit: bool) -> bool:
        found = next((one for bus in self._buses for one in bus.shown if one.name == board), None)
        if found is None:
            return False
        if lit:
            found.power()
        else:
            found.cut()
        return True

    def _hanging(self, port: str) -> list[Emulated]:
        mine = [one for one in self.boards if one.port == str(self._folder / port)]
        boards = [emulated(one.driver, one.id, one.name, one.shows) for one in mine]
        return [*boards, *(self._keys.values() if port == "gpro" else ())]


def _wires(folder: Path, counters: Sequence[int]) -> tuple[Board, ...]:
    gpro, modbus, alpha = (str(folder / port) for port in ("gpro", "modbus", "alpha"))
    made = [
        Board(name=f"led-{number}", driver="gpro", port=gpro, id=number, counter=number)
        if place % 2 == 0
        else Board(name=f"led-{number}", driver="modbus", port=modbus, id=number, counter=number)
        for place, number in enumerate(counters)
    ]
    made.append(Board(name="clock", driver="gpro", port=gpro, id=99, shows="clock"))
    made.append(Board(name="hall", driver="alpha", port=alpha, shows="hall", checksum=True))
    return tuple(made)


def _keypads(folder: Path, counters: Sequence[int]) -> tuple[Keypad, ...]:
    port = str(folder / "gpro")
    return tuple(Keypad(name=f"keys-{n}", driver="gpro", port=port, id=n, counter=n) for n in counters)
