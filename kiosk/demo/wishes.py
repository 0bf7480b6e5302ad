"""What was asked for on the command line of the demo."""

import argparse
import math
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

USUAL_PORT = 8080
MOST_PEOPLE, MOST_SPEED = 100_000, 10_000.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """`port`: None = the usual one, or a free one when it is taken; 0 = a free one; `data`: None = for this start only.

    `people`: 0 = nobody is played; `speed`: how much faster than in life people are.
    `rate`: the counter whose faces get a window too; `pictures`: where pictures of the windows are kept; `district`:
    with the tier above; `broker`: through mosquitto where that is installed.
    """

    port: int | None = None
    data: Path | None = None
    people: int = 0
    speed: float = 1.0
    json: bool = False
    windows: bool = True
    rate: int | None = None
    pictures: Path | None = None
    district: bool = True
    broker: bool = True

    @property
    def window_roles(self) -> tuple[str, ...]:
        """What the windows are to the office."""
        if not self.windows:
            return ()
        return ("touch", "hall") if self.rate is None else ("touch", "hall", f"rate:{self.rate}")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def read(argv: list[str]) -> Wishes:
    """Ends the program with a sentence on standard error when something cannot be understood."""
    parser = _Parser(prog="demo", description="The whole office on this machine, without any hardware.")
    parser.add_argument("--no-windows", action="store_true", help="open no windows, only addresses")
    parser.add_argument("--rate", type=_counter, metavar="N", help="a window with the faces of counter N, too")
    parser.add_argument("--pictures", type=_folder, metavar="DIR", help="keep a picture of each window there")
    parser.add_argument("--no-district", action="store_true", help="the office alone, without a district above it")
    parser.add_argument("--no-broker", action="store_true", help="the district over a local pipe, without mosquitto")
    parser.add_argument("--port", type=_port, metavar="N", help="where the office answers; 0 = any free port")
    parser.add_argument("--data", type=_folder, metavar="DIR", help="keep everything there; else it goes at the end")
    parser.add_argument("--people", type=_people, default=0, metavar="N", help="play N citizens and their clerks")
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="these people are X times as fast")
    parser.add_argument("--json", action="store_true", help="one line of JSON for programs instead of text")
    asked = parser.parse_args(argv)
    if asked.no_windows and (asked.rate is not None or asked.pictures is not None):
        parser.error("--rate and --pictures are about windows, and --no-windows opens none")
    return Wishes(
        port=asked.port,
        data=asked.data,
        people=asked.people,
        speed=asked.speed,
        json=asked.json,
        windows=not asked.no_windows,
        rate=asked.rate,
        pictures=asked.pictures,
        district=not asked.no_district,
        broker=not asked.no_broker,
    )


def _counter(text: str) -> int:
    return _within(int(text) if text.isascii() and text.isdigit() else -1, 1, 99, "a counter from 1 to 99", text)


def _port(text: str) -> int:
    return _within(int(text) if text.isascii() and text.isdigit() else -1, 0, 65535, "a port from 0 to 65535", text)


def _people(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    return _within(number, 1, MOST_PEOPLE, f"a number of people from 1 to {MOST_PEOPLE}", text)


def _within(number: int, least: int, most: int, wanted: str, text: str) -> int:
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"must be {wanted}, not {text[:40]!r}")
    return number


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = math.nan
    if not 0.1 <= speed <= MOST_SPEED:
        raise argparse.ArgumentTypeError(f"must be a number from 0.1 to {MOST_SPEED:.0f}, not {text[:40]!r}")
    return speed


def _folder(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("must be the name of a folder")
    return Path(text).absolute()
