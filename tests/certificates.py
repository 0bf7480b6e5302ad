"""A private authority for tests: a broker's certificate, and certificates whose common name is who somebody is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


@dataclass(frozen=True, slots=True)
class Identity:
    """Files in PEM."""

    certificate: Path
    key: Path


class Authority:
    def __init__(self, folder: Path, name: str = "authority") -> None:
        self.folder, self.ca = folder, folder / f"{name}.crt"
        folder.mkdir(parents=True, exist_ok=True)
        self._key, self._name = ec.generate_private_key(ec.SECP256R1()), _named(name)
        made = _begun(self._name, self._name, self._key).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        self.ca.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def broker(self) -> Identity:
        names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1")), x509.DNSName("localhost")])
        return self._issue("broker", ExtendedKeyUsageOID.SERVER_AUTH, names)

    def client(self, who: str) -> Identity:
        return self._issue(who, ExtendedKeyUsageOID.CLIENT_AUTH, None)

    def _issue(self, who: str, use: x509.ObjectIdentifier, names: x509.SubjectAlternativeName | None) -> Identity:
        key = ec.generate_private_key(ec.SECP256R1())
        made = _begun(_named(who), self._name, key).add_extension(x509.ExtendedKeyUsage([use]), critical=False)
        if names is not None:
            made = made.add_extension(names, critical=False)
        identity = Identity(self.folder / f"{who}.crt", self.folder / f"{who}.key")
        identity.certificate.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        identity.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return identity


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _begun(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
    )
