"""USB with printers on it and no hardware: a backend of pyusb, so that the real driver runs against it unchanged.

    bus = EmulatedUsb()
    bus.plug_in(Sketch(printer))      a device appears
    UsbPrinter(backend=bus) …
    printer.unplug()                  and is gone

Owns addresses, handles, claims and the kernel's driver as libusb shows them, with libusb's errors; what a printer does
with its bytes is `emulated.EmulatedPrinter`.
"""

import errno
import time
from array import array
from dataclasses import dataclass, field
from types import SimpleNamespace

import usb.backend
import usb.core

from printer.transport.emulated import EmulatedPrinter

_TICK = 0.002  # s
_BULK = 2
_STRINGS = 0x03  # descriptor type


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a device says of itself. `before`: interfaces of other classes in front of the printer's.

    `out`, `back`: addresses of the printer's endpoints; `back` None for one that cannot answer.
    """

    printer: EmulatedPrinter
    vendor: int = 0x0416
    product: int = 0x5011
    maker: str = "Emulated"
    name: str = "Receipt printer"
    serial: str | None = None
    before: tuple[int, ...] = ()
    out: int = 0x01
    back: int | None = 0x82
    kernel_driver: bool = True
    refuses: int | None = None  # errno of every attempt to take it


@dataclass(eq=False, slots=True)
class Plug:
    """A device in its place; another address each time."""

    sketch: Sketch
    address: int
    driver: bool
    cuts: int
    claimed: "Handle | None" = None

    @property
    def is_gone(self) -> bool:
        """Whether the cable or the power went away since it was plugged in."""
        return self.cuts != self.sketch.printer.cuts


@dataclass(eq=False, slots=True)
class Handle:
    """One program's hold of a device."""

    plug: Plug


