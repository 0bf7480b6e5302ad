"""`motcua-district`: the command line of the tier, for its technicians and for systemd.

One clear English line for each error on standard error, never a trace. Exit codes: 0 done, 1 it did not work, 2 the
command line or `district.toml` is wrong. A PIN, a token or a bundle is made by the machine and given once; none is ever
typed on the command line, where other users of the machine could read it.
"""

import sys

from district.cli.commands import COMMANDS
from district.cli.parser import parser
from district.cli.saying import Failure, complain, plain_failure

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    try:
        wanted = parser().parse_args(sys.argv[1:] if argv is None else argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    try:
        return COMMANDS[wanted.command](wanted)
    except Failure as failure:
        for line in failure.lines:
            complain(line)
        return failure.code
    except (KeyboardInterrupt, BrokenPipeError):
        return 1
    except Exception as error:
        # The outermost loop of a command: what it knows becomes a line; anything else is a mistake of ours.
        known = plain_failure(error)
        if known is None:
            raise
        complain(known)
        return 1
