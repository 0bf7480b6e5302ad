"""What hangs above the counters and lies on the desks: boards, keypads, rating buttons. Each a list of tables.

Several boards and keypads may name the same port: they hang on one bus. Fits between them are checked in
`kiosk.config.board_checks`.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr, StringConstraints

from kiosk.config.times import time_of_day
from web.settings.kinds import Slug, Table

PortName = Annotated[StrictStr, StringConstraints(min_length=1, max_length=200)]
Baud = Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]
Counter = Annotated[StrictInt, Field(ge=1, le=99)]
Percent = Annotated[StrictInt, Field(ge=0, le=100)]
Register = Annotated[StrictInt, Field(ge=0, le=0xFFFF)]
Minute = Annotated[int, BeforeValidator(time_of_day)]


class Board(Table):
    """A board with figures or letters. `counter`: whose number it shows (`shows` "counter"); `id`: on its bus.

    `registers` to `bright_register` are for "modbus", `checksum` for "alpha".
    """

    name: Slug
    driver: Literal["gpro", "alpha", "modbus", "sum4"]
    port: PortName
    id: Annotated[StrictInt, Field(ge=0, le=255)] = 0
    shows: Literal["counter", "hall", "clock"] = "counter"
    counter: Counter | None = None
    baud: Baud = 9600
    form: Literal["8N1", "7E1"] = "8N1"
    registers: Literal["value", "ascii"] = "value"
    register_number: Register = 0
    bright_register: Register | None = None
    checksum: StrictBool = False
    dim_percent: Percent | None = None
    dim_from: Minute = 18 * 60
    bright_from: Minute = 6 * 60


class Keypad(Table):
    """Keys at a counter: on the bus of the boards ("gpro"), or a numpad on USB ("hid")."""

    name: Slug
    driver: Literal["gpro", "hid"]
    port: PortName
    id: Annotated[StrictInt, Field(ge=0, le=99)] = 0
    counter: Counter
    baud: Baud = 9600


class RatingBox(Table):
    """Buttons for the citizen. `buttons`: what they send, the lowest level first."""

    name: Slug
    driver: Literal["serial", "hid"]
    port: PortName
    counter: Counter
    buttons: Annotated[StrictStr, StringConstraints(min_length=3, max_length=5)] = "12345"
    baud: Baud = 9600


Boards = Annotated[tuple[Board, ...], Field(max_length=100)]
Keypads = Annotated[tuple[Keypad, ...], Field(max_length=100)]
RatingBoxes = Annotated[tuple[RatingBox, ...], Field(max_length=100)]
