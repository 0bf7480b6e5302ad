"""Ten callers at the same moment: no number twice, nobody called to two counters, one number for one request."""

from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.bench.calling import Caller, at_once, signed_in
from tests.bench.figures import Row
from tests.demo.offices import Served, served

RACERS = 10


def measure(folder: Path, quick: bool) -> list[Row]:
    rounds = 5 if quick else 30
    with served(folder, RACERS) as office:
        return [_numbers(office, rounds), _retries(office, rounds), _calls(office, rounds)]


def _none(what: str, wrong: int, of: int) -> Row:
    return Row(what, f"{wrong} of {of}", "0", wrong == 0)


def _screens(office: Served) -> list[Caller]:
    return [Caller(office.url, office.prepared.screen_token) for _ in range(RACERS)]


def _numbers(office: Served, rounds: int) -> Row:
    screens = _screens(office)
    given = list[str]()
    for _ in range(rounds):
        given += at_once([partial(_number, screen, service="A") for screen in screens])
    return _none("numbers given twice, ten racing callers", len(given) - len(set(given)), len(given))


def _retries(office: Served, rounds: int) -> Row:
    screens = _screens(office)
    twice = 0
    for _ in range(rounds):
        body = {"service": "A", "request_id": str(uuid4())}
        given = at_once([partial(_number, screen, **body) for screen in screens])
        twice += len(set(given)) - 1
    return _none("second numbers for one request sent ten times", twice, rounds)


def _calls(office: Served, rounds: int) -> Row:
    staff = [
        signed_in(office.url, one.id, one.pin, one.counter) for one in office.prepared.clerks if one.counter is not None
    ]
    called = list[int]()
    for _ in range(rounds):
        works = [partial(_next, clerk, counter) for counter, clerk in enumerate(staff, 1)]
        called += [ticket for ticket in at_once(works) if ticket is not None]
    return _none("people called to two counters, ten racing clerks", len(called) - len(set(called)), len(called))


def _number(screen: Caller, **body: str) -> str:
    return str(screen.post("/tickets", **body)["number"])


def _next(clerk: Caller, counter: int) -> Any:
    ticket = clerk.post(f"/counters/{counter}/next")["ticket"]
    return None if ticket is None else ticket["id"]
