"""Character devices: the kernel's USB printers and serial lines, on pseudo-terminals."""

import errno
import fcntl
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from printer.composing import Job
from printer.outcome import Condition, PrintState, Reason
from printer.press import Patience, Press
from printer.transport import ConnectionBroken, NotAllowed, PortInUse, Unreachable, WriteTooSlow, rivals
from printer.transport.descriptor import refusal
from printer.transport.emulator import PrinterOnTcp
from printer.transport.emulator_pty import PrinterOnPty
from printer.transport.serial import SerialPrinter
from printer.transport.tcp import TcpPrinter
from printer.transport.usblp import UsblpPrinter
from tests.printer.deaf import deaf_port

HOLDER = "import fcntl, os, sys, time; f = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY); \
fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(30)"


def soon() -> float:
    return time.monotonic() + 1


def test_a_missing_device_is_told_and_never_made_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="is not there"):
        UsblpPrinter(tmp_path / "lp0").open(soon())
    with pytest.raises(Unreachable, match="is not there"):
        SerialPrinter(str(tmp_path / "ttyUSB0")).open(soon())
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_a_device_is_told_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "lp0"
    file.write_text("kept")
    with pytest.raises(Unreachable, match="is not the port of a printer"):
        UsblpPrinter(file).open(soon())
    with pytest.raises(Unreachable, match="is not a serial port"):
        SerialPrinter(str(file)).open(soon())
    assert file.read_text() == "kept"


@pytest.mark.parametrize("kind", ["usblp", "serial"])
def test_the_program_that_has_the_port_is_named(kind: str, tmp_path: Path) -> None:
    with PrinterOnPty(tmp_path / "port") as printer:
        holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(printer.path)], stdout=subprocess.PIPE)
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            port = UsblpPrinter(printer.path) if kind == "usblp" else SerialPrinter(str(printer.path), 9600, "none")
            with pytest.raises(PortInUse, match=f"in use by process {holder.pid} \\(python"):
                port.open(soon())
        finally:
            holder.kill()
            holder.communicate()
        port.open(soon())
        port.stop()


CALLER = "import socket, sys, time; s = socket.create_connection(('127.0.0.1', int(sys.argv[1]))); \
print('held', flush=True); time.sleep(30)"


@pytest.mark.parametrize("kind", ["tcp", "socket"])
def test_a_program_of_this_machine_that_talks_to_the_printer_is_named_and_then_the_printer_is_free(
    kind: str, job: Job, patience: Patience
) -> None:
    with PrinterOnTcp() as printer, ExitStack() as stack:
        caller = subprocess.Popen([sys.executable, "-c", CALLER, str(printer.port)], stdout=subprocess.PIPE)
        far = f"socket://127.0.0.1:{printer.port}"

        def port() -> TcpPrinter | SerialPrinter:
            return TcpPrinter("127.0.0.1", printer.port) if kind == "tcp" else SerialPrinter(far, 115200)

        one, other = port(), port()
        stack.callback(other.stop)
        stack.callback(one.stop)
        press = Press(other, patience=patience)
        try:
            assert caller.stdout is not None
            assert caller.stdout.readline() == b"held\n"
            assert press.print(job).reason is Reason.IN_USE
            one.open(soon())
            assert str(one.rival()).startswith(f"process {caller.pid} (python")
            one.stop()
        finally:
            caller.kill()
            caller.communicate()
        while not press.look().condition.prints:
            time.sleep(0.05)  # those who have given up still stand in front of the door
        assert press.print(job).state is PrintState.PRINTED
        other.stop()
        afterwards = port()
        afterwards.open(soon())
        stack.callback(afterwards.stop)
        assert afterwards.rival() is None


def test_a_printer_that_refuses_because_another_program_talks_to_it_is_told_as_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=1) as printer, socket.socket() as other:
        place = printer.getsockname()
        other.connect(place)
        server, _ = printer.accept()
        printer.close()  # the first one stays connected, a second one is refused
        with pytest.raises(PortInUse, match=f"port {place[1]} is in use by process {os.getpid()} "):
            TcpPrinter(*place).open(soon())
        server.close()


def test_an_address_with_its_own_wire_is_looked_for_without_it() -> None:
    assert rivals.of_address("fe80::1%lo", 9100) is None


def test_a_port_that_is_not_for_this_user_is_told_as_that() -> None:
    error = refusal(Path("/dev/usb/lp0"), PermissionError(errno.EACCES, "Permission denied"))
    assert isinstance(error, NotAllowed)
    assert str(error) == "/dev/usb/lp0: permission denied"


