"""Queue numbers: a letter and at least three digits, A001 … A999, A1000 …

Letters that are confused by ear or with digits are not offered for new services.
"""

import re

PREFIXES = "ABCDEGHKLMNPTV"
"""Letters for new services: those of the office's custom, with D because the default catalogue has it (Lao động)."""

HIGHEST_BY_HAND = 9_999
"""Four digits: a slip of the pen must not lift a whole series beyond what can be read out."""

STEP_WHEN_KNOWN = 100
STEP_WHEN_UNKNOWN = 500
_NUMBER = re.compile(r"([A-Z])([0-9]{1,5})")


def written(prefix: str, place: int) -> str:
    """A and 7 → "A007"; four digits after 999."""
    return f"{prefix}{place:03d}"


def read(number: str) -> tuple[str, int] | None:
    """ "a7", "A007" → ("A", 7); None for what is no number."""
    found = _NUMBER.fullmatch(number.strip().upper())
    if found is None or int(found[2]) == 0:
        return None
    return found[1], int(found[2])


def next_after_restore(known: int | None, in_backup: int) -> int:
    """The place at which a series goes on after a restore, so that no number is given twice.

    `known`: the highest place that anything outside the backup remembers (None: nothing does); `in_backup`: the highest
    place in the backup, 0 when it has none.
    """
    if known is None:
        return in_backup + STEP_WHEN_UNKNOWN
    return (max(known, in_backup) // STEP_WHEN_KNOWN + 1) * STEP_WHEN_KNOWN
