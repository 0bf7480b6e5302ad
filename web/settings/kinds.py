"""What every configuration file may hold: addresses, files, time zones, short names; and the table itself.

Raises ValueError with a sentence that says what to write instead. A file may be a credential of systemd:
"credential:NAME" is what `LoadCredential=service:FOLDER` gave this program, or, where systemd gave nothing (a command
typed by hand), the file credentials/NAME beside the configuration.
"""

import os
import re
from pathlib import Path
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, StringConstraints

_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<port>\d{1,5})")


CREDENTIAL, GIVEN = "credential:", "CREDENTIALS_DIRECTORY"
_CREDENTIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")


class Table(BaseModel):
    """One table of the file: frozen, with no room for a misspelt key."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, arbitrary_types_allowed=True)


class Address(NamedTuple):
    """A host and a TCP port (0 = any free one)."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def address(text: object) -> Address:
    """ "127.0.0.1:8080" or "[::1]:8080" -> host and port. Raises ValueError."""
    if isinstance(text, Address):
        return text
    match = _ADDRESS.fullmatch(text) if isinstance(text, str) else None
    if match is None or int(match["port"]) > 65535:
        raise ValueError(f'must be HOST:PORT like "127.0.0.1:8080", not {shown(text)}')
    return Address(match["six"] or match["host"], int(match["port"]))


def shown(value: object) -> str:
    """A value as TOML would show it, cut to a readable length."""
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


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
    return _credential(text.removeprefix(CREDENTIAL)) if text.startswith(CREDENTIAL) else Path(text)


def _credential(name: str) -> Path:
    if not _CREDENTIAL.fullmatch(name):
        raise ValueError(f'must be like "{CREDENTIAL}NAME", a name without any folder')
    given = os.environ.get(GIVEN)
    return Path("credentials", name) if given is None else Path(given, f"service_{name}")


Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Listen = Annotated[Address, BeforeValidator(address)]
FilePath = Annotated[Path, BeforeValidator(_path)]
Slug = Annotated[StrictStr, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
