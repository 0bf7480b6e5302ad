"""The deed itself: after the summary was confirmed the office is written, once, and `config.toml` last of all.

`make` writes database and people, bundle, certificate, tokens of the windows, and the configuration under a name that
nobody reads. Then PINs are shown and the report is made, and `commission` gives the configuration its name: at that
moment service and windows start. A power cut before it leaves an office that does not start; the next run sets the
unfinished database aside and begins anew. A database that was there before the setup is never touched: it goes on.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from kiosk.caretaker.opening import open_office
from kiosk.config import Config, ConfigInvalid, read
from kiosk.district.enrolment import keep_bundle
from kiosk.setup.joining import bundle_of
from kiosk.setup.question import Seen
from kiosk.setup.rewriting import NotRewritten, rewritten, shipped
from kiosk.setup.steps import hall
from kiosk.setup.steps.surroundings import FIRST_YEAR
from kiosk.setup.tables import TLS_FOLDER, data_tables, is_encrypted, people_of, tables_of
from kiosk.setup.troubles import NotMade, words_of
from look.words import N_
from office.backoffice.office import BackOffice
from office.backoffice.people import Particulars, people
from office.domain.people import OPERATOR
from office.identity import NOTEBOOK
from office.premises import DataUnusable, Premises
from office.store.engine import FILE_NAME
from office.store.lock import DataInUse
from office.store.schema import SchemaTooNew
from web import authority, names
from web.writing import keep_folder, write_public, write_secret

DRAFT = "setup.json"
UNFINISHED = "setup-unfinished"
WINDOWS = {"touch": N_("Touch screen"), "hall": N_("Hall display")}
"""Role of a window's token → the name of the device (an English msgid)."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Places:
    """Where things go. `credentials`: the tokens of the windows, each a file that only the owner reads."""

    config: Path
    data: Path
    backups: Path
    credentials: Path

    @property
    def draft(self) -> Path:
        return self.config.with_name(DRAFT)

    @property
    def pending(self) -> Path:
        """The configuration that is complete, but does not count yet."""
        return self.config.with_name(f"{self.config.name}.pending")

    @classmethod
    def beside(cls, config: Path, data: Path | None = None) -> "Places":
        """For a configuration that stands anywhere: all the rest beside it."""
        folder = config.absolute().parent
        home = data.absolute() if data is not None else folder / "data"
        return cls(config.absolute(), home, home / "backups", folder / "credentials")


INSTALLED = Places(
    Path("/etc/motcua/config.toml"),
    Path("/var/lib/motcua"),
    Path("/var/backups/motcua"),
    Path("/etc/motcua/credentials"),
)


@dataclass(frozen=True, slots=True)
class Pin:
    """Somebody who can sign in now. The PIN is nowhere else but here and, as a hash, in the database."""

    id: str
    name: str
    role: str
    pin: str


@dataclass(frozen=True, slots=True)
class Made:
    """What was written. `found`: the database was there before; `fingerprint`: of the office's own authority, or ""."""

    pins: tuple[Pin, ...]
    windows: tuple[str, ...]
    tier: str = ""
    fingerprint: str = ""
    found: bool = False


Write = Callable[[str], object]
"""Told what is being done, an English msgid each."""


def planned(seen: Seen, places: Places) -> str:
    """The text of the configuration as it would be written. Raises NotMade; writes nothing."""
    tables = tables_of(seen)
    for table, keys in data_tables(places.data, places.backups).items():
        tables[table] = {**tables.get(table, {}), **keys}
    return _checked(shipped(), tables)


def make(seen: Seen, places: Places, now: datetime, tell: Write = lambda _words: None) -> Made:
    """Writes everything but the name of the configuration. Raises NotMade or OSError; then it may be called again."""
    if places.config.exists():
        raise NotMade(N_("{file} is there: this office works already."), file=places.config)
    if now.year < FIRST_YEAR:  # what is written first would bear that date for ever
        raise NotMade(_DEAD_CLOCK, today=f"{now:%d/%m/%Y}")
    text = planned(seen, places)
    config = read(tomllib.loads(text))
    bundle = bundle_of(seen, now)
    tell(N_("The database is made"))
    places.config.parent.mkdir(parents=True, exist_ok=True)
    was_there = _prepare(places.data, now)
    with _opened(config) as premises:
        pins = tuple(_pins(premises, seen))
        tokens = {role: _token(premises, seen, role) for role in WINDOWS if hall.monitor_of(seen, role) is not None}
    if bundle is not None:
        keep_bundle(places.data, bundle)
    fingerprint = _certificate(seen, places, now, tell)
    for role, token in tokens.items():
        places.credentials.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_secret(places.credentials / f"{role}.token", token.encode())
    tell(N_("The configuration is written"))
    write_public(places.pending, text.encode())
    return Made(pins, tuple(tokens), "" if bundle is None else bundle.tier, fingerprint, was_there)


