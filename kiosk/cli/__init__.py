"""`motcua`: the command line of an office, for technicians and for systemd.

Owns what is typed and what is said in return: one clear English line for each error on standard error, never a trace.
Exit codes: 0 done, 1 it did not work, 2 the command line or `config.toml` is wrong. A PIN or token is made by the
machine and shown once; none is ever given on the command line, where other users of the machine could read it.
Everything heavy is imported by the command that needs it, so that `--help` and `check` answer at once.
"""

import sys

from kiosk.cli.saying import complain, nobody_listens, settle_streams

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    given = sys.argv[1:] if argv is None else argv
    settle_streams()
    try:
        code = _done(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:
        nobody_listens()
        return 1
    return code


def _done(given: list[str]) -> int:
    """Loads the rest of the program itself: Ctrl-C ends that quietly, too."""
    from kiosk.cli.commands import COMMANDS
    from kiosk.cli.failures import ENGLISH, Failure, plain_failure
    from kiosk.cli.parser import parser

    if given and given[0] in WINDOWS_AND_DEMO:
        return WINDOWS_AND_DEMO[given[0]](given[1:])
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
        known = error if isinstance(error, Failure) else plain_failure(error, getattr(wanted, "language", ENGLISH))
        if known is None:
            raise
        for line in known.lines:
            complain(line)
        return known.code


def _demo(arguments: list[str]) -> int:
    from kiosk import demo  # brings the whole office with it

    return int(demo.main(arguments))


def _hall(arguments: list[str]) -> int:
    from kiosk.cli import windows  # Kivy

    return windows.hall(arguments)


def _touch(arguments: list[str]) -> int:
    from kiosk.cli import windows  # Kivy as well

    return windows.touch(arguments)


WINDOWS_AND_DEMO = {"demo": _demo, "hall": _hall, "touch": _touch}
"""Commands that read their own words: the demo, and the windows that know only an address and a token."""
