"""What a release is made of, as CycloneDX: every library with its version, the digests of its files and its licence.

    python -m deploy.package.sbom RELEASE_DIR [FILE]  # of a release, from its own lock and wheels
    python -m deploy.package.sbom --lock [FILE]       # of the whole lock; licences as installed here

Whoever hears of a weakness in a library finds out by this file whether an office has it. The same release gives the
same bytes. Licences stand as the libraries themselves say them.
"""

import json
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email.message import Message
from email.parser import Parser
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

from packaging.utils import canonicalize_name, parse_wheel_filename

from deploy.package.source import TOP
from deploy.package.wheels import Lock, read_lock

OURS = "motcua"
_SPACE = uuid.UUID("6f1d2a55-0c0e-5b0e-9d0a-6d6f74637561")
_OSI = "License :: OSI Approved :: "
_SPDX = {"MIT License": "MIT", "Apache Software License": "Apache-2.0"}
"""Classifiers that mean one licence; "BSD License" may be several, so it stays as it is said."""
_LONGEST = 80

Said = Callable[[str], Message | None]
"""Name of a library → what it says of itself; None when nobody can ask it."""


def of_release(folder: Path, epoch: int) -> str:
    """From the wheels that lie there; `epoch`: the time that the release carries, in seconds."""
    wheels = {str(canonicalize_name(parse_wheel_filename(one.name)[0])): one for one in folder.glob("wheels/*.whl")}
    product = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    lock = read_lock(folder / "requirements.lock")
    return written(product["product"], product["version"], lock, lambda name: _in_wheel(wheels.get(name)), epoch)


def of_lock(lock: Path, version: str, epoch: int) -> str:
    """Of everything that is pinned, also for other systems; licences of what is installed where this runs."""
    return written(OURS, version, read_lock(lock), _installed, epoch)


def written(product: str, version: str, lock: Lock, said: Said, epoch: int) -> str:
    """CycloneDX 1.6 as JSON."""
    parts = [_component(name, said(name), lock) for name in sorted(lock) if name != OURS]
    serial = uuid.uuid5(_SPACE, json.dumps([product, version, parts], sort_keys=True))
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "component": {
                "type": "application",
                "bom-ref": f"{product}@{version}",
                "name": product,
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": parts,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _component(name: str, said: Message | None, lock: Lock) -> dict[str, Any]:
    pinned = lock[name]
    address = f"pkg:pypi/{name}@{pinned.version}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": pinned.version,
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(pinned.digests)],
    }
    if said is not None and (licences := list(_licences(said))):
        found["licenses"] = licences
    return found


def _licences(said: Message) -> Iterator[dict[str, Any]]:
    """An expression stands alone; else every classifier; else the short words of the library."""
    if expression := said.get("License-Expression"):
        yield {"expression": expression}
        return
    classified = [one.removeprefix(_OSI) for one in said.get_all("Classifier", []) if one.startswith(_OSI)]
    text = (said.get("License") or "").strip()
    for one in classified or ([text] if text and len(text) <= _LONGEST and "\n" not in text else []):
        yield {"license": {"id": _SPDX[one]} if one in _SPDX else {"name": one}}


def _in_wheel(wheel: Path | None) -> Message | None:
    if wheel is None:
        return None
    with ZipFile(wheel) as opened:
        place = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(opened.read(place).decode())


def _installed(name: str) -> Message | None:
    try:
        return cast("Message", metadata(name))
    except PackageNotFoundError:
        return None  # for another system


def main(arguments: Sequence[str]) -> int:
    """To standard output, or into a file."""
    from look.version import VERSION

    what, *rest = arguments
    epoch = int(datetime.now(UTC).timestamp())
    text = of_lock(TOP / "requirements.lock", VERSION, epoch) if what == "--lock" else of_release(Path(what), epoch)
    if rest:
        Path(rest[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