@dataclass(eq=False)
class EmulatedUsb(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """The bus. Methods are pyusb's backend interface, but for `plug_in`.

    A device goes away and comes back with the cable and the power of its printer, under another address.
    """

    plugs: list[Plug] = field(default_factory=list)
    _next: int = 1

    def plug_in(self, sketch: Sketch) -> Plug:
        """The device appears, with the kernel's driver on it if it has one."""
        plug = Plug(sketch, self._next, sketch.kernel_driver, sketch.printer.cuts)
        self._next += 1
        self.plugs.append(plug)
        return plug

    def enumerate_devices(self) -> list[Plug]:
        for plug in self.plugs:
            plug.sketch.printer.go_on()  # time passes while nobody holds it, too
        for plug in [one for one in self.plugs if one.is_gone]:
            self.plugs.remove(plug)
            self.plug_in(plug.sketch)
        return [one for one in self.plugs if one.sketch.printer.is_plugged and one.sketch.printer.is_on]

    def get_device_descriptor(self, dev: Plug) -> SimpleNamespace:
        one = dev.sketch
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=one.vendor, idProduct=one.product, bcdDevice=0x100, iManufacturer=1,
            iProduct=2, iSerialNumber=3 if one.serial else 0, bNumConfigurations=1, address=dev.address, bus=1,
            port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Plug, config: int) -> SimpleNamespace:
        _at_most(config, 1)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=len(dev.sketch.before) + 1,
            bConfigurationValue=1, iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Plug, intf: int, alt: int, config: int) -> SimpleNamespace:
        del config
        classes = (*dev.sketch.before, 7)
        _at_most(intf, len(classes))
        _at_most(alt, 1)
        ends = len(_ends(dev)) if classes[intf] == 7 else 0
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0, bNumEndpoints=ends,
            bInterfaceClass=classes[intf], bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Plug, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        del intf, alt, config
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=_ends(dev)[ep], bmAttributes=_BULK, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Plug) -> Handle:
        if dev.is_gone:
            raise _error(errno.ENODEV)
        if dev.sketch.refuses:
            raise _error(dev.sketch.refuses)
        return Handle(dev)

    def close_device(self, dev_handle: Handle) -> None:
        self.release_interface(dev_handle, 0)

    def get_configuration(self, dev_handle: Handle) -> int:
        _there(dev_handle)
        return 1

    def set_configuration(self, dev_handle: Handle, config_value: int) -> None:
        del config_value
        _there(dev_handle)

    def claim_interface(self, dev_handle: Handle, intf: int) -> None:
        plug = _there(dev_handle)
        if plug.driver or plug.claimed not in (None, dev_handle):
            raise _error(errno.EBUSY)
        if intf == len(plug.sketch.before):
            plug.claimed = dev_handle

    def release_interface(self, dev_handle: Handle, intf: int) -> None:
        del intf
        if dev_handle.plug.claimed is dev_handle:
            dev_handle.plug.claimed = None
            dev_handle.plug.sketch.printer.put_down()

    def is_kernel_driver_active(self, dev_handle: Handle, intf: int) -> bool:
        return intf == len(dev_handle.plug.sketch.before) and _there(dev_handle).driver

    def detach_kernel_driver(self, dev_handle: Handle, intf: int) -> None:
        del intf
        _there(dev_handle).driver = False

    def attach_kernel_driver(self, dev_handle: Handle, intf: int) -> None:
        del intf
        _there(dev_handle).driver = True

    def clear_halt(self, dev_handle: Handle, ep: int) -> None:
        del ep
        _there(dev_handle)

    def bulk_write(self, dev_handle: Handle, ep: int, intf: int, data: "array[int]", timeout: int) -> int:
        """As many bytes as the printer took in time; a timeout when that is none."""
        del intf
        deadline, sent = time.monotonic() + timeout / 1000, 0
        if ep != dev_handle.plug.sketch.out:
            raise _error(errno.ENOENT)
        while sent < len(data):
            printer = _held(dev_handle).sketch.printer
            room = printer.room()
            if room:
                printer.take(data[sent : sent + room].tobytes())
                sent += room
            elif time.monotonic() >= deadline:
                break
            else:
                time.sleep(_TICK)
        if not sent:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return min(sent, len(data))

    def bulk_read(self, dev_handle: Handle, ep: int, intf: int, buff: "array[int]", timeout: int) -> int:
        """The answers that are there, or a timeout."""
        del intf
        deadline = time.monotonic() + timeout / 1000
        if ep != dev_handle.plug.sketch.back:
            raise _error(errno.ENOENT)
        while not (answers := _held(dev_handle).sketch.printer.answers(len(buff))):
            if time.monotonic() >= deadline:
                raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
            time.sleep(_TICK)
        buff[: len(answers)] = array("B", answers)
        return len(answers)

    def ctrl_transfer(
        self, dev_handle: Handle, kind: int, request: int, value: int, index: int, data: "array[int]", timeout: int
    ) -> int:
        """Names of the device, the only control transfer that a driver needs."""
        del kind, index, timeout
        if request != 6 or value >> 8 != _STRINGS:
            raise _error(errno.EPIPE)
        one = _there(dev_handle).sketch
        texts = (b"\x09\x04", *((text or "").encode("utf-16-le") for text in (one.maker, one.name, one.serial)))
        text = texts[value & 0xFF]
        whole = bytes((len(text) + 2, _STRINGS)) + text
        data[: len(whole)] = array("B", whole)
        return len(whole)


def _ends(plug: Plug) -> tuple[int, ...]:
    return (plug.sketch.out,) if plug.sketch.back is None else (plug.sketch.out, plug.sketch.back)


def _there(handle: Handle) -> Plug:
    if handle.plug.is_gone:
        raise _error(errno.ENODEV)
    return handle.plug


def _held(handle: Handle) -> Plug:
    plug = _there(handle)
    if plug.claimed is not handle:
        raise _error(errno.EINVAL)
    return plug


def _at_most(index: int, count: int) -> None:
    if index >= count:
        raise IndexError(index)


def _error(number: int) -> usb.core.USBError:
    words = {errno.ENODEV: "No such device", errno.EBUSY: "Resource busy", errno.EACCES: "Access denied"}
    return usb.core.USBError(words.get(number, "Input/Output Error"), None, number)
