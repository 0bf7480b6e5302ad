"""Telephone and identity numbers do not stay in what people write; their words stay.

Rules:
1. Eight digits or more are a number of somebody, however they are divided: "0912 345 678", "+84 (0) 912.345…".
2. A date, a span of years and an amount of money that says so ("15.000.000 đồng") are none; the end of a longer
   number is no amount, and a "đồng chí" is a person.
"""

import re

MASK = "•••"
_HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_BETWEEN = rf"(?:[\s.\-–—()·{_HIDDEN}]{{0,3}}|[{_HIDDEN}]*[,_/][{_HIDDEN}]*)"
_GROUPS = rf"(?<!\w)0\d{{2,3}}(?:(?:{_BETWEEN}|\s?[,;:/]\s?)\d{{3,4}}){{2,}}"
"""A nought and long groups ("0912, 345, 678"); shorter ones that are divided like this are a list."""
_NUMBER = re.compile(rf"(?:\+\s?|\(\+?)?\d(?:{_BETWEEN}\d){{7,}}|{_GROUPS}")
_DATE = r"(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
_YEARS = r"(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d"
_MONEY = r"(?<!\d[\s.,-])[1-9]\d{0,2}(?:[.,]\d{3})+ ?(?:đ(?:ồng)?|vnđ|vnd|triệu|tỷ)(?!\w|/c\b| chí\b)"
_NO_NUMBER = re.compile(rf"(?<!\d)(?:{_DATE}|{_YEARS}|{_MONEY})(?!\d)", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with every such number replaced by `MASK`."""
    parts, begin = [], 0
    for harmless in _NO_NUMBER.finditer(text):
        parts += [_NUMBER.sub(MASK, text[begin : harmless.start()]), harmless[0]]
        begin = harmless.end()
    return "".join([*parts, _NUMBER.sub(MASK, text[begin:])])
