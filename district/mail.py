"""A handful of letters goes into the database, and their answers come out: one transaction, whatever is in them.

The office is the one that the topic names, for the broker lets each write under its own name only. A letter that cannot
be read is put aside and answered as far as it said which facts it held; it never keeps the others from going in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from district import receiving
from district.bounds import Bounds
from district.greeting import answer, greet
from district.returning import given_back
from district.store import alarms, heads, refused, states
from district.store.places import Named, Places
from district.store.refused import Refused
from sync import topics
from sync.transport.port import Letter
from sync.wire import batch as wire
from sync.wire.batch import Batch
from sync.wire.letters import Ack, Hello, OfficeState, Result, Want
from sync.wire.refusing import RejectCode, Undecodable

SHED = "shed"
"""The tally of letters that were dropped because their office had its share waiting."""


@dataclass(slots=True)
class Sorted:
    """Letters by what they are, read as far as they could be."""

    hellos: list[tuple[str, Hello]] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    live: list[Batch] = field(default_factory=list)
    states: list[tuple[str, OfficeState | None]] = field(default_factory=list)
    results: list[tuple[str, Result]] = field(default_factory=list)
    wants: list[tuple[str, Want]] = field(default_factory=list)
    refused: list[tuple[str, Refused, Undecodable]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`answers`: office and what to send it; `facts`: how many were new; `returned`: office and a batch of its own."""

    answers: Sequence[tuple[str, Ack]]
    facts: int
    refused: int
    returned: Sequence[tuple[str, bytes]] = ()


def sort(letters: Sequence[Letter]) -> Sorted:
    """Reads the letters; what is none of an office's boxes was subscribed to by mistake and is passed over."""
    made = Sorted()
    for letter in letters:
        addressed = topics.read_up(letter.topic)
        if addressed is not None:
            _sort_one(made, letter, *addressed)
    return made


def handle(
    conn: Connection, places: Places, mail: Sorted, now: int, *, aside: bool = False, delayed: bool = False
) -> Outcome:
    """All of it; the caller commits before the answers go out.

    `aside`: see `district.store.facts.add`; `delayed`: see `district.greeting.greet`.
    """
    mail = _bounded(conn, places, mail, now)
    _lock(conn, places, mail, now)
    for office, state in sorted(mail.states, key=lambda one: one[0]):
        _keep_state(conn, places, office, state, now)
    for office, one in mail.results:
        states.keep_result(conn, places.offices(conn, [office], now)[office], one, now)
    greetings = [
        (office, greet(conn, places, office, hello, now, delayed=delayed))
        for office, hello in sorted(mail.hellos, key=lambda one: (one[0], one[1].stream))
    ]
    acks: dict[Named, Ack] = {}
    new = 0
    for batches, live in ((mail.batches, False), (mail.live, True)):
        if batches:
            kept = receiving.keep(conn, places, batches, now, live=live, aside=aside)
            acks |= {named: answer(named[1], head, now) for named, head in kept.heads.items()}
            new += kept.new
    _refuse(conn, places, mail, acks, now)
    returned, lacking = _give_back(conn, mail.wants, now)
    answers = [*greetings, *((named[0], ack) for named, ack in acks.items()), *lacking]
    return Outcome(answers, new, len(mail.refused), returned)


def _give_back(
    conn: Connection, wants: Sequence[tuple[str, Want]], now: int
) -> tuple[list[tuple[str, bytes]], list[tuple[str, Ack]]]:
    """(batches, answers that say that a fact is not here)."""
    returned, lacking = list[tuple[str, bytes]](), list[tuple[str, Ack]]()
    for office, want in wants:
        payload = given_back(conn, office, want)
        if payload is not None:
            returned.append((office, payload))
        else:
            lacking.append((office, Ack(want.stream, 0, now, reject=((want.first, RejectCode.MISSING),))))
    return returned, lacking


