"""`serve` as a process: how it starts, who may come in, how it ends, and what it says meanwhile."""

import fcntl
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.config import Address, load
from kiosk.local_door import SOCKET_NAME
from kiosk.service import serve
from tests.asking import PATIENCE_S
from tests.durability.running import PIN, ROOT, Caller, Office, prepare, running, stretched, together, wiring
from web.server import PortInUse

F_SETPIPE_SZ = 1031


@contextmanager
def _taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_named_before_anything_else_is_touched(tmp_path: Path) -> None:
    config = load(wiring(tmp_path))
    with _taken_port() as port, pytest.raises(PortInUse, match=f"127.0.0.1:{port}: Address already in use"):
        serve(config.at(data=tmp_path / "data", listen=Address("127.0.0.1", port)))
    assert not (tmp_path / "data").exists()


def test_a_second_service_on_the_same_data_gives_up_within_four_seconds(tmp_path: Path) -> None:
    config, data = wiring(tmp_path), tmp_path / "data"
    with running(config, data) as first, running(config, data, start=False) as second:
        began = time.monotonic()
        second.launch()
        assert second.wait(20) == 3
        assert time.monotonic() - began < stretched(4.0) + 1  # with the start of Python
        assert f"is in use by process {first.pid}" in second.said
        caller = first.caller()
        assert caller.get("/health").status == 200
        caller.close()


@contextmanager
def _listening(office: Office, token: str) -> Iterator[list[bytes]]:
    """An open live stream in a thread; what it heard. It ends when the service ends."""
    heard, opened = list[bytes](), threading.Event()

    def listen() -> None:
        line = HTTPConnection("127.0.0.1", office.port, timeout=10)
        line.request("GET", "/api/v1/live", headers={"Authorization": f"Bearer {token}"})
        answer = line.getresponse()
        while text := answer.read1():
            heard.append(text)
            opened.set()
        answer.close()
        line.close()

    thread = threading.Thread(target=listen)
    thread.start()
    assert opened.wait(10)
    yield heard
    thread.join(10)
    assert not thread.is_alive()


def test_sigterm_ends_within_two_seconds_although_streams_are_open(tmp_path: Path) -> None:
    config, data = wiring(tmp_path), tmp_path / "data"
    token = prepare(config, data)["screen"]
    with running(config, data) as office, _listening(office, token), _listening(office, token) as heard:
        code, seconds = office.stop()
    assert b"event: state" in b"".join(heard)
    assert (code, "serve.stopped" in office.said) == (0, True)
    assert seconds < stretched(2.0)
    assert not (data / SOCKET_NAME).exists()
    assert not (data / "motcua.db-wal").exists()  # closed as it should be


def test_a_signal_at_once_and_another_while_it_tidies_up_end_it_in_order(tmp_path: Path) -> None:
    """As Ctrl-C in a terminal does, which reaches the service twice."""
    with running(wiring(tmp_path), tmp_path / "data") as office:
        os.kill(office.pid, signal.SIGINT)
        time.sleep(0.1)
        os.kill(office.pid, signal.SIGTERM)
        assert office.wait(10) == 0
        assert "serve.stopped" in office.said


def _over_the_socket(data: Path, path: str) -> httpx.Response:
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        transport = httpx.HTTPTransport(uds=f"/proc/self/fd/{folder}/{SOCKET_NAME}")
        with httpx.Client(transport=transport, base_url="http://serve/api/v1", timeout=PATIENCE_S) as client:
            return client.get(path)
    finally:
        os.close(folder)


def test_the_socket_is_for_the_owner_only_and_works_from_a_long_path(tmp_path: Path) -> None:
    data = tmp_path / ("một-cửa-" * 8) / ("thanh-sơn-" * 8) / "data"
    assert len(bytes(data)) > 200
    with running(wiring(tmp_path), data) as office:
        assert (data / SOCKET_NAME).stat().st_mode & 0o777 == 0o600
        assert _over_the_socket(data, "/admin/people").status_code == 200  # who may open it is the operator
        caller = office.caller()
        assert caller.get("/admin/people").status == 401  # over the network nobody is
        caller.close()


def test_a_socket_left_by_kill_9_is_replaced(tmp_path: Path) -> None:
    config, data = wiring(tmp_path), tmp_path / "data"
    with running(config, data) as office:
        office.kill()
        assert (data / SOCKET_NAME).exists()
        office.start()
        assert _over_the_socket(data, "/state").status_code == 200


