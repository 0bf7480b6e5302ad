"""An office as a process: `python -m tests.proof.office_alone DATA PORT` gives out numbers until somebody kills it.

Each number is said on standard output once it was acknowledged, as a paper ticket in somebody's hand.
"""

import sys
import time
from pathlib import Path

from tests.proof.commune import Commune
from tests.proof.far_side import maker_at


def main() -> None:
    data, port = Path(sys.argv[1]), int(sys.argv[2])
    commune = Commune(data, maker_at(port))
    while True:
        (number,) = commune.issue()
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        time.sleep(0.002)


if __name__ == "__main__":
    main()
