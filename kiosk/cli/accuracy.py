"""`motcua accuracy`: what tickets were told at their issue, beside how long their holders really waited."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from kiosk.cli.reaching import office
from kiosk.cli.saying import table, tell
from kiosk.config import Config
from look import formats
from look.words import N_, say

JsonObject = dict[str, Any]
HEADS = (
    N_("Group"),
    N_("Number of people"),
    N_("Told a time"),
    N_("Mean wait"),
    N_("Off by"),
    N_("Told too much (+) or too little (-)"),
    N_("Inside what was shown"),
)
SHOWN_MS = 3_000
"""From here on a time is not written as 0.0 minutes."""


def tell_accuracy(config: Config, wanted: Namespace) -> int:
    language: str = wanted.language
    with office(config, reads=True) as reached:
        found = reached.accuracy(wanted.days)
    if not found["total"]["people"] + found["free"]["people"]:
        tell(say(language, N_("Nobody has been called on these days yet.")))
        return 0
    days = {"since": _day(found["since"]), "until": _day(found["until"])}
    tell(say(language, N_("Waiting times from {since} to {until}: told at the issue, and real"), **days))
    table([tuple(say(language, head) for head in HEADS), *_rows(found, language)])
    return 0


def _rows(found: JsonObject, language: str) -> Iterator[tuple[str, ...]]:
    yield (say(language, N_("All")), *figures(found["total"], language))
    if found["free"]["people"]:
        yield (say(language, N_("Counter was free (not in the other rows)")), *figures(found["free"], language))
    for one in found["services"]:
        name = (one["name_en"] if language == "en" else None) or one["name"]
        yield (f"{one['prefix']} · {name}", *figures(one["error"], language))
    for one in found["lengths"]:
        yield (length_words(one["key"], language), *figures(one["error"], language))
    for one in found["days"]:
        yield (_day(one["key"]), *figures(one["error"], language))


def figures(error: JsonObject, language: str) -> tuple[str, ...]:
    """One row without its name; a dash for what nobody can say."""
    return (
        formats.number(error["people"], language),
        formats.number(error["told"], language),
        _minutes(error["wait_ms"], language),
        _minutes(error["off_ms"], language),
        _minutes(error["bias_ms"], language, signed=True),
        formats.percent(error["inside"], error["told"], language),
    )


def length_words(key: str, language: str) -> str:
    """ "15" is up to 15 minutes, "60+" is more than 60."""
    if key.endswith("+"):
        return say(language, N_("waited more than {n} minutes"), n=key[:-1])
    return say(language, N_("waited up to {n} minutes"), n=key)


def _minutes(ms: int | None, language: str, *, signed: bool = False) -> str:
    if ms is None:
        return formats.UNKNOWN
    return ("+" if signed and ms >= SHOWN_MS else "") + formats.minutes_mean(ms, language)


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))
