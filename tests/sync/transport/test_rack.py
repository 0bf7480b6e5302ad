"""The post keeps only so much for each, and nobody can fill it for the others."""

import socket
from pathlib import Path

from sync import topics
from sync.transport.frames import Frame
from sync.transport.rack import MOST_IN_BOX, Box, Rack
from tests.sync.transport.places import DISTRICT, Hand, OwnPost

LIVE = topics.up("xa", "live")


def box(client: str, *filters: str) -> Box:
    return Box(client, None, filters, receive_maximum=10)


def test_what_comes_beyond_a_full_box_is_dropped() -> None:
    rack, one = Rack(lambda: 0.0), box("one", LIVE)
    rack.join(one)
    for number in range(MOST_IN_BOX + 5):
        rack.post(LIVE, b"%d" % number, retain=False, expiry_s=None)
    assert len(one.waiting) == MOST_IN_BOX
    assert one.waiting[0].payload == b"0"


def test_a_letter_that_expired_in_the_box_is_not_handed_out() -> None:
    now = 100.0
    rack, one = Rack(lambda: now), box("one", LIVE)
    rack.join(one)
    rack.post(LIVE, b"short", retain=False, expiry_s=5)
    rack.post(LIVE, b"long", retain=False, expiry_s=50)
    now = 110.0
    assert [piece.payload for _, piece in rack.going(one)] == [b"long"]


def test_the_first_of_a_group_gets_the_letters_until_it_leaves() -> None:
    shared = f"{topics.SHARE}{topics.PREFIX}/+/up/live"
    rack, one, two = Rack(lambda: 0.0), box("one", shared), box("two", shared)
    rack.join(one)
    rack.join(two)
    assert rack.post(LIVE, b"", retain=False, expiry_s=None) == [one]
    rack.leave(one)
    assert rack.post(LIVE, b"", retain=False, expiry_s=None) == [two]


def test_names_match_as_the_standard_says() -> None:
    right = [("a/b", "a/b"), ("a/+", "a/b"), ("#", "a/b"), ("a/#", "a/b/c"), ("a/#", "a"), ("+/b", "a/b")]
    wrong = [("a/b", "a/c"), ("a/+", "a/b/c"), ("a/+", "a"), ("a/b/#", "a/c"), ("a", "a/b"), ("+", "a/b")]
    assert all(topics.matches(name, topic) for name, topic in right)
    assert not any(topics.matches(name, topic) for name, topic in wrong)


def test_a_guest_who_does_not_listen_is_shown_the_door(tmp_path: Path) -> None:
    place = OwnPost(tmp_path)
    place.start()
    hello = {"is": "hello", "client": "deaf", "office": None, "filters": [LIVE], "receive_maximum": 10_000}
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.connect(str(tmp_path / "post"))
        deaf.sendall(Frame({**hello, "will": None}).pack())
        district, office = Hand(place.maker(), DISTRICT, [LIVE]).open(), Hand(place.maker("xa"), "xa").open()
        for _ in range(40):
            office.post(LIVE, bytes(60_000))
        assert len(district.letters(40)) == 40
        taken = 0
        while data := deaf.recv(1 << 20):
            taken += len(data)
        assert taken < 40 * 60_000
    for hand in (district, office):
        hand.transport.close()
    place.kill()
