"""`motcua printer find` and `emulate`."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.cli import main
from printer.composing import Job, compose
from printer.drawing import Drawing
from printer.outcome import PrintState, Reason
from printer.press import Press
from printer.preview import SAMPLE
from printer.template import SHIPPED, read_template
from printer.transport.emulator import PrinterOnTcp
from printer.transport.serial import SerialPrinter
from printer.transport.tcp import TcpPrinter
from tests.cli.conftest import TOP


@pytest.fixture(autouse=True)
def _no_serial_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serial.tools.list_ports.comports", list)


@pytest.fixture(scope="module")
def job() -> Job:
    return compose(Drawing(read_template(SHIPPED / "ticket-80.toml")).draw(SAMPLE))


def test_find_writes_the_lines_of_a_printer_that_answers(capsys: pytest.CaptureFixture[str]) -> None:
    with PrinterOnTcp() as printer:
        assert main(["printer", "find", f"127.0.0.1:{printer.port}"]) == 0
        said = capsys.readouterr().out
        assert f"127.0.0.1:{printer.port} (network printer): the printer is ready" in said
        assert f'    transport = "tcp"\n    host = "127.0.0.1"\n    port = {printer.port}\n    status = "ask"\n' in said


def test_find_says_that_nobody_answered_and_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["printer", "find"]) == 1
    assert "no printer answered; look at power and cable, and at deploy/udev" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["printer.example", "10.0.0.1:99999"])
def test_find_takes_addresses_in_figures_only(capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert main(["printer", "find", address]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{address}: no address of a printer; addresses are in figures, such as 192.168.1.50" in said.err


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_emulate_takes_a_port_that_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str], port: str) -> None:
    sheets = tmp_path / "sheets"
    assert main(["printer", "emulate", "--port", port, "--paper", str(sheets)]) == 2
    assert capsys.readouterr().err == "motcua: --port: 0 to 65535\n"
    assert not sheets.exists()


@contextmanager
def emulating(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as a process, and the lines for the configuration that it said."""
    command = [sys.executable, "-m", "kiosk.cli", "printer", "emulate", "--paper", str(folder / "sheets"), *words]
    running = subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert running.stdout is not None
        wiring = ""
        while not re.search("^(port|flow) = ", wiring, re.MULTILINE):
            line = running.stdout.readline()
            assert line, wiring
            wiring += line
        yield running, wiring
    finally:
        running.send_signal(signal.SIGINT)
        rest, _ = running.communicate(timeout=10)
        (folder / "said.txt").write_text(rest, encoding="utf-8")


def test_emulate_on_tcp_plays_its_script_and_keeps_the_sheets_as_pictures(tmp_path: Path, job: Job) -> None:
    script = tmp_path / "faults.toml"
    script.write_text('[[fault]]\nwhat = "cover_open"\nafter_sheets = 1\n', encoding="utf-8")
    with emulating(tmp_path, "--port", "0", "--faults", str(script)) as (running, wiring):
        port = re.search(r"port = (\d+)", wiring)
        assert port is not None
        press = Press(TcpPrinter("127.0.0.1", int(port[1])))
        assert press.print(job).state is PrintState.PRINTED
        assert press.print(job).reason is Reason.COVER_OPEN
    assert running.returncode == 0
    assert (tmp_path / "sheets" / "0001.png").is_file()
    said = (tmp_path / "said.txt").read_text(encoding="utf-8")
    assert "sheet 0001: " in said
    assert "cover_open: begins" in said


def test_emulate_on_a_pseudo_terminal_says_the_lines_of_a_serial_printer(tmp_path: Path, job: Job) -> None:
    link = tmp_path / "printer"
    with emulating(tmp_path, "--pty", str(link)) as (running, wiring):
        assert f'device = "{link}"\nbaud = 115200\n' in wiring
        transport = SerialPrinter(str(link), 115200, "none")
        assert Press(transport).print(job).state is PrintState.PRINTED
        transport.stop()
    assert running.returncode == 0
    assert not link.exists()


def test_emulate_tells_all_mistakes_of_a_script_and_begins_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "faults.toml"
    script.write_text('baud = 7\n[[fault]]\nwhat = "fire"\n', encoding="utf-8")
    assert main(["printer", "emulate", "--faults", str(script), "--paper", str(tmp_path / "sheets")]) == 2
    said = capsys.readouterr().err
    assert "baud: must be one of" in said
    assert "fault[1].what: must be one of paper_out" in said
