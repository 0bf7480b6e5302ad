"""Facts that come on a stick: the letters of a parcel go in as if they had come through the pipe, and are answered.

A parcel proves nothing about who made it; whoever takes it in has it from somebody, and believes the name on it. The
answer is a parcel too: back at the office it says what need not be kept for us any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from district import mail
from district.greeting import settle
from district.store.places import Places
from sync import topics
from sync.parcel import packed, read_parcel, write_parcel
from sync.transport.port import Letter
from sync.wire.letters import Ack

_AT_ONCE = 8
MOST_NAMED = 500
"""Refused facts that the answer of a stream names: it has to fit into a letter, whatever the parcel held."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a parcel brought: new facts, letters that could not be read, and what its streams are answered."""

    office: str
    facts: int
    refused: int
    answers: tuple[Ack, ...]


def take_in(engine: Engine, path: Path, now: int) -> TakenIn:
    """Everything in the parcel, some letters a transaction; again is harmless. Raises `sync.parcel.ParcelDamaged`."""
    parcel, places = read_parcel(path), Places()
    letters = (Letter(topics.up(parcel.office, box), payload) for box, payload in parcel.letters() if box in topics.UP)
    facts = refused = 0
    answers: dict[str, Ack] = {}
    for handful in _handfuls(letters):
        made = mail.sort(handful)
        settle(engine, (office for office, _ in made.hellos))
        with engine.begin() as conn:
            outcome = mail.handle(conn, places, made, now, delayed=True)
        facts, refused = facts + outcome.facts, refused + outcome.refused
        for _, ack in outcome.answers:
            answers[ack.stream] = _latest(answers.get(ack.stream), ack)
    return TakenIn(parcel.office, facts, refused, tuple(answers.values()))


def write_answer(path: Path, taken: TakenIn, now: int) -> None:
    """The parcel for the way back."""
    letters = ((topics.ACK, ack.pack()) for ack in taken.answers)
    write_parcel(path, packed(taken.office, now, letters))


def _latest(before: Ack | None, ack: Ack) -> Ack:
    """One answer a stream: the last one, with all that was refused and the numbers that a hello was told."""
    if before is None:
        return ack
    return replace(ack, reject=(*before.reject, *ack.reject)[:MOST_NAMED], known=ack.known or before.known)


def _handfuls(letters: Iterator[Letter]) -> Iterator[list[Letter]]:
    while handful := list(islice(letters, _AT_ONCE)):
        yield handful
