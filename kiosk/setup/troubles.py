"""Why an office could not be written, or a file cannot be used, in words for people: what it is, and what to do."""

import errno
from collections.abc import Mapping
from types import MappingProxyType

from kiosk.setup.machine import Told
from look.words import N_

_NOT_ALLOWED = N_("this program may not use it; begin again with sudo, or choose another place")
_WORDS: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOENT: N_("it is not there; look at its name, and plug the stick in"),
        errno.ENOTDIR: N_("a file stands where a folder is wanted; choose another place"),
        errno.EISDIR: N_("this is a folder, not a file; name the file in it"),
        errno.EACCES: _NOT_ALLOWED,
        errno.EPERM: _NOT_ALLOWED,
        errno.ENOSPC: N_("the disk is full; delete what is not the office's, then try again"),
        errno.EROFS: N_("the disk takes nothing any more; a dying disk does this, so let a technician look at it"),
        errno.EIO: N_("the disk or the stick has a fault; take another one"),
    }
)
_OTHER = N_("it cannot be read or written; let a technician look at the disk")


def words_of(error: OSError) -> str:
    """An English msgid, the end of a sentence; the system's own words are for the log."""
    return _WORDS.get(error.errno or 0, _OTHER)


class NotMade(Exception):
    """The office could not be written; nothing works yet and the draft is kept.

    `words` is an English msgid with `{named}` fields; `parts`: fields that are msgids too; `key`: of the answer that is
    the reason, or "".
    """

    def __init__(self, words: str, parts: Mapping[str, str] | None = None, key: str = "", **values: object) -> None:
        super().__init__(words)
        self.key, self._told = key, Told.of(False, words, parts, **values)

    def said(self, language: str) -> str:
        return self._told.said(language)
