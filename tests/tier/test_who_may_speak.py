"""Certificates and rights on a real mosquitto: who gets in, and what they may write and read."""

import socket
import ssl
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from district import broker as shipped
from district.enrolment import clear_retained
from district.pki import Authority, NoAuthority
from sync import topics
from sync.transport.port import Connected, Lost
from tests.tier.broker_here import COLLECTOR, Broker, guest, running_broker

pytestmark = pytest.mark.needs("mosquitto")
TOP = Path(__file__).parents[2]
OFFICE, OTHER = "thanh-son", "le-ho"


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with running_broker(tmp_path_factory.mktemp("broker")) as running:
        yield running


def test_an_office_writes_its_own_way_up_and_the_collector_reads_it(broker: Broker) -> None:
    with (
        guest(broker.maker(COLLECTOR), COLLECTOR, topics.up("+", topics.LIVE)) as collector,
        guest(broker.maker(OFFICE), OFFICE, topics.down(OFFICE, topics.ACK)) as office,
    ):
        assert collector.told(Connected)
        assert office.told(Connected)
        office.pipe.post(topics.up(OFFICE, topics.LIVE), b"facts")
        letter = collector.letter()
        assert letter is not None
        assert (letter.topic, letter.payload) == (topics.up(OFFICE, topics.LIVE), b"facts")
        collector.pipe.post(topics.down(OFFICE, topics.ACK), b"safe")
        answer = office.letter()
        assert answer is not None
        assert answer.payload == b"safe"


def test_s15_an_office_cannot_write_or_read_another_offices_topics(broker: Broker) -> None:
    with (
        guest(broker.maker(COLLECTOR), COLLECTOR, topics.up(OTHER, "#")) as collector,
        guest(broker.maker(OFFICE), OFFICE, topics.down(OTHER, topics.ACK)) as office,
    ):
        assert collector.told(Connected)
        office.told(Connected)
        token = office.pipe.post(topics.up(OTHER, topics.LIVE), b"forged")
        if token is not None:
            assert office.settled().refused is not None
        assert collector.letter(0.5) is None
        collector.pipe.post(topics.down(OTHER, topics.ACK), b"not for you")
        assert office.letter(0.5) is None


def test_s15_a_certificate_of_another_authority_gets_nowhere(broker: Broker, tmp_path: Path) -> None:
    stranger = Authority.open_or_make(tmp_path / "pki", "Huyện khác")
    with guest(broker.maker(OFFICE, stranger), OFFICE) as office:
        assert office.told(Lost)
        assert office.told(Connected, 1.0) is None


def test_a_revoked_certificate_gets_nowhere_after_a_reload(broker: Broker) -> None:
    maker = broker.maker("van-xa")
    with guest(maker, "van-xa") as office:
        assert office.told(Connected)
    assert maker.certificate is not None
    serial = x509.load_pem_x509_certificate(maker.certificate.read_bytes()).serial_number
    broker.authority.revoke(serial, datetime.now(UTC))
    broker.publish_list()
    broker.reload()
    with guest(maker, "van-xa") as office:
        assert office.told(Connected, 1.5) is None
    with guest(broker.maker(OFFICE), OFFICE) as another:
        assert another.told(Connected)


def test_tls_1_2_and_a_missing_certificate_are_refused(broker: Broker) -> None:
    context = ssl.create_default_context(cafile=broker.folder / "ca.crt")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_connection(("127.0.0.1", broker.port), 5) as raw, pytest.raises((ssl.SSLError, OSError)):
        context.wrap_socket(raw, server_hostname="127.0.0.1")
    bare = ssl.create_default_context(cafile=broker.folder / "ca.crt")
    with (
        socket.create_connection(("127.0.0.1", broker.port), 5) as raw,
        bare.wrap_socket(raw, server_hostname="127.0.0.1") as secured,
    ):
        assert secured.version() == "TLSv1.3"  # refused only after the handshake, when the certificate is missed
        assert greeted(secured) == b""


def greeted(secured: ssl.SSLSocket) -> bytes:
    """What the broker answers to an MQTT greeting; nothing when it hangs up."""
    try:
        secured.sendall(b"\x10\x0f\x00\x04MQTT\x05\x02\x00\x05\x00\x00\x02ab")
        return secured.recv(16)
    except OSError:
        return b""


def test_s19_what_the_broker_keeps_of_a_decommissioned_office_is_cleared(broker: Broker) -> None:
    gone, config = "tan-son", topics.down("tan-son", "config/notices")
    with (
        guest(broker.maker(gone), gone) as office,
        guest(broker.maker(COLLECTOR), COLLECTOR) as collector,
    ):
        assert office.told(Connected)
        assert collector.told(Connected)
        office.pipe.post(topics.up(gone, topics.STATE), b"online", retain=True)
        collector.pipe.post(config, b"manifest", retain=True)
        assert office.settled().refused is None
        assert collector.settled().refused is None
    assert clear_retained(broker.maker(COLLECTOR), "revoker", gone) == 2
    with guest(broker.maker(COLLECTOR), "looker", topics.up(gone, "#"), topics.down(gone, "#")) as after:
        assert after.told(Connected)
        assert after.letter(0.5) is None


def test_a_broker_that_is_away_leaves_revoking_possible(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("district.enrolment._CONNECT_S", 0.5)
    away = broker.maker(COLLECTOR)
    nobody = type(away)("127.0.0.1", 1, ca=away.ca, certificate=away.certificate, key=away.key)
    begun = time.monotonic()
    assert clear_retained(nobody, "revoker", OFFICE) is None
    assert time.monotonic() - begun < 4


def test_the_keys_can_be_read_by_their_owner_alone(tmp_path: Path) -> None:
    authority = Authority.open_or_make(tmp_path / "pki", "Huyện thử")
    _, key = authority.keep(authority.client("thanh-son", datetime.now(UTC)), tmp_path / "own")
    for path in (key, tmp_path / "pki" / "ca.key", tmp_path / "pki" / "manifest.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "pki").stat().st_mode) == 0o700
    assert len(authority.manifest_public()) == 32


def test_an_authority_is_made_once_and_then_only_opened(tmp_path: Path) -> None:
    first = Authority.open_or_make(tmp_path / "pki", "Huyện thử")
    assert Authority.open_or_make(tmp_path / "pki", "another name").ca == first.ca
    with pytest.raises(NoAuthority):
        Authority.open(tmp_path / "nothing")


def test_the_shipped_configuration_is_the_one_that_is_written() -> None:
    folder = Path("/etc/mosquitto/motcua")
    files = shipped.Files(
        folder / "ca.crt",
        folder / "broker.crt",
        folder / "broker.key",
        folder / shipped.SHUT_OUT / "revoked.crl",
        folder / "acl",
    )
    there = TOP / "deploy" / "mosquitto"
    assert (there / "mosquitto.conf").read_text(encoding="utf-8") == shipped.configuration(files, 8883)
    assert (there / "acl").read_text(encoding="utf-8") == shipped.rights(["collector-1"])


def test_the_known_bugs_of_the_broker_are_not_switched_on() -> None:
    text = (TOP / "deploy" / "mosquitto" / "mosquitto.conf").read_text(encoding="utf-8")
    settings = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert not any(line.startswith("per_listener_settings") for line in settings)
    assert "max_queued_messages 0" not in settings
