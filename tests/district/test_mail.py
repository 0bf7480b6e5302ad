"""A handful of letters in one transaction: what is answered, what is put aside, what an office hears at a hello."""

import json
import zlib
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert, select

from district import bounds, mail
from district.greeting import settle
from district.mail import Outcome
from district.store.places import Places
from district.store.tables import alarm, boot, fact, office, reject, result, stream, tally
from sync import topics
from sync.transport.port import Letter
from sync.wire import batch as wire
from sync.wire.letters import Ack, Applied, Hello, OfficeState, Result
from sync.wire.letters import Outcome as Done
from tests.district.recorded import Recorder

NOW = 1_795_000_000_000


def letter(office_id: str, box: str, payload: bytes) -> Letter:
    return Letter(topics.up(office_id, box), payload)


def back(made: Recorder, first: int, last: int) -> Letter:
    return letter(made.office, topics.BACK, wire.pack(made.batch(first, last)))


def hello(made: Recorder, *, boot: str = "b1", now: int = NOW, next_seq: int | None = None, offset: int = 5) -> Letter:
    after = len(made.facts) + 1 if next_seq is None else next_seq
    said = Hello(made.stream, 1, after, boot, "0.1.0", "0001", now, offset, True)
    return letter(made.office, topics.HELLO, said.pack())


def deliver(store: Engine, *letters: Letter, now: int = NOW) -> Outcome:
    made = mail.sort(letters)
    settle(store, (one for one, _ in made.hellos))
    with store.begin() as conn:
        return mail.handle(conn, Places(), made, now)


def ack(outcome: Outcome) -> Ack:
    assert len(outcome.answers) == 1
    return outcome.answers[0][1]


def spoiled(made: Recorder, first: int, last: int, at: int) -> bytes:
    """A batch in which one fact holds a float, which no fact may."""
    event = json.loads(wire.write(made.batch(first, last)))
    event["data"]["events"][at - first]["d"]["number"] = 1.5
    return zlib.compress(json.dumps(event).encode())


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder("xa-1")
    made.day(tickets=20)
    return made


def test_all_batches_of_a_stream_are_answered_by_one_acknowledgement(store: Engine, recorder: Recorder) -> None:
    outcome = deliver(store, back(recorder, 1, 50), back(recorder, 61, 70), back(recorder, 51, 55))
    assert outcome.answers == [("xa-1", Ack(recorder.stream, 55, NOW, have=((61, 70),)))]
    assert outcome.facts == 65


def test_the_office_is_the_one_that_the_topic_names(store: Engine, recorder: Recorder) -> None:
    forged = letter("xa-2", topics.BACK, wire.pack(recorder.batch(1, 50)))
    outcome = deliver(store, forged)
    assert (outcome.facts, outcome.refused, outcome.answers) == (0, 1, [])
    with store.connect() as conn:
        assert conn.execute(select(office.c.id)).scalars().all() == ["xa-2"]
        assert conn.execute(select(reject.c.code)).scalars().all() == ["wrong_source"]


def test_poison_is_named_and_the_letters_beside_it_go_in(store: Engine, recorder: Recorder) -> None:
    other = Recorder("xa-2")
    other.day(tickets=2)
    poison = letter("xa-1", topics.BACK, spoiled(recorder, 11, 20, at=15))
    outcome = deliver(store, back(recorder, 1, 10), poison, back(other, 1, 5))
    answers = dict(outcome.answers)
    assert answers["xa-1"] == Ack(recorder.stream, 10, NOW, reject=((15, "bad_fact"),))
    assert answers["xa-2"].upto == 5


