"""The folder that `install-version` installs: the product's own wheel, the wheels it needs, a lock and a manifest.

The manifest names every file with its SHA-256; a signed update is this folder with a signature over the manifest.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from packaging.utils import parse_wheel_filename

from deploy.package import PYTHONS, CannotBuild, Product
from deploy.package.source import TOP, Source
from deploy.package.wheels import fetch, needed, read_lock, sha256

LOCK = TOP / "requirements.lock"


def our_wheel(source: Source, into: Path) -> Path:
    """The wheel of the product, the same for every machine; built without asking anybody for anything."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(source.epoch), "PYTHONPATH": "", "PIP_NO_INDEX": "1"}
    words = ("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, "--wheel-dir", str(into), "."],
        cwd=source.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotBuild(f"our own wheel: {done.stderr.strip()[-2000:]}")
    return into / f"motcua-{source.version}-py3-none-any.whl"


def make(product: Product, wheel: Path, architecture: str, cache: Path, to: Path) -> Path:
    """The release of a product for an architecture in a new folder; wheels come from the cache or are fetched."""
    fetched = cache / "wheels" / architecture
    lock = read_lock(LOCK)
    try:
        others = needed(wheel, product.extra, lock, fetched, architecture)
    except CannotBuild:  # the lock has changed, or nothing was fetched yet
        fetch(LOCK, architecture, fetched)
        others = needed(wheel, product.extra, lock, fetched, architecture)
    folder = to / "wheels"
    folder.mkdir(parents=True)
    for path in (wheel, *others):
        shutil.copyfile(path, folder / short_name(path.name))
    (to / "requirements.lock").write_text(lock_of(folder))
    (to / "manifest.json").write_text(_manifest(product, wheel, architecture, to))
    return to


def short_name(wheel: str) -> str:
    """A wheel's name with the first of its platforms alone: the whole list is too long for the header of a tar."""
    rest, _, platforms = wheel.removesuffix(".whl").rpartition("-")
    return f"{rest}-{platforms.split('.')[0]}.whl"


def lock_of(folder: Path) -> str:
    """A lock that names exactly the wheels in a folder."""
    digests: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(path.name)
        digests.setdefault(f"{name}=={version}", []).append(sha256(path))
    entries = (" \\\n".join([one, *(f"    --hash=sha256:{digest}" for digest in digests[one])]) for one in digests)
    return "\n".join(entries) + "\n"


def _manifest(product: Product, wheel: Path, architecture: str, folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return (
        json.dumps(
            {
                "product": product.name,
                "version": wheel.name.split("-")[1],
                "architecture": architecture,
                "pythons": list(PYTHONS),
                "schema": _schema(product),
                "files": {path.relative_to(folder).as_posix(): sha256(path) for path in files},
            },
            indent=1,
        )
        + "\n"
    )


def _schema(product: Product) -> str:
    """The number of the last migration that the product brings."""
    return max(path.name[:4] for path in (TOP / product.migrations).glob("[0-9]*.py"))
