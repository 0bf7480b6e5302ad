"""Numbers, times and dates as people here write them: 1.204 and 6,2; 08:42; Thứ Hai, 23/11/2026.

Pure functions of a value and a language. A date or time is written as it is given: the caller has already
moved it to the office's time zone. Dates are day/month/year in every language, as on all forms here.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from look.words import N_, say, say_many

MINUTE = 60_000  # ms
NO_BREAK = "\N{NO-BREAK SPACE}"
UNKNOWN = "–"  # what stands where a figure cannot be given
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_SEPARATORS = {"vi": (".", ","), "en": (",", ".")}  # of thousands, of decimals


def number(value: float | Decimal, language: str, decimals: int = 0) -> str:
    """The number with separators: 1204 is "1.204" in Vietnamese; halves are rounded away from zero."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    thousands, comma = _SEPARATORS.get(language, _SEPARATORS["vi"])
    return f"{exact:,f}".translate(str.maketrans(",.", thousands + comma))


def percent(part: float, whole: float, language: str, decimals: int = 1) -> str:
    """The share in percent, "91,9 %"; a dash when there is no whole."""
    if not whole:
        return UNKNOWN
    share = Decimal(str(part)) * 100 / Decimal(str(whole))
    return number(share, language, decimals) + ("%" if language == "en" else f"{NO_BREAK}%")


def clock(at: datetime | time) -> str:
    """The time of day to the minute, "08:42"."""
    return f"{at:%H:%M}"


def day_short(day: date) -> str:
    """The date in figures, "23/11/2026"."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def day_long(day: date, language: str) -> str:
    """The date with its weekday, "Thứ Hai, 23/11/2026"."""
    return f"{say(language, WEEKDAYS[day.weekday()])}, {day_short(day)}"


def minutes(ms: int, language: str) -> str:
    """A wait in whole minutes that have passed, "17 phút"; the first minute is "dưới 1 phút"."""
    whole = max(ms, 0) // MINUTE
    if whole == 0:
        return say(language, N_("under 1 minute"))
    return say_many(language, "{n} minute", "{n} minutes", whole, n=number(whole, language))


def minutes_band(low: int, high: int, language: str) -> str:
    """An expected wait from its minutes, "10–20 phút"; at most one minute is "dưới 1 phút"."""
    if high <= 1:
        return say(language, N_("under 1 minute"))
    figures = str(high) if low == high else f"{low}–{high}"
    return say_many(language, "{figures} minute", "{figures} minutes", high, figures=figures)


def minutes_mean(ms: float, language: str) -> str:
    """A mean time with one decimal, "6,2 phút"."""
    return say(language, N_("{mean} minutes"), mean=number(ms / MINUTE, language, 1))
