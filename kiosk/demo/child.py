"""The service of the demo as a process of its own: the shipped wiring with a day from midnight to midnight.

Dies with the demo whatever happens to it, kill -9 included.

    python -m kiosk.demo.child --config FILE --data DIR --port N --parent PID [--broker PORT | --pipe SOCKET]
"""

import argparse
import sys
from pathlib import Path

from kiosk.demo.tied import USED_UP, die_with


def main() -> int:
    asked = _arguments()
    die_with(asked.parent)
    from kiosk.config import Address, Config, load  # after `die_with`: importing takes a while
    from kiosk.config.wiring import Day, District
    from kiosk.demo.virtual_boards import FOLDER, DemoBoards
    from kiosk.service import serve
    from office.premises import DataUnusable
    from office.store.lock import DataInUse
    from web.server import PortInUse

    config: Config = load(asked.config).at(data=asked.data, listen=Address("127.0.0.1", asked.port))
    changes: dict[str, object] = {"day": Day(begins=0, ends=24 * 60)}
    if asked.broker is not None:
        changes["district"] = District(transport="mqtt", host="127.0.0.1", port=asked.broker)
    elif asked.pipe is not None:
        changes["district"] = District(transport="loopback", socket=asked.pipe)
    always = config.model_copy(update=changes)
    boards = DemoBoards(asked.data / FOLDER, [one.number for one in config.first.counters])
    boards.start()
    try:
        serve(boards.wired(always), demo=True, virtual_boards=boards)
    except (PortInUse, DataUnusable, DataInUse) as error:
        sys.stdout.write(f"level=error event=demo.refused cause={error}\n")
        return USED_UP
    finally:
        boards.stop()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--broker", type=int)
    parser.add_argument("--pipe", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
