"""What the command line says: results on standard output, errors on standard error with the program's name."""

import sys


def tell(line: str) -> None:
    """A result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """Why something did not work."""
    sys.stderr.write(f"motcua: {line}\n")
    sys.stderr.flush()


def table(rows: list[tuple[str, ...]]) -> None:
    """Rows in columns, as wide as they need to be."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    for row in rows:
        tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
