"""The report of the commissioning: the PDF that the setup has kept in the folder of the office's data.

Nothing of a request chooses the file: it is the newest one that bears the name of the minute when it was made, which
is the name that the setup gives, in the office's time.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from office.domain.moment import utc_text
from office.domain.refusals import UnknownItem

FOLDER = "commissioning"
LARGEST = 16_000_000
"""Bytes; a report of twelve pages is a tenth of it."""


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """`at`: on the wall, when the office was set up."""

    at: datetime
    path: Path

    def read(self) -> bytes:
        """Raises UnknownItem when it is gone, or larger than a report can be."""
        try:
            with self.path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError:
            raise UnknownItem from None
        if len(content) > LARGEST:
            raise UnknownItem
        return content


def newest_report(data: Path, zone: tzinfo) -> Report | None:
    """None when the office was set up without one, on another machine, or the folder cannot be read."""
    try:
        found = [report for path in (data / FOLDER).glob("*.pdf") if (report := _report(path, zone)) is not None]
    except OSError:
        return None
    return max(found, default=None)


def made_at(report: Report | None) -> str | None:
    """For its page."""
    return None if report is None else utc_text(round(report.at.timestamp() * 1000))


def _report(path: Path, zone: tzinfo) -> Report | None:
    """None for a file that the setup has not written."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        return Report(datetime.strptime(path.stem, "%Y-%m-%d-%H%M").replace(tzinfo=zone), path)
    except ValueError:
        return None
