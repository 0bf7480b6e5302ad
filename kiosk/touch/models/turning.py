"""Turning pages that do not fit on one screen: two large controls, and which page of how many it is."""

from kiosk.touch.page import Control, Look
from look.words import say


def turning(language: str, leaf: int, leaves: int) -> tuple[Control, ...]:
    """The way back and forth, named `leaf:N` from 0; nothing when there is only one."""
    if leaves <= 1:
        return ()
    earlier, later = say(language, "Page before"), say(language, "Next page")
    return (
        Control(f"leaf:{leaf - 1}", earlier, earlier, "back", Look.OUTLINED, off=leaf <= 0),
        Control(f"leaf:{leaf + 1}", later, later, "forward", Look.OUTLINED, off=leaf >= leaves - 1),
    )


def place_text(language: str, leaf: int, leaves: int) -> str:
    """ "Page 2 of 3"; nothing when there is only one."""
    return "" if leaves <= 1 else say(language, "Page {n} of {all}", n=leaf + 1, all=leaves)
