"""What every pipe keeps, whatever it is made of: the same tests on a real mosquitto and on our own post."""

import queue
import threading
import time

from sync import topics
from sync.transport.port import Arrived, Connected, Event, Lost, Settled, Will
from tests.sync.transport.conftest import Hands
from tests.sync.transport.places import DISTRICT, Place

LIVE, ACK, STATE = topics.up("xa", "live"), topics.down("xa", "ack"), topics.up("xa", "state")
DOWN = f"{topics.PREFIX}/xa/down/#"


def test_a_letter_arrives_as_it_was_posted_and_is_settled(place: Place, hands: Hands) -> None:
    office, district = hands(place.maker("xa"), "xa").open(), hands(place.maker(), DISTRICT, [LIVE]).open()
    payload = bytes(range(256)) * 256
    office.post(LIVE, payload)
    (letter,) = district.letters(1)
    assert (letter.topic, letter.payload, letter.retained) == (LIVE, payload, False)


def test_letters_arrive_in_the_order_in_which_they_were_posted(place: Place, hands: Hands) -> None:
    office, district = hands(place.maker("xa"), "xa").open(), hands(place.maker(), DISTRICT, [LIVE]).open()
    tokens = [office.transport.post(LIVE, b"%d" % number) for number in range(100)]
    assert None not in tokens
    assert [letter.payload for letter in district.letters(100)] == [b"%d" % number for number in range(100)]


def test_only_so_many_letters_are_out_before_one_is_acknowledged(place: Place, hands: Hands) -> None:
    office = hands(place.maker("xa"), "xa").open()
    district = hands(place.maker(receive_maximum=4), DISTRICT, [LIVE]).open()
    for number in range(10):
        office.post(LIVE, b"%d" % number)
    first = [district.next(Arrived).letter for _ in range(4)]
    assert district.hears_nothing()
    district.transport.acknowledge(first[0])
    assert district.next(Arrived).letter.payload == b"4"  # mosquitto 2.0.11 may send more than one now
    for letter in first[1:]:
        district.transport.acknowledge(letter)
    assert [letter.payload for letter in district.all_letters()] == [b"5", b"6", b"7", b"8", b"9"]


def test_a_retained_letter_awaits_who_comes_later_and_an_empty_one_takes_it_away(place: Place, hands: Hands) -> None:
    office = hands(place.maker("xa"), "xa").open()
    office.post(STATE, b"here", retain=True)
    (letter,) = hands(place.maker(), "one", [STATE]).open().letters(1)
    assert (letter.payload, letter.retained) == (b"here", True)
    office.post(STATE, b"", retain=True)
    assert hands(place.maker(), "two", [STATE]).open().hears_nothing()


def test_who_listens_already_hears_a_retained_letter_as_a_new_one(place: Place, hands: Hands) -> None:
    office, district = hands(place.maker("xa"), "xa").open(), hands(place.maker(), DISTRICT, [STATE]).open()
    office.post(STATE, b"here", retain=True)
    assert district.letters(1)[0].retained is False


def test_a_letter_that_expired_is_not_handed_out(place: Place, hands: Hands) -> None:
    district = hands(place.maker(), DISTRICT).open()
    district.post(topics.down("xa", "cmd"), b"late", retain=True, expiry_s=1)
    district.post(ACK, b"lasting", retain=True)
    time.sleep(2.1)
    office = hands(place.maker("xa"), "xa", [DOWN]).open()
    assert [letter.payload for letter in office.letters(1)] == [b"lasting"]
    assert office.hears_nothing()


def test_collectors_share_the_letters_and_each_goes_to_one_of_them(place: Place, hands: Hands) -> None:
    shared = f"{topics.SHARE}{topics.PREFIX}/+/up/live"
    one, two = hands(place.maker(), "one", [shared]).open(), hands(place.maker(), "two", [shared]).open()
    office = hands(place.maker("xa"), "xa").open()
    for number in range(8):
        office.post(LIVE, b"%d" % number)
    found = one.all_letters() + two.all_letters()
    assert sorted(letter.payload for letter in found) == [b"%d" % number for number in range(8)]


def test_a_shared_subscription_gets_no_retained_letter(place: Place, hands: Hands) -> None:
    hands(place.maker("xa"), "xa").open().post(STATE, b"here", retain=True)
    shared = hands(place.maker(), "one", [f"{topics.SHARE}{topics.PREFIX}/+/up/state"]).open()
    assert shared.hears_nothing()


def test_the_will_is_heard_when_a_machine_vanishes(place: Place, hands: Hands) -> None:
    district = hands(place.maker(), DISTRICT, [STATE]).open()
    office = hands(place.maker("xa"), "xa", (), Will(STATE, b"gone")).open()
    office.transport.rebuild()  # the connection is cut without a word
    assert district.letters(1)[0].payload == b"gone"


def test_the_will_is_heard_at_an_orderly_end_unless_it_is_left_out(place: Place, hands: Hands) -> None:
    district = hands(place.maker(), DISTRICT, [STATE]).open()
    hands(place.maker("xa"), "xa", (), Will(STATE, b"closed")).open().transport.close()
    assert district.letters(1)[0].payload == b"closed"
    hands(place.maker("xa"), "xa", (), Will(STATE, b"closed")).open().transport.close(will=False)
    assert district.hears_nothing()


