"""The sayings that several screens share: people waiting, closing reasons, opening times, language names."""

import unicodedata
from datetime import date, datetime

from look import formats
from look.words import N_, languages, say, say_many
from office.views import ServiceView, StateView, WaitView

OWN_NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""Each language in its own words: whoever needs it can read it."""

CLOSED_TITLES = {
    "closed": N_("Closed at this time"),
    "day_closed": N_("The office is closed now"),
    "quota_reached": N_("No numbers left today"),
    "not_today": N_("Not offered today"),
    "unknown_service": N_("Not offered today"),
}
"""Why a service gives no number, by the office's code."""

CLOSED_PICTURES = {"closed": "clock", "day_closed": "clock", "quota_reached": "people", "not_today": "calendar"}


def next_language(language: str) -> str:
    """The one after this in the list of catalogues."""
    known = languages()
    return known[(known.index(language) + 1) % len(known)] if language in known else known[0]


def own_name(language: str) -> str:
    return OWN_NAMES.get(language, language)


def service_name(service: ServiceView, language: str) -> str:
    """English names for everybody who does not read Vietnamese, where the office gave one."""
    return service["name"] if language == "vi" else service["name_en"] or service["name"]


def service_detail(service: ServiceView, language: str) -> str:
    return service["detail"] if language == "vi" else service["detail_en"] or service["detail"]


def service_of(state: StateView | None, service: str) -> ServiceView | None:
    """The service with this id, or None when the office no longer has it."""
    found = () if state is None else state["services"]
    return next((one for one in found if one["id"] == service), None)


def wait_band(wait: WaitView, language: str) -> str:
    """ "about 10–20 minutes", "under 1 minute"."""
    band = formats.minutes_band(wait["low"], wait["high"], language)
    return band if wait["high"] <= 1 else say(language, "about {band}", band=band)


def waiting(service: ServiceView, language: str) -> tuple[str, str]:
    """The state of an open service: how many wait, and how long that takes."""
    n, wait = service["waiting"], service["wait"]
    if service["why"] == "no_counter":
        if n == 0:
            return say(language, "No counter open yet"), ""
        return say_many(language, "{n} person waiting", "{n} people waiting", n), say(language, "no counter open yet")
    if n == 0 and (wait is None or wait["high"] <= 1):
        return say(language, "No waiting"), ""
    people = say_many(language, "{n} person waiting", "{n} people waiting", n) if n else say(language, "Nobody waiting")
    if service["late"]:
        return people, say(language, "perhaps not before closing")
    return people, "" if wait is None else wait_band(wait, language)


def closed(service: ServiceView, language: str) -> tuple[str, str]:
    """Why, and until when."""
    opens_at = service["opens_at"]
    return closed_title(service["why"] or "", opens_at, language), opens_again(opens_at, language, short=True)


def closed_title(code: str, opens_at: str | None, language: str) -> str:
    """Why there is no number; what opens again today was only full for this session."""
    if code == "quota_reached" and opens_at and "T" not in opens_at:
        return say(language, "No numbers left for this session")
    return say(language, CLOSED_TITLES.get(code, CLOSED_TITLES["closed"]))


def opens_again(opens_at: str | None, language: str, *, short: bool = False) -> str:
    """ "opens again at 13:30" or with its day; empty when nobody knows. `opens_at` as in the API."""
    if not opens_at:
        return ""
    day, _, clock = opens_at.rpartition("T")
    if not day:
        return say(language, "opens again at {time}", time=clock)
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return ""
    on = formats.day_short(at)[:5] if short else formats.day_long(at, language)
    return say(language, "opens again at {time}, {day}", time=clock, day=on)


def counters_of(state: StateView, service: str) -> list[int]:
    """The open counters that serve it, or all of them when none is open."""
    all_of_them = [one for one in state["counters"] if service in one["services"]]
    open_ones = [one["number"] for one in all_of_them if one["status"] == "open"]
    return open_ones or [one["number"] for one in all_of_them]


def place_of(state: StateView | None, service: str, language: str) -> str:
    """ "Counters 1, 2, 3"; empty when no counter serves it."""
    numbers = [] if state is None else counters_of(state, service)
    if not numbers:
        return ""
    listed = ", ".join(map(str, numbers))
    return say_many(language, "Counter {listed}", "Counters {listed}", len(numbers), listed=listed)


def spelled(number: str) -> str:
    """A number as it is read out, sign by sign: "A 0 2 3"."""
    return " ".join(number)


def initials(name: str) -> str:
    """The first letters of the last two words: Vietnamese given names stand last."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return unicodedata.normalize("NFC", "".join(word[0] for word in words[-2:])).upper()


def clock_and_day(at: datetime, language: str) -> tuple[str, str]:
    return formats.clock(at), formats.day_long(at.date(), language)
