"""The wiring of one office: where its data lies, which port it serves, which printer hangs on it.

Every class is one table of `config.toml`, every field one key with its real default, so that an empty file
runs with no hardware at all. Frozen; unknown keys are refused. What the head may change (services,
counters, people, opening, rule) is not wiring: it lives in the database, and `[first]`
(kiosk/config/filling.py) only fills it once.
"""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, StrictInt, StrictStr, StringConstraints

from kiosk.config.times import time_of_day
from web import tls_folder
from web.settings.kinds import Address, FilePath, Listen, Port, Slug, Table, Zone

TimeOfDay = Annotated[int, BeforeValidator(time_of_day)]


class Office(Table):
    """Who this machine is."""

    id: Slug = "thanh-son"
    timezone: Zone = Field(default=ZoneInfo("Asia/Ho_Chi_Minh"))


class Data(Table):
    """Where everything lies that must survive; a relative folder counts from the file's own folder."""

    dir: FilePath = Path("data")


class Web(Table):
    """The LAN server. `tls`: a folder of `motcua tls init`; or the two files; https with either.

    `redirect`: a second address, answering http only to lead to https.
    """

    listen: Listen = Address("127.0.0.1", 8080)
    tls: FilePath | None = None
    tls_certificate: FilePath | None = None
    tls_key: FilePath | None = None
    redirect: Annotated[Listen | None, BeforeValidator(lambda given: None if given == "" else given)] = None

    @property
    def is_secure(self) -> bool:
        return self.tls_certificate is not None

    @property
    def ca(self) -> Path | None:
        """The authority that every computer of the office trusts, when it is our own."""
        return None if self.tls is None else self.tls / tls_folder.CA


class Printer(Table):
    """The ticket printer. `width` in mm of paper, `roll_m` metres of a whole roll.

    `status` "none" is for printers that cannot answer. `device`: a path for "usblp" and "serial",
    VENDOR:PRODUCT[:SERIAL] for "usb"; `baud` in bits a second. `profile`: a name of printer/profiles, empty for a
    printer that nobody knows.
    """

    transport: Literal["virtual", "tcp", "usblp", "usb", "serial", "off"] = "virtual"
    device: Annotated[StrictStr, StringConstraints(max_length=200)] = ""
    host: StrictStr = ""
    port: Port = 9100
    baud: Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400] = 9600
    flow: Literal["rtscts", "xonxoff", "none"] = "rtscts"
    width: Literal[80, 58] = 80
    roll_m: Annotated[StrictInt, Field(ge=5, le=500)] = 80
    profile: Annotated[StrictStr, StringConstraints(max_length=60)] = ""
    mode: Literal["auto", "raster", "hybrid"] = "auto"
    template: Slug = "ticket"
    status: Literal["ask", "none"] = "ask"


class VoiceZone(Table):
    """A part of the hall with a loudspeaker of its own: what is called to these counters is heard there."""

    name: Annotated[StrictStr, StringConstraints(min_length=1, max_length=60)]
    device: Annotated[StrictStr, StringConstraints(min_length=1, max_length=120)]
    counters: Annotated[tuple[Annotated[StrictInt, Field(ge=1, le=99)], ...], Field(min_length=1, max_length=99)]


class Voice(Table):
    """The loudspeaker of the hall; what it says and how loud is the head's to decide (`[first.voice]`)."""

    player: Literal["auto", "aplay", "pw-play", "file", "off"] = "auto"
    device: Annotated[StrictStr, StringConstraints(max_length=120)] = ""
    zones: Annotated[tuple[VoiceZone, ...], Field(max_length=8)] = ()


class District(Table):
    """The way to the tier above. `bundle`: the folder of certificates; left out, what `motcua enrol` wrote."""

    transport: Literal["off", "mqtt", "loopback"] = "off"
    host: StrictStr = ""
    port: Port = 8883
    bundle: FilePath | None = None
    ca: FilePath | None = None
    certificate: FilePath | None = None
    key: FilePath | None = None
    socket: FilePath | None = None


class Ups(Table):
    """The uninterruptible power supply, as NUT's upsd knows it; `name` "" = none."""

    name: Annotated[StrictStr, StringConstraints(pattern=r"^[A-Za-z0-9._-]{0,40}$")] = ""
    host: StrictStr = "127.0.0.1"
    port: Port = 3493


class Day(Table):
    """When the day's record opens and closes by itself, in minutes after midnight (not the opening hours)."""

    begins: TimeOfDay = 6 * 60
    ends: TimeOfDay = 19 * 60


class Log(Table):
    """What goes to stdout (systemd keeps it)."""

    level: Literal["debug", "info", "warning", "error"] = "info"
