"""What the command line says: results on standard output, errors on standard error with the program's name."""

import sys

from web.saying import nobody_listens, settle_streams, table, tell

__all__ = ["complain", "nobody_listens", "settle_streams", "table", "tell"]


def complain(line: str) -> None:
    """Why something did not work."""
    sys.stderr.write(f"motcua: {line}\n")
    sys.stderr.flush()
