"""What the command line says: results on standard output, what went wrong in one plain line on standard error."""

import io
import os
import sys

WRONG = 2
"""Exit code: the command line or the configuration is wrong."""


class Failure(Exception):
    """A command did not work; `lines` say why."""

    def __init__(self, *lines: str, code: int = 1) -> None:
        super().__init__("\n".join(lines))
        self.lines, self.code = lines, code


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


def complain(line: str) -> None:
    """Why something did not work."""
    sys.stderr.write(f"motcua-district: {line}\n")
    sys.stderr.flush()


def table(rows: list[tuple[str, ...]]) -> None:
    """Rows in columns, as wide as they need to be."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    for row in rows:
        tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def plain_failure(error: Exception) -> Failure | None:
    """An error that an operator can do something about, as a line; None for everything else."""
    from district.store.presence import NoTier

    line = _line_of(error)
    return None if line is None else Failure(line, code=WRONG if isinstance(error, NoTier) else 1)


def _line_of(error: Exception) -> str | None:
    from sqlalchemy.exc import OperationalError  # what `--help` need not load

    from district.pki import NoAuthority
    from district.refusals import Refusal
    from district.store.presence import NoTier, StoreUnreachable
    from district.store.schema import SchemaTooNew
    from sync.parcel import ParcelDamaged
    from web.server import PortInUse

    if isinstance(error, Refusal):
        return _refused(error.code, error.facts)
    if isinstance(error, SchemaTooNew):
        return f"{error}; install the newer program, or restore the backup made before the update"
    if isinstance(error, PortInUse):
        return f"{error.address}: another program listens there already ({error.why}); choose another with --listen"
    if isinstance(error, NoTier | StoreUnreachable | NoAuthority | ParcelDamaged):
        return str(error)
    if isinstance(error, OperationalError):
        return f"the database does not answer: {str(error.orig).splitlines()[0]}"
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror.lower() if error.strerror else error}"
    return None


def _refused(code: str, facts: dict[str, object]) -> str:
    why = _WHY.get(code)
    try:
        return f"refused: {code}" if why is None else why.format_map(facts)
    except KeyError:
        return f"refused: {code}"


_WHY = {
    "unknown_node": 'there is no office or unit "{id}"',
    "unknown_person": 'there is no person "{id}"; see `motcua-district person list`',
    "unknown_token": 'there is no token "{id}"; see `motcua-district token list`',
    "already_there": '"{id}" is already there',
    "name_reserved": '"{id}" belongs to a collector, the broker or the topics; choose another id',
    "would_circle": '"{id}" cannot belong to "{parent}": it would run in a circle',
    "not_an_office": '"{id}" is a unit, not an office',
    "merged": '"{id}" is part of "{into}" now',
    "not_enrolled": '"{id}" has no certificate',
    "last_admin": "at least one administrator of the whole tier must be able to sign in",
    "invalid": "{field}: {why}",
}
