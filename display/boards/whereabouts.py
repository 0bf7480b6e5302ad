"""Where a device is now: adapters and numpads come back as /dev/ttyUSB1 when somebody has pulled and plugged them.

A device is known by maker, product and serial number, or without one by the socket it is plugged into. So two devices
that have changed names are each found where they are, and nobody opens the other's. What has no identity (a port of
the mainboard, a pseudo-terminal) stays where the configuration says. A number that two devices bear at once (the ports
of one adapter, cheap chips that all say "0001", the files of one wireless numpad) tells neither: their sockets do.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

_INPUTS = Path("/sys/class/input")


@dataclass(frozen=True, slots=True)
class Place:
    """A device at a path. `identity`: stays when the path changes; `socket`: where it is plugged in."""

    path: str
    identity: str
    socket: str = ""


Seen = Callable[[], Iterable[Place]]
"""All devices of a kind that are plugged in at this moment."""


class Claims:
    """Which identities belong to which configured path, so that nobody takes another's device. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: dict[str, str] = {}
        self._shared: set[str] = set()

    def told_apart(self, seen: Iterable[Place]) -> list[Place]:
        """Each with an identity of its own: what two have borne at once is none from then on, also alone."""
        found = list(seen)
        with self._lock:
            for names in (Counter(one.identity for one in found), Counter(one.socket for one in found)):
                self._shared |= {name for name, bearers in names.items() if bearers > 1}
            return [replace(one, identity=self._own(one)) for one in found]

    def _own(self, one: Place) -> str:
        return next(name for name in (one.identity, one.socket, one.path) if name and name not in self._shared)

    def claim(self, identity: str, owner: str) -> None:
        with self._lock:
            former = [one for one, by in self._owners.items() if by == owner]
            for one in former:
                del self._owners[one]
            self._owners[identity] = owner

    def of(self, owner: str) -> str | None:
        with self._lock:
            return next((identity for identity, by in self._owners.items() if by == owner), None)

    def owner(self, identity: str) -> str | None:
        with self._lock:
            return self._owners.get(identity)


class Whereabouts:
    """Of the device that the configuration has at `path`."""

    def __init__(self, path: str, seen: Seen, claims: Claims) -> None:
        self._path, self._seen, self._claims = path, seen, claims

    def now(self) -> str | None:
        """The path to open; None: it is not plugged in, and what has its name is somebody else's."""
        places = self._claims.told_apart(self._seen())
        mine = self._claims.of(self._path)
        found = next((one.path for one in places if mine is not None and one.identity == mine), None)
        if found is not None:
            return found
        there = self._there(places)
        if there is not None and self._claims.owner(there.identity) not in (None, self._path):
            return None
        return self._path

    def opened(self, path: str) -> None:
        """Remember what is there."""
        for one in self._claims.told_apart(self._seen()):
            if Path(one.path) == Path(path).resolve():
                self._claims.claim(one.identity, self._path)

    def _there(self, places: Iterable[Place]) -> Place | None:
        real = Path(self._path).resolve()
        return next((one for one in places if Path(one.path) == real), None)


def serial_adapters() -> list[Place]:
    """USB adapters of serial lines."""
    from serial.tools import list_ports  # only who has boards pays for it

    return [
        _place(one.device, f"{one.vid:04x}:{one.pid:04x}", one.serial_number, one.location)
        for one in list_ports.comports()
        if one.vid is not None and one.pid is not None
    ]


def input_devices(folder: Path = _INPUTS) -> list[Place]:
    """Keyboards, numpads and button boxes."""
    found = []
    for entry in sorted(folder.glob("event*")):
        device = entry / "device"
        maker, product = _read(device / "id/vendor"), _read(device / "id/product")
        serial, socket = _read(device / "uniq"), _read(device / "phys")
        if maker and (serial or socket):
            found.append(_place(f"/dev/input/{entry.name}", f"{maker}:{product}", serial, socket))
    return found


def _place(path: str, maker: str, serial: str | None, socket: str | None) -> Place:
    return Place(path, f"{maker}:{serial or socket}", f"{maker}:{socket}" if socket else "")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
