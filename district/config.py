"""`district.toml`: read, checked as a whole, and handed on as frozen values.

The rule that surprises: relative paths count from the folder of the file, not from where the command was started.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr, StringConstraints

from web.settings.file import ConfigInvalid, fitting, tables_of
from web.settings.findings import Complaint
from web.settings.kinds import Address, FilePath, Listen, Port, Slug, Table, Zone, address, shown

__all__ = ["Address", "Config", "ConfigInvalid", "load", "read"]

POSTGRES = "postgresql+psycopg://"
SQLITE_FILE = "district.db"


def _url(text: object) -> str:
    if not isinstance(text, str) or not (text == "" or text.startswith((POSTGRES, "sqlite:///"))):
        raise ValueError(f'must be "{POSTGRES}USER@HOST:PORT/NAME" or empty, not {shown(text)}')
    user = text.removeprefix(POSTGRES).split("@")[0]
    if text.startswith(POSTGRES) and "@" in text and ":" in user:
        raise ValueError("holds a password; put it into a file of its own and name it in database.password_file")
    return text


def _host(text: object) -> str:
    if not isinstance(text, str) or not text.strip() or ":" in text or "/" in text:
        raise ValueError(f'must be the name or address of a machine, like "mq.example.vn", not {shown(text)}')
    return text.strip()


def _connect(text: object) -> Address | None:
    return None if text in ("", None) else address(text)


Line = Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Days = Annotated[StrictInt, Field(ge=92, le=36_600)]


class Tier(Table):
    """Who this is: free words, as they stand on every page."""

    name: Line = "Huyện Kim Bảng"
    label: Line = "Huyện"
    timezone: Zone = Field(default=ZoneInfo("Asia/Ho_Chi_Minh"))


class Data(Table):
    """Keys, certificates, and the SQLite file of a trial."""

    dir: FilePath = Path("district-data")


class Database(Table):
    """`url` without a password; empty is SQLite in the data folder."""

    url: Annotated[str, BeforeValidator(_url)] = ""
    password_file: FilePath | None = None


class Broker(Table):
    """`host` and `port` as offices reach it; `connect` as this machine does."""

    transport: Literal["mqtt", "loopback"] = "loopback"
    host: Annotated[str, BeforeValidator(_host)] = "127.0.0.1"
    port: Port = 8883
    connect: Annotated[Address | None, BeforeValidator(_connect)] = None
    tls: StrictBool = True
    folder: FilePath = Path("broker")
    socket: FilePath = Path("pipe.sock")
    reload: Annotated[tuple[StrictStr, ...], Field(max_length=20)] = ()

    @property
    def here(self) -> Address:
        """Where the collectors connect."""
        return self.connect or Address(self.host, self.port)


class Collector(Table):
    """One collector for each name."""

    names: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)] = ("collector-1",)


class Web(Table):
    """The pages and the API; TLS when both files are given."""

    listen: Listen = Address("127.0.0.1", 8090)
    tls_certificate: FilePath | None = None
    tls_key: FilePath | None = None


class Retention(Table):
    """How long what is kept."""

    facts_days: Days = 731
    audits_days: Days = 1827
    refused_days: Days = 92
    results_days: Days = 366
    texts_days: Days = 366


class Log(Table):
    """What goes to stdout (systemd keeps it)."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Config(Table):
    """The whole file as values."""

    tier: Tier = Tier()
    data: Data = Data()
    database: Database = Database()
    broker: Broker = Broker()
    collector: Collector = Collector()
    web: Web = Web()
    retention: Retention = Retention()
    log: Log = Log()

    @property
    def keys(self) -> Path:
        """The folder of the certificate authority."""
        return self.data.dir / "pki"

    @property
    def is_trial(self) -> bool:
        return not self.database.url.startswith(POSTGRES)

    def at(self, *, listen: Address | None = None) -> "Config":
        """The same wiring at another address, as `--listen` asks."""
        if listen is None:
            return self
        return self.model_copy(update={"web": self.web.model_copy(update={"listen": listen})})


def load(path: Path) -> Config:
    """Read and check the file. Raises ConfigInvalid with every mistake in it."""
    return _from_folder(read(tables_of(path)), path.absolute().parent)


def read(raw: dict[str, Any]) -> Config:
    """A Config from already parsed tables. Raises ConfigInvalid."""
    return fitting(raw, Config, _unfit(raw))


def _unfit(raw: Mapping[str, Any]) -> Iterator[Complaint]:
    """What must fit between keys; wrong types are passed over, they have their own report."""
    web, broker, collector = (_table(raw, name) for name in ("web", "broker", "collector"))
    given = [key for key in ("tls_certificate", "tls_key") if web.get(key)]
    if len(given) == 1:
        other = "tls_key" if given[0] == "tls_certificate" else "tls_certificate"
        yield f"web.{other}", f"missing; it is needed because web.{given[0]} is set"
    host = broker.get("host", "127.0.0.1")
    if broker.get("transport") == "mqtt" and broker.get("tls") is False and not _is_here(host):
        yield "broker.tls", f'false is only for a broker on this machine (127.0.0.1), not for "{host}"'
    names = collector.get("names")
    if isinstance(names, list) and len(set(map(str, names))) < len(names):
        yield "collector.names", "names a collector twice"


def _table(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = raw.get(name)
    return found if isinstance(found, Mapping) else {}


def _is_here(host: object) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _from_folder(config: Config, folder: Path) -> Config:
    web, database, data = config.web, config.database, folder / config.data.dir
    files = {key: folder / name for key in ("tls_certificate", "tls_key") if (name := getattr(web, key)) is not None}
    password = None if database.password_file is None else folder / database.password_file
    url = database.url or f"sqlite:///{data / SQLITE_FILE}"
    changes = {
        "data": Data(dir=data),
        "web": web.model_copy(update=files),
        "broker": config.broker.model_copy(
            update={"socket": data / config.broker.socket, "folder": data / config.broker.folder}
        ),
        "database": database.model_copy(update={"password_file": password, "url": url}),
    }
    return config.model_copy(update=changes)
