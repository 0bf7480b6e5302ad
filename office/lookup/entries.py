"""One row of a file as a procedure: every cell cleaned and bounded, and everything said that was not as it should be.

Rules:
1. Code, name and field say which procedure it is: what is wrong there is an error, and refuses the file.
2. Everything else that cannot be read counts as unknown and is a warning: never a guess, never 0.
3. What the file has no column for is not spoken about: it stays as the office has it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from office.domain.procedures import Attachment, Certainty, Channel, DayKind, Fee, Paper, Procedure, is_code
from office.lookup import cells
from office.lookup.columns import FEES, NEEDED, fields_of
from office.lookup.findings import Findings
from office.lookup.spoken import CHANNELS, DAY_KINDS, SURE, folded

LONGEST_NAME, LONGEST_FIELD, LONGEST_NOTE, LONGEST_ITEM, LONGEST_STEP = 500, 120, 1_000, 600, 4_000
LONGEST_COPIES, LONGEST_TITLE, LONGEST_URL, LONGEST_SERVICE = 80, 300, 500, 40
MOST_PAPERS, MOST_STEPS, MOST_LEGAL, MOST_ATTACHMENTS, MOST_FEES = 100, 100, 100, 50, 20
MOST_DAYS, MOST_DONG, MOST_MINUTES = 3_650, 1_000_000_000, 600
_OF_CHANNEL = {
    "fee": None,
    "fee_in_person": Channel.IN_PERSON,
    "fee_online": Channel.ONLINE,
    "fee_post": Channel.POST,
}
_AS_NUMBER = re.compile(r"\d,\d{6}|\d{7}")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")

Word = TypeVar("Word", bound=StrEnum)
JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """`row`: of the file; `given`: the fields of the procedure that the file speaks about."""

    row: int
    procedure: Procedure
    given: frozenset[str]


def entry_of(row: int, values: JsonObject, called: Mapping[str, str], notes: Findings) -> Entry | None:
    """`values`: key of the column → what stands there; `called`: key → the column's name. None: an error is said."""
    reader = _Row(row, values, called, notes)
    key = reader.key()
    if key is None:
        return None
    return Entry(row, reader.procedure(*key), fields_of([one for one in values if one in called]))


def bare_code(value: Any) -> tuple[str, str | None]:
    """(the code, the kind of what had to be mended): blanks go, and what a spreadsheet made of it is undone."""
    if isinstance(value, float) and 1 <= value < 10:
        return f"{value:.6f}", "code_as_number"
    text = str(value or "")
    bare = _BLANKS.sub("", text)
    if _AS_NUMBER.fullmatch(bare):
        digits = bare.replace(",", "")
        return f"{digits[0]}.{digits[1:]}", "code_as_number"
    return bare, "blank_in_code" if bare != text else None


