"""Everything that mosquitto needs, in one folder: its configuration, the rights, and certificates."""

import shutil
from contextlib import suppress
from pathlib import Path

from district import broker
from district.config import Config
from district.enrolment import publish_list
from district.pki import BROKER, CA, CRL, Authority
from district.service import prepare_keys
from web.writing import write_public

OWNER = "mosquitto"


def write_broker(config: Config) -> Path:
    """The configuration's file. The certificate of a broker that stands already is kept."""
    folder = config.broker.folder
    folder.mkdir(parents=True, exist_ok=True)
    authority = prepare_keys(config)
    key = folder / f"{BROKER}.key"
    if not key.exists():
        hosts = [config.broker.host, config.broker.here.host]
        authority.keep(authority.broker(hosts), folder)
        # mosquitto drops its rights before it reads the key. Not on the broker's machine, or not as root: the README
        # says what to do.
        with suppress(LookupError, PermissionError):
            shutil.chown(key, OWNER)
    files = _files(authority, folder)
    write_public(folder / broker.RIGHTS, broker.rights(config.collector.names).encode())
    write_public(folder / broker.CONFIG, broker.configuration(files, config.broker.port).encode())
    return folder / broker.CONFIG


def _files(authority: Authority, folder: Path) -> broker.Files:
    write_public(folder / CA, authority.ca)
    publish_list(authority, folder)
    return broker.Files(
        ca=folder / CA,
        certificate=folder / f"{BROKER}.crt",
        key=folder / f"{BROKER}.key",
        revoked=folder / broker.SHUT_OUT / CRL,
        rights=folder / broker.RIGHTS,
    )
