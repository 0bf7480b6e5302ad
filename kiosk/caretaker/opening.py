"""The office as `config.toml` has it, opened while no service runs: to work in it, or only to read."""

from kiosk.config import Config
from kiosk.config.fill import first_fill
from look.version import VERSION
from office.clock import MachineClock
from office.premises import Premises, open_premises, open_to_read


def open_office(config: Config) -> Premises:
    """Made when there is none yet. Raises DataInUse, DataUnusable or SchemaTooNew."""
    return open_premises(
        config.data.dir,
        first_fill(config.first),
        MachineClock(),
        config.office.timezone,
        office_id=config.office.id,
        version=VERSION,
        prints=config.printer.transport != "off",
        roll_mm=config.printer.roll_m * 1000,
    )


def open_office_to_read(config: Config) -> Premises:
    """Leaves the data folder as it is. Raises Unread, DataInUse or DataUnusable."""
    return open_to_read(
        config.data.dir, MachineClock(), config.office.timezone, office_id=config.office.id, version=VERSION
    )
