"""Bytes of a text file as letters: recognises how they were written, and refuses letters that were lost.

A file of one byte a letter is windows-1258 when its Vietnamese letters make sense there; windows-1252 has no Vietnamese
letters at all, so such a file was usually damaged when it was saved.
"""

import codecs
import re
import unicodedata

from office.lookup.findings import Findings, Unreadable

UTF_8, UTF_8_BOM = "UTF-8", "UTF-8 BOM"
_MARKS = ((codecs.BOM_UTF8, "utf-8", UTF_8_BOM), (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"))
_MARKS_BIG = (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16")
_LOST = re.compile(r"(?<=[\s;,\"])[^\W\d_]{1,6}\?[^\W\d_]{1,6}(?=[\s;,.\"])")
"""A question mark in the middle of a word; an address has more around it."""
_OLD_FONT = re.compile(r"[A-Za-z][µ¶·¸¹»¼½¾®©¨]|[µ¶·¸¹»¼½¾®©¨][a-z]")
_TWICE = re.compile(r"á[º»]|Ä[‘\x91\x90]|Æ[°¡]|Ã[\x80-\xbf]")
"""UTF-8 that was read as windows-1252 and written again."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MANY = 3
_OWN_1258 = frozenset("ăĂđĐơƠưƯ₫\u0300\u0301\u0303\u0309\u0323")


def letters_of(data: bytes, notes: Findings) -> tuple[str, str]:
    """(text in NFC, how it was written). Raises Unreadable."""
    text, encoding = _decoded(data)
    _refuse_damage(text)
    if encoding not in (UTF_8, UTF_8_BOM, "UTF-16"):
        notes.add("encoding", encoding=encoding)
    return unicodedata.normalize("NFC", text), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, codec, name in (*_MARKS, _MARKS_BIG):
        if data.startswith(mark):
            return _strict(data[len(mark) :], codec), name
    if _looks_wide(data):
        return _strict(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"), "UTF-16"
    try:
        return data.decode("utf-8"), UTF_8
    except UnicodeDecodeError:
        return _one_byte(data)


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise Unreadable("unreadable", detail=f"{codec}, byte {error.start}") from None


def _looks_wide(data: bytes) -> bool:
    """UTF-16 without its mark: every second byte of a Latin header is 0."""
    head = data[:64]
    return len(head) >= 8 and max(head[0::2].count(0), head[1::2].count(0)) > len(head) // 3


def _one_byte(data: bytes) -> tuple[str, str]:
    text = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    own = sum(data.decode("cp1258", "replace").count(letter) for letter in _OWN_1258)
    if own >= _MANY and "\ufffd" not in text and not any(map(unicodedata.combining, text)):
        return text, "windows-1258"
    return data.decode("cp1252", "replace"), "windows-1252"


def _refuse_damage(text: str) -> None:
    if len(_NO_TEXT.findall(text)) > _MANY + len(text) // 500:
        raise Unreadable("no_text")
    if len(_OLD_FONT.findall(text)) >= _MANY:
        raise Unreadable("old_letters")
    if "\ufffd" in text or len(_LOST.findall(text)) >= _MANY or len(_TWICE.findall(text)) >= _MANY:
        raise Unreadable("lost_letters")
