"""A thousand tickets through a script of faults, behind each plug in turn: every number is accounted for at the end."""

from pathlib import Path

from printer.outcome import PrintState
from tests.bench.figures import Row
from tests.printer.faults.accounts import keep_books

PLUGS = ("tcp", "usblp", "serial", "usb")


def faults(folder: Path, count: int) -> list[Row]:
    """`count` numbers in all; a row for each plug."""
    return [_row(plug, folder / plug, count // len(PLUGS)) for plug in PLUGS]


def _row(plug: str, folder: Path, count: int) -> Row:
    books = keep_books(plug, folder, count)
    wrong, missing = books.wrong(), count - len(books.numbers)
    states = books.states
    attempts = f"{states[PrintState.FAILED]} failed, {states[PrintState.UNKNOWN]} unknown on the way"
    measured = f"{len(books.numbers)} of {count} printed, {attempts}, {books.pieces} pieces; wrongly told: {len(wrong)}"
    holds = not wrong and not missing
    return Row(f"tickets through faults, {plug}", "; ".join([measured, *wrong[:3]]), "all, none wrongly told", holds)
