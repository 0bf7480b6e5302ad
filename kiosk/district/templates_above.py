"""Ticket templates that the tier above sent: looked at as an own one would be, and laid beside the office's own.

The database keeps what is in force; the file below `tickets/district/` is made from it, so a power cut between the two
is mended at the next start. The one before is kept as `….before`. The office's own file in `tickets/` goes before it.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from look.words import DEFAULT
from office.domain.above import TEMPLATES, Unfit
from printer.template import BadTemplate, Mistake, read_template

_LOOKED_AT = ".looked-at"
BEFORE = ".before"


class TemplatesAbove:
    """`folder`: where the printer looks for them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self, name: str, text: str) -> None:
        """Raises Unfit with the first mistake, without any path of this machine."""
        if not text:
            return
        path = self._written(f"{name}{_LOOKED_AT}", text)
        try:
            template = read_template(path)
        except BadTemplate as error:
            raise Unfit(_said(error.mistakes)) from error
        finally:
            path.unlink(missing_ok=True)
        if template.paper != TEMPLATES[name]:
            raise Unfit(f"paper: {template.paper} mm, but the name says {TEMPLATES[name]} mm")

    def lay(self, kept: Mapping[str, str]) -> bool:
        """Makes the files from what is in force, name → text; whether anything changed. Raises OSError."""
        laid = [self._lay(name, kept[name]) for name in TEMPLATES if name in kept]
        return any(laid)

    def _lay(self, name: str, text: str) -> bool:
        path = self._folder / f"{name}.toml"
        before = path.read_bytes().decode() if path.is_file() else ""
        if before == text:
            return False
        if before:
            self._written(f"{path.name}{BEFORE}", before)
        if text:
            self._written(path.name, text)
        else:
            path.unlink()
        return True

    def _written(self, name: str, text: str) -> Path:
        """Whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path, unfinished = self._folder / name, self._folder / f"{name}.part"
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        return path


def _said(mistakes: Sequence[Mistake]) -> str:
    """In the office's language: who wrote the template reads it on the tier's page."""
    first = mistakes[0].said(DEFAULT)
    return first if len(mistakes) == 1 else f"{first} (+{len(mistakes) - 1})"
