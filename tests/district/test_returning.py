"""An office is given back what it once sent: the same facts, checked by the same rules, and nobody else's."""

import base64
import json
import random
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from district import mail
from district.returning import MOST_OTHERS, given_back, others
from district.store.places import Places
from sync import topics
from sync.transport.port import Letter
from sync.wire import batch as wire
from sync.wire.batch import MOST_FACTS, PACKED_LIMIT, RAW_LIMIT, Batch
from sync.wire.letters import Ack, Hello, Want
from sync.wire.refusing import RejectCode
from tests.district.recorded import Recorder
from tests.district.said import Commune
from tests.district.test_receiving import NOW, keep

MISSING = RejectCode.MISSING


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder("xa-1")
    made.day(tickets=120)
    return made


def _back(store: Engine, office: str, want: Want) -> Batch | None:
    with store.begin() as conn:
        payload = given_back(conn, office, want)
    return None if payload is None else wire.unpack(payload, office)


def _whole(store: Engine, recorder: Recorder, first: int = 1) -> list[wire.WireFact]:
    """As an office would ask: batch after batch."""
    last, facts = len(recorder.facts), list[wire.WireFact]()
    while first <= last:
        batch = _back(store, recorder.office, Want(recorder.stream, first, last))
        assert batch is not None
        assert batch.first == first
        facts += batch.facts
        first = batch.last + 1
    return facts


def test_what_came_up_comes_back_fact_for_fact(store: Engine, recorder: Recorder) -> None:
    keep(store, *recorder.batches(90))
    assert len(recorder.facts) > MOST_FACTS
    assert _whole(store, recorder) == recorder.facts
    assert _whole(store, recorder, first=77) == recorder.facts[76:]


def test_a_batch_never_goes_beyond_what_was_asked_for_nor_beyond_a_letter(store: Engine, recorder: Recorder) -> None:
    keep(store, *recorder.batches())
    short = _back(store, "xa-1", Want(recorder.stream, 3, 5))
    assert short is not None
    assert (short.first, short.last) == (3, 5)
    with store.begin() as conn:
        payload = given_back(conn, "xa-1", Want(recorder.stream, 1, 10**9))
    assert payload is not None
    assert len(payload) <= PACKED_LIMIT
    assert len(wire.write(wire.unpack(payload, "xa-1"))) <= RAW_LIMIT


def test_an_office_gets_nothing_of_another_ones(store: Engine, recorder: Recorder) -> None:
    keep(store, *recorder.batches())
    assert _back(store, "xa-2", Want(recorder.stream, 1, 5)) is None
    with store.begin() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM office WHERE id = 'xa-2'").scalar() == 0, (
            "asking makes nothing"
        )


def test_where_a_fact_is_missing_the_answer_says_so(store: Engine, recorder: Recorder) -> None:
    keep(store, recorder.batch(1, 10), recorder.batch(21, 30))
    batch = _back(store, "xa-1", Want(recorder.stream, 8, 25))
    assert batch is not None
    assert batch.last == 10
    for first in (11, 20, 31, 10**12):
        assert _back(store, "xa-1", Want(recorder.stream, first, 10**12)) is None
    assert _back(store, "xa-1", Want(recorder.stream, 21, 30)) is None, "nobody knows what it is chained to"


def test_the_answers_go_out_with_the_others(store: Engine, recorder: Recorder) -> None:
    keep(store, *recorder.batches())
    wants = [Want(recorder.stream, 1, 5), Want(recorder.stream, 10**6, 10**7)]
    letters = [Letter(topics.up("xa-1", topics.WANT), one.pack()) for one in wants]
    letters.append(Letter(topics.up("xa-1", topics.WANT), b"{}"))
    with store.begin() as conn:
        outcome = mail.handle(conn, Places(), mail.sort(letters), NOW)
    assert [(office, wire.unpack(payload, office).last) for office, payload in outcome.returned] == [("xa-1", 5)]
    assert [(office, ack.reject) for office, ack in outcome.answers] == [("xa-1", ((10**6, MISSING),))]
    assert outcome.refused == 1


