"""The journal as the courier reads it, and the little that it writes back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from office.acts import texts
from office.answers import Answer
from office.clock import SetClock
from office.domain.people import OPERATOR
from office.journal import verify
from office.ledger import Ledger
from office.performing import Act
from office.premises import Premises
from tests.office_fixture import HEAD, ZONE, opened, rid, take

TODAY = "2026-11-23"


@dataclass(frozen=True)
class Told:
    date: str
    series: Mapping[str, int]


def ledger(premises: Premises) -> Ledger:
    return Ledger(premises.performer, premises.readers, ZONE)


def test_the_present_stream_begins_with_nothing_acknowledged(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        (one,) = ledger(premises).streams()
        assert (one.id, one.kept_from, one.head, one.place) == (premises.desk.stream, 1, premises.desk.seq, 0)


def test_a_place_that_is_written_down_leaves_no_fact_and_survives(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        before = premises.desk.seq
        ledger(premises).write_down({1: 2})
        ledger(premises).write_down({1: 1})
        assert premises.desk.seq == before
    with opened(tmp_path, day=False) as premises:
        assert ledger(premises).streams()[0].place == 2


def test_facts_come_as_they_were_written_with_the_digest_before_them(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        take(premises.desk)
        mine = ledger(premises)
        facts = mine.facts(1, 1, 99)
        assert [fact.seq for fact in facts] == list(range(1, premises.desk.seq + 1))
        assert mine.digest_before(1, premises.desk.stream, 2) == facts[0].digest
        assert mine.digest_before(1, premises.desk.stream, 1) is not None
        assert mine.digest_before(1, premises.desk.stream, 99) is None


def test_a_pause_is_a_deed_and_survives_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        ledger(premises).pause(OPERATOR, rid(), on=True)
        assert premises.desk.facts_after(premises.desk.seq - 1)[0]["kind"] == "setting.changed"
    with opened(tmp_path, day=False) as premises:
        assert ledger(premises).paused()
        ledger(premises).pause(OPERATOR, rid(), on=False)
        assert not ledger(premises).paused()


def test_a_closed_day_is_counted_once(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        mine = ledger(premises)
        take(premises.desk)
        take(premises.desk)
        assert not mine.count_closed_day()
        premises.desk.close_day(HEAD, rid())
        last = premises.desk.seq
        assert mine.count_closed_day()
        assert not mine.count_closed_day()
        (counted,) = premises.desk.facts_after(last)
        assert (counted["kind"], counted["subject"]) == ("journal.counted", "journal")
        body = counted["fact"]
        assert (body["date"], body["first"], body["last"]) == (TODAY, 1, last)
        assert body["counts"]["ticket.issued"] == 2
        assert sum(body["counts"].values()) == last


def test_the_next_count_begins_behind_the_one_before(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as premises:
        mine = ledger(premises)
        premises.desk.close_day(HEAD, rid())
        mine.count_closed_day()
        first = premises.desk.seq
        premises.desk.open_day(HEAD, rid())
        premises.desk.close_day(HEAD, rid())
        mine.count_closed_day()
        body = premises.desk.facts_after(premises.desk.seq - 1)[0]["fact"]
        assert (body["first"], body["last"]) == (first + 1, premises.desk.seq - 1)


def test_a_rolled_back_office_goes_on_in_a_new_stream_above_what_the_district_knows(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        take(premises.desk)
        old = premises.desk.stream
        ledger(premises).begin_restored(Told(TODAY, {"A": 234, "B": 3}))
        assert premises.desk.stream != old
        assert premises.desk.seq == 1
        assert (take(premises.desk)["number"], take(premises.desk, "B")["number"]) == ("A300", "B100")
        assert [one.id for one in ledger(premises).streams()] == [old, premises.desk.stream]
        assert premises.desk.state()["stream"] == premises.desk.stream
    with opened(tmp_path, day=False) as premises:
        assert premises.desk.stream != old
        with premises.readers.begin() as conn:
            assert [fault for *_, fault in verify(conn)] == [None, None]


def test_without_any_word_of_the_numbers_a_rolled_back_office_goes_on_far_above(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        take(premises.desk)
        ledger(premises).begin_restored(None)
        assert take(premises.desk)["number"] == "A501"


def test_a_letter_from_outside_cannot_lift_a_series_out_of_reach(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        ledger(premises).begin_restored(Told(TODAY, {"A": 10**12, "ZZ": 5}))
        assert take(premises.desk)["number"] == "A500"


def test_words_go_up_with_the_kinds_that_are_meant_to_and_erased_ones_do_not(tmp_path: Path) -> None:
    with opened(tmp_path) as premises:
        told = [("suggestion.made", "Cảm ơn"), ("suggestion.made", None), ("ticket.noted", "Cụ ông nghe kém")]
        ids: list[int] = []

        def say(act: Act) -> Answer:
            for kind, text in told:
                text_id, hashed = texts.keep(act, text)
                act.record(kind, "suggestion:1", {"text": text_id, "text_hash": hashed})
                ids.append(text_id or 0)
            return Answer({})

        def take_back(act: Act) -> Answer:
            texts.erase(act, ids[0], "taken_away")
            return Answer({})

        premises.performer.perform("test", OPERATOR, None, {}, say)
        mine, head = ledger(premises), premises.desk.seq
        facts = mine.facts(1, head - 2, head)
        found = mine.words(facts)
        assert {seq: text for seq, (_, text) in found.items()} == {head - 2: "Cảm ơn"}
        salt, text = found[head - 2]
        assert hashlib.sha256(salt + text.encode()).hexdigest() in facts[0].text
        premises.performer.perform("test", OPERATOR, None, {}, take_back)
        assert mine.words(facts) == {}
