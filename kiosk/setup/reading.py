"""From what people type to what is kept: names, numbers, addresses, dates. Each raises `Wrong` with what to write."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address
from pathlib import PurePosixPath

from kiosk.setup.question import Wrong
from look.folding import fold
from look.fonts import BOLD, missing_letters
from look.words import N_

LONGEST = 120
MOMENT = "%d/%m/%Y %H:%M"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_UNITS = ("xa", "phuong", "thi tran", "dac khu", "tinh", "thanh pho", "huyen", "quan")
"""What stands before the name of a place, without its marks."""


def words(text: str) -> str:
    """Some words, composed and with single spaces."""
    found = words_or_none(text)
    if not found:
        raise Wrong(N_("Please write something here."))
    return found


def words_or_none(text: str) -> str:
    """The same; empty is an answer too."""
    found = " ".join(unicodedata.normalize("NFC", text).split())
    if len(found) > LONGEST:
        raise Wrong(N_("At most {most} letters, please."), most=LONGEST)
    strange = missing_letters(BOLD, found) | set(filter(_is_strange, found))
    if strange:
        raise Wrong(N_("These letters cannot be printed: {letters}"), letters=" ".join(map(ascii, sorted(strange))))
    return found


def slug(text: str) -> str:
    """A short name: small letters, digits, hyphens."""
    found = text.strip()
    if not _SLUG.fullmatch(found):
        raise Wrong(N_("Only small letters without marks, digits and hyphens, at most 40, such as thanh-son."))
    return found


def slug_of(text: str) -> str:
    """A short name made of other words: "xã Thanh Sơn" is thanh-son."""
    bare = fold(text)
    unit = next((one for one in _UNITS if bare.startswith(f"{one} ")), "")
    found = re.sub(r"[^a-z0-9]+", "-", bare.removeprefix(unit)).strip("-")[:40].strip("-")
    return found or "office"


def person_id(name: str) -> str:
    """ "Phạm Minh Tuấn" is minh-tuan: the last two words, as people are called."""
    return slug_of(" ".join(fold(name).split()[-2:]))


def place_inside(text: str) -> str:
    """A place as it stands inside a sentence: "Xã Thanh Sơn" is "xã Thanh Sơn"."""
    unit = next((one for one in _UNITS if fold(text).startswith(f"{one} ")), "")
    return text[:1].lower() + text[1:] if unit else text


def number(least: int, most: int) -> Callable[[str], str]:
    """A reader of whole numbers between these two."""

    def read(text: str) -> str:
        found = text.strip()
        if not found.isdecimal() or not found.isascii() or not least <= int(found) <= most:
            raise Wrong(N_("A whole number from {least} to {most}, please."), least=least, most=most)
        return str(int(found))

    return read


def measure(least: float, most: float) -> Callable[[str], str]:
    """A reader of measures; a comma is a point."""

    def read(text: str) -> str:
        try:
            found = float(text.strip().replace(",", "."))
        except ValueError:
            found = least - 1
        if not least <= found <= most:
            raise Wrong(N_("A number from {least} to {most}, please, such as 21.5."), least=least, most=most)
        return f"{found:g}"

    return read


def printer_address(text: str) -> str:
    """HOST or HOST:PORT in figures, as "tcp:HOST:PORT"; so it may be given again."""
    host, colon, port = text.strip().removeprefix("tcp:").rpartition(":")
    if not colon:
        host, port = port, "9100"
    try:
        found = ip_address(host.strip("[]"))
    except ValueError:
        raise Wrong(N_("An address in figures, please, such as 192.168.1.50")) from None
    return f"tcp:{host if found.version == 4 else f'[{found}]'}:{number(1, 65535)(port)}"


def sound_device(text: str) -> str:
    """A device as `aplay -L` names it."""
    found = text.strip()
    if not found or len(found) > LONGEST or not found.isascii() or not found.isprintable() or " " in found:
        raise Wrong(N_("A device is written as aplay -L names it, such as plughw:CARD=PCH,DEV=0"))
    return found


def folder(text: str) -> str:
    """The full name of a folder."""
    found = PurePosixPath(text.strip())
    if not _is_place(found) or ".." in found.parts:
        raise Wrong(N_("The full name of a folder, please, such as /mnt/nas/motcua"))
    return str(found)


def file(text: str) -> str:
    """The full name of a file."""
    found = PurePosixPath(text.strip())
    if not _is_place(found):
        raise Wrong(N_("The full name of the file, please, such as /media/usb/thanh-son.json"))
    return str(found)


def _is_place(path: PurePosixPath) -> bool:
    """Whether it can be somewhere on a disk: no letter in it is one that a terminal has mangled."""
    return path.is_absolute() and len(path.parts) > 1 and not any(map(_is_strange, str(path)))


def _is_strange(sign: str) -> bool:
    return not sign.isprintable() or sign == "\N{REPLACEMENT CHARACTER}"


def moment(text: str) -> str:
    """Day and time of the clock on the wall."""
    try:
        return datetime.strptime(text.strip(), MOMENT).strftime(MOMENT)  # noqa: DTZ007 -- of the wall
    except ValueError:
        raise Wrong(N_("Day and time, please, such as 23/11/2026 07:30")) from None
