"""The journal: a chain that anybody can compute again from its published formula, and that shows every later edit."""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from office.answers import Answer
from office.clock import SetClock
from office.domain.chain import canonical
from office.domain.people import SYSTEM
from office.domain.refusals import StoreUnavailable
from office.journal import Break, FactView, prune, verify, verify_end
from office.performing import Act
from office.premises import Premises
from office.readers import EffectReader, LedgerReader
from office.store.engine import FILE_NAME
from tests.durability.running import together
from tests.office_fixture import HEAD, TOUCH, opened, rid, seat, take


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Iterator[Premises]:
    with opened(tmp_path, clock) as premises:
        yield premises


def _work(premises: Premises, people: int = 4) -> None:
    an = seat(premises, "an", 1)
    for _ in range(people):
        take(premises.desk, "A", priority=True)
        premises.desk.call_next(an, rid(), counter=1)


def _verified(premises: Premises) -> list[tuple[str, int, Break | None]]:
    with premises.readers.begin() as conn:
        return list(verify(conn))


def _rows(data: Path) -> list[Any]:
    db = sqlite3.connect(data / FILE_NAME)
    try:
        found = db.execute("SELECT seq, at, kind, version, subject, fact, digest FROM fact ORDER BY seq").fetchall()
        return list(found)
    finally:
        db.close()


def _tamper(data: Path, *statements: str) -> None:
    """As somebody with the file in hand would: the triggers are no protection against that."""
    db = sqlite3.connect(data / FILE_NAME)
    db.execute("DROP TRIGGER fact_stays")
    db.execute("DROP TRIGGER fact_goes_only_behind_anchor")
    for statement in statements:
        assert db.execute(statement).rowcount == 1
    db.commit()
    db.close()


def test_the_chain_is_what_the_published_formula_says(tmp_path: Path, clock: SetClock) -> None:
    """digest = SHA-256(previous digest ‖ canonical JSON of {q,k,v,t,s,d}); the first is SHA-256 of the stream id."""
    with opened(tmp_path, clock) as premises:
        _work(premises)
        name = premises.desk.stream
    digest, rows = hashlib.sha256(name.encode()).digest(), _rows(tmp_path)
    for place, (seq, at, kind, version, subject, text, kept) in enumerate(rows, start=1):
        assert seq == place
        wire = {"q": seq, "k": kind, "v": version, "t": at, "s": subject, "d": json.loads(text)}
        written = json.dumps(wire, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(digest + written.encode()).digest()
        assert kept == digest
    assert len(rows) > 15


def test_a_whole_chain_is_found_whole(office: Premises) -> None:
    _work(office)
    assert _verified(office) == [(office.desk.stream, office.desk.seq, None)]


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE fact SET fact = replace(fact, 'true', 'null') WHERE seq = 5",
        "UPDATE fact SET at = at + 1 WHERE seq = 5",
        "UPDATE fact SET kind = 'ticket.parked' WHERE seq = 5",
        "UPDATE fact SET subject = 'ticket:9' WHERE seq = 5",
        "UPDATE fact SET version = 2 WHERE seq = 5",
        "UPDATE fact SET digest = zeroblob(32) WHERE seq = 5",
    ],
)
def test_an_edit_of_one_fact_shows(tmp_path: Path, clock: SetClock, edit: str) -> None:
    with opened(tmp_path, clock) as premises:
        _work(premises)
    _tamper(tmp_path, edit)
    with opened(tmp_path, clock) as premises:
        assert [fault for *_, fault in _verified(premises)] == [Break(premises.desk.stream, 5, "changed")]


