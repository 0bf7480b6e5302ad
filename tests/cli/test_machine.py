"""`serve`, `check`, `doctor`, `printer`, and what is said when something does not work."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.config import load
from kiosk.config.fill import first_fill
from office.clock import MachineClock
from office.domain.people import OPERATOR
from office.premises import Premises, open_premises
from printer.transport.emulator import PrinterOnTcp
from printer.transport.emulator_pty import PrinterOnPty
from tests.cli.conftest import TOP, Motcua, Running, start


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", *words], cwd=TOP, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_good_file_is_said_to_be_good(motcua: Motcua, config: Path) -> None:
    assert motcua("check").out == f"{config}: ok\n"


def test_five_mistakes_are_five_lines_and_exit_code_2(motcua: Motcua, config: Path) -> None:
    config.write_text(
        '[web]\nlisten = "x"\n[printer]\nwidth = 1\nprot = 1\n[day]\nends = "9"\n[log]\nlevel = 1\n', encoding="utf-8"
    )
    for words in (("check",), ("clerk", "list"), ("serve",)):
        said = motcua(*words)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 5)
        assert "motcua: printer.prot: unknown key, did you mean 'port'?" in said.err


def test_a_wrong_command_line_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["nonsense"], ["clerk"], ["clerk", "add", "x"], ["token", "add", "x"]):
        assert main(words) == 2
        assert "usage: motcua" in capsys.readouterr().err
    assert main(["--help"]) == 0


@pytest.mark.usefixtures("made")
def test_a_reader_that_went_away_is_no_trouble(config: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "kiosk.cli", "clerk", "list", "--config", str(config)],
            cwd=TOP,
            stdout=gone,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.usefixtures("made")
def test_vietnamese_comes_out_whatever_the_terminal_calls_itself(config: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "clerk", "list", "--config", str(config)],
        cwd=TOP,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert "Lê Thị Mai" in done.stdout.decode()


def test_no_pin_can_be_given_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clerk", "pin", "lan-anh", "--pin", "123456"]) == 2
    assert main(["clerk", "pin", "lan-anh", "123456"]) == 2
    capsys.readouterr()


def test_a_bad_address_is_one_clear_line(motcua: Motcua) -> None:
    assert motcua("serve", "--listen", "8080").err == (
        'motcua: --listen: must be HOST:PORT like "127.0.0.1:8080", not "8080"\n'
    )


def test_a_port_in_use_is_one_clear_line(config: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = "{}:{}".format(*other.getsockname())
        said = command("serve", "--config", str(config), "--listen", address)
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert said.stderr.startswith(f"motcua: {address}: another program listens there already")


def test_a_second_service_on_the_same_data_is_one_clear_line(running: Running) -> None:
    said = command("serve", "--config", str(running.config))
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert f"is already in use by process {running.process.pid}" in said.stderr


def test_a_service_ends_on_sigterm_and_starts_again_on_the_same_data(motcua: Motcua, config: Path) -> None:
    for _ in range(2):
        served = start(config)
        assert motcua("clerk", "list").code == 0
        served.process.terminate()
        assert served.process.wait(5) == 0
        assert served.process.stdout is not None
        served.process.stdout.close()


def test_a_data_folder_that_is_a_file_is_one_clear_line(motcua: Motcua, config: Path) -> None:
    (config.parent / "data").write_text("x", encoding="utf-8")
    said = motcua("token", "add", "Sảnh", "--role", "hall")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "data cannot be used: " in said.err


def test_a_database_that_is_none_is_one_clear_line(motcua: Motcua, config: Path) -> None:
    (config.parent / "data").mkdir()
    (config.parent / "data" / "motcua.db").write_bytes(b"no database at all, but long enough to be looked at" * 99)
    said = motcua("clerk", "list")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert motcua("doctor", "--language", "en").code == 1


@pytest.mark.usefixtures("made")
def test_a_changed_fact_is_found(motcua: Motcua, config: Path) -> None:
    motcua("clerk", "pin", "lan-anh")
    motcua("clerk", "pin", "van-hoa")
    conn = sqlite3.connect(config.parent / "data" / "motcua.db")
    conn.execute("DROP TRIGGER fact_stays")  # somebody who wants to change the past has to get past it first
    conn.execute("UPDATE fact SET subject = 'person:somebody' WHERE kind = 'person.pin_reset' AND seq = 2")
    conn.commit()
    conn.close()
    said = motcua("journal", "verify")
    assert said.code == 1
    assert "BROKEN at fact 2 (changed)" in said.out
    assert said.err.count("\n") == 1


def test_the_doctor_speaks_vietnamese_unless_asked(motcua: Motcua) -> None:
    assert "The office service does not run" in motcua("doctor", "--language", "en").out
    assert "The office service does not run" not in motcua("doctor").out


def test_the_doctor_looks_at_a_machine_before_the_first_start(motcua: Motcua, config: Path) -> None:
    said = motcua("doctor", "--language", "en")
    assert said.code == 2
    assert "this folder does not exist" in said.out
    assert "The disk keeps a change in" in said.out
    assert not (config.parent / "data").exists()


@pytest.mark.usefixtures("made")
def test_the_doctor_finds_the_database_the_people_and_the_disk(motcua: Motcua) -> None:
    motcua("clerk", "pin", "lan-anh")
    said = motcua("doctor", "--language", "en").out
    assert re.search(r"ok +The database is sound; its journal ends at \d", said)
    assert "No head of the office can sign in yet (1 of 4 people can)" in said
    assert re.search(r"The disk keeps a change in \d+\.\d ms", said)


def test_the_doctor_asks_a_running_service(running: Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--language", "en", "--config", str(running.config)]) in (0, 1)
    said = capsys.readouterr().out
    assert "The office service runs" in said
    assert re.search(r"ok +The journal is whole: \d+ entries", said)


def test_the_doctor_names_every_mistake_of_the_file(motcua: Motcua, config: Path) -> None:
    config.write_text('[log]\nlevel = "x"\n[day]\nbegins = 1.5\n', encoding="utf-8")
    said = motcua("doctor", "--language", "en")
    assert said.code == 1
    assert "→ log.level: must be one of" in said.out
    assert "→ day.begins: must be a time of day" in said.out


@pytest.mark.usefixtures("made")
def test_the_doctor_says_that_a_printer_does_not_answer(motcua: Motcua, config: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, but nobody listens
        text = config.read_text(encoding="utf-8").replace('transport = "virtual"', 'transport = "tcp"')
        text = text.replace('host = ""', 'host = "127.0.0.1"').replace(
            "port = 9100", f"port = {nobody.getsockname()[1]}"
        )
        config.write_text(text, encoding="utf-8")
        said = motcua("doctor", "--language", "en")
        assert said.code == 1
        assert re.search(r"bad +Printer at 127\.0\.0\.1:\d+: The printer cannot be reached", said.out)
        test = motcua("printer", "test")
    assert (test.code, test.err) == (1, "motcua: nothing was printed: the printer cannot be reached\n")


def test_the_doctor_says_what_a_silent_printer_may_want(motcua: Motcua, config: Path, tmp_path: Path) -> None:
    given = config.read_text(encoding="utf-8")
    with PrinterOnTcp() as printer, socket.create_connection(("127.0.0.1", printer.port)):
        text = given.replace('transport = "virtual"', 'transport = "tcp"').replace('host = ""', 'host = "127.0.0.1"')
        config.write_text(text.replace("port = 9100", f"port = {printer.port}"), encoding="utf-8")
        said = motcua("doctor", "--language", "en").out
        assert f"Printer at 127.0.0.1:{printer.port}: Another program is using the printer" in said
        assert "End the other program: motcua printer find names it" in said
    with PrinterOnPty(tmp_path / "tty", baud=115200) as cable:
        text = given.replace('transport = "virtual"', 'transport = "serial"').replace(
            'flow = "rtscts"', 'flow = "none"'
        )
        config.write_text(text.replace('device = ""', f'device = "{cable.path}"', 1), encoding="utf-8")
        assert "A wrong speed looks like this, too" in motcua("doctor", "--language", "en").out


def test_a_ticket_is_looked_at_and_printed_on_the_virtual_printer(motcua: Motcua, tmp_path: Path) -> None:
    picture = tmp_path / "ticket.png"
    assert motcua("printer", "preview", str(picture)).out == f"{picture}: written\n"
    assert picture.read_bytes().startswith(b"\x89PNG")
    said = motcua("printer", "test")
    assert said.code == 0
    assert said.out.splitlines()[0] == "printed; the printer itself said so (paper 0001)"
    assert (tmp_path / "data" / "paper" / "0001.png").exists()


def test_every_slip_is_looked_at_by_its_name(motcua: Motcua, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for slip in ("checklist", "survey", "day", "test", "reprint"):
        assert motcua("printer", "preview", slip).out == f"{slip}.png: written\n"
        assert (tmp_path / f"{slip}.png").read_bytes().startswith(b"\x89PNG")
    assert motcua("printer", "preview", "day", "other.png").out == "other.png: written\n"
    assert motcua("printer", "preview", "day", "test").code != 0


@pytest.mark.usefixtures("made")
def test_the_slip_of_the_day_is_printed_without_a_service(motcua: Motcua, config: Path, tmp_path: Path) -> None:
    none_yet = motcua("printer", "day")
    assert (none_yet.code, none_yet.err) == (1, "motcua: there was no working day yet; open one first\n")
    with opened_office(config) as premises:
        premises.desk.open_day(OPERATOR, None)
    said = motcua("printer", "day")
    assert (said.code, said.out) == (0, "printed; the printer itself said so\n")
    assert (tmp_path / "data" / "paper" / "0001.png").exists()
    with opened_office(config) as premises:
        paper = premises.desk.state()["paper"]
    assert paper is not None
    assert paper["used_mm"] > 50


@contextmanager
def opened_office(config: Path) -> Iterator[Premises]:
    read = load(config)
    premises = open_premises(
        read.data.dir,
        first_fill(read.first),
        MachineClock(),
        read.office.timezone,
        office_id=read.office.id,
        version="test",
        prints=True,
    )
    try:
        yield premises
    finally:
        premises.close()


@pytest.mark.usefixtures("made")
def test_changed_paper_is_said_and_counts(motcua: Motcua) -> None:
    said = motcua("printer", "paper-changed")
    assert (said.code, said.out) == (0, "paper left: 100 %; the roll before gave 0.0 m\n")
    assert motcua("printer", "paper-changed", "--used", "60").out.startswith("paper left: 25 %")
    assert motcua("printer", "paper-changed").out.endswith("the roll before gave 60.0 m\n")
    assert motcua("printer", "paper-changed", "--used", "90").code == 2


@pytest.mark.usefixtures("made")
def test_a_place_where_nothing_can_be_written_is_one_clear_line(motcua: Motcua, tmp_path: Path) -> None:
    for words in (("printer", "preview"), ("office", "export")):
        said = motcua(*words, str(tmp_path / "nowhere" / "x"))
        assert (said.code, said.err) == (1, f"motcua: {tmp_path}/nowhere/x: no such file or directory\n")
