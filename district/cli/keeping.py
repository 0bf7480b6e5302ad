"""`motcua-district backup` and `restore`."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from district import keeping
from district.cli.saying import Failure, tell
from district.config import Config
from district.dumping import CopyFailed
from district.keeping import Copy

USUAL = Path("/var/backups/motcua-district")


def backup_(config: Config, wanted: Namespace) -> int:
    """Prints where it lies."""
    try:
        made = keeping.back_up(config, wanted.config, wanted.to or USUAL, datetime.now(UTC))
    except CopyFailed as error:
        raise Failure(error.why) from None
    tell(f"{made.path}: {made.path.stat().st_size} bytes, looked into; it holds the keys: keep it in a safe")
    return 0


def restore_(config: Config, wanted: Namespace) -> int:
    try:
        copy = keeping.read_copy(wanted.file)
        if not wanted.yes:
            _ask(copy)
        before = keeping.restore(config, wanted.config, copy, wanted.file.absolute().parent, datetime.now(UTC))
    except CopyFailed as error:
        raise Failure(error.why) from None
    if before is not None:
        tell(f"{before.path}: what was there before")
    tell(f"{copy.path}: put back as of {copy.made_at}; start the service: the offices send what came later")
    return 0


def _ask(copy: Copy) -> None:
    if not sys.stdin.isatty():
        raise Failure("nobody is here to be asked: --yes says that the present database may be replaced")
    answer = input(f"Replace the database and the keys by the copy of {copy.made_at} (version {copy.version})? [y/N] ")
    if answer.strip().lower() not in ("y", "yes"):
        raise Failure("nothing was changed")


COMMANDS = {"backup": backup_, "restore": restore_}
