"""The certificates of the pipe: who may speak to the broker, and as whom.

One private authority, made at the first need. A certificate's name is the office's id (or a collector's, or the
broker's): the broker takes it as the user and nobody can say to be somebody else.

The rule that surprises: everything is valid from 2000 on, authority and broker until 2099, because the clock of an
office may stand anywhere and must not cut its way up. What an office's certificate is worth is decided by the broker's
own clock and by the list of revoked certificates, which for the same reason never goes stale.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID

from web.certificates import PEM, begun, general, named, of_authority, of_machine, private
from web.writing import write_public, write_secret

ALWAYS_FROM, ALWAYS_UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
CLIENT_YEARS = 10
CA_KEY, CA, CRL = "ca.key", "ca.crt", "revoked.crl"
MANIFEST_KEY = "manifest.key"
BROKER = "broker"


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh certificate and its key, both PEM; the key is kept by nobody but who gets it here."""

    name: str
    serial: int
    certificate: bytes
    key: bytes
    until: datetime


class NoAuthority(Exception):
    """There is no authority in this folder, or not the whole of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: no certificate authority here")
        self.folder = folder


class Authority:
    """The keys in one folder. Several programs of one machine may read it; who writes is the operator or `serve`."""

    def __init__(self, folder: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
        self.folder, self._key, self._certificate = folder, key, certificate

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises NoAuthority."""
        try:
            key = serialization.load_pem_private_key((folder / CA_KEY).read_bytes(), None)
            certificate = x509.load_pem_x509_certificate((folder / CA).read_bytes())
        except (OSError, ValueError) as error:
            raise NoAuthority(folder) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise NoAuthority(folder)
        return cls(folder, key, certificate)

    @classmethod
    def open_or_make(cls, folder: Path, name: str) -> Self:
        """`name`: of the tier, for people who look into a certificate."""
        if not (folder / CA_KEY).exists():
            _make(folder, name)
        return cls.open(folder)

    @property
    def ca(self) -> bytes:
        return self._certificate.public_bytes(PEM)

    def manifest_public(self) -> bytes:
        """The 32 bytes by which an office knows that a manifest is ours."""
        key = serialization.load_pem_private_key((self.folder / MANIFEST_KEY).read_bytes(), None)
        assert isinstance(key, ed25519.Ed25519PrivateKey)
        return key.public_key().public_bytes_raw()

    def sign(self, manifest: bytes) -> bytes:
        """Ed25519, 64 bytes: what an office accepts as ours."""
        key = serialization.load_pem_private_key((self.folder / MANIFEST_KEY).read_bytes(), None)
        assert isinstance(key, ed25519.Ed25519PrivateKey)
        return key.sign(manifest)

    def client(self, name: str, now: datetime) -> Issued:
        """A certificate for an office or a collector, valid for ten years by the broker's clock."""
        until = now + timedelta(days=365 * CLIENT_YEARS)
        return self._issue(name, ALWAYS_FROM, until, ExtendedKeyUsageOID.CLIENT_AUTH, ())

    def broker(self, hosts: Sequence[str]) -> Issued:
        """The broker's certificate for all names and addresses by which it is reached."""
        names = tuple(general(host) for host in dict.fromkeys((*hosts, "localhost", "127.0.0.1")))
        return self._issue(BROKER, ALWAYS_FROM, ALWAYS_UNTIL, ExtendedKeyUsageOID.SERVER_AUTH, names)

    def keep(self, issued: Issued, folder: Path) -> tuple[Path, Path]:
        """Writes NAME.crt and NAME.key (0600) for a program of this machine."""
        folder.mkdir(parents=True, exist_ok=True)
        certificate, key = folder / f"{issued.name}.crt", folder / f"{issued.name}.key"
        write_secret(key, issued.key)
        write_public(certificate, issued.certificate)
        return certificate, key

    def revoke(self, serial: int, now: datetime) -> None:
        """From now on in the list; a certificate that is in it already stays as it is."""
        listed = self._listed()
        if serial not in {one.serial_number for one in listed}:
            listed.append(
                x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now).build(),
            )
        _write_list(self.folder, self._key, self._certificate, listed, now)

    def revoked(self) -> frozenset[int]:
        return frozenset(one.serial_number for one in self._listed())

    def _listed(self) -> list[x509.RevokedCertificate]:
        return list(x509.load_pem_x509_crl((self.folder / CRL).read_bytes()))

    def _issue(
        self,
        name: str,
        since: datetime,
        until: datetime,
        use: x509.ObjectIdentifier,
        hosts: tuple[x509.GeneralName, ...],
    ) -> Issued:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = begun(named(name), self._certificate.subject, key.public_key(), since, until)
        builder = of_machine(builder, use, self._key.public_key())
        if hosts:
            builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        made = builder.sign(self._key, hashes.SHA256())
        return Issued(name, made.serial_number, made.public_bytes(PEM), private(key), until)


def _make(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = named(f"{name[:50]} {secrets.token_hex(3)}")  # two authorities never look the same
    builder = of_authority(begun(subject, subject, key.public_key(), ALWAYS_FROM, ALWAYS_UNTIL))
    certificate = builder.sign(key, hashes.SHA256())
    write_secret(folder / MANIFEST_KEY, private(ed25519.Ed25519PrivateKey.generate()))
    _write_list(folder, key, certificate, [], datetime.now(UTC))
    write_public(folder / CA, certificate.public_bytes(PEM))
    write_secret(folder / CA_KEY, private(key))  # last: with it the authority is there


def _write_list(
    folder: Path,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    listed: Sequence[x509.RevokedCertificate],
    now: datetime,
) -> None:
    builder = x509.CertificateRevocationListBuilder().issuer_name(certificate.subject)
    builder = builder.last_update(now - timedelta(days=2)).next_update(ALWAYS_UNTIL)
    for one in listed:
        builder = builder.add_revoked_certificate(one)
    write_public(folder / CRL, builder.sign(key, hashes.SHA256()).public_bytes(PEM))
