"""`motcua demo`: the whole office on one machine without any hardware, ready to be walked through.

The demo prepares the data, then starts the service as a process of its own and keeps it running; it plays people too
when asked. Nothing in the service knows that it is a demo except that `/paper` exists.
"""


def main(argv: list[str]) -> int:
    """The command; the exit code."""
    from kiosk.demo.command import run  # the parts cost a second: not for `motcua --help`

    return run(argv)