class _Row:
    """What stands in one row, by column."""

    def __init__(self, row: int, values: JsonObject, called: Mapping[str, str], notes: Findings) -> None:
        self._row, self._values, self._called, self._notes = row, values, called, notes
        self._code = self._name = ""

    def key(self) -> tuple[str, str, str] | None:
        """(code, name, field), or None when one of them cannot be used; all that is wrong with them is said."""
        for key in NEEDED:
            if cells.is_formula(self._values.get(key)):
                self._say("formula_in_key", column=key)
                return None
        self._code, mended = bare_code(self._values.get("code"))
        self._name, name_is_good = self._whole("name", LONGEST_NAME)
        field, field_is_good = self._whole("field", LONGEST_FIELD)
        faults = [kind for kind, is_so in self._faults(field).items() if is_so]
        for kind in faults:
            self._say(kind, code=self._code[:40])
        if mended is not None and not faults:
            self._say(mended, code=self._code)
        return None if faults or not (name_is_good and field_is_good) else (self._code, self._name, field)

    def _faults(self, field: str) -> dict[str, bool]:
        return {
            "no_code": not self._code,
            "malformed_code": bool(self._code) and not is_code(self._code),
            "no_name": not self._name,
            "no_field": not field,
        }

    def procedure(self, code: str, name: str, field: str) -> Procedure:
        fees = self._fees()
        if "fees" in fields_of(list(self._values)) and not any(one.dong is not None for one in fees):
            self._say("unknown_fee")
        day_kind = self._word("day_kind", DAY_KINDS, DayKind.WORKING_DAY)
        return Procedure(
            code=code,
            name=name,
            field=field,
            service=self._text("service", LONGEST_SERVICE) or None,
            channels=self._channels(),
            days=None if day_kind is None else self._number("days", MOST_DAYS),
            day_kind=day_kind or DayKind.WORKING_DAY,
            deadline_note=self._text("deadline_note", LONGEST_NOTE),
            fees=fees,
            fee_note=self._text("fee_note", LONGEST_NOTE),
            papers=tuple(self._list("papers", MOST_PAPERS, self._paper)),
            steps=tuple(self._list("steps", MOST_STEPS, lambda one: self._clean("steps", one, LONGEST_STEP))),
            legal=tuple(self._list("legal", MOST_LEGAL, lambda one: self._clean("legal", one, LONGEST_ITEM))),
            attachments=tuple(self._list("attachments", MOST_ATTACHMENTS, self._attachment)),
            online_url=self._address("online_url", self._values.get("online_url")),
            desk_minutes=self._number("desk_minutes", MOST_MINUTES),
            sure_of_code=self._sure("sure_of_code"),
            sure_of_fee=self._sure("sure_of_fee"),
            sure_of_deadline=self._sure("sure_of_deadline"),
            effective=self._date("effective"),
            repealed=self._date("repealed"),
        )

    def _say(self, kind: str, **facts: Any) -> None:
        more = {"column": self._called.get(facts["column"], facts["column"])} if "column" in facts else {}
        self._notes.add(kind, self._row, **{"code": self._code[:40], "name": self._name[:120], **facts, **more})

    # --- texts ----------------------------------------------------------------------------------------------------
    def _whole(self, key: str, longest: int) -> tuple[str, bool]:
        value = self._values.get(key)
        text, found = cells.text_of("" if isinstance(value, Mapping | list | bool) else value)
        for kind in found:
            self._say(kind, column=key)
        if len(text) > longest:
            self._say("too_long_key", column=key, length=len(text), most=longest)
        return text[:longest], len(text) <= longest

    def _text(self, key: str, longest: int) -> str:
        return self._clean(key, self._values.get(key), longest)

    def _clean(self, key: str, value: Any, longest: int) -> str:
        """Cleaned and bounded, everything said."""
        if isinstance(value, Mapping | list):
            self._say("unknown_word", column=key, value=str(value)[:40])
            return ""
        if cells.is_formula(value):
            self._say("formula", column=key)
        text, found = cells.text_of(value)
        for kind in found:
            self._say(kind, column=key)
        return self._bounded(key, text, longest)

    def _bounded(self, key: str, text: str, longest: int) -> str:
        if len(text) <= longest:
            return text
        self._say("too_long", column=key, length=len(text), most=longest)
        return text[: longest - 1].rstrip() + "…"

    # --- numbers, words, days -------------------------------------------------------------------------------------
    def _number(self, key: str, most: int) -> int | None:
        return self._number_in(key, self._values.get(key), most)

    def _number_in(self, key: str, value: Any, most: int) -> int | None:
        text, _ = cells.text_of(value)
        found = None if isinstance(value, bool) else cells.number_of(text)
        if text and (found is None or found > most):
            self._say("not_a_number", column=key, value=text[:60])
            return None
        return found

    def _sure(self, key: str) -> Certainty:
        """A word that nobody knows makes nothing sure."""
        return self._word(key, SURE, Certainty.HIGH) or Certainty.LOW

    def _word(self, key: str, known: Mapping[str, Word], empty: Word) -> Word | None:
        text, _ = cells.text_of(self._values.get(key))
        found = known.get(folded(text))
        if text and found is None:
            self._say("unknown_word", column=key, value=text[:60])
        return found if text else empty

    def _date(self, key: str) -> str | None:
        return self._date_in(key, self._values.get(key))

    def _date_in(self, key: str, value: Any) -> str | None:
        text, _ = cells.text_of(value)
        found = cells.date_of(value if value is not None and not isinstance(value, str) else text)
        if text and found is None:
            self._say("not_a_date", column=key, value=text[:60])
        return found

    def _address(self, key: str, value: Any) -> str | None:
        text, _ = cells.text_of(value)
        if not text:
            return None
        if len(text) > LONGEST_URL or not cells.is_address(text):
            self._say("bad_address", column=key, value=text[:60])
            return None
        return text

    # --- lists ----------------------------------------------------------------------------------------------------
    def _list(self, key: str, most: int, made: Callable[[Any], Any]) -> list[Any]:
        """A cell is divided first; a list of a JSON file is taken as it is. What is empty is left out."""
        value = self._values.get(key)
        items = value if isinstance(value, list) else self._divided(key, value)
        if len(items) > most:
            self._say("too_many_items", column=key, count=len(items), most=most)
        return [one for one in (made(item) for item in items[:most]) if one]

    def _divided(self, key: str, value: Any) -> list[str]:
        if isinstance(value, Mapping):
            self._say("unknown_word", column=key, value=str(value)[:40])
            return []
        if cells.is_formula(value):
            self._say("formula", column=key)
        text, found = cells.text_of(value, lines=True)
        for kind in found:
            self._say(kind, column=key)
        return cells.items_of(text)

    def _paper(self, item: Any) -> Paper | None:
        name, copies = (item.get("name"), item.get("copies")) if isinstance(item, Mapping) else _halves(item)
        text = self._clean("papers", name, LONGEST_ITEM)
        return Paper(text, self._clean("papers", copies, LONGEST_COPIES)) if text else None

    def _attachment(self, item: Any) -> Attachment | None:
        title, url = (item.get("title"), item.get("url")) if isinstance(item, Mapping) else _halves(item)
        address = self._address("attachments", url or title)
        text = self._clean("attachments", title, LONGEST_TITLE)
        return None if address is None else Attachment(text or address, address)

    def _channels(self) -> tuple[Channel, ...]:
        value = self._values.get("channels")
        words = value if isinstance(value, list) else re.split(r"[|;,\n]", cells.text_of(value, lines=True)[0])
        found = [self._channel("channels", one) for one in words if cells.text_of(one)[0]]
        return tuple(one for one in Channel if one in found)

    def _channel(self, key: str, value: Any) -> Channel | None:
        text, _ = cells.text_of(value)
        if folded(text) not in CHANNELS:
            self._say("unknown_word", column=key, value=text[:60])
        return CHANNELS.get(folded(text))

    def _fees(self) -> tuple[Fee, ...]:
        listed = self._list("fees", MOST_FEES, self._fee)
        plain = [self._fee_in(key) for key in FEES if key in _OF_CHANNEL]
        return (*listed, *(one for one in plain if one is not None))

    def _fee_in(self, key: str) -> Fee | None:
        """What is no number is kept as words: somebody meant something by it."""
        value = self._values.get(key)
        dong = self._number_in(key, value, MOST_DONG)
        text = "" if dong is not None else self._clean(key, value, LONGEST_NOTE)
        return None if dong is None and not text else Fee(_OF_CHANNEL[key], dong, text)

    def _fee(self, value: Any) -> Fee | None:
        """None when its channel or its first day cannot be read: it must not become the fee of all, or of today."""
        if not isinstance(value, Mapping):
            value = _fee_line(value)
        channel = self._channel("fees", value["channel"]) if value.get("channel") else None
        dong = self._number_in("fees", value.get("dong"), MOST_DONG)
        since = self._date_in("fees", value.get("since"))
        if (value.get("channel") and channel is None) or (value.get("since") and since is None):
            return None
        return Fee(channel, dong, self._clean("fees", value.get("note"), LONGEST_NOTE), since)


def _fee_line(line: Any) -> dict[str, str]:
    """ "truc_tuyen | 10.000 | mỗi bản | 2026-01-01": channel, dong, note, first day; each may be empty."""
    parts = [part.strip() for part in str(line).split("|", 3)]
    return dict(zip(("channel", "dong", "note", "since"), parts, strict=False))


def _halves(item: Any) -> Sequence[Any]:
    """ "Tờ khai | 1 bản chính"."""
    head, _, tail = str(item).partition("|")
    return head, tail