class SilentPrinter:
    """Takes everything and never says a word."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._lines = list[socket.socket]()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self._lines.append(line)

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)
        for line in self._lines:
            line.close()


@pytest.fixture
def silent() -> Iterator[SilentPrinter]:
    printer = SilentPrinter()
    yield printer
    printer.close()


def _tcp(port: int) -> str:
    return f'transport = "tcp"\nhost = "127.0.0.1"\nport = {port}'


def test_tickets_that_waited_for_paper_are_unknown_after_a_restart(tmp_path: Path, silent: SilentPrinter) -> None:
    config, data = wiring(tmp_path, printer=_tcp(silent.port)), tmp_path / "data"
    token = prepare(config, data)["screen"]
    with running(config, data) as office:
        caller = office.caller(token)
        tickets = [caller.post("/tickets", service="A").body["id"] for _ in range(3)]
        caller.close()
        office.kill()
        office.start()
        prints = [caller.get(f"/tickets/{one}").body["print"] for one in tickets]
        caller.close()
    assert prints[-1] == {"state": "unknown", "reason": "restarted", "job": None}
    assert {one["state"] for one in prints} <= {"unknown", "failed"}


def _median_ms(office: Office, token: str, times: int = 40) -> float:
    caller, took = office.caller(token), list[float]()
    for _ in range(times):
        began = time.perf_counter()
        assert caller.post("/tickets", service="A").status == 201
        took.append((time.perf_counter() - began) * 1000)
    caller.close()
    return sorted(took)[len(took) // 2]


def test_a_printer_that_is_absent_or_silent_never_slows_issuing(tmp_path: Path, silent: SilentPrinter) -> None:
    with _taken_port() as port:
        absent = port  # nobody listens there any more
    medians = dict[str, float]()
    for name, printer in {"off": 'transport = "off"', "absent": _tcp(absent), "silent": _tcp(silent.port)}.items():
        (tmp_path / name).mkdir()
        config, data = wiring(tmp_path / name, printer=printer), tmp_path / name / "data"
        token = prepare(config, data)["screen"]
        with running(config, data) as office:
            medians[name] = _median_ms(office, token)
    ratios = {name: round(ms / medians["off"], 2) for name, ms in medians.items()}
    print(f"issue p50 without a printer {medians['off']:.1f} ms; ratios {ratios}")
    assert max(medians.values()) < 4 * medians["off"] + 20


def _read_until_ready(child: "subprocess.Popen[bytes]") -> int:
    assert child.stdout is not None
    for line in child.stdout:
        found = re.match(rb"READY http://127\.0\.0\.1:(\d+)", line)
        if found:
            return int(found[1])
    raise AssertionError("never ready")


def test_nobody_at_a_counter_waits_for_whoever_reads_the_log(tmp_path: Path) -> None:
    """A terminal that was paused: its pipe is full after some lines, and stays so."""
    config, data = wiring(tmp_path), tmp_path / "data"
    token = prepare(config, data)["screen"]
    command = [sys.executable, "-m", "tests.durability.child", str(config), str(data), "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout is not None
            fcntl.fcntl(child.stdout, F_SETPIPE_SZ, 4096)
            caller = Caller(_read_until_ready(child), token)
            for _ in range(150):
                assert caller.post("/tickets", service="A").status == 201
            caller.close()
            child.terminate()
            assert child.wait(10) == 0
        finally:
            child.kill()


def test_no_secret_and_nothing_a_citizen_wrote_is_ever_logged(tmp_path: Path) -> None:
    config, data = wiring(tmp_path), tmp_path / "data"
    screen = prepare(config, data)["screen"]
    with running(config, data) as office:
        clerk, head, citizen = office.caller(), office.caller(), office.caller(screen)
        secrets = [PIN, screen, "234200", clerk.sign_in("c1", 1), head.sign_in("head")]
        for _ in range(6):
            citizen.ask("POST", "/session", {"clerk": "c2", "pin": "234200"})
        device = head.post("/admin/devices", role="hall", name="TV").body
        secrets += [device["token"], head.post(f"/admin/devices/{device['id']}/key").body["key"]]
        with httpx.Client(base_url=office.url, follow_redirects=False, timeout=PATIENCE_S) as browser:
            browser.get("/hall", params={"key": secrets[-1]})
            secrets += [value for value in browser.cookies.values() if value]
        citizen.ask("POST", "/tickets", {"pin": PIN})  # refused with 422
        _rate_badly(clerk, citizen, "Cán bộ rất thô lỗ")
        for caller in (clerk, head, citizen):
            caller.close()
        office.stop()
    said = "\n".join(office.log)
    assert "rating.reasons" in said
    assert not [secret for secret in [*secrets, "thô lỗ"] if secret in said]
    assert "Traceback" not in said


def _rate_badly(clerk: Caller, screen: Caller, comment: str) -> None:
    ticket = screen.post("/tickets", service="A").body["id"]
    for act in ("next", "start", "finish"):
        assert clerk.post(f"/counters/1/{act}").status == 200
    time.sleep(0.65)
    assert screen.post(f"/tickets/{ticket}/rating", level=1, channel="tablet").status == 201
    reply = screen.post(f"/tickets/{ticket}/rating/reasons", reasons=[], comment=comment)
    assert reply.status == 200, reply


def test_the_stream_of_facts_has_no_gap_while_ten_clients_write(tmp_path: Path) -> None:
    """Whoever listens hears each fact once and in order."""
    config, data = wiring(tmp_path), tmp_path / "data"
    token = prepare(config, data)["screen"]
    with running(config, data) as office:
        with _listening(office, token) as heard:
            together(*(lambda: _median_ms(office, token, 8) for _ in range(10)))
            caller = office.caller(token)
            last = caller.get("/state").body["seq"]
            caller.close()
            time.sleep(0.3)
            office.stop()
        events = b"".join(heard).decode().split("\n\n")
    facts: list[dict[str, Any]] = [
        json.loads(event.partition("data: ")[2]) for event in events if event.startswith("event: fact")
    ]
    seqs = [fact["seq"] for fact in facts]
    assert seqs == list(range(last - 79, last + 1))
