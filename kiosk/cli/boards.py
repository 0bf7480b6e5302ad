"""`motcua boards test` and `emulate`: whether every board lights up, and boards that need no hardware.

A test opens the ports itself, so the service must not run meanwhile: one port has one owner.
"""

import threading
from argparse import Namespace

from display.boards.bus import Bus
from display.boards.driver import KeyPress
from display.boards.ear import Ear
from display.boards.face import Face
from display.boards.whereabouts import Claims
from kiosk.boards.wiring import buses, devices, ears
from kiosk.cli.failures import Failure
from kiosk.cli.saying import tell
from kiosk.config import Config
from kiosk.config.boards import Board, Keypad
from kiosk.demo.virtual_boards import DemoBoards
from web.logs import speak

SAMPLE = 888
LOOK_S = 0.2
_WHY = {
    "in_use": "its port is in use; stop the service first",
    "not_allowed": "this user may not open its port; see deploy/udev",
    "unreachable": "its port is not there",
    "no_answer": "no answer; look at power, cable and id",
}


class _Test:
    """What was heard of each device."""

    def __init__(self) -> None:
        self.heard: dict[str, tuple[str, str | None]] = {}
        self._lock = threading.Lock()

    def tell(self, device: str, condition: str, detail: str | None) -> None:
        with self._lock:
            if self.heard.get(device) != (condition, detail):
                self.heard[device] = (condition, detail)
                tell(f"{device}: {_WHY.get(detail or '', detail or condition)}")

    def pressed(self, keypad: str, press: KeyPress) -> None:
        tell(f"keypad:{keypad}: pressed {press.deed} {press.digits}".rstrip())

    def rated(self, box: str, level: int) -> None:
        tell(f"rating-box:{box}: pressed level {level}")


def test(config: Config, seconds: float) -> int:
    """Shows 888 everywhere, says what is pressed; 1 when something does not answer."""
    if not (config.boards or config.keypads or config.rating_boxes):
        raise Failure("config.toml names no boards, keypads or rating boxes")
    speak("error")  # what matters is said here
    heard, claims = _Test(), Claims()
    lines = buses(config, heard.tell, heard.pressed, claims)
    listening = ears(config, heard.tell, heard.pressed, heard.rated, claims)
    wires = {one.name: one for one in config.boards}
    for bus in lines:
        for name in bus.names:
            bus.show(name, _sample(wires[name]))
    ports: list[Bus | Ear] = [*lines, *listening]
    for port in ports:
        port.start()
    threading.Event().wait(seconds)
    for port in ports:
        port.stop()
    for device in sorted(devices(config).difference(heard.heard)):
        heard.tell(device, "offline", "no_answer")
    return 1 if any(condition != "ok" for condition, _ in heard.heard.values()) else 0


def _sample(wires: Board) -> Face:
    return Face(f"A{SAMPLE}", wires.counter or 0, f"{SAMPLE} {wires.name}", minute=8 * 60 + 8)


def emulate(wanted: Namespace) -> int:
    """Runs until Ctrl-C; draws every change."""
    boards = DemoBoards(wanted.folder.absolute(), range(1, wanted.counters + 1))
    boards.start()
    try:
        tell("\n".join(_tables(boards)))
        _draw(boards)
    finally:
        boards.stop()
    return 0


def _tables(boards: DemoBoards) -> list[str]:
    lines = []
    for board in boards.boards:
        lines += ["[[boards]]", *_keys(board), ""]
    for keypad in boards.keypads:
        lines += ["[[keypads]]", *_keys(keypad), ""]
    return lines


def _keys(wires: Board | Keypad) -> list[str]:
    given = wires.model_dump(exclude_defaults=True)
    return [f"{key} = {_toml(value)}" for key, value in given.items()]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _draw(boards: DemoBoards) -> None:
    shown, waiting = "", threading.Event()
    while True:
        now = "   ".join(f"{one['name']} [{one['text']:^8}]" for one in boards.seen()["boards"])
        if now != shown:
            shown = now
            tell(now)
        waiting.wait(LOOK_S)
