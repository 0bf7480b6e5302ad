"""Updates as files for the tests: releases of three small files, and keys."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kiosk.updates import bundle
from tests.updates.machine import manifest

FILES = {
    "requirements.lock": b"motcua==0.2.0\n",
    "wheels/motcua.whl": b"m" * 700,
    "wheels/same.whl": b"m" * 700,
    f"wheels/{'many_tags.' * 15}whl": b"o" * 512,
}


def key(folder: Path, name: str = "vendor") -> Path:
    """A private key; its public half lies beside it as NAME.pub."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate()
    path = folder / f"{name}.key"
    path.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / f"{name}.pub").write_bytes(
        made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    (folder / f"{name}.pub").chmod(0o644)
    return path


def release(folder: Path, version: str = "0.2.0", files: dict[str, bytes] | None = None, **other: Any) -> Path:
    """A version as the builder leaves it."""
    contents = files or FILES
    (folder / "wheels").mkdir(parents=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "manifest.json").write_bytes(manifest(version, contents, **other))
    return folder


def update(folder: Path, signing: Path, version: str = "0.2.0", **other: Any) -> Path:
    """A signed file."""
    out = folder / f"motcua-{version}.motcua"
    bundle.write(release(folder / f"release-{version}", version, **other), signing, out)
    return out
