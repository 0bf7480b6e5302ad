"""The service of the demo as a process of its own: the shipped wiring with a day from midnight to midnight.

Dies with the demo whatever happens to it, kill -9 included: the kernel is asked to send SIGKILL when the parent goes,
and the parent is looked at once more in case it went before the kernel was asked.

    python -m kiosk.demo.child --config FILE --data DIR --port N --parent PID
"""

import argparse
import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # prctl(2)
USED_UP = 3
"""Exit code when the data or the port is not to be had."""


def die_with(parent: int) -> None:
    """Ends this process as soon as its parent, which must be `parent`, is gone."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        os._exit(USED_UP)


def main() -> int:
    asked = _arguments()
    die_with(asked.parent)
    from kiosk.config import Address, Config, load  # after `die_with`: importing takes a while
    from kiosk.config.wiring import Day
    from kiosk.service import PortInUse, serve
    from office.premises import DataUnusable
    from office.store.lock import DataInUse

    config: Config = load(asked.config).at(data=asked.data, listen=Address("127.0.0.1", asked.port))
    always = config.model_copy(update={"day": Day(begins=0, ends=24 * 60)})
    try:
        serve(always, demo=True)
    except (PortInUse, DataUnusable, DataInUse) as error:
        sys.stdout.write(f"level=error event=demo.refused cause={error}\n")
        return USED_UP
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
