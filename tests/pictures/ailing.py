"""What the doctor finds in the pictures: an old machine whose disk wears out, without paper, its clock alone."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from kiosk.health.examining import PARTS, Examined
from kiosk.health.finding import BAD, OK, WARN, Finding
from look.words import say

FOUND = {
    "program": Finding(OK, "motcua {version}", {"version": "0.1.0"}),
    "service": Finding(OK, "The office service runs and answers on {address}", {"address": "192.168.1.20:443"}),
    "database": Finding(OK, "The journal is whole: {facts} entries", {"facts": 18_204}),
    "backups": Finding(
        WARN,
        "Backups lie on this disk only: a broken disk takes them along",
        {},
        "Plug in a stick labelled MOTCUA-BACKUP and name it in [backup] second.",
    ),
    "printer": Finding(
        BAD,
        "Printer at {address}: {state}",
        {"address": "/dev/usb/lp0"},
        "Put in a new roll, close the cover, and say so at the console: Paper changed.",
        words={"state": "The printer is out of paper"},
    ),
    "people": Finding(OK, "{ready} of {all} people can sign in", {"ready": 6, "all": 6}),
    "clock": Finding(
        WARN,
        "The clock shows {now}, without time sync",
        {"now": "08:00:00 23/11/2026"},
        "Switch on time sync: sudo timedatectl set-ntp true",
    ),
    "disk": Finding(OK, "The disk keeps a change in {ms} ms", {"ms": "3.4"}),
    "memory": Finding(OK, "Memory: {free} of {all} MB free", {"free": 2_140, "all": 3_780}),
}
"""Part → what is said of it; the others were not looked at yet."""
AT = datetime(2026, 11, 23, 1, 2, tzinfo=UTC)


class KnownFindings:
    """An examination whose end is known; nothing is looked at."""

    def begin(self, only: Collection[str] = ()) -> None:
        """It stays as it is."""

    def view(self, language: str) -> dict[str, Any]:
        parts = []
        for part in PARTS:
            if (found := FOUND.get(part.key)) is not None:
                parts.append({**Examined(part, (found,)).shown(language), "state": "done"})
                continue
            empty: dict[str, Any] = {"key": part.key, "title": say(language, part.title), "level": None, "findings": []}
            parts.append({**empty, "state": "unknown"})
        return {"running": False, "at": f"{AT:%Y-%m-%dT%H:%M:%S.000Z}", "parts": parts}

    def bundle(self) -> bytes:
        return b""


AN_OLD_MACHINE = KnownFindings()
