"""The nightly sweep: what is too old goes, from the database and from the virtual printer's tray."""

import time
from collections.abc import Callable
from dataclasses import asdict

import structlog

from kiosk.config import Config
from office.premises import Premises
from office.safekeeping.retention import Keep, sweep

TRAY = "paper"
_DAY_S = 86_400
_log = structlog.get_logger()


def sweep_up(config: Config, premises: Premises, go_on: Callable[[], bool]) -> None:
    """Raises StoreUnavailable or OSError; the next night goes on where this one stopped."""
    wanted = config.retention
    gone = sweep(premises.performer, Keep(wanted.facts_days, wanted.tickets_months), go_on)
    pictures = _pictures(config, premises)
    _log.info("retention.swept", **asdict(gone), files=pictures)


def _pictures(config: Config, premises: Premises) -> int:
    """By their age on the disk; the newest stays, because the tray counts on from it."""
    old = time.time() - config.retention.pictures_days * _DAY_S
    files = sorted((premises.data / TRAY).glob("*.*"))[:-2]
    too_old = [path for path in files if path.suffix in (".escpos", ".png") and path.stat().st_mtime < old]
    for path in too_old:
        path.unlink(missing_ok=True)
    return len(too_old)
