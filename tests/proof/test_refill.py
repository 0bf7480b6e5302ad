"""What an office lost comes back from the tier above: people wait again with their numbers, and nothing comes twice."""

import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from office.answers import Answer
from office.domain.people import SYSTEM
from office.journal import verify
from office.performing import Act
from tests.mosquitto import Mosquitto
from tests.office_fixture import rid, seat, take
from tests.proof.commune import Commune, Communes
from tests.proof.far_side import TOP, alarms, collecting, facts_there, maker_at, projected, same, until

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow]
OFFICE = "thanh-son"
WINDOW = "ticket, counter, clerk, service, substr(opened, 1, 13), outcome, substr(closed, 1, 13)"
PLAYED = (
    "SELECT number, state, service, calls, called_at, started_at, finished_at, served_ms, counter, clerk FROM ticket"
)
TABLES = {
    "ticket": f"{PLAYED} ORDER BY number",
    "call": "SELECT ticket, counter, at, recall FROM call ORDER BY at, ticket",
    "window": f"SELECT {WINDOW} FROM rating_window ORDER BY ticket",
    "rating": "SELECT ticket, question, level, scale, channel, substr(first, 1, 13) FROM rating ORDER BY ticket",
    "series": "SELECT date, prefix, given, calls FROM series JOIN day ON day.id = series.day ORDER BY 1, 2",
}


def test_an_office_is_put_back_and_what_it_lost_comes_back(
    store: Engine, broker: Mosquitto, communes: Communes
) -> None:
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.issue(2)
        kept = _copy(commune)
        commune = communes()
        first = _play(commune)
        same(commune, store)
        old, had = commune.stream, facts_there(store, OFFICE)
        before, waited = _tables(commune), _waiting(commune)
        commune.close()
        _put_back(commune.data, kept)
        commune = communes()
        new_number = commune.issue(1)
        until(lambda: _refilled(commune))
        same(commune, store)
        after = _tables(commune)
        assert _waiting(commune) == sorted([*waited, *new_number])
        again = _called(commune)
        projected(store)
    assert again == first, "whoever was sent on to the front is called first"
    assert [row for row in facts_there(store, OFFICE) if row[0] == old] == had
    after["ticket"] = [row for row in after["ticket"] if row[0] not in new_number]
    after["series"] = before["series"]  # the new number counts there as well
    assert after == before
    assert alarms(store, OFFICE) == {}


def _play(commune: Commune) -> str:
    """A morning with everything in it; the number of whoever is the next at counter 1."""
    desk = commune.premises.desk
    commune.serve()
    clerk = seat(commune.premises, "chi", 2)
    take(desk, "B")
    desk.call_next(clerk, rid(), counter=2)
    desk.recall(clerk, rid(), counter=2)
    desk.start(clerk, rid(), counter=2)
    desk.continue_with(clerk, rid(), counter=2, service="A")
    desk.finish(clerk, rid(), counter=2)
    called = desk.call_next(clerk, rid(), counter=2).body["ticket"]
    desk.start(clerk, rid(), counter=2)
    desk.transfer(clerk, rid(), ticket=called["id"], counter=1, position="front")
    commune.issue(2)
    return str(called["number"])


def _waiting(commune: Commune) -> list[str]:
    return [row[0] for row in _read(commune, "SELECT number FROM ticket WHERE state = 'waiting' ORDER BY number")]


def _called(commune: Commune) -> str:
    clerk = seat(commune.premises, "an", 1)
    body = commune.premises.desk.call_next(clerk, rid(), counter=1).body
    return str(body["ticket"]["number"])


def _copy(commune: Commune) -> dict[str, bytes]:
    commune.close()
    return {"motcua.db": (commune.data / "motcua.db").read_bytes()}


def _put_back(data: Path, kept: dict[str, bytes]) -> None:
    for path in data.glob("motcua.db-*"):
        path.unlink()
    for name, content in kept.items():
        (data / name).write_bytes(content)


def _refilled(commune: Commune) -> bool:
    found = _read(commune, "SELECT fact FROM fact WHERE kind = 'stream.refilled' AND json_extract(fact, '$.done')")
    return bool(found)


def _tables(commune: Commune) -> dict[str, list[Any]]:
    return {name: _read(commune, query) for name, query in TABLES.items()}


def _read(commune: Commune, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{commune.database}?mode=ro", uri=True, timeout=5)) as db:
        return db.execute(query).fetchall()


def test_a_database_that_was_lost_altogether_is_made_anew_and_refilled(
    store: Engine, broker: Mosquitto, communes: Communes
) -> None:
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.issue(2)
        _play(commune)
        same(commune, store)
        waited, had = _waiting(commune), _read(commune, "SELECT number FROM ticket")
        commune.close()
        for path in commune.data.iterdir():
            path.unlink()
        commune = communes()
        until(lambda: _refilled(commune))
        same(commune, store)
        assert _waiting(commune) == waited
        given = commune.issue(1)
    assert (given[0],) not in had
    assert alarms(store, OFFICE) == {}


def test_kill_9_in_the_middle_of_it_loses_nothing_and_doubles_nothing(
    store: Engine, broker: Mosquitto, communes: Communes
) -> None:
    """The office gives out numbers all the while, each said only when it was acknowledged."""
    said: list[str] = []
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.issue(2)
        kept = _copy(commune)
        commune = communes()
        for place in range(8):
            commune.issue(20)
            _write_many(commune, place)
        same(commune, store)
        old, had = commune.stream, facts_there(store, OFFICE)
        waited = _waiting(commune)
        commune.close()
        _put_back(commune.data, kept)
        for moment_s in (0.0, 0.1, 0.3):
            said += _killed_after(commune.data, broker.port, moment_s)
        commune = communes()
        until(lambda: _refilled(commune))
        same(commune, store)
        with commune.premises.readers.begin() as conn:
            assert not [found for _, _, found in verify(conn) if found]
    assert [row for row in facts_there(store, OFFICE) if row[0] == old] == had
    assert set(waited) <= set(_waiting(commune))
    assert set(said) <= set(_waiting(commune))
    numbers = [row[0] for row in _read(commune, "SELECT number FROM ticket")]
    assert len(numbers) == len(set(numbers))


def _write_many(commune: Commune, place: int) -> None:
    def work(act: Act) -> Answer:
        for n in range(400):
            act.record("device.condition", f"device:lamp-{place}", {"condition": f"{n}"})
        return Answer({})

    commune.premises.performer.perform("proof", SYSTEM, None, {}, work)


def _killed_after(data: Path, port: int, seconds: float) -> list[str]:
    command = [sys.executable, "-m", "tests.proof.office_alone", str(data), str(port)]
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        time.sleep(seconds)  # any moment will do: the test is that it does not matter which
        process.kill()
        said += process.stdout.readlines()
    return [line.strip() for line in said if re.fullmatch(r"[A-Z]\d{3,4}\n", line)]
