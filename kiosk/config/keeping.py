"""What is kept and for how long: copies of the database, and what a full disk or an old record may cost."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictInt

from kiosk.config.times import time_of_day
from web.settings.kinds import FilePath, Table


def _second(text: object) -> Path | None:
    if isinstance(text, Path) or text is None:
        return text
    if not isinstance(text, str) or "\0" in text:
        raise ValueError("must be the name of a folder on another disk, or empty for none")
    return Path(text) if text.strip() else None


Months = Annotated[StrictInt, Field(ge=3, le=120)]


class Backup(Table):
    """Copies of the database. `dir` None: the folder `backups` in the data folder; `at`: minutes after midnight.

    `second`: a folder on another disk or a stick; `keep`: how many nights; `ballast_mb`: room that is held for a full
    disk, 0 = none.
    """

    dir: FilePath | None = None
    second: Annotated[Path | None, BeforeValidator(_second)] = None
    at: Annotated[int, BeforeValidator(time_of_day)] = 19 * 60 + 30
    keep: Annotated[StrictInt, Field(ge=2, le=400)] = 14
    ballast_mb: Annotated[StrictInt, Field(ge=0, le=4096)] = 64


class Retention(Table):
    """How long the office itself keeps what the tier above has, what only it has, and pictures of tickets."""

    facts_days: Annotated[StrictInt, Field(ge=90, le=3650)] = 90
    tickets_months: Months = 24
    pictures_days: Annotated[StrictInt, Field(ge=1, le=3650)] = 30
