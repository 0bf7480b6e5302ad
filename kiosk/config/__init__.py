"""`config.toml`: read, checked as a whole, and handed on as frozen values.

`load(path)` gives a `Config` or raises `ConfigInvalid` with ALL mistakes at once, one plain English
sentence each. Knows nothing of FastAPI, SQLAlchemy or the office; everybody else gets plain values from
here. The rule that surprises: relative paths count from the folder of the file, not from where the command
was started.
"""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from kiosk.config.checks import complaints
from kiosk.config.filling import First
from kiosk.config.findings import plain
from kiosk.config.times import Address, Span, address
from kiosk.config.wiring import Data, Day, Log, Office, Printer, Table, Voice, Web

__all__ = ["Address", "Config", "ConfigInvalid", "First", "Span", "load", "read"]

LARGEST = 1_000_000  # bytes; a config file of more is some other file given by mistake


class ConfigInvalid(Exception):
    """The file cannot be used; `errors` are all its mistakes, one sentence each."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


class Config(Table):
    """The whole file as values."""

    office: Office = Office()
    data: Data = Data()
    web: Web = Web()
    printer: Printer = Printer()
    voice: Voice = Voice()
    day: Day = Day()
    log: Log = Log()
    first: First = Field(default_factory=First)

    def at(self, *, data: Path | None = None, listen: Address | None = None) -> "Config":
        """The same wiring with another data folder or address, as `--data` and `--listen` ask."""
        changes: dict[str, Any] = {}
        if data is not None:
            changes["data"] = Data(dir=data.absolute())
        if listen is not None:
            changes["web"] = self.web.model_copy(update={"listen": listen})
        return self.model_copy(update=changes)


def load(path: Path) -> Config:
    """Read and check the file. Raises ConfigInvalid with every mistake in it."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise ConfigInvalid((f"{path}: {(error.strerror or str(error)).lower()}",)) from None
    if len(raw) > LARGEST:
        raise ConfigInvalid((f"{path}: is larger than 1 MB; this cannot be a config file",))
    config = read(_parsed(path, raw))
    return _from_folder(config, path.absolute().parent)


def read(raw: dict[str, Any]) -> Config:
    """A Config from already parsed tables. Raises ConfigInvalid."""
    found = list(complaints(raw))
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        found = [*plain(error, Config), *found]
    if found:
        raise ConfigInvalid(tuple(dict.fromkeys(f"{path}: {sentence}" for path, sentence in found)))
    return config


def _parsed(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigInvalid((f"{path}, line {line}: is not UTF-8 text; save the file as UTF-8",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigInvalid((_syntax(path, raw, str(error)),)) from None


def _syntax(path: Path, raw: bytes, message: str) -> str:
    """tomllib's "… (at line 5, column 3)" turned round, with the line itself."""
    what, _, where = message.rpartition(" (at ")
    place = where.removesuffix(")").removeprefix("line ").split(",")[0]
    if not place.isdigit():
        return f"{path}, at the end: {what or message}"
    lines = raw.decode("utf-8").splitlines()
    text = lines[int(place) - 1].strip() if 0 < int(place) <= len(lines) else ""
    return f"{path}, line {place}: {what[:1].lower()}{what[1:]}: {text[:80]}"


def _from_folder(config: Config, folder: Path) -> Config:
    web = config.web
    files = {key: folder / name for key in ("tls_certificate", "tls_key") if (name := getattr(web, key)) is not None}
    changes = {"data": Data(dir=folder / config.data.dir), "web": web.model_copy(update=files)}
    return config.model_copy(update=changes)


def listen_at(text: str) -> Address:
    """HOST:PORT of the command line. Raises ValueError."""
    return address(text)
