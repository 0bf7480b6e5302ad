"""A script of faults for the virtual printers: what goes wrong, when, and for how long. docs/emulated-printer.md.

    baud = 9600              # the line carries so many bits a second; left out: as fast as they come
    again = true             # from the start when the last fault is over; false: then all is well for ever

    [[fault]]
    what = "paper_out"
    after_sheets = 3         # begins when so many sheets have come out since the fault before was over …
    after_rows = 200         # … and so many rows of dots of the next one are printed
    lasts_s = 5.0            # is over after so many seconds; left out: never

Faults come one after the other, never two at a time. Raises BadScript with all mistakes.
"""

import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400)
"""Bits a second that a serial line may have."""


class What(StrEnum):
    """What may go wrong."""

    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER = "cover_open"
    CUTTER = "cutter"
    ERROR = "error"
    OFFLINE = "offline"
    MUTE = "mute"  # prints, but answers nothing
    FROZEN = "frozen"  # takes no byte
    LATE = "late"  # every answer comes half a second late
    SLOW = "slow"  # the line carries 1,200 bits a second
    NOISE = "noise"  # random bytes instead of answers
    UNPLUGGED = "unplugged"  # the cable; the printer keeps what it has
    POWER_CYCLE = "power_cycle"  # off, and on again after `lasts_s`; forgets what it has
    RESET = "reset"  # the same, for a third of a second unless `lasts_s` says otherwise


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; all of its conditions count from the end of the fault before."""

    what: What
    after_sheets: int = 0
    after_rows: int = 0
    after_bytes: int = 0
    after_s: float = 0.0
    lasts_s: float | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The whole file."""

    faults: tuple[Fault, ...] = ()
    baud: int | None = None
    again: bool = False


class BadScript(Exception):
    """The script cannot be played; `mistakes` are sentences."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = tuple(mistakes)


def read_script(path: Path) -> Script:
    """Raises BadScript, OSError."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadScript([f"{path}: {error}"]) from error
    return script_of(raw)


def script_of(raw: dict[str, Any]) -> Script:
    """A script from parsed tables. Raises BadScript."""
    mistakes = _unknown(raw, ("fault", "baud", "again"), "")
    baud, again, given = raw.get("baud"), raw.get("again", False), raw.get("fault", [])
    if baud is not None and baud not in SPEEDS:
        mistakes.append(f"baud: must be one of {', '.join(map(str, SPEEDS))}, not {baud!r}")
    if not isinstance(again, bool):
        mistakes.append(f"again: must be true or false, not {again!r}")
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise BadScript([*mistakes, "fault: must be tables [[fault]]"])
    for place, one in enumerate(given, 1):
        mistakes += _mistakes(one, f"fault[{place}]")
    if mistakes:
        raise BadScript(mistakes)
    return Script(tuple(Fault(**{**one, "what": What(one["what"])}) for one in given), baud, again)


def _mistakes(one: dict[str, Any], where: str) -> list[str]:
    found = _unknown(one, tuple(field.name for field in fields(Fault)), f"{where}.")
    what = one.get("what")
    if what not in list(What):
        words = ", ".join(What)
        near = get_close_matches(str(what), list(What), 1)
        found.append(f"{where}.what: must be one of {words}" + (f"; did you mean {near[0]}?" if near else ""))
    for key in ("after_sheets", "after_rows", "after_bytes"):
        if not _is_figure(one.get(key, 0), whole=True):
            found.append(f"{where}.{key}: must be a whole number, not {one[key]!r}")
    for key in ("after_s", "lasts_s"):
        if not _is_figure(one.get(key, 0.0), whole=False):
            found.append(f"{where}.{key}: must be seconds, such as 1.5, not {one[key]!r}")
    return found


def _is_figure(value: object, *, whole: bool) -> bool:
    kinds = (int,) if whole else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool) and 0 <= value < 10**9


def _unknown(raw: dict[str, Any], known: tuple[str, ...], where: str) -> list[str]:
    found = []
    for key in raw:
        if key not in known:
            near = get_close_matches(key, known, 1)
            found.append(f"{where}{key}: unknown key" + (f", did you mean {near[0]}?" if near else ""))
    return found
