"""What can go wrong for an operator, in one plain English line each."""

import errno
import os
from pathlib import Path

from look.words import say

WRONG = 2
"""Exit code: the command line or the configuration is wrong."""

ENGLISH = "en"
"""What a command speaks that is not asked for a language."""


class Failure(Exception):
    """A command did not work; `lines` say why."""

    def __init__(self, *lines: str, code: int = 1) -> None:
        super().__init__("\n".join(lines))
        self.lines, self.code = lines, code


def plain_failure(error: Exception, language: str = ENGLISH) -> Failure | None:
    """An error that an operator can do something about, as a line; None for everything else.

    `language`: of the command; only what it is asked most often for in the wrong place is said in it.
    """
    from office.safekeeping.presence import Unread

    if isinstance(error, Unread):
        return Failure(f"{say(language, error.what, folder=error.folder)} {say(language, error.advice)}", code=WRONG)
    line = _line_of(error)
    return None if line is None else Failure(line)


def _line_of(error: Exception) -> str | None:
    from kiosk.lan import CertificateUnusable
    from office.domain.refusals import Refusal
    from office.premises import DataUnusable
    from office.store.lock import DataInUse
    from office.store.schema import SchemaTooNew

    if isinstance(error, Refusal):
        return refusal_line(error.code, error.facts)
    if isinstance(error, DataUnusable):
        return f"{error.path} cannot be used: {error.why}{_hint(error.why)}"
    if isinstance(error, DataInUse):
        return in_use_line(error.path, error.pid)
    if isinstance(error, SchemaTooNew):
        return f"{error}; install the newer program, or restore the backup made before the update"
    if isinstance(error, CertificateUnusable):
        return str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror.lower() if error.strerror else error}"
    return None


def _hint(why: str) -> str:
    if why == os.strerror(errno.EROFS):
        return "; the disk takes nothing any more: a dying disk does this. Copy the data folder away, then change it"
    if why == os.strerror(errno.ENOSPC):
        return "; delete what is not the office's: old logs, downloads, films"
    return ""


def in_use_line(path: Path, pid: int | None) -> str:
    by = f" by process {pid}" if pid else ""
    return f"{path} is already in use{by}; another `motcua serve` runs on the same data"


def refusal_line(code: str, facts: dict[str, object]) -> str:
    """A refusal of the office; the same line whether it came over the socket or not."""
    errors = facts.get("mistakes")
    if isinstance(errors, list) and errors:
        return "the file cannot be used:\n" + "\n".join(f"  {line}" for line in errors)
    why = _WHY.get((code, facts.get("what"))) or _WHY.get((code, None))
    if why is None:
        return f"refused: {code}"
    try:
        return why.format_map(facts)
    except KeyError:
        return f"refused: {code}"


_WHY: dict[tuple[str, object], str] = {
    ("unknown_clerk", None): "there is no such person; see `motcua clerk list`",
    ("unknown_procedure", None): "there is no such procedure; see `motcua procedures list`",
    ("unknown_item", None): "there is no such token; see `motcua token list`",
    ("already_there", None): '"{what}" is already there',
    ("in_use", "last_head"): "at least one head must be able to sign in; make another head first",
    ("in_use", "service"): "service {service} cannot be removed: {waiting} numbers of today still need it",
    ("in_use", "counter_open"): "counter {counter} cannot be removed while somebody is signed in there",
    ("ticket_active", None): "there is still somebody at counter {counter} (number {number}); finish there first",
    ("wrong_state", "no_day"): "there was no working day yet; open one first",
    ("store_unavailable", None): "the disk does not accept anything; nothing was changed",
    ("invalid", None): "{field}: {why}",
}