def test_the_end_of_the_journal_is_looked_at_alone(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock) as premises:
        _work(premises)
        with premises.readers.begin() as conn:
            whole = verify_end(conn, 10_000)
            assert whole[1:] == (premises.desk.seq, None)
            assert verify_end(conn, 3)[1:] == (3, None)
    _tamper(tmp_path, "UPDATE fact SET subject = 'ticket:9' WHERE seq = 5")
    with opened(tmp_path, clock) as premises, premises.readers.begin() as conn:
        assert verify_end(conn, 3)[2] is None  # it lies before
        assert verify_end(conn, 10_000)[2] == Break(premises.desk.stream, 5, "changed")


def test_a_missing_fact_shows(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock) as premises:
        _work(premises)
    _tamper(tmp_path, "DELETE FROM fact WHERE seq = 5")
    with opened(tmp_path, clock) as premises:
        assert [fault for *_, fault in _verified(premises)] == [Break(premises.desk.stream, 5, "missing")]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE fact SET kind = 'x' WHERE seq = 1", "never changed"),
        ("DELETE FROM fact WHERE seq = 1", "only behind the anchor"),
    ],
)
def test_the_database_itself_refuses_to_change_a_fact(office: Premises, statement: str, words: str) -> None:
    def work(act: Act) -> Answer:
        act.conn.exec_driver_sql(statement)
        return Answer({})

    seq = office.desk.seq
    with pytest.raises(DatabaseError, match=words):
        office.performer.perform("test", SYSTEM, None, {}, work)
    assert [fault for *_, fault in _verified(office)] == [None]
    assert office.desk.seq == seq
    take(office.desk)  # and the office goes on


def test_pruning_leaves_an_anchor_from_which_the_rest_verifies(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock) as premises:
        _work(premises)
        journal, last = premises.performer.journal, premises.desk.seq

        def work(act: Act) -> Answer:
            return Answer({"gone": [prune(act.conn, journal.stream_no, upto, act.now) for upto in (4, 7, 7, 3)]})

        assert premises.performer.perform("prune", SYSTEM, None, {}, work).body == {"gone": [4, 3, 0, 0]}
        assert _verified(premises) == [(journal.stream, last - 7, None)]
        assert premises.desk.facts_after(0)[0]["seq"] == 8
    with opened(tmp_path, clock) as premises:
        take(premises.desk)
        assert _verified(premises)[0][1:] == (last - 7 + 1, None)
    _tamper(tmp_path, "DELETE FROM fact WHERE seq = 8")
    with opened(tmp_path, clock) as premises:
        assert _verified(premises)[0][2] == Break(premises.desk.stream, 8, "missing")


def test_a_journal_pruned_to_its_end_goes_on_with_the_next_seq(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock) as premises:
        last, stream = premises.desk.seq, premises.desk.stream

        def work(act: Act) -> Answer:
            return Answer({"gone": prune(act.conn, premises.performer.journal.stream_no, last, act.now)})

        premises.performer.perform("prune", SYSTEM, None, {}, work)
    with opened(tmp_path, clock) as premises:
        assert premises.desk.stream == stream
        take(premises.desk)
        assert premises.desk.facts_after(0)[0]["seq"] == last + 1
        assert _verified(premises)[0][1:] == (1, None)


