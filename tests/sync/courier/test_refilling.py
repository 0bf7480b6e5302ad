"""What is asked for after a restore, when it is asked again, and what is not believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from office.domain.chain import start_of
from office.domain.moment import Moment
from office.journal import Fact
from office.refill.keeping import Refill, Stage
from office.refill.taking import Returned, Unfitting
from sync import topics
from sync.courier.refilling import LATELY, Refilling
from sync.courier.road import Road
from sync.courier.timing import Timing
from sync.wire import batch as wire
from sync.wire.batch import Batch
from sync.wire.cutting import cut
from sync.wire.letters import Ack, Want
from sync.wire.refusing import RejectCode
from tests.sync.courier.made_up import OFFICE, MadeUpJournal

PRESENT, OLD = "bbbb", "aaaa"
MISSING = str(RejectCode.MISSING)


@dataclass
class Office:
    """`office.refill.refiller.Refiller`, as far as it can be seen from here."""

    has: dict[str, int] = field(default_factory=dict)
    kept: dict[str, Refill] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    unfitting: bool = False

    def standing(self) -> Mapping[str, Refill]:
        return self.kept

    def take(self, one: Returned, wanted: int) -> int:
        if self.unfitting:
            raise Unfitting(one.stream, one.facts[0].seq, "chain")
        self.has[one.stream] = one.facts[-1].seq
        self.kept[one.stream] = Refill(one.stream, wanted, 0, PRESENT)
        return self.has[one.stream]

    def stop(self, stream_id: str, stage: Stage, why: str | None = None) -> None:
        self.kept[stream_id] = Refill(stream_id, 0, 0, PRESENT, stage=stage)

    def tell(self, stream_id: str) -> bool:
        one = self.kept[stream_id]
        if one.stage is Stage.FETCHING:
            self.kept[stream_id] = one.ended(Stage.DONE)
        self.told.append(stream_id)
        return False


@dataclass
class Scene:
    office: Office = field(default_factory=Office)
    posted: list[Want] = field(default_factory=list)
    now: float = 0.0
    open: bool = True
    roads: dict[str, Road] = field(
        default_factory=lambda: {OLD: Road(OLD, 1, 1, 10, 10), PRESENT: Road(PRESENT, 2, 1, 0, 3)}
    )

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.refilling = Refilling(self.office, OFFICE, Timing(), lambda: 1.0)
        self.refilling.begin()

    def hear(self, ack: Ack) -> None:
        self.refilling.heard(ack, self.roads, PRESENT)

    def turn(self, seconds: float = 0.0) -> list[Want]:
        self.now += seconds
        self.posted.clear()
        self.refilling.turn(self.now, self._post, is_open=self.open)
        return list(self.posted)

    def _post(self, box: str, payload: bytes) -> int | None:
        assert box == topics.WANT
        self.posted.append(Want.unpack(payload))
        return 1


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def above() -> list[Fact]:
    journal = MadeUpJournal(streams_={OLD: []})
    journal.write(40, Moment(1_795_395_600_000, 1_000, "00000001"))
    return journal.streams_[OLD]


def _letter(facts: list[Fact], first: int, last: int) -> bytes:
    before = start_of(OLD) if first == 1 else facts[first - 2].digest
    return cut(OFFICE, OLD, before, facts[first - 1 : last])[1]


def test_more_than_we_have_of_an_older_stream_is_asked_for_batch_by_batch(scene: Scene, above: list[Fact]) -> None:
    scene.hear(Ack(OLD, 40, 1))
    assert scene.turn() == [Want(OLD, 11, 40)]
    assert scene.turn(1) == [], "one question is under way at a time"
    scene.refilling.take(_letter(above, 11, 30))
    assert scene.turn() == [Want(OLD, 31, 40)]
    assert scene.office.told == []
    scene.refilling.take(_letter(above, 31, 40))
    assert scene.turn() == []
    assert scene.office.told == [OLD]
    assert scene.refilling.changed()
    assert not scene.refilling.changed()


def test_a_tier_that_does_not_answer_is_asked_more_and_more_seldom(scene: Scene) -> None:
    scene.hear(Ack(OLD, 40, 1))
    asked = [scene.turn(1.0) != [] for _ in range(400)]
    times = [at for at, one in enumerate(asked) if one]
    assert times[:4] == [0, 5, 15, 35]
    assert max(b - a for a, b in pairwise(times)) <= 120


def test_nothing_is_asked_while_nobody_is_there(scene: Scene) -> None:
    scene.open = False
    scene.hear(Ack(OLD, 40, 1))
    assert scene.turn() == []
    assert scene.refilling.wake_at(is_open=False) == float("inf")


def test_the_present_stream_and_what_is_whole_are_not_asked_for(scene: Scene) -> None:
    scene.hear(Ack(PRESENT, 40, 1))
    scene.hear(Ack(OLD, 10, 1))
    scene.hear(Ack(OLD, 4, 1))
    assert scene.turn() == []


def test_a_stream_that_is_not_here_at_all_is_asked_for_from_its_end(scene: Scene) -> None:
    scene.hear(Ack(PRESENT, 0, 1, others=(("cccc", 3), ("dddd", LATELY + 7), (OLD, 99))))
    assert scene.turn() == [Want("cccc", 1, 3)]
    scene.hear(Ack("cccc", 0, 1, reject=((1, MISSING),)))
    assert scene.turn() == [Want("dddd", 8, LATELY + 7)]


def test_a_fact_that_is_not_there_ends_it_with_what_came(scene: Scene, above: list[Fact]) -> None:
    scene.hear(Ack(OLD, 40, 1))
    scene.turn()
    scene.refilling.take(_letter(above, 11, 20))
    scene.hear(Ack(OLD, 0, 1, reject=((15, MISSING),)))
    assert scene.turn() == [Want(OLD, 21, 40)], "an answer that was late is about something else"
    scene.hear(Ack(OLD, 0, 1, reject=((21, MISSING),)))
    assert scene.turn() == []
    assert scene.office.told == [OLD]


def test_answers_that_come_twice_or_late_are_passed_over(scene: Scene, above: list[Fact]) -> None:
    scene.refilling.take(_letter(above, 11, 20))
    assert scene.office.has == {}, "nobody asked"
    scene.hear(Ack(OLD, 40, 1))
    scene.turn()
    for _ in range(2):
        scene.refilling.take(_letter(above, 11, 20))
        scene.refilling.take(_letter(above, 25, 30))
    assert scene.office.has == {OLD: 20}


def test_what_does_not_fit_is_refused_once_and_not_asked_for_again(scene: Scene, above: list[Fact]) -> None:
    scene.office.unfitting = True
    scene.hear(Ack(OLD, 40, 1))
    scene.turn()
    scene.refilling.take(_letter(above, 11, 20))
    assert scene.office.kept[OLD].stage is Stage.REFUSED
    scene.hear(Ack(OLD, 40, 1))
    assert scene.turn() == []


def test_a_letter_that_cannot_be_read_is_refused(scene: Scene, above: list[Fact]) -> None:
    scene.hear(Ack(OLD, 40, 1))
    scene.turn()
    read = wire.unpack(_letter(above, 11, 20), OFFICE)
    broken = Batch(OFFICE, OLD, read.boot, read.offset, read.before, b"\0" * 32, read.facts)
    scene.refilling.take(wire.pack(broken))
    assert scene.office.kept[OLD].stage is Stage.REFUSED
    assert scene.office.has == {}


def test_once_whole_it_is_not_followed_any_further(scene: Scene, above: list[Fact]) -> None:
    """Whoever goes on writing there is another machine."""
    scene.hear(Ack(OLD, 20, 1))
    scene.turn()
    scene.refilling.take(_letter(above, 11, 20))
    scene.turn()
    scene.roads[OLD] = Road(OLD, 1, 1, 20, 20)
    scene.hear(Ack(OLD, 40, 1))
    assert scene.turn() == []


def test_after_a_power_cut_it_goes_on(scene: Scene, above: list[Fact]) -> None:
    scene.office.kept[OLD] = Refill(OLD, 40, 10, PRESENT)
    scene.roads[OLD] = Road(OLD, 1, 1, 20, 20)
    scene.start()
    scene.turn()
    scene.hear(Ack(OLD, 40, 1))
    scene.office.kept[OLD] = Refill(OLD, 40, 10, PRESENT)
    assert scene.turn() in ([Want(OLD, 21, 40)], [])


def test_a_tier_that_was_put_back_itself_has_no_more_and_what_is_here_is_told(scene: Scene) -> None:
    class Partly(Office):
        def tell(self, stream_id: str) -> bool:
            self.told.append(str(self.kept[stream_id].stage))
            return False

    scene.office = Partly(kept={OLD: Refill(OLD, 40, 10, PRESENT)})
    scene.start()
    scene.turn()
    scene.hear(Ack(OLD, 5, 1))
    scene.turn()
    assert scene.office.told == ["fetching", "done"]


def test_without_an_office_that_can_be_refilled_nothing_happens(above: list[Fact]) -> None:
    deaf = Refilling(None, OFFICE, Timing(), lambda: 1.0)
    deaf.begin()
    deaf.heard(Ack(OLD, 40, 1), {}, PRESENT)
    deaf.take(_letter(above, 1, 5))
    deaf.turn(0.0, lambda *_: None, is_open=True)
    assert deaf.left == 0
