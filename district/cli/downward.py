"""Commands about what goes down: documents for a part of the tree, and things to be done at one office."""

import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from district.cli.commands import doing_now, store_of
from district.cli.procedures import push_procedures
from district.cli.saying import Failure, table, tell
from district.config import Config
from district.downward import commands, documents
from district.downward.commands import Shown
from district.times import wall_clock
from office.domain.procedures_above import PROCEDURES

ALL = "all"
_LARGEST = 1_000_000
_LOOK_S = 0.5


def push_(config: Config, wanted: Namespace) -> int:
    """The running `motcua-district serve` sends it within seconds; each office's page shows what became of it."""
    if wanted.what == PROCEDURES:
        return push_procedures(config, wanted)
    text = _text(wanted.file)
    with store_of(config) as store, store.begin() as conn:
        name, body = documents.read(wanted.what, text)
        target = documents.ALL if wanted.to == ALL else wanted.to
        documents.issue(conn, doing_now(config), name, target, body)
    tell(f"{name} for {wanted.to}: issued")
    return 0


def command_(config: Config, wanted: Namespace) -> int:
    """Waits for the answer: 0 when it was done."""
    args: dict[str, object] = {"screen": wanted.screen} if wanted.name == commands.RESTART_SCREEN else {}
    if wanted.name == commands.RESTART_SCREEN and wanted.screen is None:
        raise Failure("--screen touch, hall or rate:N is needed", code=2)
    with store_of(config) as store:
        with store.begin() as conn:
            key = commands.order(conn, doing_now(config), wanted.to, wanted.name, args, wanted.minutes * 60_000)
        tell(f"{key}: ordered; it is done within {wanted.minutes} min or not at all")
        return _told(_answer(store, wanted.to, key, wanted.wait))


def commands_(config: Config, wanted: Namespace) -> int:
    with store_of(config, reads=True) as store, store.begin() as conn:
        shown = commands.listed(conn, wanted.office, wall_clock())
    table([(one.id, one.name, one.outcome, one.by, one.detail) for one in shown])
    return 0


def _answer(store: Engine, office: str, key: str, wait_s: int) -> Shown:
    until = time.monotonic() + wait_s
    while True:
        with store.begin() as conn:
            found = next(one for one in commands.listed(conn, office, wall_clock()) if one.id == key)
        if found.outcome != "waiting" or time.monotonic() >= until:
            return found
        time.sleep(_LOOK_S)


def _told(one: Shown) -> int:
    for part in one.parts:
        tell(part)
    tell(f"{one.outcome}{': ' if one.detail else ''}{one.detail}")
    return 0 if one.outcome in ("done", "waiting") else 1


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise Failure(f"{path}: larger than {_LARGEST} bytes")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{path}: not UTF-8") from error


COMMANDS: dict[str, Callable[[Config, Namespace], int]] = {
    "push": push_,
    "command": command_,
    "commands": commands_,
}
