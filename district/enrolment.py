"""Letting an office in, and shutting it out.

`enrol` makes a certificate and puts everything the office needs into one bundle, which is given away once and not
kept. `revoke` puts the certificate on the list, and takes away what the broker still shows of the office.
"""

import base64
import json
import queue
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection

from district.broker import SHUT_OUT
from district.config import Config
from district.offices import Doing, Kind, certified, read_tree
from district.pipe import maker_for
from district.pki import CRL, Authority
from district.refusals import Merged, NotAnOffice, NotEnrolled
from office.domain.moment import utc_text
from sync import topics
from sync.transport.port import Arrived, Connected, Event, Maker
from web.writing import write_public

FORMAT = "motcua.bundle.v1"
RELOAD_S = 15
_CONNECT_S = 5.0
_LISTEN_S = 1.0  # how long the broker may take to show what it keeps
_SEND_S = 1.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What an office gets, in one file. Holds its private key: whoever has it is that office.

    `replaces`: the office had another certificate, which the broker believes until it has read the list anew.
    """

    office: str
    content: bytes
    replaces: bool = False

    @property
    def file_name(self) -> str:
        return f"{self.office}.motcua-bundle"


def enrol(conn: Connection, doing: Doing, authority: Authority, config: Config, office: str) -> Bundle:
    """Makes the bundle; a certificate that the office had before is revoked. Raises a Refusal."""
    found = read_tree(conn, doing.today).get(office)
    if not found.is_office:
        raise NotAnOffice(id=office)
    if found.merged_into is not None:
        raise Merged(id=office, into=found.merged_into)
    now = datetime.fromtimestamp(doing.at / 1000, UTC)
    issued = authority.client(office, now)
    if found.serial is not None:
        authority.revoke(found.serial, now)
        publish_list(authority, config.broker.folder)
        certified(conn, doing, office, Kind.REVOKED, found.serial)
    certified(conn, doing, office, Kind.ENROLLED, issued.serial)
    written = {
        "format": FORMAT,
        "office": office,
        "tier": config.tier.name,
        "broker": {"host": config.broker.host, "port": config.broker.port},
        "ca": authority.ca.decode(),
        "certificate": issued.certificate.decode(),
        "key": issued.key.decode(),
        "manifest_key": base64.b64encode(authority.manifest_public()).decode(),
        "made_at": utc_text(doing.at),
    }
    content = (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode()
    return Bundle(office, content, replaces=found.serial is not None)


def revoke(conn: Connection, doing: Doing, authority: Authority, config: Config, office: str) -> None:
    """The certificate is worthless as soon as the broker has read the list anew. Raises a Refusal."""
    found = read_tree(conn, doing.today).get(office)
    if found.serial is None:
        raise NotEnrolled(id=office)
    authority.revoke(found.serial, datetime.fromtimestamp(doing.at / 1000, UTC))
    publish_list(authority, config.broker.folder)
    certified(conn, doing, office, Kind.REVOKED, found.serial)


def publish_list(authority: Authority, folder: Path) -> None:
    """Puts the list of revoked certificates where the broker reads it; it may not look into the folder of keys."""
    if not folder.is_dir():
        return  # the broker stands on another machine
    place = folder / SHUT_OUT
    if not place.is_dir():
        place.mkdir()
        place.chmod(0o755)  # whatever the umask takes away
    write_public(place / CRL, (authority.folder / CRL).read_bytes())


def reload_broker(words: Sequence[str]) -> str | None:
    """Runs the configured command; None when it worked, else what it said."""
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own words from district.toml
            list(words), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=RELOAD_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return None if done.returncode == 0 else (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"


def tell_broker(config: Config) -> bool:
    """The broker reads the list anew and ends the connections of those on it; false: it has to be told by hand."""
    words = config.broker.reload
    failed = reload_broker(words) if words else None
    if failed is not None:
        _log.warning("broker.reload_failed", why=failed)
    return bool(words) and failed is None


def after_revoking(config: Config, office: str) -> dict[str, object]:
    """The broker reads the list anew and forgets the office.

    `reloaded` false: it has to be told by hand; `cleared`: how many letters it no longer shows, null = not reached.
    """
    reloaded = tell_broker(config)
    cleared = clear_retained(maker_for(config, config.collector.names[0]), f"revoker-{office}", office)
    return {"id": office, "reloaded": reloaded, "cleared": cleared}


def clear_retained(maker: Maker, client: str, office: str) -> int | None:
    """Takes away everything the broker keeps of an office; how many letters, or None when it was not reached."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    filters = (topics.down(office, "#"), topics.up(office, topics.STATE))
    pipe = maker(client=client, filters=filters, will=None)
    pipe.open(events)
    try:
        if not _connected(events):
            return None
        kept = sorted(_kept(events) | {topics.up(office, topics.STATE)})
        posted = sum(pipe.post(topic, b"", retain=True) is not None for topic in kept)
        time.sleep(_SEND_S / 4)  # nothing proves it; the next to look will see
        return posted
    finally:
        pipe.close(_SEND_S)


def _connected(events: "queue.SimpleQueue[Event]") -> bool:
    return any(isinstance(event, Connected) for event in _heard(events, _CONNECT_S, until=Connected))


def _kept(events: "queue.SimpleQueue[Event]") -> set[str]:
    heard = _heard(events, _LISTEN_S)
    letters = [event.letter for event in heard if isinstance(event, Arrived)]
    return {letter.topic for letter in letters if letter.retained and letter.payload}


def _heard(events: "queue.SimpleQueue[Event]", deadline_s: float, until: type[Connected] | None = None) -> list[Event]:
    heard: list[Event] = []
    ends = time.monotonic() + deadline_s
    while (left := ends - time.monotonic()) > 0:
        try:
            heard.append(events.get(timeout=left))
        except queue.Empty:
            break
        if until is not None and isinstance(heard[-1], until):
            break
    return heard
