"""What is found in a file of procedures, said with its row: errors refuse the file, warnings are imported and said.

Every kind of finding stands once in this table. `why` is an English msgid that the boundary translates and fills with
the finding's facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from look.words import N_

MOST_OF_A_KIND = 2_000
"""Further ones are counted only."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
KINDS: Mapping[str, tuple[Severity, str]] = {
    # the file as a whole
    "too_large": (_E, N_("The file is larger than {most} MB.")),
    "unreadable": (_E, N_("The file cannot be read: {detail}")),
    "old_excel": (_E, N_("This is an old or protected Excel file. Please save it as .xlsx without a password.")),
    "damaged": (_E, N_("This is no Excel file (.xlsx), or it is damaged. Please save it once more.")),
    "no_text": (_E, N_("This is neither a table nor JSON, or it is damaged.")),
    "old_letters": (_E, N_("The letters are of an old font (TCVN3 or VNI). Please save the file in Unicode.")),
    "lost_letters": (_E, N_("Vietnamese letters were lost when the file was saved. Please save it as UTF-8.")),
    "no_header": (_E, N_("No row names the columns: at least the code, the name and the field are needed.")),
    "missing_column": (_E, N_("The column “{column}” is missing.")),
    "double_column": (_E, N_("The column “{column}” is there twice.")),
    "no_entries": (_E, N_("There is no procedure in the file.")),
    "too_many": (_E, N_("There are more than {most} rows.")),
    "merged": (_E, N_("The cells {cells} are merged; a merged cell there cannot be read. Please split it.")),
    "encoding": (_W, N_("The file is in {encoding}, not UTF-8; please look at some names.")),
    "unknown_column": (_W, N_("The column “{column}” is not known and was left out.")),
    "other_sheet": (_W, N_("Only the sheet “{sheet}” was read.")),
    "merged_filled": (_W, N_("The merged cells {cells} were taken as if each row had said the same.")),
    "source_notes": (_I, N_("The column of notes about sources is never kept.")),
    # a row
    "no_code": (_E, N_("There is no code.")),
    "malformed_code": (_E, N_("“{code}” is not a code; a code is like 1.001193.")),
    "duplicate_code": (_E, N_("The code {code} stands in row {first} already.")),
    "duplicate_code_blank": (_E, N_("The code {code} stands in row {first} already; they differ only in blanks.")),
    "no_name": (_E, N_("There is no name.")),
    "no_field": (_E, N_("There is no field.")),
    "formula_in_key": (_E, N_("A formula stands in the column “{column}”. Please put its value there.")),
    "too_long_key": (_E, N_("The text in “{column}” has {length} characters; at most {most} are possible.")),
    "not_an_object": (_E, N_("This entry is not a procedure.")),
    "same_twice": (_W, N_("This row says the same as row {first} and was taken once.")),
    "heading": (_W, N_("This row is a heading between the procedures and was left out.")),
    "blank_in_code": (_W, N_("Blanks in the code were taken away: {code}.")),
    "code_as_number": (_W, N_("The spreadsheet made a number of the code; it was read as {code}.")),
    "more_cells": (_W, N_("This row has more cells than there are columns; the last ones were left out.")),
    "html": (_W, N_("HTML in “{column}” was taken away, its text was kept.")),
    "formula": (_W, N_("A formula in “{column}” was taken as text.")),
    "too_long": (_W, N_("The text in “{column}” has {length} characters and was cut after {most}.")),
    "too_many_items": (_W, N_("“{column}” has {count} entries; the first {most} were taken.")),
    "control": (_W, N_("Characters in “{column}” that cannot be shown were taken away.")),
    "not_a_number": (_W, N_("“{value}” in “{column}” is not a number; it counts as unknown.")),
    "unknown_word": (_W, N_("“{value}” in “{column}” is not known and was left out.")),
    "not_a_date": (_W, N_("“{value}” in “{column}” is not a date and was left out.")),
    "bad_address": (_W, N_("“{value}” in “{column}” is not an address that begins with https and was left out.")),
    "unknown_service": (_W, N_("This office has no service “{value}”.")),
    "unknown_fee": (_I, N_("The fee is unknown (which is not 0).")),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`row`: of the file, the first is 1; None: of the file as a whole; `facts`: fill `why`."""

    kind: str
    row: int | None = None
    code: str = ""
    name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind][0]

    @property
    def why(self) -> str:
        return KINDS[self.kind][1]


class Unreadable(Exception):
    """Nothing can be made of the file; `finding` says why."""

    def __init__(self, kind: str, **facts: Any) -> None:
        super().__init__(kind)
        self.finding = Finding(kind, facts=facts)


class Findings:
    """Collects; of each kind at most so many, all are counted."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self.counts: dict[str, int] = {}

    def add(self, kind: str, row: int | None = None, code: str = "", name: str = "", **facts: Any) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= MOST_OF_A_KIND:
            if "{code}" in KINDS[kind][1]:
                facts["code"] = code
            whole = {key: _whole(one) if isinstance(one, str) else one for key, one in facts.items()}
            self.found.append(Finding(kind, row, _whole(code), _whole(name), whole))

    def sorted(self) -> tuple[Finding, ...]:
        """Errors first, then warnings, each by row."""
        order = list(Severity)
        return tuple(sorted(self.found, key=lambda one: (order.index(one.severity), one.row or 0)))


def _whole(text: str) -> str:
    """Half a letter, which JSON can hold, could be neither sent nor printed."""
    return text.encode("utf-8", "replace").decode("utf-8")
