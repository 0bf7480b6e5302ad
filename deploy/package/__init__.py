"""How the Debian packages are made: source → wheel, locked wheels → release, release and units → package.

| module | what it makes |
|---|---|
| `source` | a clean copy of what belongs into the product, with the version and the time that the packages carry |
| `wheels` | the wheels of other people that a product needs on a machine, compared with the lock |
| `release` | the folder that `install-version` installs, and that a signed update carries |
| `debian` | the package around it: units, wrapper, maintainer scripts |

The same source gives the same bytes: times are those of the last commit, owners are root, orders are sorted.
"""

from dataclasses import dataclass


class CannotBuild(Exception):
    """Why there is no package, in a sentence for whoever builds it."""


@dataclass(frozen=True, slots=True)
class Product:
    """What is packaged by itself: `extra` of pyproject.toml, the folder of `deploy/systemd`, the migrations it runs."""

    name: str
    extra: str
    units: str
    migrations: str


MOTCUA = Product("motcua", "kiosk", "kiosk", "office/store/migrations/versions")
DISTRICT = Product("motcua-district", "district", "district", "district/store/migrations/versions")
PRODUCTS = {product.name: product for product in (MOTCUA, DISTRICT)}

ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}
PYTHONS = ("3.11", "3.13")  # of Debian 12 and of Debian 13
