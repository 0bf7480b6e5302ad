"""The number of a dossier, as a citizen types it or a reader scans it, and the address where its progress stands.

Rules:
1. Numbers are compared without blanks, in capitals, with plain hyphens.
2. What a number looks like is told by a mask, never by a regular expression (a wrong one could hold the office for
   hours): `#` a digit, `A` a letter, `*` one of both, `+` after a sign = one or more of it, anything else itself;
   several masks are divided by `|`. No mask at all takes every number of usual signs.
3. A template is an https address that names {number} once.
"""

import re
import unicodedata
from urllib.parse import quote, urlsplit

SHORTEST, LONGEST, LONGEST_MASK, LONGEST_TEMPLATE = 4, 40, 200, 300
FIELD = "{number}"
_USUAL = re.compile(r"[A-Z0-9][A-Z0-9./_-]*")
_MASK = re.compile(r"[A-Z0-9#*./_|+-]*")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_FOREIGN = re.compile(r"[\s<>\"'{}\\^`|]")
_DIGIT, _LETTER = frozenset("0123456789"), frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SIGNS = {"#": _DIGIT, "A": _LETTER, "*": _DIGIT | _LETTER}


def normalised(given: str, pattern: str) -> str | None:
    """The number as the office writes it; None when it is none."""
    if len(given) > 4 * LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", given).translate(_DASHES).upper()
    number = "".join(sign for sign in plain if not (sign.isspace() or unicodedata.category(sign) == "Cf"))
    if not SHORTEST <= len(number) <= LONGEST or _USUAL.fullmatch(number) is None:
        return None
    masks = [mask for mask in pattern.split("|") if mask]
    return number if not masks or any(fits(number, mask) for mask in masks) else None


def fits(number: str, mask: str) -> bool:
    """Walks all places of the mask at once: as long as number times mask, whatever they are."""
    steps = _steps(mask)
    at = {0}
    for sign in number:
        at = {new for place in at for new in _after(place, sign, steps)}
    return len(steps) in at


def is_mask(pattern: str) -> bool:
    """Whether somebody can have meant this as masks."""
    if len(pattern) > LONGEST_MASK or _MASK.fullmatch(pattern) is None:
        return False
    return not any(mask.startswith("+") or "++" in mask for mask in pattern.split("|"))


def is_template(template: str) -> bool:
    """Whether this is an https address with the field in it, and no other."""
    if len(template) > LONGEST_TEMPLATE or template.count(FIELD) != 1 or not template.isascii():
        return False
    try:
        parts = urlsplit(template.replace(FIELD, "1"))
        plain = parts.scheme == "https" and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False
    return plain and FIELD not in urlsplit(template).netloc and not _FOREIGN.search(template.replace(FIELD, "1"))


def address_of(number: str, template: str) -> str | None:
    """Where the progress of this dossier stands; None without a template."""
    return template.replace(FIELD, quote(number, safe="")) if template else None


def _steps(mask: str) -> list[tuple[frozenset[str], bool]]:
    """(signs that fit, whether it may stand there again)."""
    found: list[tuple[frozenset[str], bool]] = []
    for sign in mask:
        if sign == "+" and found:
            found[-1] = (found[-1][0], True)
        else:
            found.append((_SIGNS.get(sign, frozenset(sign)), False))
    return found


def _after(place: int, sign: str, steps: list[tuple[frozenset[str], bool]]) -> set[int]:
    found: set[int] = set()
    if place < len(steps) and sign in steps[place][0]:
        found.add(place + 1)
    if place > 0 and steps[place - 1][1] and sign in steps[place - 1][0]:
        found.add(place)
    return found
