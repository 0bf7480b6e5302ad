"""`district.toml` of a new tier: the shipped file with its comments, and the values of this one in it."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from district.config import load, read
from district.setup.machine import Machine
from district.setup.wishes import Wishes
from web.settings.file import tables_of

SHIPPED = Path(__file__).parents[1] / "district.toml"
RELOAD = ("touch", "/run/motcua-district/broker-anew")
"""The service may restart nothing; a unit of root waits for this file to change."""


def written(machine: Machine, wishes: Wishes) -> str:
    """Every value checked by the program that will read it."""
    text = SHIPPED.read_text(encoding="utf-8")
    for table, key, value in _values(machine, wishes):
        text = _with(text, table, key, value)
    read(tomllib.loads(text))
    return text


def stands(machine: Machine) -> bool:
    """Whether there is one that can be read."""
    if not machine.config.is_file():
        return False
    read(tables_of(machine.config))
    return True


def answers_in(machine: Machine) -> dict[str, dict[str, Any]]:
    """What was answered when the file was written. Raises ConfigInvalid."""
    config = load(machine.config)
    url = make_url(config.database.url)
    host = url.query.get("host", url.host)
    database = {"host": host, "port": url.port or int(str(url.query.get("port", 5432)))}
    return {
        "tier": {"name": config.tier.name, "label": config.tier.label},
        "broker": {"host": config.broker.host, "port": config.broker.port},
        "web": {"listen": str(config.web.listen)},
        "database": {**database, "name": url.database, "user": url.username},
    }


def _values(machine: Machine, wishes: Wishes) -> list[tuple[str, str, object]]:
    return [
        ("tier", "name", wishes.tier.name),
        ("tier", "label", wishes.tier.label),
        ("data", "dir", str(machine.data)),
        ("database", "url", wishes.database.url),
        ("database", "password_file", str(machine.password)),
        ("broker", "transport", "mqtt"),
        ("broker", "host", wishes.broker.host),
        ("broker", "port", wishes.broker.port),
        ("broker", "connect", f"127.0.0.1:{wishes.broker.port}"),
        ("broker", "folder", str(machine.broker)),
        ("broker", "reload", list(RELOAD)),
        ("web", "listen", str(wishes.web.listen)),
    ]


def _with(text: str, table: str, key: str, value: object) -> str:
    """A key that stands there as a comment is switched on."""
    begin = text.index(f"[{table}]\n")
    end = text.find("\n[", begin)
    part = text[begin:] if end < 0 else text[begin:end]
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    changed, count = re.subn(rf"^(?:# )?{key} = .*$", lambda _: line, part, count=1, flags=re.MULTILINE)
    assert count == 1, f"{table}.{key} is not in the shipped file"
    return text[:begin] + changed + ("" if end < 0 else text[end:])
