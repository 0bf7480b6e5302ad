"""`python -m tests.durability.child CONFIG DATA PORT`: an office in a process of its own, to be killed.

Says `READY url` on standard output once everything answers; an error that the service names ends it with a line.
"""

import os
import sys
from pathlib import Path

from kiosk.config import Address, load
from kiosk.service import Started, serve
from office.premises import DataUnusable
from office.store.lock import DataInUse
from office.store.schema import SchemaTooNew
from web.server import PortInUse


def main() -> None:
    wiring, data, port = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

    def say(started: Started) -> None:
        os.write(1, f"READY {started.url}\n".encode())

    try:
        serve(load(wiring).at(data=data, listen=Address("127.0.0.1", port)), ready=say)
    except (PortInUse, DataInUse, DataUnusable, SchemaTooNew) as error:
        os.write(1, f"REFUSED {type(error).__name__} {error}\n".encode())
        raise SystemExit(3) from None


if __name__ == "__main__":
    main()
