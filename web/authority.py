"""The office's own certificate authority: what lets a clerk's browser know that this is the office's machine.

    tls/ca.crt       what every computer of the office is asked to trust (the page /trust)
    tls/ca.key       0600; signs nothing but this machine's certificate
    tls/server.pem   0600; the machine's key and certificate in one file, so that a renewal is one rename

Who trusts the authority trusts it for little: it can only vouch for the names that it was made with, for the networks
of the addresses that it was made with, and for the machine itself (name constraints, which browsers enforce). A stolen
`ca.key` therefore cannot pretend to be a bank.

The rule that surprises: a clock that stands before this program was written is not believed, and nothing is renewed by
it; and the authority is valid from 2000 on, so that a dead clock at its making shuts nobody out.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from web.certificates import PEM, begun, general, named, of_authority, of_machine, private
from web.names import ALWAYS, address_in, plain
from web.tls_folder import CA, CA_KEY, SERVER
from web.writing import write_public, write_secret

SINCE, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right stands before this."""

LIFETIME = timedelta(days=730)
"""Of the machine's certificate: telephones and tablets believe no longer one (825 days)."""

RENEWED_BEFORE = timedelta(days=60)
MOST_NAMES = 40
_ITSELF = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


class NoAuthority(Exception):
    """There is no authority in this folder, or not the whole of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: no certificate authority here; `motcua tls init` makes one")
        self.folder = folder


class AlreadyThere(Exception):
    """An authority is there, and computers may trust it already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: there is an authority already")
        self.folder = folder


class NotOurs(Exception):
    """The authority was not made to vouch for these names."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"the authority was not made for {', '.join(names)}")
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a certificate is worth. `fingerprint`: SHA-256 of the authority, as browsers show it; "" when not ours."""

    names: tuple[str, ...]
    since: datetime
    until: datetime
    fingerprint: str = ""

    def is_due(self, now: datetime) -> bool:
        """Whether it has to be renewed; a clock that cannot be right never says so."""
        return now >= NOT_BEFORE and (now < self.since or self.until - now < RENEWED_BEFORE)


def make(folder: Path, names: Sequence[str], now: datetime, *, office: str, anew: bool = False) -> Standing:
    """An authority for these names, and the machine's first certificate. `office`: for people who look at it.

    `anew` puts a new one in place of the old: every computer has to trust it again. Raises AlreadyThere, NotAName.
    """
    wanted = _wanted(names)
    if (folder / CA_KEY).exists() and not anew:
        raise AlreadyThere(folder)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # the windows of this machine read ca.crt as another user; everything else is 0600
    key = ec.generate_private_key(ec.SECP256R1())
    # Two authorities of one office differ by the day and minute of their making, for whoever must choose one.
    subject = named(f"motcua {office[:40]} {now:%Y-%m-%d %H:%M}")
    builder = of_authority(begun(subject, subject, key.public_key(), SINCE, UNTIL))
    certificate = builder.add_extension(_constraints(wanted), critical=True).sign(key, hashes.SHA256())
    _issue(folder, key, certificate, wanted, now)
    write_secret(folder / CA_KEY, private(key))
    write_public(folder / CA, certificate.public_bytes(PEM))
    return standing(folder)


def renew(folder: Path, now: datetime, names: Sequence[str] = ()) -> Standing:
    """A new certificate for the present names and these. Raises NoAuthority, NotOurs or NotAName."""
    key, certificate = _authority(folder)
    wanted = _wanted([*_names_so_far(folder), *names])
    strangers = [name for name in wanted if not _vouches(certificate, name)]
    if strangers:
        raise NotOurs(strangers)
    _issue(folder, key, certificate, wanted, now)
    return standing(folder)


def standing(folder: Path) -> Standing:
    """Raises NoAuthority."""
    try:
        authority = x509.load_pem_x509_certificate((folder / CA).read_bytes())
        found = standing_of(folder / SERVER)
    except (OSError, ValueError) as error:
        raise NoAuthority(folder) from error
    return Standing(found.names, found.since, found.until, fingerprint(authority))


def standing_of(certificate: Path) -> Standing:
    """Of any certificate in PEM form, for one that was not made here. Raises OSError, ValueError."""
    read = x509.load_pem_x509_certificate(certificate.read_bytes())
    return Standing(_names_in(read), read.not_valid_before_utc, read.not_valid_after_utc)


def vouchable(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that the authority may vouch for. Raises NoAuthority."""
    _, certificate = _authority(folder)
    return tuple(name for name in names if _vouches(certificate, name))


def fingerprint(certificate: x509.Certificate) -> str:
    """AB:CD:… as browsers write it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _issue(
    folder: Path, signs: ec.EllipticCurvePrivateKey, by: x509.Certificate, names: Sequence[str], now: datetime
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    # A day earlier: the clock of a clerk's computer may stand a little behind.
    since = now - timedelta(days=1)
    builder = begun(named(names[0][:64]), by.subject, key.public_key(), since, since + LIFETIME)
    builder = of_machine(builder, ExtendedKeyUsageOID.SERVER_AUTH, signs.public_key())
    builder = builder.add_extension(x509.SubjectAlternativeName([general(name) for name in names]), critical=False)
    made = builder.sign(signs, hashes.SHA256())
    write_secret(folder / SERVER, private(key) + made.public_bytes(PEM))


def _authority(folder: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    try:
        key = serialization.load_pem_private_key((folder / CA_KEY).read_bytes(), None)
        certificate = x509.load_pem_x509_certificate((folder / CA).read_bytes())
    except (OSError, ValueError) as error:
        raise NoAuthority(folder) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise NoAuthority(folder)
    return key, certificate


def _wanted(names: Iterable[str]) -> tuple[str, ...]:
    """The names as they are written, with those of the machine itself, each once."""
    return tuple(dict.fromkeys([*map(plain, names), *ALWAYS]))[:MOST_NAMES]


def _names_so_far(folder: Path) -> tuple[str, ...]:
    try:
        return standing_of(folder / SERVER).names
    except (OSError, ValueError):
        return ()


def _names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = [str(one) for one in names.get_values_for_type(x509.IPAddress)]
    return (*names.get_values_for_type(x509.DNSName), *addresses)


def _constraints(names: Sequence[str]) -> x509.NameConstraints:
    addresses = [found for name in names if (found := address_in(name)) is not None]
    networks = dict.fromkeys([*(_network(one) for one in addresses if not one.is_loopback), *_ITSELF])
    hosts = [name for name in names if address_in(name) is None]
    permitted: list[x509.GeneralName] = [*map(x509.DNSName, hosts), *map(x509.IPAddress, networks)]
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None)


def _network(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """The neighbourhood in which a router may give the machine another address; alone where the world can see it."""
    if not address.is_private:
        return ipaddress.ip_network(address)
    return ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False)


def _vouches(authority: x509.Certificate, name: str) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    address = address_in(name)
    if address is None:
        hosts = [one.value for one in permitted if isinstance(one, x509.DNSName)]
        return any(name == host or name.endswith(f".{host}") for host in hosts)
    networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    return any(address in network for network in networks if not isinstance(network, _Single))


_Single = (ipaddress.IPv4Address, ipaddress.IPv6Address)


def grouped(fingerprint: str) -> str:
    """As the page /trust shows it, for whoever compares the two."""
    figures = fingerprint.replace(":", "")
    return " ".join(figures[at : at + 4] for at in range(0, len(figures), 4))