def test_what_was_posted_before_the_end_is_sent(place: Place, hands: Hands) -> None:
    district = hands(place.maker(), DISTRICT, [LIVE]).open()
    office = hands(place.maker("xa"), "xa").open()
    for number in range(20):
        office.transport.post(LIVE, b"%d" % number)
    office.transport.close()
    assert len(district.letters(20)) == 20


def test_nothing_is_kept_while_there_is_no_connection(place: Place, hands: Hands) -> None:
    office = hands(place.maker("xa"), "xa")
    assert office.transport.post(LIVE, b"before") is None
    office.open()
    place.kill()
    office.next(Lost)
    assert office.transport.post(LIVE, b"between") is None
    place.start()
    district = hands(place.maker(), DISTRICT, [LIVE]).open()
    office.next(Connected)
    assert district.hears_nothing()
    office.post(LIVE, b"after")
    assert district.letters(1)[0].payload == b"after"


def test_a_lost_connection_says_why_and_comes_back_with_its_subscriptions(place: Place, hands: Hands) -> None:
    office = hands(place.maker("xa"), "xa", [DOWN]).open()
    place.kill()
    assert len(office.next(Lost).why) > 5
    place.start()
    office.next(Connected)
    hands(place.maker(), DISTRICT).open().post(ACK, b"again")
    assert office.letters(1)[0].payload == b"again"


def test_a_letter_of_an_earlier_connection_cannot_be_acknowledged_in_this_one(place: Place, hands: Hands) -> None:
    district = hands(place.maker(receive_maximum=1), DISTRICT, [LIVE]).open()
    office = hands(place.maker("xa"), "xa").open()
    office.post(LIVE, b"old")
    old = district.next(Arrived).letter
    district.transport.rebuild()
    district.next(Lost)
    district.next(Connected)
    office.post(LIVE, b"first")
    office.post(LIVE, b"second")
    assert district.next(Arrived).letter.payload == b"first"
    district.transport.acknowledge(old)
    assert district.hears_nothing()


def test_a_rebuilt_pipe_goes_on_with_the_same_queue(place: Place, hands: Hands) -> None:
    office, district = hands(place.maker("xa"), "xa").open(), hands(place.maker(), DISTRICT, [LIVE]).open()
    office.transport.rebuild()
    assert office.next(Lost).why == "rebuilt"
    office.next(Connected)
    office.post(LIVE, b"on")
    assert district.letters(1)[0].payload == b"on"


def test_two_machines_with_one_name_are_not_both_connected(place: Place, hands: Hands) -> None:
    first = hands(place.maker("xa"), "xa").open()
    hands(place.maker("xa"), "xa").open()
    first.next(Lost)


class _OnceRaising(queue.SimpleQueue[Event]):
    """A queue that fails at the first letter, inside the callback of whatever library there is."""

    failed = False

    def put(self, item: Event, block: bool = True, timeout: float | None = None) -> None:
        if isinstance(item, Arrived) and not self.failed:
            self.failed = True
            raise RuntimeError("a mistake of ours")
        super().put(item, block, timeout)


def test_an_exception_in_a_callback_ends_the_connection_and_not_the_thread(place: Place, hands: Hands) -> None:
    """S18: paho's own thread would die of it, in silence."""
    district = hands(place.maker(), DISTRICT, [LIVE], None, _OnceRaising()).open()
    office = hands(place.maker("xa"), "xa").open()
    office.post(LIVE, b"fatal")
    assert "a mistake of ours" in district.next(Lost).why
    district.next(Connected)
    office.post(LIVE, b"harmless")
    assert district.letters(1)[0].payload == b"harmless"


def test_an_office_cannot_write_into_the_mailboxes_of_another(guarded: Place, hands: Hands) -> None:
    """S15."""
    district = hands(guarded.maker(), DISTRICT, [f"{topics.PREFIX}/#"]).open()
    office = hands(guarded.maker("xa"), "xa").open()
    for topic in (topics.up("other", "live"), ACK, topics.collector_state("x"), "elsewhere"):
        token = office.transport.post(topic, b"forged")
        assert office.next(Settled) == Settled(token or 0, "Not authorized")
    office.post(LIVE, b"mine")
    assert [letter.payload for letter in district.letters(1)] == [b"mine"]


def test_an_office_cannot_read_the_mailboxes_of_another(guarded: Place, hands: Hands) -> None:
    """S15. A broker may also confirm such a subscription and then never serve it."""
    spy = hands(guarded.maker("other"), "other", [LIVE, DOWN, f"{topics.PREFIX}/#"])
    spy.transport.open(spy.events)
    district = hands(guarded.maker(), DISTRICT).open()
    district.post(ACK, b"secret")
    hands(guarded.maker("xa"), "xa").open().post(LIVE, b"secret")
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        try:
            event = spy.events.get(timeout=0.1)
        except queue.Empty:
            continue
        assert not isinstance(event, Arrived)


def test_an_office_hears_its_own_mailboxes_and_the_collectors(guarded: Place, hands: Hands) -> None:
    office = hands(guarded.maker("xa"), "xa", [DOWN, topics.COLLECTORS]).open()
    district = hands(guarded.maker(), DISTRICT).open()
    for topic in (ACK, topics.collector_state("one"), topics.down("xa", "config/notices")):
        district.post(topic, topic.encode())
        assert office.letters(1)[0].topic == topic


def test_a_closed_pipe_leaves_no_thread(place: Place, hands: Hands) -> None:
    office = hands(place.maker("xa"), "xa").open()
    office.transport.close()
    assert [one.name for one in threading.enumerate() if one.name.endswith("-xa")] == []
