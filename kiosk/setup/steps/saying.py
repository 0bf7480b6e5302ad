"""What the machine tells, in the person's language."""

from kiosk.setup.machine import Told
from kiosk.setup.question import Result, Seen


def told_by(seen: Seen, told: Told) -> Result:
    return Result((told.said(seen.language),), good=told.good)
