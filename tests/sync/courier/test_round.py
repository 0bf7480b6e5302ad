"""What the courier does, step by step, with a post that works as the test says."""

import pytest

from office.clock import SetClock
from sync import topics
from sync.courier.round import Paused
from sync.courier.status import Condition
from sync.courier.timing import Timing
from sync.transport.port import Settled
from sync.wire.batch import unpack
from sync.wire.letters import Ack, Hello, Known, OfficeState
from tests.sync.courier.at_the_table import ACK, Scene
from tests.sync.courier.made_up import OFFICE


@pytest.fixture
def scene() -> Scene:
    return Scene()


def boxes(scene: Scene) -> list[str]:
    return [topic.rpartition("/")[2] for topic, _ in scene.table.out]


def greeted(backlog: int = 0, timing: Timing | None = None) -> Scene:
    """The hello has had its answer, and what waited is at the far end."""
    scene = Scene(timing=timing or Timing())
    if backlog:
        scene.write(backlog)
    scene.open()
    scene.exchange()
    return scene


def test_nothing_is_posted_before_the_pipe_stands(scene: Scene) -> None:
    scene.write(3)
    scene.turn()
    assert scene.table.out == []


def test_nothing_but_the_birth_is_posted_while_no_collector_is_alive(scene: Scene) -> None:
    scene.write(3)
    scene.table.connect()
    scene.turn()
    assert boxes(scene) == ["state"]
    birth = OfficeState.unpack(scene.table.take("state")[0])
    assert birth.online
    assert dict(birth.devices) == {"printer": "ok"}


def test_the_first_letter_to_a_collector_is_a_hello_and_the_batches_wait_for_its_answer(scene: Scene) -> None:
    scene.write(3)
    scene.open()
    scene.turn()
    assert boxes(scene) == ["state", "hello"]
    said = Hello.unpack(scene.table.out[1][1])
    assert (said.first_unacked, said.next, said.offset) == (1, 4, said.now - 1_000_000)
    scene.carry(1)
    scene.answer()
    scene.turn()
    assert boxes(scene) == ["state", "back"]


def test_what_waited_goes_in_the_back_lane_and_what_happens_in_the_live_lane() -> None:
    scene = greeted(backlog=600)
    scene.write(2)
    scene.pass_time(0.1)
    scene.exchange()
    assert [(box, first, last) for box, _, first, last in scene.far.got] == [
        ("back", 1, 500),
        ("back", 501, 600),
        ("live", 601, 602),
    ]


def test_a_live_fact_does_not_wait_for_a_backlog(scene: Scene) -> None:
    scene.write(30_000)
    scene.open()
    scene.turn()
    scene.carry(1)
    scene.answer()
    scene.turn()
    assert boxes(scene).count("back") == 4
    scene.write(1)
    scene.pass_time(0.1)
    scene.turn()
    assert boxes(scene)[-1] == "live"
    assert unpack(scene.table.out[-1][1], OFFICE).first == 30_001


def test_facts_of_the_same_moment_travel_together() -> None:
    scene = greeted()
    scene.write(1)
    assert 0 < scene.turn() <= 0.1
    scene.pass_time(0.02)
    scene.write(1)
    scene.pass_time(0.03)
    scene.turn()
    assert [unpack(payload, OFFICE).id for payload in scene.table.take("live")] == ["aaaa:1-2"]


def test_an_acknowledgement_by_the_broker_moves_nothing() -> None:
    scene = greeted()
    scene.write(1)
    scene.pass_time(0.1)
    scene.turn()
    scene.hear(Settled(1))
    scene.turn()
    assert scene.round.status.backlog == 1
    assert scene.journal.places == {}


def test_a_batch_without_an_answer_is_sent_again_later_and_later() -> None:
    scene = greeted(timing=Timing(watch=1e9, greet=1e9))
    scene.write(1)
    scene.pass_time(0.1)
    scene.turn()
    waits = []
    for _ in range(7):
        assert scene.table.take("live")
        waited = 0
        while not scene.table.out:
            scene.pass_time(1)
            scene.turn()
            waited += 1
        waits.append(waited)
    assert waits == [5, 10, 20, 40, 80, 120, 120]
    scene.exchange()
    scene.write(1)
    scene.pass_time(0.1)
    scene.turn()
    scene.table.out.clear()
    scene.pass_time(5)
    scene.turn()
    assert boxes(scene) == ["live"]


def test_a_refused_letter_is_shown_and_not_sent_again_at_once() -> None:
    scene = greeted()
    scene.write(1)
    scene.pass_time(0.1)
    scene.turn()
    scene.table.out.clear()
    scene.hear(Settled(2, "not authorised"))
    scene.turn()
    assert scene.table.out == []
    assert scene.round.status.condition is Condition.REFUSED
    assert scene.round.status.why == "not authorised"
    scene.pass_time(6)
    scene.exchange()
    assert scene.reported == [Condition.ONLINE, Condition.REFUSED, Condition.ONLINE]


def test_a_fact_that_the_far_end_cannot_read_does_not_stop_the_others(scene: Scene) -> None:
    scene.far.poison = {37}
    scene.write(900)
    scene.open()
    scene.exchange()
    assert scene.round.status.parked == (("aaaa", 37, "bad_fact"),)
    assert scene.round.status.condition is Condition.REJECTED
    assert scene.round.status.backlog == 0
    scene.write(1)
    scene.pass_time(0.1)
    scene.exchange()
    assert scene.far.upto("aaaa") == 901


