"""`motcua-district broker-config`: everything that mosquitto needs, in one folder."""

import shutil
from pathlib import Path

from district import broker
from district.cli import saying
from district.cli.saying import Failure
from district.config import Config
from district.enrolment import publish_list
from district.pki import BROKER, CA, CRL, Authority, write_public
from district.service import prepare_keys

OWNER = "mosquitto"


def write(config: Config, *, tell: bool = True) -> int:
    """The certificate of a broker that stands already is kept."""
    folder = config.broker.folder
    folder.mkdir(parents=True, exist_ok=True)
    authority = prepare_keys(config)
    key = folder / f"{BROKER}.key"
    if not key.exists():
        hosts = [config.broker.host, config.broker.here.host]
        authority.keep(authority.broker(hosts), folder)
    files = _files(authority, folder)
    write_public(folder / broker.RIGHTS, broker.rights(config.collector.names).encode())
    write_public(folder / broker.CONFIG, broker.configuration(files, config.broker.port).encode())
    _hand_over(key)
    if tell:
        saying.tell(
            f"{folder / broker.CONFIG}: written; start mosquitto with it: mosquitto -c {folder / broker.CONFIG}"
        )
    return 0


def _files(authority: Authority, folder: Path) -> broker.Files:
    write_public(folder / CA, authority.ca)
    publish_list(authority, folder)
    return broker.Files(
        ca=folder / CA,
        certificate=folder / f"{BROKER}.crt",
        key=folder / f"{BROKER}.key",
        revoked=folder / CRL,
        rights=folder / broker.RIGHTS,
    )


def _hand_over(key: Path) -> None:
    """mosquitto drops its rights before it reads the key."""
    try:
        shutil.chown(key, OWNER)
    except (LookupError, PermissionError):
        return  # not on the broker's machine, or not as root: the README says what to do
    except OSError as error:
        raise Failure(f"{key}: {error.strerror}") from error
