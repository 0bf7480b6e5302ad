"""How an office comes to its certificate: the bundle that the tier above made is checked, and kept in the data folder.

The bundle is one file and holds the office's private key. What is kept lies in `district/` below the data folder and is
readable by its owner only. A bundle of another office, or one whose key does not fit, is refused before anything is
written.
"""

import base64
import binascii
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = "district"
FORMAT = "motcua.bundle.v1"
LARGEST = 64 * 1024
CA, CERTIFICATE, KEY, ABOUT = "ca.crt", "office.crt", "office.key", "district.json"


class BundleUnusable(Exception):
    """The bundle cannot be used here; `why` in English, one sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What is kept of a bundle; `tier`: the name of the tier above, for people; `manifest_key`: 32 bytes, Ed25519."""

    folder: Path
    office: str
    tier: str
    host: str
    port: int
    manifest_key: bytes

    @property
    def ca(self) -> Path:
        return self.folder / CA

    @property
    def certificate(self) -> Path:
        return self.folder / CERTIFICATE

    @property
    def key(self) -> Path:
        return self.folder / KEY


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was checked; `until`: the last day of its certificate."""

    about: Mapping[str, Any]
    ca: str
    certificate: str
    key: str
    until: datetime

    @property
    def tier(self) -> str:
        return str(self.about["tier"])


def read_bundle(raw: bytes, office: str, now: datetime) -> Bundle:
    """Raises BundleUnusable. `now` decides whether the certificate holds."""
    given = _fields(raw)
    if given.get("format") != FORMAT:
        raise BundleUnusable("this is not a bundle of motcua-district enrol")
    if given.get("office") != office:
        raise BundleUnusable(f"it was made for the office {given.get('office')!r}, this one is {office!r}")
    try:
        ca, certificate, key = str(given["ca"]), str(given["certificate"]), str(given["key"])
        broker = given["broker"]
        about = {
            "office": office,
            "tier": str(given["tier"]),
            "host": str(broker["host"]),
            "port": int(broker["port"]),
            "manifest_key": _key_text(given["manifest_key"]),
            "made_at": str(given["made_at"]),
        }
    except (KeyError, TypeError, ValueError) as error:
        raise BundleUnusable(f"it is incomplete ({error})") from error
    return Bundle(about, ca, certificate, key, _check(ca, certificate, key, office, now))


def keep_bundle(data: Path, bundle: Bundle) -> Path:
    """Writes the files; the last one, which makes the office enrolled, when all others are on the disk."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in ((CA, bundle.ca), (CERTIFICATE, bundle.certificate), (KEY, bundle.key)):
        _write(folder / name, text)
    _write(folder / ABOUT, json.dumps(bundle.about, ensure_ascii=False, indent=1) + "\n")
    return folder


def enrolled(data: Path) -> Enrolled | None:
    """What `motcua enrol` kept, None when it never ran. Raises BundleUnusable when the file was damaged."""
    folder = data / FOLDER
    try:
        kept = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        key = base64.b64decode(kept["manifest_key"])
        return Enrolled(folder, kept["office"], kept["tier"], kept["host"], int(kept["port"]), key)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BundleUnusable(f"{folder / ABOUT} cannot be read; enrol again ({error})") from error


def _fields(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST:
        raise BundleUnusable("it is larger than 64 kB; this cannot be a bundle")
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BundleUnusable("this is not a bundle of motcua-district enrol") from error
    return given if isinstance(given, dict) else {}


def _key_text(given: object) -> str:
    try:
        raw = base64.b64decode(str(given), validate=True)
    except binascii.Error as error:
        raise ValueError("manifest_key") from error
    if len(raw) != 32:
        raise ValueError("manifest_key")
    return str(given)


def _check(ca: str, certificate: str, key: str, office: str, now: datetime) -> datetime:
    """The certificate's last moment, when everything fits together."""
    from cryptography import x509  # only who enrols pays for it
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        above = x509.load_pem_x509_certificate(ca.encode())
        mine = x509.load_pem_x509_certificate(certificate.encode())
        private = load_pem_private_key(key.encode(), None)
        mine.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise BundleUnusable("its certificates or its key are damaged") from error
    if mine.public_key() != private.public_key():
        raise BundleUnusable("its key does not belong to its certificate")
    names = [str(one.value) for one in mine.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]
    if names != [office]:
        raise BundleUnusable(f"its certificate is for {', '.join(names)}, not for {office}")
    if mine.not_valid_after_utc <= now.astimezone(UTC):
        raise BundleUnusable(f"its certificate ended on {mine.not_valid_after_utc:%d/%m/%Y}")
    if mine.not_valid_before_utc > now.astimezone(UTC):
        raise BundleUnusable(
            f"its certificate begins on {mine.not_valid_before_utc:%d/%m/%Y}; is the clock of this machine right?"
        )
    return mine.not_valid_after_utc


def _write(path: Path, text: str) -> None:
    """Readable by the owner only from its first byte on."""
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
