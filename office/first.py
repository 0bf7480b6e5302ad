"""What fills a new database once: the `[first]` part of `config.toml`, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from office.domain.above import SpecialDay
from office.domain.content import Page
from office.domain.house import (
    NO_DAYS,
    Box,
    Calling,
    Counter,
    Dossiers,
    Hours,
    Leader,
    Margins,
    Names,
    Notice,
    RatingRules,
    Reasons,
    Service,
)
from office.domain.letters import USUAL as USUAL_BOX
from office.domain.people import Role
from office.domain.reasons import USUAL
from office.domain.voice import Voice
from office.lookup.asking import Synonym


@dataclass(frozen=True, slots=True)
class FirstClerk:
    """A person without a PIN: nobody can sign in until somebody made one."""

    id: str
    name: str
    title: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the head decides, but for the people, the pages and the everyday words."""

    names: Names
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    calling: Calling
    rating: RatingRules
    weekly: tuple[Hours, ...]
    notices: tuple[Notice, ...] = ()
    leaders: tuple[Leader, ...] = ()
    voice: Voice = Voice()  # noqa: RUF009 -- frozen
    days: Mapping[str, SpecialDay] = field(default_factory=lambda: NO_DAYS)
    reasons: Reasons = USUAL
    margins: Margins = Margins()  # noqa: RUF009 -- frozen
    box: Box = USUAL_BOX
    dossiers: Dossiers = Dossiers()  # noqa: RUF009 -- frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstFill(Decided):
    clerks: tuple[FirstClerk, ...]
    pages: tuple[Page, ...] = ()
    synonyms: tuple[Synonym, ...] | None = None
    """None: those that come with the program."""
    sample_procedures: bool = False
    """The catalogue begins with the fifty that are shipped, else it is empty."""
