"""Everything in order: one copy of the source, one wheel of ours, then a release and a package for each machine."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.package import Product, debian, release, source
from look.version import VERSION


@dataclass(frozen=True, slots=True)
class Built:
    """A package and the release in it; the release lies beside the package, for whoever signs it as an update."""

    product: Product
    version: str
    architecture: str
    deb: Path
    release: Path


def build(
    products: Iterable[Product], architectures: Iterable[str], out: Path, cache: Path, version: str = VERSION
) -> Iterator[Built]:
    """Builds into `out` (packages, and `releases/`); raises `CannotBuild`."""
    architectures = tuple(architectures)
    with tempfile.TemporaryDirectory(prefix="motcua-package-") as folder:
        work = Path(folder)
        copied = source.copied(work / "source", version)
        wheel = release.our_wheel(copied, work / "wheel")
        for product in products:
            for architecture in architectures:
                name = f"{product.name}_{version}_{architecture}"
                made = out / "releases" / name
                shutil.rmtree(made, ignore_errors=True)
                release.make(product, wheel, architecture, cache, made)
                deb = debian.make(product, copied, made, work / name, out, architecture)
                yield Built(product, version, architecture, deb, made)
