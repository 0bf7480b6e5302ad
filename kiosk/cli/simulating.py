"""`motcua simulate`: how long people would have waited under each rule, on a day of the journal or on played days.

Plays in this process, also while `serve` runs; only the day to be played is asked of the office, and only with
`--from-journal`. The same `--seed` gives the same table.
"""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from kiosk.cli.failures import Failure
from kiosk.cli.saying import table, tell
from look import formats
from look.words import N_, say
from office.domain import load
from office.domain.house import Calling
from office.domain.lived import LivedDay
from office.domain.moment import HOUR
from office.domain.simulation import places_of
from office.domain.waits import CLASSES, ClassWaits, PlayedDay, by_class, under

SERVICES = "ABCDEGHT"
CLOSES_MS = 18 * HOUR
LOTS = 20
"""A day of the journal is played so often: which of several idle clerks calls first is drawn by lot."""
RULES = ("fifo", "strict", "interleaved")
RULE_NAMES = {"fifo": N_("By arrival"), "strict": N_("Priority first"), "interleaved": N_("Interleaved, one in {n}")}
CLASS_NAMES = {"all": N_("Everybody"), "ordinary": N_("Ordinary"), "priority": N_("Priority")}
HEADS = (
    N_("Rule"),
    N_("Whose wait"),
    N_("Number of people"),
    N_("Mean wait"),
    N_("95 of 100 waited at most"),
    N_("Longest wait"),
    N_("Never called"),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out under one rule; `plays`: so often everybody was counted."""

    label: str
    classes: Mapping[str, ClassWaits]
    plays: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """`title` and `notes` are sentences in the language asked for."""

    title: str
    tried: Sequence[Tried]
    notes: Sequence[str] = ()


def simulate(wanted: Namespace) -> int:
    outcome = _journal_day(wanted) if wanted.from_journal is not None else _profile_days(wanted)
    tell(outcome.title)
    table(rows(outcome, wanted.language))
    for note in outcome.notes:
        tell(note)
    if wanted.picture is not None:
        _draw(outcome, wanted.picture, wanted.language)
    return 0


def _profile_days(wanted: Namespace) -> Outcome:
    profile, rng = load.PROFILES[wanted.profile], Random(wanted.seed)  # noqa: S311 -- a play, not a secret
    places = places_of(profile, SERVICES)
    days = [_played(profile, rng) for _ in range(wanted.days)]
    callings = [_calling(rule, Calling()) for rule in wanted.rule or RULES]
    title = say(
        wanted.language,
        N_("{days} days of an office with {tickets} numbers a day and {counters} counters"),
        days=formats.number(wanted.days, wanted.language),
        tickets=formats.number(profile.tickets, wanted.language),
        counters=profile.counters,
    )
    played = [PlayedDay(places, people, CLOSES_MS) for people in days]
    return Outcome(title, [_try(calling, played, wanted) for calling in callings])


def _played(profile: load.Profile, rng: Random) -> list[load.Citizen]:
    return load.citizens(rng, load.arrivals_of_a_day(rng, profile.tickets), SERVICES)


def _journal_day(wanted: Namespace) -> Outcome:
    from kiosk.cli.commands import config_of
    from kiosk.cli.reaching import office
    from office.backoffice.lived_days import from_json

    with office(config_of(wanted), reads=True) as reached:
        found, calling = from_json(reached.lived(wanted.from_journal.isoformat()))
    if not found.played.citizens:
        raise Failure(f"nobody took a number on {wanted.from_journal}")
    really = Tried(say(wanted.language, N_("As it was")), by_class(found.waited))
    callings = [_calling(rule, calling) for rule in wanted.rule or RULES]
    tried = [_try(one, [found.played] * LOTS, wanted, plays=LOTS) for one in callings]
    title = say(wanted.language, N_("The day {date}, played again"), date=formats.day_short(wanted.from_journal))
    return Outcome(title, [really, *tried], _notes(found, wanted.language))


def _notes(found: LivedDay, language: str) -> list[str]:
    notes = []
    if found.guessed:
        text = N_("Of {n} people the time at the counter is not known; they get the median of their service.")
        notes.append(say(language, text, n=formats.number(found.guessed, language)))
    if found.cancelled:
        text = N_("{n} people who gave their number up are left out.")
        notes.append(say(language, text, n=formats.number(found.cancelled, language)))
    return notes


def _calling(rule: str, usual: Calling) -> Calling:
    """ "interleaved:3" is one in three, without a figure as the office has it."""
    name, _, every = rule.partition(":")
    return replace(usual, rule=name, interleave=int(every) if every else usual.interleave)


def _try(calling: Calling, days: Sequence[PlayedDay], wanted: Namespace, plays: int = 1) -> Tried:
    label = say(wanted.language, RULE_NAMES[calling.rule], n=calling.interleave)
    return Tried(label, under(calling, days, Random(wanted.seed)), plays)  # noqa: S311 -- a play, not a secret


def rows(outcome: Outcome, language: str) -> list[tuple[str, ...]]:
    """The table in words: minutes with one decimal, the people of one play."""
    found = [tuple(say(language, head) for head in HEADS)]
    for one in outcome.tried:
        for key in CLASSES:
            label = one.label if key == CLASSES[0] else ""
            found.append((label, say(language, CLASS_NAMES[key]), *_figures(one.classes[key], one.plays, language)))
    return found


def _figures(found: ClassWaits, plays: int, language: str) -> tuple[str, ...]:
    waits = found.waits
    people = round((found.uncalled + (0 if waits is None else waits.people)) / plays)
    times = (None, None, None) if waits is None else (waits.mean, waits.p95, waits.longest)
    return (
        formats.number(people, language),
        *(formats.UNKNOWN if ms is None else formats.minutes_mean(ms, language) for ms in times),
        formats.number(found.uncalled / plays, language, 0 if plays == 1 else 1),
    )


def _draw(outcome: Outcome, path: Path, language: str) -> None:
    from kiosk.cli.waits_picture import drawn  # Pillow

    drawn(outcome, language).save(path, "PNG")
    tell(f"{path}: {say(language, N_('written'))}")
