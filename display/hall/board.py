"""What is to be read on the hall display at one moment: plain texts, no places, no rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Now:
    """The called number. `to` and `place`: "đến quầy" and "3"; `lit`: the bright half of a flash."""

    invite: str
    number: str
    to: str
    place: str
    priority: str = ""
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One of the calls before. `mark`: "ưu tiên" or nothing."""

    number: str
    place: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """How many wait for one service, and how long. `letter`: its prefix, which has a colour of its own."""

    letter: str
    name: str
    count: str
    wait: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """The whole display. Texts are "" and lists are empty where there is nothing to say.

    `now` is None in an empty hall; then `title` and `text` stand in its place. `turn` counts up whenever lists that do
    not fit flip to their next page.
    """

    office: str = ""
    parent: str = ""
    clock: str = ""
    date: str = ""
    training: str = ""
    away: str = ""
    now: Now | None = None
    title: str = ""
    text: str = ""
    last_title: str = ""
    last_place: str = ""
    last: tuple[Row, ...] = ()
    missed_title: str = ""
    missed: tuple[str, ...] = ()
    notice: str = ""
    waiting_title: str = ""
    waiting: tuple[Line, ...] = ()
    turn: int = 0
    second: "Board | None" = None
    """The same in the second language, for the small lines below."""
