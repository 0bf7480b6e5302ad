"""The office by https with an authority of its own: who believes it, what plain http still does, and the renewal."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from kiosk.cli.reaching import asked_office
from kiosk.config import Address
from kiosk.config.wiring import Web
from kiosk.lan import CertificateUnusable, Lan, strict_s
from office.clock import MachineClock, SetClock
from office.domain.moment import HOUR
from office.domain.people import OPERATOR
from office.remote import OfficeAway, RemoteOffice
from tests.asking import PATIENCE_S
from tests.durability.running import stretched
from tests.office_fixture import rid
from tests.service.https_office import SecureOffice, secure_office
from web import authority, names
from web.server import StoppableServer, listen_at, settings


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureOffice]:
    with secure_office(tmp_path_factory.mktemp("https"), MachineClock()) as secure:
        yield secure


@pytest.fixture
def plain(office: SecureOffice) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=office.http, trust_env=False, timeout=PATIENCE_S) as client:
        yield client


def touch_token(office: SecureOffice) -> str:
    answer = office.started.premises.doors.add_device(OPERATOR, rid(), role="touch", name="Màn hình chạm")
    return str(answer.body["token"])


def test_a_screen_that_trusts_the_office_takes_numbers(office: SecureOffice) -> None:
    screen = RemoteOffice(office.started.url, touch_token(office), ca=office.ca)
    try:
        assert screen.issue(rid(), service="A")["number"] == "A001"
    finally:
        screen.close()


def test_a_screen_that_trusts_the_world_but_not_the_office_does_not_speak_to_it(office: SecureOffice) -> None:
    screen = RemoteOffice(office.started.url, touch_token(office), patience_s=0.0)
    try:
        with pytest.raises(OfficeAway, match="CERTIFICATE_VERIFY_FAILED"):
            screen.issue(rid(), service="A")
    finally:
        screen.close()


def test_the_command_line_of_the_machine_asks_in_the_clear_over_the_socket(office: SecureOffice) -> None:
    with asked_office(office.started.premises.data, None) as asked:
        assert {person["id"] for person in asked.people()} >= {"head", "c1"}


def test_a_browser_by_http_is_led_to_https(plain: httpx.Client, office: SecureOffice) -> None:
    answer = plain.get("/console?counter=3&x=%2F")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{office.started.url}/console?counter=3&x=%2F"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "", "[::1", "a@b"])
def test_nobody_is_led_to_what_is_no_host(plain: httpx.Client, host: str) -> None:
    answer = plain.get("/", headers={"host": host})
    assert (answer.status_code, "location" in answer.headers) in {(403, False), (400, False)}


def test_a_program_that_sends_something_in_the_clear_is_told_so(plain: httpx.Client, office: SecureOffice) -> None:
    before = office.started.premises.desk.state()["seq"]
    headers = {"Authorization": f"Bearer {touch_token(office)}"}
    made = office.started.premises.desk.state()["seq"]
    answer = plain.post("/api/v1/tickets", json={"service": "A", "request_id": rid()}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "https_only")
    assert plain.get("/api/v1/state", headers=headers).json()["code"] == "https_only"
    assert office.started.premises.desk.state()["seq"] == made > before


def test_https_is_demanded_for_long_only_at_the_usual_ports() -> None:
    usual = Web(listen=Address("0.0.0.0", 443), tls_certificate=Path("a"), tls_key=Path("b"))
    assert strict_s(usual.model_copy(update={"redirect": Address("0.0.0.0", 80)})) > 0
    assert strict_s(usual) > 0
    assert strict_s(usual.model_copy(update={"redirect": Address("0.0.0.0", 8080)})) == 0
    assert strict_s(usual.model_copy(update={"listen": Address("0.0.0.0", 8443)})) == 0
    assert strict_s(Web(listen=Address("0.0.0.0", 443))) == 0


def shown(port: int) -> str:
    """The certificate that a new neighbour is shown."""
    return ssl.get_server_certificate(("127.0.0.1", port))


@contextmanager
def small_server(lan: Lan, web: Web) -> Iterator[int]:
    """Its port."""
    application = Starlette()
    server = StoppableServer(settings(application, web.tls_certificate, web.tls_key), lambda: None)
    with listen_at("127.0.0.1", 0) as listening:
        port = int(listening.getsockname()[1])
        lan.serve_with(server, application, port)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield port
        finally:
            server.end()
            thread.join(stretched(10.0))
            assert not thread.is_alive()
            lan.stop()


def test_a_certificate_that_is_nearly_over_is_renewed_while_the_office_runs(tmp_path: Path) -> None:
    clock, pem = SetClock(), tmp_path / "server.pem"
    made = authority.make(tmp_path, ("motcua.local",), wall(clock), office="thanh-son")
    web = Web(tls=tmp_path, tls_certificate=pem, tls_key=pem)
    lan = Lan(web, clock)
    with small_server(lan, web) as port:
        before = shown(port)
        lan.look()
        assert shown(port) == before
        clock.advance(680 * 24 * HOUR)
        lan.look()
        assert shown(port) != before
        assert shown(port) in pem.read_text(encoding="ascii")
    assert authority.standing(tmp_path).fingerprint == made.fingerprint


def test_an_address_that_the_machine_has_now_comes_into_the_certificate(tmp_path: Path) -> None:
    clock, pem = SetClock(), tmp_path / "server.pem"
    here = names.addresses()
    authority.make(tmp_path, here or ["192.168.1.20"], wall(clock), office="thanh-son")
    authority._issue(tmp_path, *authority._authority(tmp_path), names.ALWAYS, wall(clock))
    Lan(Web(tls=tmp_path, tls_certificate=pem, tls_key=pem), clock).stop()
    assert set(here) <= set(authority.standing(tmp_path).names)


def wall(clock: SetClock) -> datetime:
    return datetime.fromtimestamp(clock.now().wall / 1000, UTC)


def test_an_office_without_its_keys_says_what_to_do(tmp_path: Path) -> None:
    pem = tmp_path / "tls" / "server.pem"
    with pytest.raises(CertificateUnusable, match="motcua tls init"):
        Lan(Web(tls=pem.parent, tls_certificate=pem, tls_key=pem), SetClock())
    with pytest.raises(CertificateUnusable, match=r"server\.pem: cannot be used"):
        Lan(Web(tls_certificate=pem, tls_key=pem), SetClock())


def test_a_neighbour_that_trusts_the_authority_believes_the_machine_itself(office: SecureOffice) -> None:
    with httpx.Client(
        verify=ssl.create_default_context(cafile=office.ca), trust_env=False, timeout=PATIENCE_S
    ) as client:
        assert client.get(f"{office.started.url}/api/v1/health").json()["status"] == "ok"
        headers = client.get(f"{office.started.url}/sign-in").headers
        assert "strict-transport-security" not in headers  # not at the usual ports
