"""Whom the doctor looks at: an office by its configuration, on a machine, with its service running or not.

Three cases. *At rest*: no service has the data; the doctor holds the lock and may open the database, the printer and
the loudspeaker. *Inside*: the doctor works in the service and asks its parts, opens nothing and holds nobody.
*Busy*: a service has the data and does not answer; only the machine can be looked at.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import Config
from kiosk.health.machine import Machine
from office.clock import Clock, MachineClock
from office.safekeeping.presence import Unread, find_office
from office.store.lock import DataInUse, DataLock
from office.views import DeviceView

if TYPE_CHECKING:
    from kiosk.district.part import DistrictPart
    from kiosk.voice import VoicePart
    from office.backoffice.office import BackOffice
    from office.premises import Premises
    from web.pulse import Late


class Case(StrEnum):
    AT_REST = "at_rest"
    INSIDE = "inside"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Inside:
    """The parts of the running service that are asked; `late`: which of its workers do not get on;
    `listening`: the ids of the devices that are connected.
    """

    premises: "Premises"
    district: "DistrictPart"
    voice: "VoicePart"
    back_office: "BackOffice"
    late: "Callable[[], Sequence[Late]]" = tuple
    listening: Callable[[], frozenset[str]] = frozenset

    def devices(self, *kinds: str) -> list[DeviceView]:
        """What the devices of these kinds ("board", "voice") reported last."""
        reported = self.premises.desk.state()["devices"]
        return [one for one in reported if one["device"].partition(":")[0] in kinds]


@dataclass(frozen=True, slots=True)
class Patient:
    """`file`: where the configuration came from; `inside`: only in the case of that name."""

    config: Config
    file: Path | None = None
    case: Case = Case.AT_REST
    inside: Inside | None = None
    machine: Machine = field(default_factory=Machine)
    clock: Clock = field(default_factory=MachineClock)

    @property
    def is_at_rest(self) -> bool:
        return self.case is Case.AT_REST

    @property
    def data(self) -> Path:
        return self.config.data.dir

    @property
    def database(self) -> Path | None:
        """What may be read at rest; None where no office can be, which the part of the database says."""
        try:
            return find_office(self.data) if self.is_at_rest else None
        except Unread:
            return None


@contextmanager
def at_rest(config: Config, file: Path | None = None) -> Iterator[Patient]:
    """While we look nobody else gets the data. A patient in the case *busy* when somebody has it."""
    lock = DataLock(config.data.dir)
    try:
        lock.take_to_read()
    except DataInUse:
        yield Patient(config, file, Case.BUSY)
        return
    except OSError:
        yield Patient(config, file)  # no folder yet, or not ours: the part of the disk says so
        return
    try:
        yield Patient(config, file)
    finally:
        lock.release()