def test_a_fact_that_comes_alone_and_cannot_be_read_is_parked(store: Engine, recorder: Recorder) -> None:
    poison = letter("xa-1", topics.BACK, spoiled(recorder, 11, 11, at=11))
    outcome = deliver(store, back(recorder, 1, 10), poison, back(recorder, 12, 20))
    assert ack(outcome) == Ack(recorder.stream, 20, NOW, reject=((11, "bad_fact"),))
    with store.connect() as conn:
        kept = conn.execute(select(reject)).one()
        assert (kept.stream, kept.seq, kept.box, bytes(kept.payload)) == (recorder.stream, 11, "back", poison.payload)
        assert conn.execute(select(alarm.c.what)).scalars().all() == ["rejects"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"\0" * 100_000, "too_large"),
        (b"no zlib", "not_deflate"),
        (zlib.compress(b" " * 1_000_000), "bomb"),
        (zlib.compress(b"[" * 10_000 + b"]" * 10_000), "too_deep"),
        (zlib.compress(b"{nonsense"), "not_json"),
        (zlib.compress(b'{"a":"\\u0000"}'), "bad_text"),
        (zlib.compress(b'{"a":"\\ud800"}'), "bad_text"),
        (zlib.compress(b"{}"), "not_an_event"),
    ],
)
def test_what_nobody_can_read_is_counted_and_kept(trial: Engine, payload: bytes, code: str) -> None:
    deliver(trial, letter("xa-1", topics.LIVE, payload), letter("xa-1", topics.LIVE, payload))
    with trial.connect() as conn:
        assert conn.execute(select(tally.c.what, tally.c.times)).all() == [(code, 2)]
        assert conn.execute(select(reject.c.size)).scalars().all() == [len(payload)] * 2


def test_a_thousand_bad_letters_fill_no_drawer(trial: Engine) -> None:
    for _ in range(10):
        deliver(trial, *[letter("xa-1", topics.LIVE, b"x")] * 100)
    with trial.connect() as conn:
        assert conn.execute(select(tally.c.times)).scalar_one() == 1_000
        assert len(conn.execute(select(reject.c.id)).all()) == 200


def test_kinds_and_versions_from_the_future_are_kept_and_acknowledged(store: Engine, recorder: Recorder) -> None:
    last = len(recorder.facts)
    recorder.write("weather.observed", "sky", {"rain": True})
    recorder.write("ticket.issued", "ticket:900", {"number": {"changed": "meaning"}}, version=9)
    assert ack(deliver(store, back(recorder, 1, last + 2))).upto == last + 2
    settle(store, ["xa-1"])
    with store.connect() as conn:
        assert conn.execute(select(fact.c.version).where(fact.c.kind == "weather.observed")).scalar_one() == 1


def test_a_hello_hears_what_is_here_what_lacks_and_which_numbers_were_given(store: Engine, recorder: Recorder) -> None:
    deliver(store, back(recorder, 1, 60), back(recorder, 71, 80))
    answered = ack(deliver(store, hello(recorder)))
    assert (answered.upto, answered.have) == (60, ((71, 80),))
    assert answered.need == ((61, 70), (81, len(recorder.facts)))
    issued: dict[str, int] = {}
    for one in [*recorder.facts[:60], *recorder.facts[70:80]]:
        if one.kind == "ticket.issued":
            number = json.loads(one.text)["number"]
            issued[number[0]] = int(number[1:])
    assert answered.known is not None
    assert (answered.known.date, answered.known.series) == ("2026-11-16", issued)


def test_a_stream_that_nobody_knows_is_answered_too(store: Engine) -> None:
    answered = ack(deliver(store, hello(Recorder("xa-7"))))
    assert (answered.upto, answered.need) == (0, ())
    assert answered.known is not None
    assert answered.known.series == {}


def test_a_rolled_back_office_hears_that_we_are_ahead_of_it(store: Engine, recorder: Recorder) -> None:
    deliver(store, back(recorder, 1, 100))
    assert ack(deliver(store, hello(recorder, next_seq=51))).upto == 100


def test_facts_of_a_start_that_said_hello_are_dated_by_our_clock(store: Engine, recorder: Recorder) -> None:
    offset = recorder.batch(1, 1).offset
    wrong_by = 3_600_000
    deliver(store, hello(recorder, boot=recorder.boot, now=NOW + wrong_by, offset=offset))
    deliver(store, back(recorder, 1, 10))
    with store.connect() as conn:
        rows = conn.execute(select(fact.c.at, fact.c.corrected_at)).all()
        offsets = conn.execute(select(office.c.clock_offset_ms)).scalar_one()
    assert {row.corrected_at - row.at for row in rows} == {-wrong_by}
    assert offsets == wrong_by


