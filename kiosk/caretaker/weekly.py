"""Once a week the newest copy is checked in full: every index, every digest. The office's own file is left in peace.

Where no copy can be made (a small disk), it is that file after all.

A broken index means that the office's file has it too: the service ends calmly, and its next start brings back a copy
that is better. A journal that does not hold is no damage: somebody changed it, and people have to look into it.
"""

import json
from contextlib import suppress
from pathlib import Path

import structlog

from office.domain.moment import HOUR
from office.premises import Premises
from office.safekeeping import damage
from office.safekeeping.checking import chain_trouble, index_trouble
from office.safekeeping.telling import CHANGED, DEVICE

MARK = "checked.json"
EVERY_MS = 7 * 24 * HOUR
_log = structlog.get_logger()


def check_weekly(premises: Premises, file: Path, now: int) -> None:
    """Nothing when it was done this week. `now` in ms of UTC. Raises OSError or StoreUnavailable."""
    if 0 <= now - _last(premises.data) < EVERY_MS:
        return
    if (broken := index_trouble(file)) is not None:
        premises.damage.report(broken)
        return
    damage.unmark(premises.data)
    if (changed := chain_trouble(file)) is not None:
        _log.error("journal.changed", why=changed)
        premises.desk.report_device(device=DEVICE, condition=CHANGED, detail=changed)
    (premises.data / MARK).write_text(json.dumps({"at": now, "journal": changed}), encoding="utf-8")
    _log.info("database.checked", file=file.name)


def _last(data: Path) -> int:
    """When it was done last, in ms of UTC; 0 = never."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return int(json.loads((data / MARK).read_bytes())["at"])
    return 0
