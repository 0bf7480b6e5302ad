"""`motcua printer find`: every place is looked at, and what answers is written as lines of config.toml."""

import os
import socket
import tomllib
from pathlib import Path

import pytest

from kiosk.config import read
from printer.finding import Found, address_of, find, lines, on_serial, on_tcp
from printer.outcome import Reason
from printer.transport.emulated import EmulatedPrinter
from printer.transport.emulator import PrinterOnTcp
from printer.transport.emulator_pty import PrinterOnPty
from printer.transport.tcp import TcpPrinter
from printer.transport.usb_emulator import EmulatedUsb, Sketch


@pytest.fixture(autouse=True)
def _no_serial_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports of the machine that runs the tests are not asked."""
    monkeypatch.setattr("serial.tools.list_ports.comports", list)


def test_every_kind_of_place_is_found_and_says_whether_it_answers(tmp_path: Path) -> None:
    bus = EmulatedUsb()
    bus.plug_in(Sketch(EmulatedPrinter(), maker="Xprinter", name="XP-80", serial="X7", kernel_driver=False))
    with PrinterOnPty(tmp_path / "lp0", on_usb=True) as kernels, PrinterOnTcp() as network:
        network.faults.paper_out = True
        found = list(find([f"127.0.0.1:{network.port}"], backend=bus, lp_folder=tmp_path))
        assert [(one.place, one.answered) for one in found] == [
            (str(kernels.path), True), ("USB 0416:5011:X7", True), (f"127.0.0.1:{network.port}", True),
        ]  # fmt: skip
        assert found[1].name == "Xprinter XP-80"
        assert all(one.sheets == [] for one in (kernels, network))


def test_the_lines_are_a_configuration_that_can_be_read(tmp_path: Path) -> None:
    bus = EmulatedUsb()
    bus.plug_in(Sketch(EmulatedPrinter(), serial="X7", kernel_driver=False))
    with PrinterOnPty(tmp_path / "lp0"), PrinterOnTcp() as network:
        for one in find([f"127.0.0.1:{network.port}"], backend=bus, lp_folder=tmp_path):
            config = read(tomllib.loads("\n".join(lines(one))))
            assert config.printer.model_dump(include=set(one.wiring)) == one.wiring
            assert config.printer.status == "ask"


def test_a_serial_printer_is_found_at_the_speed_at_which_it_answers(tmp_path: Path) -> None:
    with PrinterOnPty(tmp_path / "tty", baud=19200) as printer:
        found = on_serial(str(printer.path), "serial port")
    assert found.answered
    assert found.wiring["baud"] == 19200


def test_a_serial_port_without_a_printer_is_told_as_silent(tmp_path: Path) -> None:
    with PrinterOnPty(tmp_path / "tty") as printer:
        printer.faults.silent = True
        found = on_serial(str(printer.path), "serial port", (9600, 115200))
    assert not found.answered
    assert found.health is not None
    assert found.health.detail == Reason.SILENT


def test_a_printer_that_the_kernel_has_is_left_to_it() -> None:
    bus = EmulatedUsb()
    bus.plug_in(Sketch(EmulatedPrinter()))
    (found,) = find(backend=bus, lp_folder=Path("/nowhere"))
    assert (found.answered, found.why) == (False, "the kernel's driver has it; see /dev/usb/lp*")
    assert bus.plugs[0].driver


def test_a_printer_that_prints_but_does_not_answer_is_not_to_be_asked(tmp_path: Path) -> None:
    with PrinterOnPty(tmp_path / "lp0") as printer:
        printer.faults.silent = True
        (found, *_) = find(backend=EmulatedUsb(), lp_folder=tmp_path)
    assert lines(found)[-1] == 'status = "none"'


def test_an_address_where_nobody_is_says_why() -> None:
    with PrinterOnTcp() as gone:
        port = gone.port
    found = on_tcp(f"127.0.0.1:{port}")
    assert not found.answered
    assert "refused" in (found.why or "")


def test_an_address_without_a_port_means_the_usual_one() -> None:
    found = Found("", "", {}, None)
    assert not found.answered
    assert on_tcp("127.0.0.1").wiring["port"] == 9100


def test_a_network_printer_that_another_program_talks_to_is_told_with_its_name() -> None:
    with PrinterOnTcp() as network, socket.create_connection(("127.0.0.1", network.port)):
        found = on_tcp(f"127.0.0.1:{network.port}")
    assert not found.answered
    assert str(found.why).startswith(f"in use by process {os.getpid()} (")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.0.0.7", ("10.0.0.7", 9100)),
        ("10.0.0.7:9101", ("10.0.0.7", 9101)),
        ("fe80::1", ("fe80::1", 9100)),
        ("[fe80::1]", ("fe80::1", 9100)),
        ("[fe80::1]:9101", ("fe80::1", 9101)),
        ("localhost:9101", ("localhost", 9101)),
    ],
)
def test_an_address_is_taken_as_people_write_it(address: str, place: tuple[str, int]) -> None:
    assert address_of(address) == place


@pytest.mark.parametrize("address", ["", "10.0.0.7:", "10.0.0.7:0", "10.0.0.7:99999", "printer.local", "10.0.0:9100"])
def test_a_wrong_address_is_told_before_any_printer_is_asked(address: str) -> None:
    bus = EmulatedUsb()
    printer = EmulatedPrinter()
    bus.plug_in(Sketch(printer, kernel_driver=False))
    with pytest.raises(ValueError, match="no address of a printer"):
        list(find(["127.0.0.1", address], backend=bus, lp_folder=Path("/nowhere")))
    assert printer.taken == 0


def test_the_lines_of_a_printer_with_a_long_address_are_read_by_the_driver() -> None:
    found = on_tcp("[::1]:9")
    TcpPrinter(str(found.wiring["host"]), int(found.wiring["port"]))
