"""What a version says of itself: which one it is, for which machines, and every file that it consists of.

A manifest comes from outside and is read as such: whatever is not exactly as it should be is no update. The order of
versions is that of their numbers, so 0.10.0 comes after 0.9.0.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

NAME = "manifest.json"
LOCK = "requirements.lock"
PRODUCT = "motcua"
LARGEST = 256 * 1024
"""Bytes of a manifest."""
MOST_FILES = 400
VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){1,3}")
_FILE = re.compile(r"(wheels/)?[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")
_WORDS = {"architecture": re.compile(r"[a-z0-9]{1,16}"), "schema": re.compile(r"[0-9]{4}")}
_PYTHON = re.compile(r"3\.[0-9]{1,2}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class NotAnUpdate(Exception):
    """The file is not an update that this machine may take; `why` is one clause."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Manifest:
    """`schema`: the newest migration that it knows; `files`: name → SHA-256 in hex, without manifest and signature."""

    product: str
    version: str
    architecture: str
    pythons: tuple[str, ...]
    schema: str
    files: Mapping[str, str]


def read(raw: bytes) -> Manifest:
    """Raises NotAnUpdate."""
    if len(raw) > LARGEST:
        raise NotAnUpdate("its manifest is too large")
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotAnUpdate("its manifest is not JSON") from None
    if not isinstance(said, dict):
        raise NotAnUpdate("its manifest is not a table")
    words = {key: _word(said, key, pattern) for key, pattern in _WORDS.items()}
    pythons = said.get("pythons")
    if not isinstance(pythons, list) or not pythons or not all(_is(_PYTHON, one) for one in pythons):
        raise NotAnUpdate("its manifest names no Python")
    version = _word(said, "version", VERSION)
    return Manifest(_product(said), version, words["architecture"], tuple(pythons), words["schema"], _files(said))


def order(version: str) -> tuple[int, ...]:
    """To compare versions by; 1.0 and 1.0.0 are the same."""
    numbers = [int(number) for number in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))


def _product(said: Mapping[str, Any]) -> str:
    if said.get("product") != PRODUCT:
        raise NotAnUpdate(f"it is not an update of {PRODUCT}")
    return PRODUCT


def _word(said: Mapping[str, Any], key: str, pattern: re.Pattern[str]) -> str:
    value = said.get(key)
    if not _is(pattern, value):
        raise NotAnUpdate(f"its manifest has no usable {key}")
    return str(value)


def _files(said: Mapping[str, Any]) -> Mapping[str, str]:
    files = said.get("files")
    if not isinstance(files, dict) or not 2 <= len(files) <= MOST_FILES or LOCK not in files:
        raise NotAnUpdate("its manifest has no usable list of files")
    for name, digest in files.items():
        if not _is(_FILE, name) or name == NAME or not _is(_DIGEST, digest):
            raise NotAnUpdate(f"its manifest names a file in an unusable way: {name[:40]!r}")
    return MappingProxyType(dict(files))


def _is(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
