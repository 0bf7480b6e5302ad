"""What a new version shows before it may run: that it can live with this office's configuration and its data.

It serves a copy of the database, which it brings to its own schema first, on a port of its own and without any device:
the printer, the boards and the way to the tier above belong to the version that runs meanwhile. Then it answers a
question over HTTP and issues a number, on the copy and on a new database.
"""

import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.config import Address, Config
from kiosk.updates.scratch import fresh, issued
from look.version import VERSION
from office.store import schema
from office.store.engine import FILE_NAME

if TYPE_CHECKING:
    from kiosk.service import Started

ANSWER_S = 30.0


class NotWell(Exception):
    """The version does not do what it must; the text is one clause."""


@dataclass(frozen=True, slots=True)
class Tried:
    """`oldest`: the oldest schema whose program may open the database afterwards; `number`: issued on the copy."""

    version: str
    schema: str
    oldest: str
    number: str | None
    seconds: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def try_out(config: Config, folder: Path) -> Tried:
    """`folder` has a copy of the database; whatever is done is done there. Raises NotWell, and what `serve` raises."""
    from kiosk import service  # the whole office: that it can be loaded is a part of the trial

    began, told = time.monotonic(), _Told()
    service.serve(_without_devices(config, folder), ready=lambda started: _ask_beside(started, told))
    if told.trouble is not None:
        raise NotWell(f"{type(told.trouble).__name__}: {told.trouble}") from told.trouble
    with fresh() as premises:
        if issued(premises) is None:
            raise NotWell("a new office gives no number")
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        standing = schema.standing(db.execute)
    if standing is None:
        raise NotWell("the copy has no schema afterwards")
    return Tried(VERSION, standing.version, standing.oldest, told.number, round(time.monotonic() - began, 1))


class _Told:
    """What the thread beside the service found out."""

    number: str | None = None
    trouble: Exception | None = None


def _ask_beside(started: "Started", told: _Told) -> None:
    """The service answers only while this function has returned; so a thread asks, and ends it."""

    def ask() -> None:
        try:
            _check_answer(started.url)
            told.number = issued(started.premises)
        except Exception as error:  # noqa: BLE001 -- the outermost of this thread: whatever it is, the version is not well
            told.trouble = error
        finally:
            started.stop()

    threading.Thread(target=ask, name="update-trial").start()


def _check_answer(url: str) -> None:
    import httpx

    answer = httpx.get(f"{url}/api/v1/health", timeout=ANSWER_S, trust_env=False)
    if answer.status_code != httpx.codes.OK or answer.json()["version"] != VERSION:
        raise NotWell(f"it answers {answer.status_code} on {url}")


def _without_devices(config: Config, folder: Path) -> Config:
    """The same office with its data elsewhere, on a free port of this machine, with nothing connected."""
    usual = Config()
    off = {
        "printer": config.printer.model_copy(update={"transport": "off"}),
        "log": config.log.model_copy(update={"level": "error"}),
        "voice": config.voice.model_copy(update={"player": "off", "zones": ()}),
        "web": usual.web,
        "district": usual.district,
        "boards": (),
        "keypads": (),
        "rating_boxes": (),
    }
    return config.at(data=folder).model_copy(update=off).at(listen=Address("127.0.0.1", 0))
