"""`motcua serve` in a time of its own: whoever plays days with it moves its clock, and never waits for a night.

    python -m tests.soak.office_in_time --config FILE --data DIR --port N --parent PID --pipe SOCKET

How far the clock is ahead of the machine's stands in `DATA/../ahead`, in milliseconds, written by `Ahead.move`.
"""

import argparse
import mmap
import struct
import sys
from pathlib import Path

from kiosk.config import Address, load
from kiosk.config.wiring import District
from kiosk.demo.tied import die_with
from kiosk.service import serve
from office.clock import MachineClock
from office.domain.moment import Moment

_FORM = struct.Struct("<q")


class Ahead:
    """The file between who plays and who is played: one figure, which only grows."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_FORM.pack(0))
        with path.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), _FORM.size)

    @property
    def ms(self) -> int:
        return int(_FORM.unpack_from(self._page)[0])

    def move(self, ms: int) -> None:
        _FORM.pack_into(self._page, 0, ms)


class AheadClock(MachineClock):
    """This machine's clock, so far ahead as the file says; it follows a time source."""

    def __init__(self, ahead: Ahead) -> None:
        super().__init__()
        self._ahead = ahead

    def now(self) -> Moment:
        return super().now().plus(self._ahead.ms)

    def synced(self) -> bool:
        return True


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("--config", "--data", "--pipe"):
        parser.add_argument(name, type=Path, required=True)
    for name in ("--port", "--parent"):
        parser.add_argument(name, type=int, required=True)
    asked = parser.parse_args()
    die_with(asked.parent)
    config = load(asked.config).at(data=asked.data, listen=Address("127.0.0.1", asked.port))
    wired = config.model_copy(update={"district": District(transport="loopback", socket=asked.pipe)})
    serve(wired, clock=AheadClock(Ahead(asked.data.parent / "ahead")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
