"""The same printer behind every plug, so that one test tells of all transports.

`serial over a socket` is a device server; `virtual` has no line that could break. What only hardware shows is marked
[field] in docs/emulated-printer.md.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from printer.decode import decode
from printer.transport import Transport
from printer.transport.emulated import EmulatedPrinter
from printer.transport.emulator import PrinterOnTcp
from printer.transport.emulator_pty import PrinterOnPty
from printer.transport.mechanism import Faults
from printer.transport.script import Fault, Script
from printer.transport.serial import SerialPrinter
from printer.transport.tcp import TcpPrinter
from printer.transport.usb import UsbPrinter
from printer.transport.usb_emulator import EmulatedUsb, Sketch
from printer.transport.usblp import UsblpPrinter
from printer.transport.virtual import VirtualPrinter

FAST = 4_000_000
"""Bits a second: the line is no limit here, and nobody waits for what it would still have to carry."""

PLUGS = ("tcp", "usblp", "serial", "socket", "usb")
ALL = ("virtual", *PLUGS)


@dataclass
class Rig:
    """A transport with its printer. `another`: a second program's transport to the same port."""

    name: str
    transport: Transport
    faults: Faults
    sheets: Callable[[], list[bytes]]
    printer: EmulatedPrinter
    another: Callable[[], Transport]
    is_gone: Callable[[], bool]

    def wait_until_gone(self) -> None:
        """Until the plug shows that the cable or the power is away; a serial cable stays without power."""
        deadline = time.monotonic() + 5
        while not self.is_gone():
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def wait_for_sheets(self, count: int) -> list[bytes]:
        """The pictures, as soon as there are so many."""
        deadline = time.monotonic() + 5
        while len(self.sheets()) < count:
            assert time.monotonic() < deadline, len(self.sheets())
            time.sleep(0.01)
        return self.sheets()


@contextmanager
def rig(name: str, folder: Path, *faults: Fault, again: bool = False) -> Iterator[Rig]:
    """A printer behind this plug, with a script of faults."""
    printer = EmulatedPrinter(script=Script(faults, again=again))
    with ExitStack() as stack:
        if name == "virtual":
            virtual = VirtualPrinter(folder / "paper")
            stack.callback(virtual.stop)
            kept = folder / "paper"
            yield Rig(name, virtual, virtual.faults, lambda: _kept(kept), printer, lambda: virtual, lambda: True)
            return
        make, is_gone = _plug(name, printer, folder, stack)
        first = make()
        stack.callback(first.stop)
        yield Rig(name, first, printer.faults, lambda: _fallen(printer), printer, make, is_gone)


Plug = tuple[Callable[[], Transport], Callable[[], bool]]


def _plug(name: str, printer: EmulatedPrinter, folder: Path, stack: ExitStack) -> Plug:
    """What makes a transport to the printer, and whether its port is gone."""
    if name == "usb":
        bus = EmulatedUsb()
        bus.plug_in(Sketch(printer, before=(3,), out=0x03, back=0x81, serial="EMU1"))
        return lambda: UsbPrinter(backend=bus), lambda: True
    if name in ("usblp", "serial"):
        pty = stack.enter_context(PrinterOnPty(folder / "port", printer, on_usb=name == "usblp"))
        stays = name == "serial"
        make = (lambda: SerialPrinter(str(pty.path), FAST, "none")) if stays else (lambda: UsblpPrinter(pty.path))
        return make, lambda: not pty.stands or (stays and printer.is_plugged)
    tcp = stack.enter_context(PrinterOnTcp(printer=printer))
    if name == "socket":
        return lambda: SerialPrinter(f"socket://127.0.0.1:{tcp.port}", FAST, "none"), lambda: not tcp.stands
    return lambda: TcpPrinter("127.0.0.1", tcp.port), lambda: not tcp.stands


def _fallen(printer: EmulatedPrinter) -> list[bytes]:
    return [sheet.picture().tobytes() for sheet in printer.sheets]


def _kept(folder: Path) -> list[bytes]:
    return [decode(path.read_bytes())[-1].tobytes() for path in sorted(folder.glob("*.escpos"))]
