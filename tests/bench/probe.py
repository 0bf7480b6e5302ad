"""One console in a program of its own, which does nothing else: presses, and writes down how long each answer took.

    python -m tests.bench.probe URL CLERK PIN COUNTER FILE

Next, again, start, done, with a pause between: about three presses in two seconds, until it is ended. A press that is
refused because nobody waits is answered, too.
"""

import itertools
import sys
import time
from pathlib import Path
from uuid import uuid4

from tests.bench.calling import Caller, signed_in

PAUSE_S = 0.6


def press(console: Caller, counter: int, notes: Path) -> None:
    """Never ends."""
    with notes.open("w", buffering=1, encoding="ascii") as file:
        for key in itertools.cycle(("next", "recall", "start", "finish")):
            begun = time.perf_counter()
            status, _ = console.ask("POST", f"/counters/{counter}/{key}", {"request_id": str(uuid4())})
            assert status in (200, 409), status
            file.write(f"{time.perf_counter() - begun:.6f}\n")
            time.sleep(PAUSE_S)


if __name__ == "__main__":
    url, clerk, pin, number, path = sys.argv[1:]
    press(signed_in(url, clerk, pin, int(number)), int(number), Path(path))
