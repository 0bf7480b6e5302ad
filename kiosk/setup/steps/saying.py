"""What the machine tells, in the person's language."""

from kiosk.setup.machine import Told
from kiosk.setup.question import Result, Seen


def told_by(seen: Seen, told: Told) -> Result:
    parts = {name: seen.say(msgid) for name, msgid in told.parts.items()}
    return Result((seen.say(told.words, **told.values, **parts),), good=told.good)
