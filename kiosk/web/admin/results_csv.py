"""The result of a day as a file for a spreadsheet.

Semicolons, because spreadsheets here read a comma as the decimal sign; a byte order mark, because without it they
read the letters wrongly. Times are minutes with one decimal; what is not known is an empty cell, never 0.
"""

import csv
import io
from collections.abc import Iterator

from look import formats
from look.words import N_, say
from office.backoffice.results import GroupView, ResultView, TallyView
from office.domain.moment import MINUTE

BOM = "\ufeff"
HEADS = (
    N_("Date"),
    N_("Grouped by"),
    N_("Group"),
    N_("Number of people"),
    N_("Served"),
    N_("Absent"),
    N_("Cancelled"),
    N_("Not called before closing"),
    N_("Still here"),
    N_("Mean wait (minutes)"),
    N_("95 of 100 waited at most (minutes)"),
    N_("Longest wait (minutes)"),
    N_("Mean time at the counter (minutes)"),
)


def csv_of(found: ResultView, language: str) -> bytes:
    """The whole day first, then the hours, the services and the counters."""
    text = io.StringIO()
    file = csv.writer(text, delimiter=";", lineterminator="\r\n")
    file.writerow(say(language, head) for head in HEADS)
    if found["date"] is not None:
        day = "/".join(reversed(found["date"].split("-")))
        for names, tally in _rows(found, language):
            file.writerow([day, *map(_plain, names), *_figures(tally, language)])
    return (BOM + text.getvalue()).encode("utf-8")


def _rows(found: ResultView, language: str) -> Iterator[tuple[tuple[str, str], TallyView]]:
    yield (say(language, N_("Whole day")), ""), found["total"]
    for hour in found["hours"]:
        yield (say(language, N_("Hour")), f"{hour['key']:02}:00"), hour["tally"]
    for one in found["services"]:
        yield (say(language, N_("Service")), f"{one['prefix']} · {_name(one, language)}"), one["tally"]
    for one in found["counters"]:
        yield (say(language, N_("Counter")), _name(one, language)), one["tally"]


def _name(one: GroupView, language: str) -> str:
    return (one["name_en"] if language == "en" else None) or one["name"] or str(one["key"])


def _figures(tally: TallyView, language: str) -> list[str]:
    counts = (tally["people"], tally["served"], tally["absent"], tally["gone"], tally["left"], tally["present"])
    times = (tally["wait_ms"], tally["wait_p95_ms"], tally["wait_longest_ms"], tally["served_ms"])
    return [*map(str, counts), *("" if ms is None else formats.number(ms / MINUTE, language, 1) for ms in times)]


def _plain(text: str) -> str:
    """A name that begins like a formula stays a name."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
