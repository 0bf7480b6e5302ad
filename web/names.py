"""Under which names and addresses this machine can be reached in its network."""

import ipaddress
import re
import socket
from collections.abc import Iterable, Sequence
from pathlib import Path

ALWAYS = ("localhost", "127.0.0.1", "::1")
"""How the machine reaches itself."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DNS = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_ROUTES, _SIX = Path("/proc/net/fib_trie"), Path("/proc/net/if_inet6")
_HOST = re.compile(r"\|-- (\S+)\n\s+/32 host LOCAL")


class NotAName(ValueError):
    """Neither the name of a machine nor an address; `name` as it was given."""

    def __init__(self, name: str) -> None:
        super().__init__(f'"{name}" is neither a name of a machine nor an address')
        self.name = name


def plain(name: str) -> str:
    """The name in small letters, or the address as it is usually written. Raises NotAName."""
    given = name.strip().lower().rstrip(".")
    found = address_in(given)
    if found is not None:
        return str(found)
    if len(given) > 253 or not _DNS.fullmatch(given) or given.rpartition(".")[2].isdigit():
        raise NotAName(name)
    return given


def address_in(name: str) -> IPAddress | None:
    """None when this is a name and no address."""
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def of_this_machine() -> tuple[str, ...]:
    """The machine's name, the same in `.local` (which Windows, Android and iPads find without a DNS), its addresses."""
    host = socket.gethostname().lower().partition(".")[0]
    named = [host, f"{host}.local"] if _DNS.fullmatch(host) and host != "localhost" else []
    return tuple(dict.fromkeys([*named, *addresses()]))


def addresses() -> list[str]:
    """Every address of this machine that a neighbour can use, as the kernel knows them."""
    return _useful([*_HOST.findall(_text(_ROUTES)), *(_six(line) for line in _text(_SIX).splitlines())])


def _useful(found: Iterable[str]) -> list[str]:
    known = (ipaddress.ip_address(text) for text in dict.fromkeys(found))
    return [str(one) for one in known if not (one.is_loopback or one.is_link_local or one.is_unspecified)]


def _six(line: str) -> str:
    figures = line.split(maxsplit=1)[0]
    return ":".join(figures[at : at + 4] for at in range(0, 32, 4))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # another kernel, or a cell without /proc
        return ""


def reachable(names: Sequence[str]) -> tuple[str, ...]:
    """Those by which a neighbour calls this machine, names first."""
    others = [name for name in names if name not in ALWAYS]
    return tuple(sorted(others, key=lambda name: address_in(name) is not None))
