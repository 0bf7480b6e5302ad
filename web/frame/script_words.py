"""The words that scripts of a page say, found in the scripts themselves and translated by the server.

A script says `words("English text")`; this module follows its imports, collects the texts and looks them up in the
catalogue. So no list has to be kept by hand, and a text cannot be missing in a page.
"""

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from look.words import say

_IMPORT = re.compile(r'^\s*(?:import|export)\b[^"\']*["\'](\.{1,2}/[^"\']+)["\']', re.MULTILINE)
_SAID = re.compile(r'\bwords\(\s*("(?:[^"\\\n]|\\.)*")')


@dataclass(frozen=True, slots=True)
class Scripts:
    """`files`: all static files by the name that pages know them by; each script is read once."""

    files: Mapping[str, Path]
    _texts: dict[str, str] = field(default_factory=dict)

    def spoken(self, entries: Iterable[str], language: str) -> dict[str, str]:
        """`{English text: translated text}` of these scripts and of all that they import."""
        return {text: say(language, text) for name in self.closure(entries) for text in said(self._text(name))}

    def closure(self, entries: Iterable[str]) -> list[str]:
        """The scripts and everything that they import, each once. Raises KeyError for a script that is not there."""
        found: set[str] = set()
        to_read = list(entries)
        while to_read:
            name = to_read.pop()
            if name not in found:
                found.add(name)
                to_read += [_beside(name, other) for other in _IMPORT.findall(self._text(name))]
        return sorted(found)

    def _text(self, name: str) -> str:
        if name not in self._texts:
            self._texts[name] = self.files[name].read_text(encoding="utf-8")
        return self._texts[name]


def said(script: str) -> list[str]:
    """The English texts of one script."""
    return [json.loads(literal) for literal in _SAID.findall(script)]


def _beside(name: str, other: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), other))