def note_shed(conn: Connection, places: Places, shed: Mapping[str, int], now: int) -> None:
    """Counts what was dropped."""
    for office, times in sorted(shed.items()):
        alarms.count(conn, places.offices(conn, [office], now)[office], {SHED: times}, now)


def _sort_one(made: Sorted, letter: Letter, office: str, box: str) -> None:
    payload = letter.payload
    try:
        match box:
            case topics.LIVE:
                made.live.append(wire.unpack(payload, office))
            case topics.BACK:
                made.batches.append(wire.unpack(payload, office))
            case topics.HELLO:
                made.hellos.append((office, Hello.unpack(payload)))
            case topics.STATE:
                made.states.append((office, OfficeState.unpack(payload) if payload else None))
            case topics.RESULT:
                made.results.append((office, Result.unpack(payload)))
            case topics.WANT:
                made.wants.append((office, Want.unpack(payload)))
    except Undecodable as error:
        made.refused.append((office, Refused(box, str(error.code), payload, error.stream, error.seq), error))


def _bounded(conn: Connection, places: Places, mail: Sorted, now: int) -> Sorted:
    """Without what would open one stream, or one start of a machine, too many."""
    bounds = Bounds(conn, places, now)
    barred = bounds.streams((who, error.stream) for who, _, error in mail.refused if error.stream is not None)
    bounded = replace(
        mail,
        hellos=bounds.hellos(mail.hellos),
        batches=bounds.batches(mail.batches),
        live=bounds.batches(mail.live),
        refused=[
            (who, one, Undecodable(error.code) if (who, error.stream or "") in barred else error)
            for who, one, error in mail.refused
        ],
    )
    bounds.tell()
    return bounded


def _lock(conn: Connection, places: Places, mail: Sorted, now: int) -> None:
    """Everything that this transaction will change, taken in one order, so that no two collectors wait in a circle."""
    told: Iterable[tuple[Any, ...]] = chain(mail.states, mail.hellos, mail.results, mail.refused)
    spoken = {str(one[0]) for one in told}
    offices = places.offices(conn, spoken, now)
    states.lock(conn, {offices[one] for one in spoken})
    named = {(one.office, one.stream) for one in (*mail.batches, *mail.live)}
    named |= {(office_id, hello.stream) for office_id, hello in mail.hellos}
    named |= {(office_id, error.stream) for office_id, _, error in mail.refused if error.stream is not None}
    streams = places.streams(conn, named, now)
    heads.locked(conn, {streams[one] for one in named})


def _keep_state(conn: Connection, places: Places, office: str, state: OfficeState | None, now: int) -> None:
    number = places.offices(conn, [office], now)[office]
    if state is None:
        states.clear_state(conn, number)
    else:
        states.keep_state(conn, number, state)


def _refuse(conn: Connection, places: Places, mail: Sorted, acks: dict[Named, Ack], now: int) -> None:
    """Puts unreadable letters aside, and names the facts at fault in the acknowledgement of their stream."""
    by_office: dict[str, list[Refused]] = {}
    for office, one, error in mail.refused:
        by_office.setdefault(office, []).append(one)
        if error.stream is not None and error.span is not None:
            _reject(conn, places, acks, (office, error.stream), error, now)
    for office, letters in sorted(by_office.items()):
        refused.note(conn, places.offices(conn, [office], now)[office], letters, now)


def _reject(
    conn: Connection, places: Places, acks: dict[Named, Ack], named: Named, error: Undecodable, now: int
) -> None:
    """A fact that came alone and cannot be read counts as received from now on; others are to come without it."""
    assert error.span is not None
    first, last = error.span
    seq = first if error.seq is None else error.seq
    if first == last:
        head = receiving.park(conn, places, *named, seq, now)
        acks[named] = replace(answer(named[1], head, now), reject=acks[named].reject if named in acks else ())
    elif named not in acks:
        acks[named] = answer(named[1], receiving.standing(conn, places, *named, now), now)
    acks[named] = replace(acks[named], reject=(*acks[named].reject, (seq, RejectCode(error.code))))
