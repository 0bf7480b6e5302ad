"""An office, its courier and a far end on real pipes: what is written arrives, whatever breaks on the way."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from office.clock import MachineClock
from office.domain.refusals import StoreUnavailable
from sync.courier.status import Condition
from sync.transport.port import Event, Events, Letter, Maker, Transport, Will
from sync.wire.letters import Known
from tests.office_fixture import ZONE
from tests.store.conftest import SmallDisk
from tests.sync.courier.at_work import OFFICE, AtWork, RunningFarEnd, until
from tests.sync.courier.conftest import FarEnds, Offices
from tests.sync.courier.far_end import FarEnd
from tests.sync.transport.places import Place, PlainBroker

BROKER = pytest.mark.needs("mosquitto")


def arrived(office: AtWork, far: RunningFarEnd) -> None:
    until(far.has(office.stream, office.seq))
    until(lambda: office.courier.status().backlog == 0)


def test_what_the_office_writes_arrives_and_its_place_moves(place: Place, offices: Offices, far_ends: FarEnds) -> None:
    far = far_ends(place)
    office = offices(place)
    office.work(30)
    arrived(office, far)
    until(lambda: office.place_written() >= office.seq - 1)
    assert office.reported[:1] == [Condition.ONLINE]


def test_an_office_that_was_alone_for_long_sends_everything_when_somebody_comes(
    place: Place, offices: Offices, far_ends: FarEnds
) -> None:
    office = offices(place)
    office.work(700)
    far = far_ends(place)
    arrived(office, far)


def test_a_stop_and_a_start_lose_nothing_and_double_nothing(
    place: Place, offices: Offices, far_ends: FarEnds, tmp_path: Path
) -> None:
    far = far_ends(place)
    first = offices(place)
    first.work(20)
    arrived(first, far)
    first.close()
    count = len(far.far.got)
    again = offices(place)
    again.work(1)
    arrived(again, far)
    assert all(batch[2] > 20 for batch in far.far.got[count:])


@BROKER
def test_s2_a_broker_that_is_killed_again_and_again_costs_nothing(
    broker: PlainBroker, offices: Offices, far_ends: FarEnds
) -> None:
    far = far_ends(broker)
    office = offices(broker)
    for _ in range(3):
        office.work(40)
        broker.kill()
        office.work(10)
        broker.start()
    arrived(office, far)


@BROKER
def test_s10_a_black_hole_is_left_as_soon_as_it_is_found(
    broker: PlainBroker, offices: Offices, far_ends: FarEnds
) -> None:
    far = far_ends(broker)
    office = offices(broker)
    office.work(5)
    arrived(office, far)
    broker.broker.freeze()
    office.work(50)
    until(lambda: not office.courier.status().connected)
    broker.broker.thaw()
    arrived(office, far)


def test_s11_a_poison_record_is_parked_and_the_others_arrive(place: Place, offices: Offices, far_ends: FarEnds) -> None:
    far = far_ends(place, FarEnd(OFFICE, poison={9}))
    office = offices(place)
    office.work(40)
    until(lambda: office.courier.status().backlog == 0 and far.far.upto(office.stream) >= office.seq)
    assert [(seq, code) for _, seq, code in office.courier.status().parked] == [(9, "bad_fact")]
    assert Condition.REJECTED in office.reported


def test_s18_a_pipe_that_dies_in_silence_is_noticed_and_laid_anew(
    place: Place, offices: Offices, far_ends: FarEnds
) -> None:
    """As when an exception kills the thread of the library while it goes on calling itself connected."""
    far = far_ends(place)
    pipes: list[Mortal] = []
    office = offices(place, around=lambda maker: mortal(maker, pipes))
    office.work(3)
    arrived(office, far)
    pipes[0].dead = True
    office.work(3)
    arrived(office, far)
    assert not pipes[0].dead


def test_s8_a_full_disk_stops_the_office_but_not_what_it_already_wrote(
    small_disk: SmallDisk, place: Place, offices: Offices, far_ends: FarEnds
) -> None:
    office = offices(place, small_disk.path)
    office.work(3)
    small_disk.fill()
    with pytest.raises(StoreUnavailable):
        office.work(300)
    written = office.seq
    far = far_ends(place)
    until(far.has(office.stream, written))
    until(lambda: office.courier.status().backlog == 0)
    assert office.place_written() == 0
    small_disk.make_room()
    office.work(1)
    arrived(office, far)


def test_s6_a_database_rolled_back_with_its_notebook_is_found_out_by_the_district(
    place: Place, offices: Offices, far_ends: FarEnds, tmp_path: Path
) -> None:
    """As after a snapshot of the whole machine: nothing beside the database remembers more than it does."""
    data = tmp_path / "data"
    far = far_ends(place)
    office = offices(place, data)
    office.work(5)
    arrived(office, far)
    old = office.stream
    office.close()
    kept = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    office = offices(place, data)
    office.work(30)
    arrived(office, far)
    had = far.far.upto(old)
    far.far.known = Known(MachineClock().now().date(ZONE).isoformat(), {"A": 35})
    office.close()
    put_back(data, kept)
    office = offices(place, data)
    assert office.stream == old
    until(lambda: office.stream != old)
    office.work(1)
    arrived(office, far)
    given = [one["fact"].get("number") for one in office.premises.desk.facts_after(0)]
    assert "A100" in given
    assert far.far.upto(old) == had
    assert far.far.upto(office.stream) == office.seq


def put_back(data: Path, kept: dict[str, bytes]) -> None:
    """The bytes of before into the same files: as a snapshot does it, no inode changes."""
    for path in data.iterdir():
        if path.is_file() and path.name not in kept:
            path.unlink()
    for name, content in kept.items():
        with (data / name).open("r+b" if (data / name).exists() else "wb") as file:
            file.truncate(0)
            file.write(content)


class Mortal:
    """A transport that can die: it says nothing more and swallows what is posted, until it is laid anew."""

    def __init__(self, inner: Transport) -> None:
        self._inner, self.dead = inner, False
        self._events: Events | None = None

    def put(self, event: Event) -> None:
        if not self.dead and self._events is not None:
            self._events.put(event)

    def open(self, events: Events) -> None:
        self._events = events
        self._inner.open(cast("Events", self))

    def post(self, topic: str, payload: bytes, *, retain: bool = False, expiry_s: int | None = None) -> int | None:
        return 1 if self.dead else self._inner.post(topic, payload, retain=retain, expiry_s=expiry_s)

    def acknowledge(self, letter: Letter) -> None:
        self._inner.acknowledge(letter)

    def rebuild(self) -> None:
        self.dead = False
        self._inner.rebuild()

    def close(self, deadline_s: float = 2.0, *, will: bool = True) -> None:
        self._inner.close(deadline_s, will=will)


def mortal(maker: Maker, made: list[Mortal]) -> Maker:
    def make(*, client: str, filters: Sequence[str], will: Will | None) -> Transport:
        made.append(Mortal(maker(client=client, filters=filters, will=will)))
        return made[-1]

    return make
