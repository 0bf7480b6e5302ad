"""A printer on USB without the kernel's driver, through libusb.

Finds it by its interface of class 7, not by its maker, and its endpoints by their direction; both may lie anywhere in a
composite device. Taken for each ticket and given up after it, so that a printer which was unplugged or switched off and
on, and so has another address, is found again. What surprises: the kernel's `usblp` holds every printer at first; it is
sent away, and given the printer back at the end of the program. A timeout of 0 would be for ever to libusb.
"""

import errno
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import usb.core
import usb.util

from printer.transport import ConnectionBroken, NotAllowed, PortInUse, TransportError, Unreachable, WriteTooSlow

PRINTER_CLASS = 7
"""`bInterfaceClass` of printers (USB Device Class Definition for Printing Devices, 1.1)."""

MISSING = "libusb-1.0 is missing (Debian package libusb-1.0-0)"
_AT_ONCE = 4096  # bytes of one transfer out; a printer that stops reading is noticed within one
_MOST = 512  # bytes of one transfer in
_LOOK_AGAIN = 0.002  # s


@dataclass(frozen=True, slots=True)
class Socket:
    """Where in a device its printer is: the interface, its alternate setting, the endpoints out and in."""

    interface: int
    setting: int
    out: int
    back: int | None  # None: this printer cannot answer


def printers(backend: Any = None) -> Iterator[tuple[Any, Socket]]:
    """Every device of pyusb with a printer in it. Raises Unreachable when there is no libusb, or no USB."""
    try:
        for device in usb.core.find(find_all=True, backend=backend):
            with suppress(usb.core.USBError):  # one that goes away while it is read
                place = socket_of(device)
                if place is not None:
                    yield device, place
    except usb.core.NoBackendError as error:
        raise Unreachable(MISSING) from error
    except usb.core.USBError as error:
        raise Unreachable(f"USB cannot be read: {str(error.strerror or error).lower()}") from error


def socket_of(device: Any) -> Socket | None:
    """The printer in this device, one that can answer before one that cannot."""
    found = [place for settings in device for interface in settings if (place := _place(interface)) is not None]
    return min(found, key=lambda place: place.back is None, default=None)


def _place(interface: Any) -> Socket | None:
    if interface.bInterfaceClass != PRINTER_CLASS:
        return None
    out, back = _bulk(interface, usb.util.ENDPOINT_OUT), _bulk(interface, usb.util.ENDPOINT_IN)
    return None if out is None else Socket(interface.bInterfaceNumber, interface.bAlternateSetting, out, back)


def _bulk(interface: Any, direction: int) -> int | None:
    """The address of the first bulk endpoint in this direction."""
    for endpoint in interface:
        address, kind = endpoint.bEndpointAddress, usb.util.endpoint_type(endpoint.bmAttributes)
        if kind == usb.util.ENDPOINT_TYPE_BULK and usb.util.endpoint_direction(address) == direction:
            return int(address)
    return None


def serial_of(device: Any) -> str | None:
    """The device's own number, None when it has none or may not be asked."""
    try:
        return device.serial_number or None
    except (usb.core.USBError, ValueError, IndexError):
        return None


def wanted(text: str) -> tuple[int | None, int | None, str | None]:
    """ "04b8:0e15" or "04b8:0e15:SERIAL" → vendor, product, serial; empty: any. Raises ValueError."""
    if not text:
        return None, None, None
    vendor, product, *serial = text.split(":", 2)
    return int(vendor, 16), int(product, 16), serial[0] if serial else None


