"""Where a printer hangs, in one word of text: "usblp:/dev/usb/lp0", "tcp:10.0.0.7:9100", "virtual", "off".

The same word is an option to choose, an answer in a file for many offices, and the keys of `[printer]`.
"""

import re
from collections.abc import Mapping

from kiosk.setup.question import Wrong
from kiosk.setup.reading import printer_address
from look.words import N_

Wiring = Mapping[str, str | int]
BARE = ("virtual", "off")
_EXAMPLES = "usblp:/dev/usb/lp0, usb:04b8:0e15, serial:/dev/ttyUSB0:9600:rtscts, tcp:192.168.1.50:9100"
_BAUDS = ("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200", "230400")
_FLOWS = ("rtscts", "xonxoff", "none")
_USB = re.compile(r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(:[!-~]{1,120})?")
_DEVICE = re.compile(r"/dev/[!-~]{1,120}")


def place_of(wiring: Wiring) -> str:
    """The word for these keys of `[printer]`."""
    kind = str(wiring["transport"])
    if kind == "tcp":
        return printer_address(f"{wiring['host']}:{wiring['port']}")
    if kind == "serial":
        return f"serial:{wiring['device']}:{wiring['baud']}:{wiring['flow']}"
    return f"{kind}:{wiring['device']}" if wiring.get("device") else kind


def read_place(text: str) -> str:
    """A word that somebody wrote. Raises Wrong."""
    found = text.strip()
    kind, _, rest = found.partition(":")
    if found in BARE:
        return found
    if kind == "tcp":
        return printer_address(rest)
    if kind == "usblp" and _is_device(rest):
        return found
    if kind == "usb" and _USB.fullmatch(rest):
        return found
    *device, baud, flow = rest.split(":") if rest.count(":") >= 2 else ("", "", "")
    if kind == "serial" and _is_device(":".join(device)) and baud in _BAUDS and flow in _FLOWS:
        return found
    raise Wrong(N_("This is no place of a printer; such are: {examples}, virtual, off"), examples=_EXAMPLES)


def _is_device(path: str) -> bool:
    return bool(_DEVICE.fullmatch(path))


def wiring_of(place: str) -> dict[str, str | int]:
    """The keys of `[printer]` for a word that `read_place` took."""
    kind, _, rest = place.partition(":")
    if kind == "tcp":
        host, _, port = rest.rpartition(":")
        return {"transport": kind, "host": host.strip("[]"), "port": int(port)}
    if kind == "serial":
        device, baud, flow = rest.rsplit(":", 2)
        return {"transport": kind, "device": device, "baud": int(baud), "flow": flow}
    return {"transport": kind, "device": rest} if rest else {"transport": kind}
