"""Which other program has the printer: what this machine knows of open devices and connections.

Read from `/proc`, as far as this user may look; nobody is asked. What surprises: of a printer on the network only the
programs of this machine can be seen. A printer that talks to another machine does not answer, and that is all there is
to know.
"""

import os
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

UNNAMED = "another program"
EVERY_S = 10.0
_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_ESTABLISHED = "01"
_MAPPED = "0000000000000000FFFF0000"  # an IPv4 address in the table of IPv6


def of_device(path: Path) -> str | None:
    """ "process 1234 (motcua)": another process that has this device open, None when none is seen."""
    device = path.resolve()
    return _process(lambda link: link == device, but=os.getpid())


class Lookout:
    """Who else is connected to a printer on the network. Looks at most every `EVERY_S`: the kernel walks through a
    table as large as the machine for it, some milliseconds, and a printer that is away would cost them each time.
    """

    def __init__(self) -> None:
        self._next = 0.0
        self._seen: str | None = None

    def who(self, host: str, port: int, own: int = 0) -> str | None:
        """As `of_address`."""
        if time.monotonic() >= self._next:
            self._seen = of_address(host, port, own)
            self._next = time.monotonic() + EVERY_S
        return self._seen


def of_address(host: str, port: int, own: int = 0) -> str | None:
    """Who else is connected to this address in figures; `own`: the local port of one's own connection."""
    for number in _others(host, port, own):
        return _process(lambda link, name=f"socket:[{number}]": link.name == name) or UNNAMED  # type: ignore[misc]
    return None


def _others(host: str, port: int, own: int) -> Iterator[str]:
    """The inode numbers of the other connections to it. Source: Linux, Documentation/networking/proc_net_tcp.rst."""
    for place in _as_listed(host):
        for line in _lines(f" {place}:{port:04X} {_ESTABLISHED} "):
            local, number = line[1], line[9]
            if int(local.rpartition(":")[2], 16) != own:
                yield number


def _lines(wanted: str) -> Iterator[list[str]]:
    """The connections whose line has this in it."""
    for table in _TABLES:
        with suppress(OSError):  # no IPv6, or no /proc
            text = table.read_text()
            if wanted in text:
                yield from (line.split() for line in text.splitlines() if wanted in line)


def _as_listed(host: str) -> tuple[str, ...]:
    """The address in words of 32 bits, each in this machine's order of bytes."""
    address = ip_address(host)
    words = struct.unpack(f"={len(address.packed) // 4}I", address.packed)
    listed = "".join(f"{word:08X}" for word in words)
    return (listed, _MAPPED + listed) if address.version == 4 else (listed,)


def _process(has: Callable[[Path], bool], but: int = 0) -> str | None:
    for process in Path("/proc").glob("[0-9]*"):
        if process.name != str(but) and any(map(has, _links(process / "fd"))):
            with suppress(OSError):  # it ended meanwhile
                return f"process {process.name} ({(process / 'comm').read_text().strip()})"
    return None


def _links(folder: Path) -> Iterator[Path]:
    """Where the descriptors of a process lead; nowhere when it ended meanwhile or is another user's."""
    with suppress(OSError):
        for one in folder.iterdir():
            with suppress(OSError):  # closed meanwhile
                yield one.readlink()
