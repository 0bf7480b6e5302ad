"""`motcua-district`: the command line of the tier, for its technicians and for systemd.

One clear English line for each error on standard error, never a trace. Exit codes: 0 done, 1 it did not work, 2 the
command line or `district.toml` is wrong. A PIN, a token or a bundle is made by the machine and given once; none is ever
typed on the command line, where other users of the machine could read it.
"""

import sys

from district.cli.saying import Failure, complain, nobody_listens, plain_failure, settle_streams

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    settle_streams()
    try:
        code = _done(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:
        nobody_listens()
        return 1
    return code


def _done(given: list[str]) -> int:
    """Loads the rest of the program itself: Ctrl-C ends that quietly, too."""
    from district.cli.commands import COMMANDS
    from district.cli.parser import parser

    try:
        wanted = parser().parse_args(given)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    try:
        return COMMANDS[wanted.command](wanted)
    except BrokenPipeError:
        raise
    except Exception as error:
        # The outermost loop of a command: what it knows becomes a line; anything else is a mistake of ours.
        known = error if isinstance(error, Failure) else plain_failure(error)
        if known is None:
            raise
        for line in known.lines:
            complain(line)
        return known.code
