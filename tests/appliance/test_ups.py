"""The power supply: what upsd says is what staff see, and a low battery ends the machine in order."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.config.wiring import Ups as Wires
from kiosk.steward import Steward, StewardAbsent, Wish
from kiosk.ups import TIMES_SILENT, Power, Ups, UpsSilent, asking, power_of
from office.premises import Premises
from tests.durability.running import opened_by_hand, prepare, wiring


class Upsd:
    """A small upsd: one UPS, one variable; `answer` is said as it stands."""

    def __init__(self) -> None:
        self.answer = 'VAR ups ups.status "OL CHRG"\n'
        self.asked: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with socket.socket() as knock:
            self.answer = ""
            knock.connect(("127.0.0.1", self.port))
            self._door.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                way, _ = self._door.accept()
            except OSError:
                return
            with way:
                self.asked.append(way.recv(512).decode())
                way.sendall(self.answer.encode())
            if self._door.fileno() == -1:
                return


@pytest.fixture
def upsd() -> Iterator[Upsd]:
    made = Upsd()
    yield made
    made.close()


@pytest.fixture
def premises(tmp_path: Path) -> Iterator[Premises]:
    config, data = wiring(tmp_path), tmp_path / "data"
    prepare(config, data, ())
    with opened_by_hand(config, data) as opened:
        yield opened


class Listening(Steward):
    """Notes what is asked; `comes` False: nobody is there."""

    def __init__(self) -> None:
        super().__init__(Path("/nowhere"))
        self.asked: list[Wish] = []
        self.comes = True

    def ask(self, wish: Wish) -> None:
        if not self.comes:
            raise StewardAbsent
        self.asked.append(wish)


def condition(premises: Premises) -> str | None:
    return next((one["condition"] for one in premises.desk.state()["devices"] if one["device"] == "ups"), None)


@pytest.mark.parametrize(
    ("words", "power"),
    [
        ("OL", Power.OK),
        ("OL CHRG", Power.OK),
        ("OL RB", Power.WORN),
        ("OB DISCHRG", Power.ON_BATTERY),
        ("OB RB", Power.ON_BATTERY),
        ("OB LB DISCHRG", Power.LOW),
        ("OL LB", Power.OK),  # mains are there: the battery is only being charged
        ("FSD OL", Power.LOW),
    ],
)
def test_the_words_of_nut_are_understood(words: str, power: Power) -> None:
    assert power_of(frozenset(words.split())) is power


def test_upsd_is_asked_as_its_protocol_wants(upsd: Upsd) -> None:
    ask = asking(Wires(name="ups", port=upsd.port))
    assert ask() == {"OL", "CHRG"}
    assert upsd.asked == ["GET VAR ups ups.status\n"]


@pytest.mark.parametrize(
    "answer", ["ERR DATA-STALE\n", "ERR UNKNOWN-UPS\n", "", 'VAR other ups.status "OL"\n', "x" * 9000 + "\n", "\xff\n"]
)
def test_whatever_else_comes_is_silence(upsd: Upsd, answer: str) -> None:
    upsd.answer = answer
    with pytest.raises(UpsSilent):
        asking(Wires(name="ups", port=upsd.port))()


def test_a_power_cut_is_seen_by_everybody_and_mends_by_itself(premises: Premises, upsd: Upsd) -> None:
    steward = Listening()
    ups = Ups(premises.desk, steward, asking(Wires(name="ups", port=upsd.port)))
    ups.look()
    assert condition(premises) == "ok"
    upsd.answer = 'VAR ups ups.status "OB DISCHRG"\n'
    ups.look()
    assert condition(premises) == "on_battery"
    upsd.answer = 'VAR ups ups.status "OL CHRG"\n'
    ups.look()
    assert condition(premises) == "ok"
    assert steward.asked == []


def test_a_low_battery_ends_the_machine_once_and_not_at_the_first_word(premises: Premises) -> None:
    steward, words = Listening(), frozenset({"OB", "LB"})
    ups = Ups(premises.desk, steward, lambda: words)
    ups.look()
    assert steward.asked == []
    steward.comes = False
    ups.look()  # nobody comes: it is tried again
    steward.comes = True
    for _ in range(3):
        ups.look()
    assert steward.asked == [Wish.POWER_OFF]
    assert condition(premises) == "low"


def test_a_cable_that_slips_is_told_only_when_it_lasts(premises: Premises) -> None:
    def silent() -> frozenset[str]:
        raise UpsSilent("no way")

    ups = Ups(premises.desk, Listening(), silent)
    for _ in range(TIMES_SILENT - 1):
        ups.look()
    assert condition(premises) is None
    ups.look()
    assert condition(premises) == "silent"


def test_it_looks_again_and_again_until_it_is_stopped(premises: Premises, upsd: Upsd) -> None:
    ups = Ups(premises.desk, Listening(), asking(Wires(name="ups", port=upsd.port)), every_s=0.02)
    ups.start()
    until = time.monotonic() + 30
    while len(upsd.asked) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    ups.stop()
    assert len(upsd.asked) >= 3
