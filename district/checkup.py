"""How the tier's own machine is: database, broker, collectors, certificates, disk, clock, copies; and what to do.

Only looks. Each examination stands alone: one that cannot be made says why, and the others go on.
"""

import queue
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from district import dumping, keeping
from district.config import Config
from district.pipe import maker_for
from district.pki import BROKER, CA_KEY
from district.store.presence import NoTier, StoreUnreachable, standing_store
from district.store.schema import SchemaTooNew, head
from district.store.tables import alarm, unprojected
from look.version import VERSION
from office.clock import MachineClock
from sync import topics
from sync.transport.port import Arrived, Connected, Event
from sync.wire.letters import CollectorState
from sync.wire.refusing import Undecodable

LOW_SHARE, LOW_BYTES = 0.1, 2 * 1024**3
SOON, OLD_COPY = timedelta(days=60), timedelta(days=2)
MOST_UNPROJECTED = 200
"""Stretches of facts that wait to be shown; a busy tier has a few."""
_LISTEN_S = 3.0


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` is a sentence; `advice`: what to do, "" when nothing is."""

    part: str
    level: Level
    what: str
    advice: str = ""


def examine(config: Config, copies: Path, now: datetime) -> Iterator[Finding]:
    """Part by part. `copies`: where the copies of the tier lie."""
    yield Finding("version", Level.OK, f"program {VERSION}, schema {head()}")
    parts: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("database", lambda: _database(config)),
        ("broker", lambda: _broker(config)),
        ("certificates", lambda: _certificates(config, now)),
        ("keys", lambda: _keys(config)),
        ("disk", lambda: _disk(config)),
        ("clock", _clock),
        ("copies", lambda: _copies(config, copies, now)),
    )
    for part, look in parts:
        try:
            yield from look()
        except NoTier as none:
            yield Finding(part, Level.BAD, str(none))
        except (OSError, ValueError, SQLAlchemyError, StoreUnreachable, SchemaTooNew) as error:
            yield Finding(part, Level.BAD, str(error).splitlines()[0], _ADVICE.get(part, ""))


def _database(config: Config) -> Iterator[Finding]:
    with standing_store(config) as store, store.connect() as conn:
        yield Finding("database", Level.OK, f"answers, schema {head()}")
        waiting = conn.execute(select(func.count()).select_from(unprojected)).scalar_one()
        if waiting > MOST_UNPROJECTED:
            yield Finding("database", Level.WARN, f"{waiting} stretches of facts wait to be shown", _SERVE)
        unseen = conn.execute(select(func.count()).select_from(alarm).where(alarm.c.seen_at.is_(None))).scalar_one()
        if unseen:
            yield Finding("offices", Level.WARN, f"{unseen} alarms that nobody has looked at", _ALARMS)


def _broker(config: Config) -> Iterator[Finding]:
    if config.broker.transport != "mqtt":
        yield Finding("broker", Level.WARN, "a local pipe: only offices of this machine can come in", _TRANSPORT)
        return
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    pipe = maker_for(config, config.collector.names[0])(client="doctor", filters=(topics.COLLECTORS,), will=None)
    pipe.open(events)
    try:
        connected, alive = _heard(events)
    finally:
        pipe.close(1.0)
    if not connected:
        yield Finding("broker", Level.BAD, f"{config.broker.here} does not let us in", _ADVICE["broker"])
        return
    yield Finding("broker", Level.OK, f"{config.broker.here} answers")
    missing = sorted(set(config.collector.names) - alive)
    if missing:
        yield Finding("collectors", Level.BAD, f"not at work: {', '.join(missing)}", _SERVE)
    else:
        yield Finding("collectors", Level.OK, f"at work: {', '.join(sorted(alive))}")


def _heard(events: "queue.SimpleQueue[Event]") -> tuple[bool, set[str]]:
    """Whether we came in, and the collectors that say they have a working database."""
    connected, alive, ends = False, set[str](), time.monotonic() + _LISTEN_S
    while (left := ends - time.monotonic()) > 0:
        try:
            happened = events.get(timeout=left)
        except queue.Empty:
            break
        if isinstance(happened, Connected):
            connected, ends = True, min(ends, time.monotonic() + 1.0)
        elif isinstance(happened, Arrived) and _is_alive(happened.letter.payload):
            alive.add(happened.letter.topic.split("/")[-2])
    return connected, alive


def _is_alive(payload: bytes) -> bool:
    try:
        return CollectorState.unpack(payload).alive
    except Undecodable:
        return False


def _certificates(config: Config, now: datetime) -> Iterator[Finding]:
    files = [config.broker.folder / f"{BROKER}.crt", *sorted((config.keys / "collectors").glob("*.crt"))]
    files += [] if config.web.tls_certificate is None else [config.web.tls_certificate]
    if config.broker.transport != "mqtt":
        files = files[1:]
    ends = {path: x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc for path in files}
    for path, end in ends.items():
        if end < now + SOON:
            level = Level.BAD if end < now else Level.WARN
            yield Finding("certificates", level, f"{path.name} ends on {end:%Y-%m-%d}", _RENEW)
    if ends and all(end >= now + SOON for end in ends.values()):
        yield Finding("certificates", Level.OK, f"{len(ends)}, the first ends on {min(ends.values()):%Y-%m-%d}")


def _keys(config: Config) -> Iterator[Finding]:
    secret = [config.keys / CA_KEY, *config.keys.rglob("*.key")]
    open_ones = sorted({path for path in secret if path.stat().st_mode & 0o077})
    if open_ones:
        names = ", ".join(str(path) for path in open_ones)
        yield Finding("keys", Level.BAD, f"others can read: {names}", "chmod 600 those files")
    else:
        yield Finding("keys", Level.OK, "only their owner can read them")


def _disk(config: Config) -> Iterator[Finding]:
    usage = shutil.disk_usage(config.data.dir)
    free = f"{usage.free / 1024**3:.1f} GB free of {usage.total / 1024**3:.0f} GB at {config.data.dir}"
    is_low = usage.free < LOW_BYTES or usage.free < usage.total * LOW_SHARE
    yield Finding("disk", Level.WARN if is_low else Level.OK, free, _ROOM if is_low else "")


def _clock() -> Iterator[Finding]:
    if MachineClock().synced():
        yield Finding("clock", Level.OK, "follows a time source")
    else:
        yield Finding("clock", Level.WARN, "follows no time source; offices are dated by this clock", _TIME)


def _copies(config: Config, folder: Path, now: datetime) -> Iterator[Finding]:
    if config.is_trial:
        yield Finding("copies", Level.WARN, "a trial: everything lies in its data folder, and nothing copies it", "")
        return
    found = keeping.newest(config, folder)
    if found is None:
        yield Finding("copies", Level.BAD, f"there is none in {folder}", _COPY)
        return
    path, made = found
    try:
        keeping.read_copy(path)
    except dumping.CopyFailed as error:
        yield Finding("copies", Level.BAD, error.why, _COPY)
        return
    level = Level.WARN if now - made > OLD_COPY else Level.OK
    yield Finding("copies", level, f"{path.name} is whole", _COPY if level is Level.WARN else "")


def now_utc() -> datetime:
    return datetime.now(UTC)


_SERVE = "systemctl restart motcua-district; then: journalctl -u motcua-district -n 50"
_ALARMS = "sign in to the pages: each office's page says what is wrong"
_TRANSPORT = "run: motcua-district setup"
_RENEW = (
    "broker and collectors: delete its .crt and .key, run motcua-district setup, restart motcua-district; "
    "web: put the new files into their places"
)
_ROOM = "make room, or lower [retention] in district.toml"
_TIME = "timedatectl set-ntp true, and let port 123 out"
_COPY = "systemctl status motcua-district-backup; now: motcua-district backup, and keep one elsewhere"
_ADVICE = {
    "database": "systemctl status postgresql; then: motcua-district setup --check",
    "broker": "systemctl status mosquitto; then: motcua-district setup --check",
    "certificates": "run: motcua-district setup",
    "keys": "run: motcua-district setup",
}