def test_a_late_letter_of_an_earlier_start_is_no_clone(store: Engine, recorder: Recorder) -> None:
    for minute, name in enumerate(("b1", "b2", "b1", "b2")):
        deliver(store, hello(recorder, boot=name), now=NOW + minute * 60_000)
        if name == "b1":
            with store.connect() as conn:
                assert conn.execute(select(alarm)).all() == []
    with store.connect() as conn:
        assert conn.execute(select(alarm.c.what)).scalars().all() == ["cloned"]


def test_one_machine_that_starts_again_and_again_is_no_clone(store: Engine, recorder: Recorder) -> None:
    for number in range(6):
        greeting = hello(recorder, boot=f"b{number}")
        deliver(store, greeting, greeting, now=NOW + number * 60_000)
    with store.connect() as conn:
        assert conn.execute(select(alarm)).all() == []
        assert len(conn.execute(select(boot)).all()) == 6


def state(*, online: bool, at: int, boot_id: str = "b1") -> bytes:
    return OfficeState(online, boot_id, "0.1.0", at, {"printer": "ok"}, {"notices": Applied(3)}).pack()


def offices_of(store: Engine) -> Any:
    with store.connect() as conn:
        return conn.execute(select(office)).one()


def test_a_last_will_was_written_before_the_office_came_online_and_counts_all_the_same(store: Engine) -> None:
    deliver(store, letter("xa-1", topics.STATE, state(online=True, at=2_000)))
    gone = OfficeState(False, "b1", "0.1.0", 1_000, {}, {})
    deliver(store, letter("xa-1", topics.STATE, gone.pack()))
    row = offices_of(store)
    assert (row.online, row.devices, row.configs) == (
        False,
        {"printer": "ok"},
        {"notices": {"version": 3, "refused": None}},
    )


def test_an_office_that_takes_its_state_away_is_gone(store: Engine) -> None:
    deliver(store, letter("xa-1", topics.STATE, state(online=True, at=2_000)))
    deliver(store, letter("xa-1", topics.STATE, b""))
    assert (offices_of(store).online, offices_of(store).cleared) == (False, True)


def test_the_first_result_of_a_command_stands(store: Engine) -> None:
    for outcome in (Done.DONE, Done.FAILED):
        deliver(store, letter("xa-1", topics.RESULT, Result("c1", "restart_screen", outcome, "").pack()))
    with store.connect() as conn:
        assert conn.execute(select(result.c.outcome)).scalars().all() == ["done"]


def opened(store: Engine, table: Table, count: int) -> None:
    """So many streams, or starts of its machine, that xa-1 has opened already."""
    first = {"first_seen_at": NOW} if table is stream else {}
    with store.begin() as conn:
        number = Places().offices(conn, ["xa-1"], NOW)["xa-1"]
        conn.execute(insert(table), [{"office_no": number, "id": f"old{one}", **first} for one in range(count)])


def test_an_office_may_open_only_so_many_streams_and_what_is_more_is_counted_and_shown(store: Engine) -> None:
    opened(store, stream, bounds.MOST_STREAMS - 1)
    strangers = [Recorder("xa-1", seed=seed) for seed in range(2, 6)]
    for one in strangers:
        one.begin()
        deliver(store, hello(one), back(one, 1, 1), letter("xa-1", topics.BACK, spoiled(one, 1, 1, 1)))
    with store.connect() as conn:
        assert len(conn.execute(select(stream.c.no)).all()) == bounds.MOST_STREAMS
        counted = conn.execute(select(tally.c.times).where(tally.c.what == bounds.STREAMS)).scalar_one()
        shown = conn.execute(select(alarm.c.times).where(alarm.c.what == "rejects")).scalar_one()
    assert counted == 3 * 3
    assert shown >= 3
    assert ack(deliver(store, back(strangers[0], 1, 1))).upto == 1
    other = Recorder("xa-2")
    other.begin()
    assert ack(deliver(store, back(other, 1, 1))).upto == 1


def test_an_office_may_open_only_so_many_starts_of_its_machine(store: Engine, recorder: Recorder) -> None:
    opened(store, boot, bounds.MOST_BOOTS - 2)
    for number in range(5):
        deliver(store, hello(recorder, boot=f"boot{number}"))
    with store.connect() as conn:
        assert len(conn.execute(select(boot.c.no)).all()) == bounds.MOST_BOOTS
        assert conn.execute(select(tally.c.times).where(tally.c.what == bounds.BOOTS)).scalar_one() == 3
