"""The journal of a short day: 60 people, three counters, paper, voice and ratings, with the times of a real one."""

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from office.clock import SetClock
from office.domain.moment import Moment
from office.domain.refusals import Refusal
from office.journal import Fact
from office.premises import Premises
from office.store.tables import fact
from tests.office.at_work import MEMORY, Office
from tests.office_fixture import opened

PEOPLE = 60
_CLERKS = {1: "an", 2: "chi", 3: "dung"}


@cache
def day_of_an_office() -> tuple[str, Sequence[Fact]]:
    """The stream's id and its facts."""
    chance, clock = random.Random(7), SetClock(1_795_393_812_345)
    with (
        TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder,
        opened(Path(folder), clock, prints=True) as premises,
    ):
        office = Office(premises, clock)
        for counter, clerk in _CLERKS.items():
            clock.advance(chance.randint(5_000, 90_000))
            office.sit(clerk, counter)
        _serve_all(office, chance)
        return premises.desk.stream, facts_of(premises)


def facts_of(premises: Premises) -> Sequence[Fact]:
    with premises.readers.begin() as conn:
        return [
            Fact(row.seq, Moment(row.at, row.mono, row.boot), row.kind, row.version, row.subject, row.fact, row.digest)
            for row in conn.execute(select(fact).order_by(fact.c.stream_no, fact.c.seq))
        ]


def _serve_all(office: Office, chance: random.Random) -> None:
    to_come = PEOPLE
    while to_come or office.desk.line(1)["waiting"] or office.desk.line(3)["waiting"]:
        office.clock.advance(chance.randint(2_000, 70_000))
        if to_come and chance.random() < 0.6:
            to_come -= 1
            _take(office, chance)
        _work(office, chance.choice(list(_CLERKS)), chance)


def _take(office: Office, chance: random.Random) -> None:
    ticket = office.take(chance.choice("AAAB"), priority=chance.random() < 0.15)
    office.clock.advance(chance.randint(900, 1_600))
    office.desk.report_print(ticket=ticket["id"], state="printed", reason=None, job=f"{ticket['id'] % 10_000:04}")


def _work(office: Office, counter: int, chance: random.Random) -> None:
    ticket = office.counter(counter)["ticket"]
    try:
        if ticket is None:
            _call(office, counter, chance)
        elif ticket["state"] == "called":
            office.start(counter)
        else:
            done = office.finish(counter)
            _rate(office, done, chance)
    except Refusal:
        return


def _call(office: Office, counter: int, chance: random.Random) -> None:
    called = office.next(counter)["ticket"]
    if called is None:
        return
    body = {"number": called["number"], "counter": counter}
    for event in ("started", "ended"):
        office.clock.advance(chance.randint(30, 6_000))
        office.desk.report_announcement(event=event, subject=f"ticket:{called['id']}", body=body)


def _rate(office: Office, ticket: dict[str, object], chance: random.Random) -> None:
    if chance.random() < 0.3:
        office.clock.advance(chance.randint(1_500, 20_000))
        office.rate(ticket, chance.choice((1, 2, 3, 4, 4, 4, 4)))