def test_what_a_restored_district_asks_for_again_is_sent_again() -> None:
    scene = greeted(backlog=700)
    older = scene.far.copy()
    scene.write(800)
    scene.pass_time(0.1)
    scene.exchange()
    assert scene.journal.places == {"aaaa": 700} or scene.round.status.streams[0].place == 1_500
    scene.far.put_back(older)
    scene.collector(alive=True, since=2, retained=False)
    scene.turn()
    scene.pass_time(2)
    scene.exchange()
    assert scene.far.upto("aaaa") == 1_500


def test_a_database_that_was_rolled_back_begins_a_new_stream_above_the_numbers_that_are_known() -> None:
    scene = greeted(backlog=40)
    copy = list(scene.journal.streams_["aaaa"])
    scene.write(20)
    scene.pass_time(0.1)
    scene.exchange()
    scene.far.known = Known("2026-11-23", {"A": 57})
    scene.journal.streams_["aaaa"], scene.journal.places = copy, {"aaaa": 40}
    scene.start()
    scene.table.cut()
    scene.open()
    scene.exchange()
    assert scene.journal.restored_above == [Known("2026-11-23", {"A": 57})]
    scene.write(5)
    scene.pass_time(0.1)
    scene.exchange()
    assert scene.far.upto("new1") == 5
    assert scene.far.upto("aaaa") == 60


def test_a_stream_of_before_a_restore_goes_on_draining(scene: Scene) -> None:
    scene.write(300)
    scene.journal.streams_["bbbb"] = []
    scene.write(10)
    scene.start()
    scene.open()
    scene.exchange()
    assert (scene.far.upto("aaaa"), scene.far.upto("bbbb")) == (300, 10)


def test_a_paused_courier_sends_nothing_but_says_how_far_it_is() -> None:
    scene = greeted()
    scene.hear(Paused(True))
    scene.write(4)
    scene.pass_time(0.1)
    scene.turn()
    assert scene.table.out == []
    assert scene.round.status.condition is Condition.PAUSED
    scene.hear(Paused(False))
    scene.exchange()
    assert scene.far.upto("aaaa") == 4


def test_a_pause_survives_a_restart(scene: Scene) -> None:
    scene.journal.paused_ = True
    scene.write(4)
    scene.start()
    scene.open()
    scene.exchange()
    assert scene.far.upto("aaaa") == 0


def test_silence_makes_the_courier_throw_the_pipe_away() -> None:
    scene = greeted()
    scene.write(1)
    scene.pass_time(0.1)
    scene.turn()
    for _ in range(70):
        scene.table.out.clear()
        scene.pass_time(1)
        scene.turn()
    assert scene.table.rebuilt == 1
    scene.open()
    scene.exchange()
    assert scene.far.upto("aaaa") == 1


def test_an_idle_courier_sleeps_for_minutes() -> None:
    scene = greeted(backlog=3)
    scene.pass_time(10)
    scene.turn()
    assert scene.turn() > 60


def test_a_short_break_is_nobodys_business_and_a_long_one_is_shown() -> None:
    scene = greeted()
    assert scene.reported == [Condition.ONLINE]
    scene.table.cut()
    scene.turn()
    scene.pass_time(10)
    scene.turn()
    assert scene.reported == [Condition.ONLINE]
    scene.pass_time(25)
    scene.turn()
    assert scene.reported == [Condition.ONLINE, Condition.OFFLINE]


def test_the_place_is_written_now_and_then_not_after_every_batch() -> None:
    scene = greeted(backlog=1)
    scene.pass_time(3)
    scene.turn()
    assert scene.journal.places == {"aaaa": 1}
    for _ in range(5):
        scene.write(1)
        scene.pass_time(0.1)
        scene.exchange()
    assert scene.journal.places["aaaa"] < 6
    scene.pass_time(3)
    scene.turn()
    assert scene.journal.places["aaaa"] == 6


def test_a_letter_that_cannot_be_read_is_passed_over() -> None:
    scene = greeted()
    scene.table.arrive(ACK, b"\xff{")
    scene.table.arrive(ACK, Ack("nobody", 5, 1).pack())
    scene.turn()
    assert scene.round.status.backlog == 0


def test_an_older_acknowledgement_that_arrives_late_takes_nothing_back() -> None:
    scene = greeted(backlog=10)
    scene.table.arrive(ACK, Ack("aaaa", 4, 1, (), ((5, 6),)).pack())
    scene.turn()
    assert scene.round.status.streams[0].place == 10
    scene.exchange()
    assert scene.round.status.backlog == 0


def test_other_letters_of_the_office_are_handed_on() -> None:
    scene = greeted()
    scene.table.arrive(topics.down(OFFICE, "cmd"), b"{}")
    scene.turn()
    assert [(box, letter.payload) for box, letter in scene.others] == [("cmd", b"{}")]


def test_facts_of_two_boots_do_not_share_a_batch() -> None:
    clock = SetClock()
    scene = Scene(clock=clock)
    scene.write(5)
    clock.reboot(5_000)
    scene.write(5)
    scene.start()
    scene.open()
    scene.exchange()
    assert [(first, last) for _, _, first, last in scene.far.got] == [(1, 5), (6, 10)]


@pytest.mark.parametrize("wall", [1_577_836_800_000, 2_147_483_648_000], ids=["2020", "2038"])
def test_a_clock_that_is_years_off_or_jumps_back_changes_nothing_for_the_courier(wall: int) -> None:
    scene = greeted(backlog=3)
    scene.clock.set_wall(wall)
    scene.write(3)
    scene.clock.jump(-86_400_000)
    scene.write(3)
    scene.pass_time(0.1)
    scene.exchange()
    assert scene.far.upto("aaaa") == 9
    assert scene.round.status.backlog == 0
