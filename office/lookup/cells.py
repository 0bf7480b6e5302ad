"""One cell as clean text, number, date or list: what spreadsheets and web pages leave in a cell is taken away.

Every function gives the value and the kinds of what it found (`office.lookup.findings`); it never raises for a cell.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from look.folding import fold

LONGEST_CELL = 40_000
"""Characters that are looked at."""
_TAG = re.compile(
    r"<(/?)(a|abbr|article|b|big|blockquote|body|br|button|center|code|col|dd|div|dl|dt|em|font|form|h[1-6]|head|hr|html"
    r"|i|iframe|img|input|label|li|link|main|meta|o:p|object|ol|option|p|pre|s|section|select|small|span|strike|strong"
    r"|sub|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul)(?=[\s/>])[^<>]*>|<![^<>]*>",
    re.IGNORECASE,
)
_LINE_END = frozenset(
    ("br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "table", "tr")
)
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_PECULIAR = re.compile(r"[<&]|^'|_x000D_")
_SILENT = ("script", "style")
_EXCEL_RETURN = "_x000D_"
_PLAIN_NUMBER = re.compile(r"-?\d+")
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_CURRENCY = re.compile(r"(đồng|dong|vnđ|vnd|đ|₫)\.?$", re.IGNORECASE)
_DATES = (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"))
_FREE = frozenset({"mien phi", "khong thu phi", "khong thu", "khong mat phi", "khong phi", "free"})


def text_of(value: Any, *, lines: bool = False) -> tuple[str, list[str]]:
    """NFC, single blanks; with `lines` the ends of lines stay."""
    raw = _as_text(value)
    if raw.replace("\n", "").isprintable() and not _PECULIAR.search(raw):  # nearly every cell
        return _spaced(unicodedata.normalize("NFC", raw), lines), []
    plain, found = _without_html(raw[:LONGEST_CELL])
    clean, was_clean = _without_control(plain.replace(_EXCEL_RETURN, "").replace("\r\n", "\n").replace("\r", "\n"))
    if not was_clean:
        found.append("control")
    joined = _spaced(clean, lines)
    guarded = joined[:1] == "'" and joined[1:2] in ("=", "+", "-", "@")
    return joined[1:] if guarded else joined, found


def items_of(text: str) -> list[str]:
    """Entries of a list: a line each, else divided by semicolons outside of brackets."""
    if "\n" in text or text.startswith("•"):
        return [part.strip(" ;•") for part in text.split("\n") if part.strip(" ;•-+")]
    return [_capital(part.strip()) for part in _divided(text) if part.strip()]


def number_of(text: str) -> int | None:
    """ "2.000 đ" and "2,000" are 2000, "Miễn phí" is 0; None for anything else."""
    if fold(text) in _FREE:
        return 0
    bare = _CURRENCY.sub("", text.strip()).strip()
    if bare.endswith((".0", ",0")) and bare[:-2].isdecimal():
        bare = bare[:-2]
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", "")
    if not bare.isascii() or len(bare) > 12 or not _PLAIN_NUMBER.fullmatch(bare) or bare.startswith("-"):
        return None
    return int(bare)


def date_of(value: Any) -> str | None:
    """An ISO date; None when it is none."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    text = _as_text(value).strip()
    first, second = (pattern.fullmatch(text) for pattern in _DATES)
    parts = first.groups() if first else second.groups()[::-1] if second else None
    try:
        found = None if parts is None else date(*(int(one) for one in parts))
    except ValueError:
        return None
    return found.isoformat() if found is not None and 1900 <= found.year <= 2200 else None


def is_address(text: str) -> bool:
    """https, with a host, nothing that a browser would have to guess."""
    if not text.startswith("https://") or any(sign.isspace() or sign in "<>\"'`\\" for sign in text):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def is_formula(value: Any) -> bool:
    """What a spreadsheet would compute."""
    return isinstance(value, str) and len(value) > 1 and value[0] == "=" and not value[1:2].isspace()


def _spaced(text: str, lines: bool) -> str:
    if not lines:
        return " ".join(text.split())
    parts = (" ".join(part.split()) for part in text.split("\n"))
    return "\n".join(part for part in parts if part)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _without_html(text: str) -> tuple[str, list[str]]:
    once = _unescaped(_untagged(text))
    plain = _untagged(once)  # what was escaped twice
    return plain, ["html"] if plain != text else []


def _untagged(text: str) -> str:
    for name in _SILENT:
        text = _without_part(text, name)
    return _TAG.sub(lambda tag: "\n" if (tag[2] or "").lower() in _LINE_END else "", text)


def _without_part(text: str, name: str) -> str:
    """Also what stands between the two ends; an end that never comes takes the rest along."""
    while (begin := text.lower().find(f"<{name}")) >= 0:
        end = text.lower().find(f"</{name}", begin)
        close = text.find(">", end) if end >= 0 else -1
        text = text[:begin] + (text[close + 1 :] if close >= 0 else "")
    return text


def _unescaped(text: str) -> str:
    return html.unescape(text) if _ENTITY.search(text) else text


def _without_control(text: str) -> tuple[str, bool]:
    """Whether nothing had to be taken away that somebody could miss; signs of writing direction go silently."""
    text = unicodedata.normalize("NFC", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    kinds = {sign: unicodedata.category(sign) for sign in set(text)}
    bad = {sign for sign, kind in kinds.items() if kind in ("Cc", "Cs", "Co", "Cn") and sign not in "\n\t"} | {"\ufffd"}
    silent = {sign for sign, kind in kinds.items() if kind == "Cf" and sign != "\u200d"}
    clean = "".join(sign for sign in text if sign not in bad and sign not in silent)
    return clean, not any(sign in bad for sign in kinds)


def _divided(text: str) -> Iterator[str]:
    depth, begin = 0, 0
    for at, sign in enumerate(text):
        depth = max(0, depth + (sign in "([{") - (sign in ")]}"))
        if sign == ";" and depth == 0:
            yield text[begin:at]
            begin = at + 1
    yield text[begin:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
