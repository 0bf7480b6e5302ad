"""`config.toml`: read, checked as a whole, and handed on as frozen values.

`load(path)` gives a `Config` or raises `ConfigInvalid` with ALL mistakes at once, one plain English
sentence each. Knows nothing of FastAPI, SQLAlchemy or the office; everybody else gets plain values from
here. The rule that surprises: relative paths count from the folder of the file, not from where the command
was started.
"""

from pathlib import Path
from typing import Any

from pydantic import Field

from kiosk.config.boards import Boards, Keypads, RatingBoxes
from kiosk.config.checks import complaints
from kiosk.config.filling import First
from kiosk.config.keeping import Backup, Retention
from kiosk.config.times import Span
from kiosk.config.windows import Hall, Screen
from kiosk.config.wiring import Data, Day, District, Log, Office, Printer, Ups, Voice, Web
from web import tls_folder
from web.settings.file import ConfigInvalid, fitting, tables_of
from web.settings.kinds import Address, Table, address

__all__ = ["Address", "Config", "ConfigInvalid", "First", "Span", "load", "read"]


class Config(Table):
    """The whole file as values."""

    office: Office = Office()
    data: Data = Data()
    backup: Backup = Backup()
    retention: Retention = Retention()
    web: Web = Web()
    printer: Printer = Printer()
    voice: Voice = Voice()
    screen: Screen = Screen()
    hall: Hall = Hall()
    district: District = District()
    boards: Boards = ()
    keypads: Keypads = ()
    rating_boxes: RatingBoxes = ()
    ups: Ups = Ups()
    day: Day = Day()
    log: Log = Log()
    first: First = Field(default_factory=First)

    def at(self, *, data: Path | None = None, listen: Address | None = None) -> "Config":
        """The same wiring with another data folder or address, as `--data` and `--listen` ask."""
        changes: dict[str, Any] = {}
        if data is not None:
            # Copies of another office must not fall among those of this one, nor be put back in its place.
            changes["data"] = Data(dir=data.absolute())
            changes["backup"] = self.backup.model_copy(update={"dir": None, "second": None})
        if listen is not None:
            changes["web"] = self.web.model_copy(update={"listen": listen})
        return self.model_copy(update=changes)


def load(path: Path) -> Config:
    """Read and check the file. Raises ConfigInvalid with every mistake in it."""
    config = read(tables_of(path))
    return _from_folder(config, path.absolute().parent)


def read(raw: dict[str, Any]) -> Config:
    """A Config from already parsed tables. Raises ConfigInvalid."""
    return fitting(raw, Config, complaints(raw))


def _from_folder(config: Config, folder: Path) -> Config:
    web = config.web
    files = {key: folder / name for key in ("tls", "tls_certificate", "tls_key") if (name := getattr(web, key))}
    if "tls" in files:
        files |= dict.fromkeys(("tls_certificate", "tls_key"), files["tls"] / tls_folder.SERVER)
    ways = ("bundle", "ca", "certificate", "key", "socket")
    found = {key: folder / name for key in ways if (name := getattr(config.district, key)) is not None}
    kept = {key: folder / name for key in ("dir", "second") if (name := getattr(config.backup, key)) is not None}
    changes = {
        "data": Data(dir=folder / config.data.dir),
        "backup": config.backup.model_copy(update=kept),
        "web": web.model_copy(update=files),
        "district": config.district.model_copy(update=found),
    }
    if config.screen.emblem is not None:
        changes["screen"] = config.screen.model_copy(update={"emblem": folder / config.screen.emblem})
    return config.model_copy(update=changes)


def listen_at(text: str) -> Address:
    """HOST:PORT of the command line. Raises ValueError."""
    return address(text)
