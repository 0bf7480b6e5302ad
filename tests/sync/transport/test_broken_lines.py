"""A broker that is silent, gone, or not ours: found, said, and never waited for."""

import socket
import threading
import time
from pathlib import Path

import pytest

from sync import topics
from sync.transport.loopback import LoopbackMaker
from sync.transport.mqtt import MqttMaker
from sync.transport.port import Connected, Lost, Will
from tests.certificates import Authority
from tests.sync.transport.conftest import Hands
from tests.sync.transport.places import DISTRICT, QUICK, GuardedBroker, Hand, OwnPost, PlainBroker

LIVE = topics.up("xa", "live")
BROKER = pytest.mark.needs("mosquitto")


@BROKER
def test_a_black_hole_is_found_by_the_keepalive(broker: PlainBroker, hands: Hands) -> None:
    """S10: the connection stands, nobody answers. Twice the keepalive (here 1 s), and what the scheduler adds."""
    office = hands(broker.maker(), "xa").open()
    broker.broker.freeze()
    begun = time.monotonic()
    assert "Keep alive" in office.next(Lost).why
    assert time.monotonic() - begun < 4
    broker.broker.thaw()
    office.next(Connected)


@BROKER
def test_a_black_hole_is_found_also_while_letters_are_posted_into_it(broker: PlainBroker, hands: Hands) -> None:
    office = hands(broker.maker(), "xa").open()
    broker.broker.freeze()
    begun = time.monotonic()
    while office.transport.post(LIVE, bytes(60_000)) is not None:
        assert time.monotonic() - begun < 6
        time.sleep(0.05)
    assert "Keep alive" in office.next(Lost).why
    broker.broker.thaw()


@BROKER
def test_closing_does_not_wait_for_a_silent_broker(broker: PlainBroker, hands: Hands) -> None:
    office = hands(broker.maker(), "xa").open()
    broker.broker.freeze()
    office.transport.post(LIVE, b"never taken")
    begun = time.monotonic()
    office.transport.close(0.3)
    assert time.monotonic() - begun < 1
    broker.broker.thaw()


@BROKER
def test_a_killed_broker_is_noticed_at_once_and_its_will_is_not_needed(broker: PlainBroker, hands: Hands) -> None:
    """S2, the pipe's part of it."""
    office = hands(broker.maker(), "xa", (), Will(topics.up("xa", "state"), b"gone")).open()
    begun = time.monotonic()
    broker.kill()
    office.next(Lost)
    assert time.monotonic() - begun < 1
    broker.start()
    office.next(Connected)


def test_a_broker_that_takes_the_connection_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        maker = MqttMaker("127.0.0.1", silent.getsockname()[1], connect_s=0.4, pace=QUICK)
        hand = Hand(maker, "xa")
        hand.transport.open(hand.events)
        assert hand.next(Lost).why == "the broker does not answer"
        hand.transport.close()


def test_a_tls_handshake_that_is_never_answered_is_given_up(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    me = authority.client("xa")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        maker = MqttMaker("127.0.0.1", port, authority.ca, me.certificate, me.key, connect_s=0.4, pace=QUICK)
        hand = Hand(maker, "xa")
        hand.transport.open(hand.events)
        assert "timed out" in hand.next(Lost).why
        hand.transport.close()


@BROKER
def test_a_certificate_of_another_authority_gets_nobody_in(
    guarded_broker: GuardedBroker, hands: Hands, tmp_path: Path
) -> None:
    """S15."""
    stranger = guarded_broker.maker_with(Authority(tmp_path / "elsewhere", "elsewhere"), "xa")
    hand = hands(stranger, "xa")
    hand.transport.open(hand.events)
    assert "a certificate that the broker does not take?" in hand.next(Lost).why
    assert hand.transport.post(LIVE, b"x") is None


@BROKER
def test_a_broker_of_another_authority_is_not_spoken_to(
    guarded_broker: GuardedBroker, hands: Hands, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "elsewhere", "elsewhere")
    me = other.client("xa")
    there = guarded_broker.broker
    maker = MqttMaker(there.host, there.port, other.ca, me.certificate, me.key, connect_s=2, pace=QUICK)
    hand = hands(maker, "xa")
    hand.transport.open(hand.events)
    assert "CERTIFICATE_VERIFY_FAILED" in hand.next(Lost).why


@BROKER
def test_who_has_no_certificate_is_not_let_in(guarded_broker: GuardedBroker, hands: Hands) -> None:
    there = guarded_broker.broker
    maker = MqttMaker(there.host, there.port, guarded_broker.authority.ca, connect_s=2, pace=QUICK)
    hand = hands(maker, "xa")
    hand.transport.open(hand.events)
    assert hand.next(Lost).why


def test_missing_certificates_are_said_and_looked_for_again(hands: Hands, tmp_path: Path) -> None:
    maker = MqttMaker("127.0.0.1", 1, tmp_path / "ca.crt", tmp_path / "office.crt", tmp_path / "office.key", pace=QUICK)
    hand = hands(maker, "xa")
    hand.transport.open(hand.events)
    assert hand.next(Lost).why.startswith("the certificates cannot be read")
    assert hand.next(Lost).why.startswith("the certificates cannot be read")


@BROKER
def test_a_broker_that_refuses_says_so(tmp_path: Path, hands: Hands) -> None:
    refusing = PlainBroker(tmp_path)
    (tmp_path / "mosquitto.conf").write_text(
        (tmp_path / "mosquitto.conf").read_text().replace("allow_anonymous true", "allow_anonymous false")
    )
    refusing.start()
    hand = hands(refusing.maker(), "xa")
    hand.transport.open(hand.events)
    assert "Not authorized" in hand.next(Lost).why
    refusing.kill()


def test_a_stranger_at_the_post_who_talks_nonsense_is_shown_the_door(tmp_path: Path) -> None:
    """Frames too large, heads that are none, letters before the hello: the others are not disturbed."""
    place = OwnPost(tmp_path)
    place.start()
    district = Hand(place.maker(), DISTRICT, [LIVE]).open()
    for nonsense in (b"\xff" * 6, b"\0\0\0\x02\0\x02{]", b"\0\0\0\x02\0\x02{}", b"GET / HTTP/1.1\r\n\r\n"):
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.settimeout(5)
            stranger.connect(str(tmp_path / "post"))
            stranger.sendall(nonsense)
            assert stranger.recv(100) == b""
    office = Hand(place.maker("xa"), "xa").open()
    office.post(LIVE, b"undisturbed")
    assert district.letters(1)[0].payload == b"undisturbed"
    for hand in (district, office):
        hand.transport.close()
    place.kill()


def test_the_post_is_open_to_its_owner_alone_and_leaves_nothing_behind(tmp_path: Path) -> None:
    place = OwnPost(tmp_path)
    place.start()
    assert (tmp_path / "post").stat().st_mode & 0o777 == 0o600
    place.kill()
    assert not (tmp_path / "post").exists()
    assert "post" not in [one.name for one in threading.enumerate()]


def test_a_socket_in_a_deep_folder_can_be_reached(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    place = OwnPost(deep)
    place.start()
    hand = Hand(place.maker("xa"), "xa").open()
    hand.transport.close()
    place.kill()


def test_an_absent_post_is_said_and_waited_for(tmp_path: Path) -> None:
    hand = Hand(LoopbackMaker(tmp_path / "post", "xa", pace=QUICK), "xa")
    hand.transport.open(hand.events)
    assert "No such file" in hand.next(Lost).why
    place = OwnPost(tmp_path)
    place.start()
    hand.next(Connected)
    hand.transport.close()
    place.kill()
