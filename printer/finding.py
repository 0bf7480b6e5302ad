"""Where a printer is: looks at every place of this machine and at given addresses, and asks each how it is.

Owns what `motcua printer find` knows. Prints nothing: only `DLE EOT` is sent, which no printer answers with paper. On a
serial port the usual speeds are tried, because a wrong one gives no answer or rubbish.
"""

import itertools
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serial.tools import list_ports

from printer.outcome import Condition, Health, Reason
from printer.press import Patience, Press
from printer.status import IN_USE, unreachable
from printer.transport import Transport, Unreachable
from printer.transport.rivals import UNNAMED
from printer.transport.serial import Flow, SerialPrinter
from printer.transport.tcp import TcpPrinter, in_figures
from printer.transport.usb import UsbPrinter, printers, serial_of
from printer.transport.usblp import UsblpPrinter

LP_FOLDER = Path("/dev/usb")
SPEEDS = (9600, 19200, 115200, 38400, 57600)
"""Bits a second, the most usual first."""
USUAL_PORT = 9100

_QUICK = Patience(connect=1.0, status=0.25)
_ADDRESS = re.compile(r"(?:\[(.*)\]|([^:]*))(?::([0-9]{1,5}))?")
_NOBODY = (Reason.SILENT, Reason.RUBBISH)


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a printer is or may be. `wiring`: keys of `[printer]`; `why`: why it could not be asked."""

    place: str
    name: str
    wiring: dict[str, str | int]
    health: Health | None
    why: str | None = None

    @property
    def answered(self) -> bool:
        """Whether it answered to `DLE EOT` as a printer does."""
        return self.health is not None and self.health.condition is not Condition.UNREACHABLE


def find(addresses: Iterable[str] = (), *, backend: Any = None, lp_folder: Path = LP_FOLDER) -> Iterator[Found]:
    """Every place, as soon as it was asked. Raises ValueError for a wrong address, before any is."""
    for address in (addresses := tuple(addresses)):
        address_of(address)
    kernels = sorted(lp_folder.glob("lp*"))
    yield from (_asked(str(path), _kernel_name(path), _usblp(path), UsblpPrinter(path)) for path in kernels)
    yield from _on_usb(backend)
    for port in list_ports.comports():
        yield on_serial(port.device, _said(port.manufacturer, port.product) or "serial port")
    yield from map(on_tcp, addresses)


def on_tcp(address: str) -> Found:
    """A printer on the network at HOST or HOST:PORT. Raises ValueError as `address_of`."""
    host, port = address_of(address)
    wiring: dict[str, str | int] = {"transport": "tcp", "host": host, "port": port}
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return _asked(place, "network printer", wiring, TcpPrinter(host, port))


def address_of(text: str) -> tuple[str, int]:
    """Host and port of "192.168.1.50", "192.168.1.50:9100", "fe80::1" or "[fe80::1]:9100". Raises ValueError."""
    found = _ADDRESS.fullmatch(text)
    host, port = (found[1] or found[2], int(found[3] or USUAL_PORT)) if found else (text, USUAL_PORT)
    if not in_figures(host) or not 0 < port < 65536:
        raise ValueError(f"{text}: no address of a printer")
    return host, port


def on_serial(port: str, name: str, speeds: Iterable[int] = SPEEDS) -> Found:
    """A printer on a serial port, at the first speed at which it answers; with wires for the flow before without."""
    found = Found(port, name, {}, None)
    flows: tuple[Flow, ...] = ("rtscts", "none")
    for flow, baud in itertools.product(flows, speeds):
        wiring: dict[str, str | int] = {"transport": "serial", "device": port, "baud": baud, "flow": flow}
        found = _asked(port, name, wiring, SerialPrinter(port, baud, flow))
        if found.answered or found.health is None or found.health.detail not in _NOBODY:
            break
    return found


def _on_usb(backend: Any) -> Iterator[Found]:
    """Printers that the kernel's driver has are left to it: it shows them in /dev/usb."""
    try:
        for device, place in printers(backend):
            wiring, maker = _usb(device), _said(_text(device, "manufacturer"), _text(device, "product"))
            where = f"USB {wiring['device']}"
            if _kernel_has(device, place.interface):
                yield Found(where, maker or "USB printer", {}, None, "the kernel's driver has it; see /dev/usb/lp*")
                continue
            transport = UsbPrinter(device.idVendor, device.idProduct, serial_of(device), backend)
            yield _asked(where, maker or "USB printer", wiring, transport)
    except Unreachable as error:
        yield Found("USB", "USB without the kernel's driver", {}, None, str(error))


def _asked(place: str, name: str, wiring: dict[str, str | int], transport: Transport) -> Found:
    try:
        transport.open(time.monotonic() + _QUICK.connect)
        transport.close()
        health = Press(transport, patience=_QUICK).look()
        why = f"in use by {transport.rival() or UNNAMED}" if health == IN_USE else None
    except Unreachable as error:
        health, why = unreachable(error), str(error)
    transport.stop()
    return Found(place, name, wiring, health, why)


def lines(found: Found) -> list[str]:
    """The lines of `config.toml` for this printer; one that does not answer is not to be asked either."""
    given = [
        f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in found.wiring.items()
    ]
    return ["[printer]", *given, f'status = "{"ask" if found.answered else "none"}"']


def _usblp(path: Path) -> dict[str, str | int]:
    return {"transport": "usblp", "device": str(path)}


def _usb(device: Any) -> dict[str, str | int]:
    serial = serial_of(device)
    name = f"{device.idVendor:04x}:{device.idProduct:04x}" + (f":{serial}" if serial else "")
    return {"transport": "usb", "device": name}


def _kernel_has(device: Any, interface: int) -> bool:
    try:
        return bool(device.is_kernel_driver_active(interface))
    except (OSError, NotImplementedError):
        return False


def _kernel_name(path: Path) -> str:
    """Maker and product as the kernel read them from the device above this interface."""
    above = Path("/sys/class/usbmisc") / path.name / "device" / ".."
    return _said(*(_line(above / name) for name in ("manufacturer", "product"))) or "USB printer"


def _line(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None


def _text(device: Any, name: str) -> str | None:
    try:
        return str(getattr(device, name) or "") or None
    except (OSError, ValueError, IndexError):
        return None


def _said(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