@pytest.mark.parametrize("body", [{"x": 1.5}, {"x": [1, {"y": 0.0}]}, {"x": float("nan")}, {"x": (1, 2.0)}])
def test_a_float_has_no_place_in_a_fact(office: Premises, body: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        canonical(body)

    def work(act: Act) -> Answer:
        act.record("device.condition", "device:x", body)
        return Answer({})

    seq = office.desk.seq
    with pytest.raises(TypeError):
        office.performer.perform("test", SYSTEM, None, {}, work)
    assert office.desk.seq == seq


def test_a_ledger_reader_never_moves_back(office: Premises) -> None:
    district = LedgerReader("district", office.performer.journal.stream_no)

    def work(act: Act) -> Answer:
        places = [district.place(act.conn)]
        for upto in (4, 2, 4, 9):
            district.acknowledge(act.conn, upto)
            places.append(district.place(act.conn))
        return Answer({"places": places})

    assert office.performer.perform("ack", SYSTEM, None, {}, work).body == {"places": [0, 4, 4, 4, 9]}


def test_an_effect_reader_acts_on_fresh_facts_and_says_what_it_let_pass(office: Premises, clock: SetClock) -> None:
    take(office.desk)  # before the reader started: not its business
    printing, paper, printed = threading.Event(), threading.Event(), list[str]()

    def print_slowly(fact: FactView) -> None:
        printed.append(fact["fact"]["number"])
        printing.set()
        assert paper.wait(5)

    reader = EffectReader("paper", ["ticket.issued"], office.desk, clock, print_slowly)
    reader.start()
    take(office.desk)
    assert printing.wait(5)
    for _ in range(2):
        take(office.desk)  # these wait behind the slow one
    clock.advance(6_000)
    paper.set()
    reader.stop()
    skipped = [one for one in office.desk.facts_after(0) if one["kind"] == "effect.skipped"]
    issued = [one["seq"] for one in office.desk.facts_after(0) if one["kind"] == "ticket.issued"]
    assert printed == ["A002"]
    assert [(one["subject"], one["fact"]["seq"]) for one in skipped] == [("reader:paper", s) for s in issued[2:]]
    assert all(one["fact"]["age_ms"] == 6_000 for one in skipped)


def test_an_effect_that_stumbles_does_not_silence_its_reader(office: Premises, clock: SetClock) -> None:
    heard = list[int]()

    def effect(fact: FactView) -> None:
        heard.append(fact["seq"])
        if len(heard) == 1:
            raise ValueError("paper jam")

    reader = EffectReader("voice", ["ticket.issued"], office.desk, clock, effect)
    reader.start()
    for _ in range(3):
        take(office.desk)
    reader.stop()
    assert len(heard) == 3


def test_listeners_hear_of_racing_acts_in_the_order_of_the_journal(office: Premises) -> None:
    heard = list[int]()
    stop = office.desk.on_facts(lambda facts: heard.extend(fact["seq"] for fact in facts))
    before = office.desk.seq

    def give(_: int) -> None:
        for _ in range(10):
            office.desk.issue(TOUCH, rid(), service="B")

    together(*(partial(give, n) for n in range(8)))
    assert heard == list(range(before + 1, before + 81))
    stop()
    take(office.desk)
    assert len(heard) == 80


def test_a_listener_that_stumbles_refuses_nobody_and_keeps_nothing_from_the_others(office: Premises) -> None:
    heard = list[int]()

    def stumble(_facts: Sequence[FactView]) -> None:
        raise OSError(28, "No space left on device")

    office.desk.on_facts(stumble)
    office.desk.on_facts(lambda facts: heard.extend(fact["seq"] for fact in facts))
    assert take(office.desk)["number"] == "A001"
    assert heard == [office.desk.seq]


def test_the_state_is_of_the_last_act_while_others_write(office: Premises) -> None:
    """Whoever got an answer sees what it did in the next look."""

    def give_and_look(_: int) -> None:
        for _ in range(8):
            office.desk.issue(TOUCH, rid(), service="A")
            known = office.desk.seq
            assert office.desk.state()["seq"] >= known

    together(*(partial(give_and_look, n) for n in range(6)))
    assert office.desk.state()["services"][0]["waiting"] == 48


def test_the_state_says_what_time_it_is_now(office: Premises, clock: SetClock) -> None:
    """Pages set their clock by it, so it must not be as old as the last change."""
    for _ in range(2):
        assert _ms(office.desk.state()["now"]) == clock.now().wall
        clock.advance(20_000)


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def test_an_act_after_the_office_was_closed_is_refused_and_opens_nothing(tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock) as premises:
        desk = premises.desk
    with pytest.raises(StoreUnavailable):
        desk.open_day(HEAD, rid())
    assert not (tmp_path / f"{FILE_NAME}-wal").exists()
