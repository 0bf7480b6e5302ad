"""Facts that come on a stick."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from district.incoming import take_in, write_answer
from district.store.tables import boot, fact, office
from sync import topics
from sync.parcel import ParcelDamaged, packed, read_parcel, write_parcel
from sync.wire import batch as wire
from sync.wire.letters import Ack, Hello
from tests.district.recorded import Recorder

NOW = 1_795_000_000_000


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder("xa-1")
    made.day(tickets=30)
    return made


def on_a_stick(made: Recorder, path: Path) -> Path:
    said = Hello(made.stream, 1, len(made.facts) + 1, made.boot, "0.1.0", "0001", NOW - 86_400_000, 0, True)
    letters = [(topics.HELLO, said.pack()), *((topics.BACK, wire.pack(one)) for one in made.batches(20))]
    write_parcel(path, packed(made.office, NOW, letters))
    return path


def test_a_parcel_brings_every_fact_and_its_answer_goes_back(store: Engine, recorder: Recorder, tmp_path: Path) -> None:
    taken = take_in(store, on_a_stick(recorder, tmp_path / "there"), NOW)
    assert (taken.office, taken.facts, taken.refused) == ("xa-1", len(recorder.facts), 0)
    write_answer(tmp_path / "back", taken, NOW)
    ((box, payload),) = read_parcel(tmp_path / "back").letters()
    assert (box, Ack.unpack(payload).upto) == (topics.ACK, len(recorder.facts))
    assert Ack.unpack(payload).known is not None
    with store.connect() as conn:
        assert conn.execute(select(func.count()).select_from(fact)).scalar_one() == len(recorder.facts)


def test_taken_in_twice_it_is_there_once(store: Engine, recorder: Recorder, tmp_path: Path) -> None:
    path = on_a_stick(recorder, tmp_path / "there")
    take_in(store, path, NOW)
    again = take_in(store, path, NOW)
    assert again.facts == 0
    assert again.answers[-1].upto == len(recorder.facts)


def test_a_parcel_of_rubbish_is_answered_with_a_parcel_that_can_be_read(trial: Engine, tmp_path: Path) -> None:
    made = Recorder("xa-1")
    for _ in range(2_100):
        made.write("something.unheard_of", "something:1", {})
    wrong = (replace(one, after=b"\0" * 32) for one in made.batches(1))
    write_parcel(tmp_path / "there", packed("xa-1", NOW, [(topics.BACK, wire.pack(one)) for one in wrong]))
    taken = take_in(trial, tmp_path / "there", NOW)
    assert taken.refused == 2_100
    write_answer(tmp_path / "back", taken, NOW)
    ((_, payload),) = read_parcel(tmp_path / "back").letters()
    assert Ack.unpack(payload).upto == 2_100


def test_a_stick_says_nothing_about_clocks(trial: Engine, recorder: Recorder, tmp_path: Path) -> None:
    take_in(trial, on_a_stick(recorder, tmp_path / "there"), NOW)
    with trial.connect() as conn:
        assert conn.execute(select(office.c.clock_offset_ms)).scalar_one() is None
        assert conn.execute(select(boot.c.epoch)).scalar_one() is None


def test_half_a_parcel_brings_nothing(trial: Engine, recorder: Recorder, tmp_path: Path) -> None:
    path = on_a_stick(recorder, tmp_path / "there")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ParcelDamaged):
        take_in(trial, path, NOW)
    with trial.connect() as conn:
        assert conn.execute(select(func.count()).select_from(fact)).scalar_one() == 0