def commission(places: Places) -> None:
    """From now on the office works. Raises OSError."""
    places.pending.replace(places.config)
    keep_folder(places.config.parent)
    (places.data / UNFINISHED).unlink(missing_ok=True)
    keep_folder(places.data)  # or a later set-up would take an office at work for one half made
    places.draft.unlink(missing_ok=True)


def rewire(seen: Seen, steps: tuple[str, ...], places: Places, now: datetime) -> None:
    """Writes what these steps decide into the configuration of an office that works. Raises NotMade or OSError."""
    text = _checked(places.config.read_text(encoding="utf-8"), tables_of(seen, steps))
    bundle = bundle_of(seen, now) if "district" in steps else None
    if bundle is not None:
        keep_bundle(places.data, bundle)
    if "network" in steps:
        _certificate(seen, places, now, lambda _words: None)
    write_public(places.config, text.encode())


def _checked(before: str, tables: dict[str, object]) -> str:
    try:
        text = rewritten(before, tables)
        read(tomllib.loads(text))
    except NotRewritten as error:
        raise NotMade(_ON_ONE_LINE, key=error.key, name=error.key) from None
    except ConfigInvalid as error:
        _log.info("setup.config_refused", errors=error.errors)
        places = dict.fromkeys(line.partition(": ")[0] for line in error.errors)
        raise NotMade(_DOES_NOT_GO_TOGETHER, names=", ".join(places)) from None
    return text


_ON_ONE_LINE = N_(
    "config.toml has {name} in a form that cannot be changed here. Write it on one line of its own, {name} = …, below "
    "the name of its table, and begin again."
)
_DOES_NOT_GO_TOGETHER = N_(
    "With these answers some lines of config.toml would not go together: {names}. Change the answers, or take these "
    "lines out of config.toml first."
)


def _prepare(data: Path, now: datetime) -> bool:
    """Whether there is a database that is not ours; one that an earlier run did not finish is set aside."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = data / UNFINISHED
    if not mark.exists():
        if (data / FILE_NAME).exists():
            return True
        write_secret(mark, b"")
        return False
    aside = data / f"{UNFINISHED}-{now.astimezone(UTC):%Y%m%dT%H%M%S}"
    for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", NOTEBOOK):
        if (data / name).exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            (data / name).rename(aside / name)
    return False


@contextmanager
def _opened(config: Config) -> Iterator[Premises]:
    try:
        premises = open_office(config)
    except DataUnusable as error:
        _log.info("setup.data_unusable", path=str(error.path), why=error.why)
        cause = error.__cause__
        why = words_of(cause if isinstance(cause, OSError) else OSError())
        raise NotMade(_DATA, {"why": why}, folder=error.path) from error
    except DataInUse as error:
        words = N_("The data folder {folder} is in use: a service runs on it already. End it (systemctl stop motcua).")
        raise NotMade(words, folder=error.path) from None
    except SchemaTooNew:
        words = N_("The data folder {folder} is from a newer program. Install that one, then begin again.")
        raise NotMade(words, folder=config.data.dir) from None
    try:
        yield premises
    finally:
        premises.close()


_DEAD_CLOCK = N_(
    "The clock of this machine shows {today}, which cannot be right. Set it in the step Clock, or a technician sets it "
    "with: sudo timedatectl set-time '2026-11-23 07:30'"
)
_DATA = N_("The data folder {folder} cannot be used: {why}.")


def _pins(premises: Premises, seen: Seen) -> Iterator[Pin]:
    """A fresh PIN for everybody who was named."""
    back = BackOffice(premises.performer, premises.readers)
    with back.reading() as conn:
        known = {one["id"] for one in people(conn)}
    for one in people_of(seen):
        if one["id"] in known:
            _, pin = back.people.new_pin(OPERATOR, None, one["id"])
        else:
            about = Particulars(one["name"], one.get("title", ""), one["role"])
            _, pin = back.people.add(OPERATOR, None, about, wanted=one["id"])
        yield Pin(one["id"], one["name"], one["role"], str(pin))


def _token(premises: Premises, seen: Seen, role: str) -> str:
    """A new token for this machine's window; those of an earlier setup hold no longer."""
    name = seen.say(WINDOWS[role])
    for device in premises.doors.devices():
        if device["role"] == role and device["name"] == name:
            premises.doors.revoke_device(OPERATOR, None, device=device["id"])
    return str(premises.doors.add_device(OPERATOR, None, role=role, name=name).body["token"])


def _certificate(seen: Seen, places: Places, now: datetime, tell: Write) -> str:
    """The fingerprint of the office's own authority, which is made when https is wanted and there is none."""
    if not is_encrypted(seen):
        return ""
    tell(N_("The certificate is made"))
    folder = places.config.parent / TLS_FOLDER
    try:
        authority.make(folder, [*names.of_this_machine()], now, office=seen.text("office.id") or "motcua")
    except authority.AlreadyThere:
        pass
    except OSError as error:
        words = N_("The certificate cannot be written into {folder}: {why}.")
        raise NotMade(words, {"why": words_of(error)}, folder=folder) from error
    return authority.standing(folder).fingerprint
