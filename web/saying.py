"""What a command line says, of the office's program as of the district's: results on standard output."""

import io
import os
import sys


def settle_streams() -> None:
    """Vietnamese goes out as UTF-8 whatever the terminal calls itself, and a name of a file as the disk has it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def nobody_listens() -> None:
    """The reader of our output went away (`| head -1`): what is still to be said goes nowhere, without a complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(line: str) -> None:
    """A result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def table(rows: list[tuple[str, ...]]) -> None:
    """Rows in columns, as wide as they need to be."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    for row in rows:
        tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