def test_the_answer_to_a_hello_names_the_other_streams(store: Engine) -> None:
    made = [Recorder("xa-1", stream=f"{number:016}") for number in range(MOST_OTHERS + 3)]
    for one in made:
        one.day(tickets=1)
        keep(store, *one.batches())
    keep(store, *Recorder("xa-2", stream="f" * 16).batches())
    hello = Hello("a" * 16, 1, 1, "b1", "1", "7", NOW, 0, True)
    letter = Letter(topics.up("xa-1", topics.HELLO), hello.pack())
    with store.begin() as conn:
        outcome = mail.handle(conn, Places(), mail.sort([letter]), NOW)
    ((_, ack),) = outcome.answers
    assert ack.others == tuple((one.stream, len(one.facts)) for one in made[-MOST_OTHERS:])
    assert Ack.unpack(ack.pack()) == ack


def test_an_office_with_one_stream_hears_of_no_others(store: Engine, recorder: Recorder) -> None:
    kept = keep(store, *recorder.batches())
    number = kept.heads["xa-1", recorder.stream].stream_no
    with store.begin() as conn:
        assert others(conn, 1, number) == ()


def _swelling(recorder: Recorder) -> tuple[wire.WireFact, bytes]:
    """A fact whose equal texts stand side by side on its way up and far apart once its keys are in order, and the
    letter in which an office sends it."""
    chance, body = random.Random(1), dict[str, str]()
    for place in range(75):
        text = base64.b64encode(chance.randbytes(750)).decode()
        body |= {f"a{place:02}": text, f"b{place:02}": text}
    made = recorder.write("something.unheard_of", "something:1", body)
    sent = recorder.batch(made.seq, made.seq)
    return made, wire.pack(replace(sent, facts=(replace(made, text=json.dumps(body, separators=(",", ":"))),)))


def _asked(store: Engine, *wants: Want) -> mail.Outcome:
    letters = [Letter(topics.up("xa-1", topics.WANT), one.pack()) for one in wants]
    with store.begin() as conn:
        return mail.handle(conn, Places(), mail.sort(letters), NOW)


@pytest.mark.timeout(30)
def test_a_fact_that_came_in_and_fits_into_no_letter_back_is_said_to_be_missing(store: Engine) -> None:
    recorder = Recorder("xa-1")
    recorder.begin()
    large, letter = _swelling(recorder)
    recorder.begin()
    assert len(letter) <= PACKED_LIMIT < len(wire.pack(recorder.batch(large.seq, large.seq)))
    keep(store, recorder.batch(1, 1), wire.unpack(letter, "xa-1"), recorder.batch(3, 3))
    stream = recorder.stream
    before, itself, behind = (_asked(store, Want(stream, first, 3)) for first in (1, 2, 3))
    assert [wire.unpack(payload, "xa-1").last for _, payload in before.returned] == [1]
    assert (itself.returned, [ack.reject for _, ack in itself.answers]) == ([], [((2, MISSING),)])
    assert [wire.unpack(payload, "xa-1").facts for _, payload in behind.returned] == [tuple(recorder.facts[2:])]


@pytest.mark.timeout(30)
def test_many_long_words_never_make_a_letter_that_the_office_cannot_open(store: Engine) -> None:
    """They pack well and would unpack into more than anybody takes."""
    commune = Commune()
    for number in range(1, 41):
        commune.suggest(number, f"{number} " + "chờ lâu quá " * 1_300)
    for seq in range(1, len(commune.facts) + 1, 10):
        keep(store, commune.beside(commune.batch(seq, min(seq + 9, len(commune.facts)))))
    first, came = 1, dict[int, str]()
    while first <= len(commune.facts):
        batch = _back(store, "xa-1", Want(commune.stream, first, len(commune.facts)))
        assert batch is not None
        assert batch.first == first
        came |= {one.seq: one.text for one in batch.texts}
        first = batch.last + 1
    assert came == commune.said
