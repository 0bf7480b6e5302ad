"""What the command line says: results on standard output, what went wrong in one plain line on standard error."""

import sys

from web.saying import nobody_listens, settle_streams, table, tell

__all__ = ["WRONG", "Failure", "complain", "nobody_listens", "plain_failure", "settle_streams", "table", "tell"]

WRONG = 2
"""Exit code: the command line or the configuration is wrong."""


class Failure(Exception):
    """A command did not work; `lines` say why."""

    def __init__(self, *lines: str, code: int = 1) -> None:
        super().__init__("\n".join(lines))
        self.lines, self.code = lines, code


def complain(line: str) -> None:
    """Why something did not work."""
    sys.stderr.write(f"motcua-district: {line}\n")
    sys.stderr.flush()


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
