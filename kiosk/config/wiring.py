"""The wiring of one office: where its data lies, which port it serves, which printer hangs on it.

Every class is one table of `config.toml`, every field one key with its real default, so that an empty file
runs with no hardware at all. Frozen; unknown keys are refused. What the head may change (services,
counters, people, opening, rule) is not wiring: it lives in the database, and `[first]`
(kiosk/config/filling.py) only fills it once.
"""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, StringConstraints

from kiosk.config.times import Address, address, time_of_day


class Table(BaseModel):
    """One table of the file: frozen, with no room for a misspelt key."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, arbitrary_types_allowed=True)


def _zone(name: object) -> ZoneInfo:
    if isinstance(name, ZoneInfo):
        return name
    try:
        return ZoneInfo(str(name))
    except (OSError, ValueError, LookupError) as error:
        raise ValueError(f'is not a known time zone: "{name}" (write one like "Asia/Ho_Chi_Minh")') from error


def _path(text: object) -> Path:
    if isinstance(text, Path):
        return text
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        raise ValueError("must be the name of a file or folder")
    return Path(text)


Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
TimeOfDay = Annotated[int, BeforeValidator(time_of_day)]
Listen = Annotated[Address, BeforeValidator(address)]
FilePath = Annotated[Path, BeforeValidator(_path)]
Slug = Annotated[StrictStr, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]


class Office(Table):
    """Who this machine is."""

    id: Slug = "thanh-son"
    timezone: Zone = Field(default=ZoneInfo("Asia/Ho_Chi_Minh"))


class Data(Table):
    """Where everything lies that must survive; a relative folder counts from the file's own folder."""

    dir: FilePath = Path("data")


class Web(Table):
    """The LAN server; TLS when both files are given."""

    listen: Listen = Address("127.0.0.1", 8080)
    tls_certificate: FilePath | None = None
    tls_key: FilePath | None = None


class Printer(Table):
    """The ticket printer. `width` in mm of paper; `status` "none" for printers that cannot answer."""

    transport: Literal["virtual", "tcp", "off"] = "virtual"
    host: StrictStr = ""
    port: Port = 9100
    width: Literal[80, 58] = 80
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


class Day(Table):
    """When the day's record opens and closes by itself, in minutes after midnight (not the opening hours)."""

    begins: TimeOfDay = 6 * 60
    ends: TimeOfDay = 19 * 60


class Log(Table):
    """What goes to stdout (systemd keeps it)."""

    level: Literal["debug", "info", "warning", "error"] = "info"
