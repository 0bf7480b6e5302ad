"""Who is connected at the moment, and who has to make room.

A neighbour who opens hundreds of connections and says nothing must not keep a clerk out. So nobody is refused because
it is full: whoever has waited longest without asking anything whole makes room for the newcomer; those who are being
answered stay. One address has at most `MOST_EACH`, all together at most `MOST`; one that comes again and again is
not even listened to (`COMING`), which costs a tenth of listening.

The rule that surprises: this machine itself (its screens, its command line) is counted nowhere and always gets in.
Everything here belongs to one event loop.
"""

import contextlib
import ipaddress
import socket
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from web.buckets import Buckets, Rate

MOST = 600
"""Connections of all neighbours; a large office has about 150, and a program may usually have 1,024 files open."""

MOST_EACH = 64
"""Of one address: a clerk's browser has 6, a room behind one router ten times that."""

COMING = Rate(30, 150)
"""New connections of one address."""

AT_ONCE = 64
"""Newcomers who are let in before those who are here already get their turn."""

KNOCKING = 1024
"""How many may wait before the door; the kernel keeps them."""

SILENT_MS = 30_000
"""After so long without a sign of life of what was sent the kernel gives a connection up."""

Peer = tuple[Any, ...]
"""Address and port, as the kernel names the other end."""

_OWN = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})


def is_own(address: str) -> bool:
    """Whether this is the machine itself."""
    return address in _OWN


def neighbour(address: str) -> str:
    """Who counts as one: an address, or the network of 64 bits that one neighbour gets whole under IPv6."""
    if ":" not in address or address.startswith("::ffff:"):
        return address
    try:
        return str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(address.partition("%")[0])) >> 64 << 64))
    except ValueError:
        return address


class Guests:
    """See the module."""

    def __init__(self, most: int = MOST, most_each: int = MOST_EACH) -> None:
        self.most, self.most_each = most, most_each
        self.sent_away = 0
        """How many had to make room, or found none."""

        self._coming = Buckets(COMING)
        self._here: dict[Peer, Guest] = {}
        self._waiting: OrderedDict[Peer, None] = OrderedDict()
        self._of: dict[str, OrderedDict[Peer, None]] = {}

    def __len__(self) -> int:
        return len(self._here)

    def comes_too_often(self, peer: Peer) -> bool:
        """Asked first, because it costs little."""
        return self._coming.take(neighbour(peer[0])) > 0

    def come(self, guest: "Guest") -> bool:
        """Whether there is room, if need be after somebody made some."""
        peer, address = guest.peer, guest.address
        if len(self._of.get(address, ())) >= self.most_each and not self._make_room(self._of[address]):
            return False
        if len(self._here) >= self.most and not self._make_room(self._waiting):
            return False
        self._here[peer] = guest
        self._of.setdefault(address, OrderedDict())[peer] = None
        self._waiting[peer] = None
        return True

    def leave(self, guest: "Guest") -> None:
        """Called again it does nothing."""
        if self._here.get(guest.peer) is not guest:
            return
        del self._here[guest.peer]
        self._waiting.pop(guest.peer, None)
        of = self._of[guest.address]
        of.pop(guest.peer, None)
        if not of:
            del self._of[guest.address]

    def introduce(self, peer: Peer | None, end: Callable[[], None]) -> None:
        """From now on `end` is how this guest is sent away."""
        if peer in self._here:
            self._here[peer].end = end

    def is_answered(self, peer: Peer | None) -> None:
        """It has asked something whole: it stays."""
        self._waiting.pop(peer, None)  # type: ignore[arg-type] # None stands in no list

    def waits(self, peer: Peer | None) -> None:
        """It may make room from now on."""
        if peer in self._here:
            self._waiting[peer] = None
            self._waiting.move_to_end(peer)

    def _make_room(self, among: "OrderedDict[Peer, None]") -> bool:
        self.sent_away += 1
        longest = next((peer for peer in among if peer in self._waiting), None)
        if longest is None:
            return False
        guest = self._here[longest]
        self.leave(guest)
        guest.end()
        return True


class Guest(socket.socket):
    """A connection that says when it is over."""

    def __init__(self, accepted: socket.socket, peer: Peer, guests: Guests) -> None:
        super().__init__(accepted.family, accepted.type, accepted.proto, fileno=accepted.detach())
        self.peer, self.address, self._guests = peer, neighbour(peer[0]), guests
        self.end: Callable[[], None] = self._hang_up

    def close(self) -> None:
        self._guests.leave(self)
        super().close()

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):  # gone by itself
            self.shutdown(socket.SHUT_RDWR)


class Door(socket.socket):
    """A listening socket that lets in as many as there is room for."""

    guests: Guests | None = None
    """None: everybody."""

    def listen(self, backlog: int = KNOCKING, /) -> None:
        """asyncio asks for as many as it lets in at once; before the door there is room for more."""
        super().listen(max(backlog, KNOCKING))

    def accept(self) -> tuple[socket.socket, Any]:
        """Raises BlockingIOError when nobody (more) knocks."""
        while True:
            accepted, peer = super().accept()
            if self.guests is None or is_own(peer[0]):
                return accepted, peer
            if self.guests.comes_too_often(peer):
                accepted.close()
                continue
            guest = Guest(accepted, peer, self.guests)
            if self.guests.come(guest):
                return guest, peer
            guest.close()


def listening_socket(family: socket.AddressFamily) -> Door:
    """Not bound yet. A neighbour that has vanished is noticed by the kernel."""
    # With the protocol named, asyncio switches Nagle's delay off; without it every answer waits 40 ms.
    door = Door(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, SILENT_MS // 1000)
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_MS)
    return door
