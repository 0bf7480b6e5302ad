"""`./run package`: builds the Debian packages, and tries them in fresh Debians; a table, and an exit code.

    python -m tests.package [--product NAME …] [--distribution NAME …] [--arch ARCH …] [--out DIR] [--cache DIR]
                            [--version X] [--no-try] [--update KEY.pem] [--next-debian]

Tried are the packages of this machine's own architecture. Debians (made by mmdebstrap, as root), wheels and Debian's
packages are kept in the cache, by default `$XDG_CACHE_HOME/motcua-package`. `--update` also signs each release of an
office as an update (`.motcua`), with an Ed25519 key as `openssl genpkey -algorithm ed25519 -out KEY.pem` makes one.
No systemd boots in there: services are started by the lines of their units; what only a booted machine shows is
marked [field] in docs/appliance.md.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.package import ARCHITECTURES, MOTCUA, PRODUCTS, CannotBuild, Product
from deploy.package.building import Built, build
from deploy.package.source import TOP
from kiosk.updates.bundle import write
from look.version import VERSION
from tests.bench.__main__ import machine
from tests.bench.figures import Row, table
from tests.package.chroots import DISTRIBUTIONS, Chroot, Failed, archive
from tests.package.district import District
from tests.package.next_debian import become_trixie
from tests.package.office import Office
from tests.package.report import Report

OURS = next(name for name, machine in ARCHITECTURES.items() if machine == platform.machine())


def main() -> int:
    asked = _arguments()
    try:
        built = list(build(_products(asked), asked.arch, asked.out, asked.cache, asked.version))
    except CannotBuild as trouble:
        print(f"package: {trouble}", file=sys.stderr)
        return 1
    for one in built:
        _tell(one.deb)
        if asked.update is not None and one.product is MOTCUA:
            _tell(_signed(one, asked.update, asked.out))
    if asked.no_try:
        return 0
    rows = _tried(asked, [one for one in built if one.architecture == OURS])
    print(f"\n{machine()}\n\n{table(rows)}")
    return 0 if all(row.holds for row in rows) else 1


def _tell(made: Path) -> None:
    print(f"built  {made} ({made.stat().st_size >> 20} MB)", flush=True)


def _signed(built: Built, key: Path, out: Path) -> Path:
    """The release of a package as an update that machines with the public half of the key take."""
    made = out / f"{built.release.name}.motcua"
    write(built.release, key, made)
    return made


def _arguments() -> argparse.Namespace:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "motcua-package"
    parser = argparse.ArgumentParser(prog="./run package", description="Build the Debian packages and try them.")
    parser.add_argument("--product", nargs="+", choices=PRODUCTS, default=[*PRODUCTS])
    parser.add_argument("--distribution", nargs="+", choices=DISTRIBUTIONS, default=[*DISTRIBUTIONS])
    parser.add_argument("--arch", nargs="+", choices=ARCHITECTURES, default=[OURS])
    parser.add_argument("--out", type=Path, default=TOP / "dist", metavar="DIR", help="default: dist")
    parser.add_argument("--cache", type=Path, default=cache, metavar="DIR", help=f"default: {cache}")
    parser.add_argument("--version", default=VERSION, metavar="X", help=f"default: {VERSION}")
    parser.add_argument("--update", type=Path, metavar="KEY.pem", help="sign the releases as updates too")
    parser.add_argument("--no-try", action="store_true", help="only build")
    parser.add_argument("--next-debian", action="store_true", help="only: Debian 12 becomes 13 under an office")
    return parser.parse_args()


def _products(asked: argparse.Namespace) -> list[Product]:
    return [PRODUCTS[name] for name in asked.product]


@dataclass(frozen=True, slots=True)
class Later:
    """What comes after the packages that are tried, built for the tries alone; `key`: the public half."""

    packages: dict[Product, Built]
    update: Path
    key: Path


def _tried(asked: argparse.Namespace, built: list[Built]) -> list[Row]:
    """Every package in every Debian."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="motcua-try-") as name:
        folder = Path(name)
        if asked.next_debian:
            return [row for one in built if one.product is MOTCUA for row in _upgraded(one, asked.cache, folder)]
        later = _later(asked, folder)
        for distribution in asked.distribution:
            for one in built:
                rows += _try(distribution, one, later, asked.cache, folder)
    return rows


def _later(asked: argparse.Namespace, folder: Path) -> Later:
    packages = build(_products(asked), [OURS], folder / "later", asked.cache, f"{asked.version}.1")
    (last,) = build([MOTCUA], [OURS], folder / "later", asked.cache, f"{asked.version}.2")
    key, public = folder / "key.pem", folder / "try.pub"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
    subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True)
    return Later({one.product: one for one in packages}, _signed(last, key, folder), public)


def _try(distribution: str, first: Built, later: Later, cache: Path, folder: Path) -> list[Row]:
    report = Report(f"{first.product.name} on {distribution}")
    second = later.packages[first.product]
    logs = folder / "logs" / report.where.replace(" ", "-")
    logs.mkdir(parents=True)
    with _fresh(distribution, cache, folder, report) as chroot:
        if first.product is MOTCUA:
            Office(chroot, first, second, report, logs, later.update, later.key).everything()
        else:
            District(chroot, first, second, report, logs).everything()
    return report.rows


def _upgraded(built: Built, cache: Path, folder: Path) -> list[Row]:
    report = Report("motcua while bookworm becomes trixie")
    with _fresh("bookworm", cache, folder, report) as chroot:
        become_trixie(chroot, built, report)
    return report.rows


@contextmanager
def _fresh(distribution: str, cache: Path, folder: Path, report: Report) -> Iterator[Chroot]:
    """A new chroot; what fails in it stands in the report and ends it."""
    try:
        made, seconds = archive(distribution, cache)
        if seconds:
            print(f"       made {distribution} in {seconds:.0f} s")
        with Chroot(distribution, made, cache, folder / "roots") as chroot:
            chroot.apt("update")
            yield chroot
    except Failed as trouble:
        if not report.rows or report.rows[-1].holds:
            report.found("the try itself", str(trouble), holds=False)


if __name__ == "__main__":
    sys.exit(main())
