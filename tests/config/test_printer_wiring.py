"""`[printer]`: each transport of the configuration becomes the way to that printer."""

from pathlib import Path

import pytest

from kiosk.config import read
from kiosk.paperwork import place_of, transport_of
from printer.transport.serial import SerialPrinter
from printer.transport.tcp import TcpPrinter
from printer.transport.usb import UsbPrinter
from printer.transport.usblp import UsblpPrinter
from printer.transport.virtual import VirtualPrinter


@pytest.mark.parametrize(
    ("wiring", "kind", "place"),
    [
        ({"transport": "tcp", "host": "10.0.0.7"}, TcpPrinter, "10.0.0.7:9100"),
        ({"transport": "usblp"}, UsblpPrinter, "/dev/usb/lp0"),
        ({"transport": "usblp", "device": "/dev/motcua-printer"}, UsblpPrinter, "/dev/motcua-printer"),
        ({"transport": "usb"}, UsbPrinter, "USB"),
        ({"transport": "usb", "device": "04b8:0e15:J8"}, UsbPrinter, "USB 04b8:0e15:J8"),
        ({"transport": "serial", "device": "/dev/ttyS0", "baud": 19200}, SerialPrinter, "/dev/ttyS0"),
    ],
)
def test_each_transport_is_made_without_touching_any_device(
    wiring: dict[str, str | int], kind: type, place: str, tmp_path: Path
) -> None:
    printer = read({"printer": wiring}).printer
    transport = transport_of(printer, tmp_path)
    assert isinstance(transport, kind)
    assert place_of(printer) == place
    transport.stop()
    assert list(tmp_path.iterdir()) == []


def test_the_speed_of_a_serial_line_is_known_to_the_press(tmp_path: Path) -> None:
    wiring = {"transport": "serial", "device": "/dev/ttyS0", "baud": 19200}
    assert transport_of(read({"printer": wiring}).printer, tmp_path).bytes_per_s == 1920


def test_without_hardware_the_paper_lies_in_the_data_folder(tmp_path: Path) -> None:
    transport = transport_of(read({}).printer, tmp_path)
    assert isinstance(transport, VirtualPrinter)
    transport.stop()
    assert [path.name for path in tmp_path.iterdir()] == ["paper"]