class UsbPrinter:
    """A `Transport` to the printer of this maker and product; None is any.

    `serial`: needed where two are alike. `backend`: another way than libusb, such as `usb_emulator`.
    """

    def __init__(
        self, vendor: int | None = None, product: int | None = None, serial: str | None = None, backend: Any = None
    ) -> None:
        self._wanted, self._backend = (vendor, product, serial), backend
        self._device: Any = None
        self._socket = Socket(0, 0, 0, None)
        self._sent_away: tuple[Any, int] | None = None

    @property
    def job(self) -> None:
        """A real printer keeps nothing."""
        return

    @property
    def bytes_per_s(self) -> None:
        """USB is faster than any head."""
        return

    def open(self, deadline: float) -> None:
        """Find it and take its interface. Raises Unreachable, PortInUse, NotAllowed."""
        del deadline  # nothing here waits
        self.close()
        self._device, self._socket = self._found()
        try:
            self._claim()
        except usb.core.USBError as error:
            self.close()
            raise _refusal(error) from error

    def write(self, data: bytes, deadline: float) -> None:
        """Send all bytes. Raises WriteTooSlow, ConnectionBroken."""
        rest = memoryview(data)
        while rest:
            if time.monotonic() >= deadline:
                raise WriteTooSlow(f"{len(rest)} bytes not taken")
            try:
                rest = rest[self._port().write(self._socket.out, bytes(rest[:_AT_ONCE]), _left(deadline)) :]
            except usb.core.USBTimeoutError as error:
                raise WriteTooSlow(f"{len(rest)} bytes not taken") from error
            except usb.core.USBError as error:
                raise self._broken(error, self._socket.out) from error

    def flush(self, deadline: float) -> None:
        """What is written has been taken by the printer, so nothing is under way."""
        del deadline
        self._port()

    def read(self, deadline: float) -> bytes:
        """The next bytes; empty when the deadline passed, or at once if it cannot answer. Raises ConnectionBroken."""
        if self._socket.back is None:
            return b""
        while True:
            try:
                data = bytes(self._port().read(self._socket.back, _MOST, _left(deadline)))
            except usb.core.USBTimeoutError:
                data = b""
            except usb.core.USBError as error:
                raise self._broken(error, self._socket.back) from error
            if data or time.monotonic() >= deadline:
                return data
            time.sleep(_LOOK_AGAIN)  # some send empty packets for ever

    def rival(self) -> None:
        """Nobody: the interface is claimed, so that a second program is told at `open`."""
        return

    def close(self) -> None:
        """Give the interface up."""
        device, self._device = self._device, None
        if device is not None:
            with suppress(usb.core.USBError):
                usb.util.dispose_resources(device)

    def stop(self) -> None:
        """Give the interface up, and the printer back to the kernel's driver."""
        self.close()
        if self._sent_away is not None:
            (device, interface), self._sent_away = self._sent_away, None
            with suppress(usb.core.USBError, NotImplementedError):
                device.attach_kernel_driver(interface)
                usb.util.dispose_resources(device)

    def _found(self) -> tuple[Any, Socket]:
        vendor, product, serial = self._wanted
        alike = [
            (device, place)
            for device, place in printers(self._backend)
            if vendor in (None, device.idVendor) and product in (None, device.idProduct)
        ]
        if serial is not None:
            alike = [(device, place) for device, place in alike if serial_of(device) == serial]
        if not alike:
            raise Unreachable("no such printer on USB")
        if len(alike) > 1:
            raise Unreachable(f"{len(alike)} such printers on USB; say which with its serial number")
        return alike[0]

    def _claim(self) -> None:
        device, number = self._device, self._socket.interface
        with suppress(NotImplementedError):
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
                self._sent_away = (device, number)
        usb.util.claim_interface(device, number)
        if self._socket.setting:
            device.set_interface_altsetting(number, self._socket.setting)

    def _broken(self, error: usb.core.USBError, endpoint: int) -> TransportError:
        if error.errno == errno.EPIPE and self._device is not None:  # stalled; or the next ticket would meet it
            with suppress(usb.core.USBError, NotImplementedError):
                self._device.clear_halt(endpoint)
        return ConnectionBroken(str(error.strerror or error).lower())

    def _port(self) -> Any:
        if self._device is None:
            raise ConnectionBroken("not open")
        return self._device


def _refusal(error: usb.core.USBError) -> Unreachable:
    if error.errno == errno.EBUSY:
        return PortInUse("another program has the printer on USB")
    if error.errno in (errno.EACCES, errno.EPERM):
        return NotAllowed("this user may not use the printer on USB; see deploy/udev")
    return Unreachable(str(error.strerror or error).lower())


def _left(deadline: float) -> int:
    """Milliseconds, at least one."""
    return max(round((deadline - time.monotonic()) * 1000), 1)
