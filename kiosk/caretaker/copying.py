"""Copies as `config.toml` wants them: whose, where to, how many. For the service, the command line and an update."""

from types import MappingProxyType

from kiosk.config import Config
from look.version import VERSION
from look.words import DEFAULT, N_, say
from office.safekeeping.copies import Kind
from office.safekeeping.places import BEFORE_UPDATES, Kept, Places, put_by
from office.safekeeping.starting import Safety
from office.safekeeping.taking import Occasion
from office.store.engine import FILE_NAME

CAME_BACK = N_(
    "The office's computer has just been repaired. If you took a number before and do not see it on the screen, "
    "please show your slip to the staff."
)
"""To the people in the hall, until the end of the day."""

OWN_FOLDER = "backups"
"""In the data folder, while `[backup] dir` names no other."""


def places_of(config: Config) -> Places:
    keep = MappingProxyType({Kind.NIGHTLY: config.backup.keep, Kind.UPDATE: BEFORE_UPDATES})
    return Places(config.office.id, config.backup.dir or config.data.dir / OWN_FOLDER, config.backup.second, keep)


def back_up(config: Config, kind: Kind, now: int) -> Kept:
    """Who calls has the lock of the data, or is the service that has it. `now` in ms of UTC. Raises CopyFailed."""
    return put_by(config.data.dir / FILE_NAME, places_of(config), _occasion(config, kind, now))


def safety_of(config: Config, now: int) -> Safety:
    """What a start of the service puts a damaged database right with."""
    return Safety(places_of(config), _occasion(config, Kind.UPDATE, now), say(DEFAULT, CAME_BACK))


def _occasion(config: Config, kind: Kind, now: int) -> Occasion:
    return Occasion(config.office.id, kind, now, config.office.timezone, VERSION)
