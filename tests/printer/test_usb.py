"""USB without the kernel's driver: found by what it is, taken for a ticket, found again after it was unplugged."""

import errno
import time

import pytest
import usb.core

from printer.composing import Job
from printer.outcome import Condition, PrintState, Reason
from printer.press import Patience, Press
from printer.transport import NotAllowed, PortInUse, Unreachable, WriteTooSlow
from printer.transport.emulated import EmulatedPrinter
from printer.transport.usb import MISSING, Socket, UsbPrinter, printers, wanted
from printer.transport.usb_emulator import EmulatedUsb, Sketch


def soon() -> float:
    return time.monotonic() + 1


def bus_with(*sketches: Sketch) -> EmulatedUsb:
    bus = EmulatedUsb()
    for one in sketches:
        bus.plug_in(one)
    return bus


def test_a_printer_is_found_by_its_class_wherever_its_interface_and_endpoints_lie() -> None:
    printer = EmulatedPrinter()
    bus = bus_with(Sketch(printer, before=(3, 8), out=0x05, back=0x8A), Sketch(printer, out=0x01, back=None))
    assert [place for _, place in printers(bus)] == [Socket(2, 0, 0x05, 0x8A), Socket(0, 0, 0x01, None)]


def test_the_one_with_the_serial_number_is_taken_among_two_alike(job: Job, patience: Patience) -> None:
    left, right = EmulatedPrinter(), EmulatedPrinter()
    bus = bus_with(Sketch(left, serial="L1"), Sketch(right, serial="R2"))
    assert Press(UsbPrinter(0x0416, 0x5011, "R2", bus), patience=patience).print(job).state is PrintState.PRINTED
    assert (len(left.sheets), len(right.sheets)) == (0, 1)
    with pytest.raises(Unreachable, match="2 such printers on USB; say which"):
        UsbPrinter(backend=bus).open(soon())


def test_the_kernels_driver_is_sent_away_and_comes_back_at_the_end() -> None:
    bus = bus_with(Sketch(EmulatedPrinter()))
    transport = UsbPrinter(backend=bus)
    transport.open(soon())
    assert not bus.plugs[0].driver
    transport.close()
    transport.stop()
    assert bus.plugs[0].driver


def test_a_second_program_is_told_that_the_printer_is_in_use_and_gets_it_afterwards() -> None:
    bus = bus_with(Sketch(EmulatedPrinter()))
    first, second = UsbPrinter(backend=bus), UsbPrinter(backend=bus)
    first.open(soon())
    with pytest.raises(PortInUse):
        second.open(soon())
    first.close()
    second.open(soon())
    second.close()


def test_a_port_that_is_not_for_this_user_is_told_as_that(patience: Patience) -> None:
    transport = UsbPrinter(backend=bus_with(Sketch(EmulatedPrinter(), refuses=errno.EACCES)))
    with pytest.raises(NotAllowed, match="deploy/udev"):
        transport.open(soon())
    assert Press(transport, patience=patience).look().reason is Reason.NOT_ALLOWED


def test_a_printer_without_a_way_back_is_accepted_when_it_is_not_asked(job: Job, patience: Patience) -> None:
    printer = EmulatedPrinter()
    transport = UsbPrinter(backend=bus_with(Sketch(printer, back=None)))
    assert Press(transport, asks=False, patience=patience).print(job).state is PrintState.ACCEPTED
    assert len(printer.sheets) == 1
    assert Press(transport, patience=patience).look().detail == Reason.SILENT


def test_a_write_that_is_not_taken_ends_at_its_deadline() -> None:
    printer = EmulatedPrinter()
    transport = UsbPrinter(backend=bus_with(Sketch(printer)))
    transport.open(soon())
    printer.line.frozen = True
    began = time.monotonic()
    with pytest.raises(WriteTooSlow):
        transport.write(bytes(100_000), began + 0.3)
    assert 0.2 < time.monotonic() - began < 1.0
    transport.close()


def test_a_printer_that_was_unplugged_is_found_again_under_its_new_address(job: Job, patience: Patience) -> None:
    printer = EmulatedPrinter()
    bus = bus_with(Sketch(printer))
    press = Press(UsbPrinter(backend=bus), patience=patience)
    assert press.print(job).state is PrintState.PRINTED
    address = bus.plugs[0].address
    printer.unplug()
    assert press.look().condition is Condition.UNREACHABLE
    printer.plug_in()
    assert press.print(job).state is PrintState.PRINTED
    assert bus.plugs[0].address != address


def test_without_libusb_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in ("libusb1", "libusb0", "openusb"):
        monkeypatch.setattr(f"usb.backend.{one}.get_backend", lambda: None)
    with pytest.raises(usb.core.NoBackendError):
        usb.core.find()
    with pytest.raises(Unreachable, match=r"libusb-1\.0-0"):
        UsbPrinter().open(soon())
    assert "libusb" in MISSING


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", (None, None, None)),
        ("04b8:0e15", (0x04B8, 0x0E15, None)),
        ("04B8:0E15:J8:1", (0x04B8, 0x0E15, "J8:1")),
    ],
)
def test_the_device_of_the_configuration_is_maker_product_and_serial_number(
    text: str, meant: tuple[int | None, int | None, str | None]
) -> None:
    assert wanted(text) == meant
