"""What has to be known before a tier can be set up: a few words, and how the offices reach this machine."""

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StrictStr, ValidationError

from district.config import Line
from web.settings.file import ConfigInvalid, refuse, tables_of
from web.settings.findings import plain
from web.settings.kinds import Address, Listen, Port, Slug, Table, shown

__all__ = ["ConfigInvalid", "Wishes", "read", "wished"]

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,40}")


def _host(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        if _HOST.fullmatch(text) is None:
            raise ValueError(f'must be a name or an address like "mq.example.vn", not {shown(text)}') from None
    return text


def _word(text: str) -> str:
    if _WORD.fullmatch(text) is None:
        raise ValueError(f"must be small letters, digits and _, not {shown(text)}")
    return text


def _server(text: str) -> str:
    return text if text.startswith("/") else _host(text)


Host = Annotated[StrictStr, AfterValidator(_host)]
Word = Annotated[StrictStr, AfterValidator(_word)]


class Tier(Table):
    name: Line
    label: Line = "Huyện"


class Broker(Table):
    """`host`: how the offices reach this machine."""

    host: Host
    port: Port = 8883


class Web(Table):
    listen: Listen = Address("127.0.0.1", 8090)


class Admin(Table):
    """The first one; the PIN is made by the machine."""

    id: Slug = "quan-tri"
    name: Line = "Quản trị hệ thống"


class Database(Table):
    """`host`: of PostgreSQL, or the folder of its socket; `name` and `user` are made."""

    host: Annotated[StrictStr, AfterValidator(_server)] = "127.0.0.1"
    port: Port = 5432
    name: Word = "motcua"
    user: Word = "motcua"

    @property
    def url(self) -> str:
        """Without the password, as `district.toml` wants it."""
        if self.host.startswith("/"):
            return f"postgresql+psycopg://{self.user}@/{self.name}?host={self.host}&port={self.port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"postgresql+psycopg://{self.user}@{host}:{self.port}/{self.name}"


class Wishes(Table):
    """A file for `--from` has these tables; only `[tier] name` and `[broker] host` are needed."""

    tier: Tier
    broker: Broker
    web: Web = Web()
    admin: Admin = Admin()
    database: Annotated[Database, Field()] = Database()


def read(path: Path) -> Wishes:
    """Raises ConfigInvalid with every mistake in the file."""
    return wished(tables_of(path))


def wished(raw: dict[str, Any]) -> Wishes:
    try:
        return Wishes.model_validate(raw)
    except ValidationError as error:
        refuse(plain(error, Wishes))
        raise AssertionError("a mistake without words") from error