def test_a_serial_port_stays_open_between_tickets_and_is_given_up_after_an_error(
    tmp_path: Path, job: Job, patience: Patience
) -> None:
    with PrinterOnPty(tmp_path / "port") as printer:
        transport = SerialPrinter(str(printer.path), 115200, "none")
        press = Press(transport, patience=patience)
        assert press.print(job).state is PrintState.PRINTED
        assert _is_locked(printer.path)
        printer.line.frozen = True
        assert press.print(job).reason is Reason.SILENT
        printer.printer.unplug()
        time.sleep(0.1)
        assert press.print(job).reason is Reason.UNREACHABLE
        printer.line.frozen = False
        printer.printer.plug_in()
        time.sleep(0.1)
        assert press.print(job).state is PrintState.PRINTED
        transport.stop()
        assert not _is_locked(printer.path)


def _is_locked(path: Path) -> bool:
    descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def test_a_kernels_usb_printer_is_given_up_after_each_ticket(tmp_path: Path, job: Job, patience: Patience) -> None:
    with PrinterOnPty(tmp_path / "port", on_usb=True) as printer:
        assert Press(UsblpPrinter(printer.path), patience=patience).print(job).state is PrintState.PRINTED
        assert not _is_locked(printer.path)


@pytest.mark.parametrize("kind", ["usblp", "serial"])
def test_a_device_that_takes_nothing_ends_the_write_at_its_deadline_and_the_close_at_once(
    kind: str, tmp_path: Path
) -> None:
    with PrinterOnPty(tmp_path / "port") as printer:
        printer.line.frozen = True
        port = UsblpPrinter(printer.path) if kind == "usblp" else SerialPrinter(str(printer.path), 9600, "none")
        port.open(soon())
        began = time.monotonic()
        with pytest.raises(WriteTooSlow):
            port.write(bytes(200_000), began + 0.3)
        port.close()
        port.stop()
        assert time.monotonic() - began < 1.0


def test_a_wrong_speed_is_silence_and_the_right_one_prints(tmp_path: Path, job: Job, patience: Patience) -> None:
    short = Job(job.header, job.bands[:1], job.tail, 128, job.row_bytes)
    with PrinterOnPty(tmp_path / "port", baud=115200) as printer:
        wrong = SerialPrinter(str(printer.path), 9600, "none")
        result = Press(wrong, patience=patience).print(short)
        assert (result.state, result.reason) == (PrintState.FAILED, Reason.SILENT)
        assert printer.sheets == []
        wrong.stop()
        right = SerialPrinter(str(printer.path), 115200, "none")
        assert Press(right, patience=patience).print(short).state is PrintState.PRINTED
        right.stop()


def test_a_slow_line_is_waited_for_as_long_as_its_bytes_take(tmp_path: Path, job: Job, patience: Patience) -> None:
    """9,216 bytes at 115,200 bits a second take 0.8 s, twice the patience with a band."""
    short = Job(job.header, job.bands[:1], job.tail, 128, job.row_bytes)
    with PrinterOnPty(tmp_path / "port", baud=115200) as printer:
        transport = SerialPrinter(str(printer.path), 115200, "none")
        began = time.monotonic()
        patient = replace(patience, barrier=2.0)  # a pseudo-terminal takes more at once than a port does
        assert Press(transport, patience=patient).print(short).state is PrintState.PRINTED
        assert time.monotonic() - began > 0.6
        transport.stop()


@pytest.mark.parametrize(
    "address",
    ["socket://127.0.0.1", "loop://", "rfc2217://127.0.0.1:1", "socket://:9", "socket://server.invalid:9"],
)
def test_an_address_that_is_no_device_server_is_told(address: str) -> None:
    with pytest.raises(Unreachable, match="socket://HOST:PORT"):
        SerialPrinter(address).open(soon())


def test_a_device_server_that_swallows_the_connection_is_given_up_at_the_deadline() -> None:
    with deaf_port() as port:
        began = time.monotonic()
        with pytest.raises(Unreachable):
            SerialPrinter(f"socket://127.0.0.1:{port}").open(began + 0.4)
        assert 0.3 < time.monotonic() - began < 1.0


def test_a_device_server_that_hangs_up_is_found_again(job: Job, patience: Patience) -> None:
    with PrinterOnTcp() as printer:
        transport = SerialPrinter(f"socket://127.0.0.1:{printer.port}", 115200, "none")
        press = Press(transport, patience=patience)
        assert press.print(job).state is PrintState.PRINTED
        printer.printer.power_cycle(0.2)
        time.sleep(0.1)
        assert press.look().condition is Condition.UNREACHABLE
        time.sleep(0.3)
        assert press.print(job).state is PrintState.PRINTED
        assert printer.connections == 2
        transport.stop()


def test_a_port_that_is_not_open_is_a_broken_connection(tmp_path: Path) -> None:
    for transport in (UsblpPrinter(tmp_path / "x"), SerialPrinter(str(tmp_path / "x"))):
        with pytest.raises(ConnectionBroken):
            transport.write(b"x", soon())


def test_no_speed_is_refused() -> None:
    with pytest.raises(ValueError, match="no speed"):
        SerialPrinter("/dev/ttyS0", 0)
