"""`./run chaos`: breaks everything between the offices and the tier above, and counts afterwards.

    python -m tests.chaos [--offices N] [--facts N] [--collectors N] [--seconds S] [--seed N] [--folder DIR]

Real offices, couriers and collectors as processes, a real mosquitto, a real PostgreSQL whose commits wait for the disk.
Offices, collectors, the broker and the database are killed at random, links are cut, black, slow and thin. Then
everything is mended, and once all is delivered both sides are counted by SQL that knows nothing of the program. Ends
with 1 when they differ.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.chaos.story import Story, happen, table
from tests.chaos.world import Shape, clear, load


def main() -> int:
    asked = _arguments()
    seed = random.SystemRandom().randrange(10_000) if asked.seed is None else asked.seed
    folder = Path(tempfile.mkdtemp(prefix="motcua-chaos-", dir=asked.folder))
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    shape = Shape(asked.offices, asked.facts, asked.collectors, pace=asked.facts / 2 / asked.seconds)
    print(f"seed {seed}, {asked.offices} offices × {asked.facts} facts, load before: {load()}", flush=True)
    try:
        told = happen(folder, shape, seed, asked.seconds, (0.5, 3.0), patience_s=asked.patience)
    finally:
        if asked.keep:
            print(f"kept: {folder}")
        else:
            clear(folder)
    print(table(told))
    return _verdict(told, seed)


def _verdict(told: Story, seed: int) -> int:
    print(f"seed {seed}: {'both sides are the same' if told.agrees else 'THE SIDES DIFFER'}")
    return 0 if told.agrees else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="chaos", description="Breaks everything, and counts afterwards.")
    parser.add_argument("--offices", type=int, default=5)
    parser.add_argument("--facts", type=int, default=100_000, help="of each office")
    parser.add_argument("--collectors", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=180.0, help="for how long things break")
    parser.add_argument("--patience", type=float, default=600.0, help="seconds for everything to arrive afterwards")
    parser.add_argument("--seed", type=int, help="the same mishaps again")
    parser.add_argument("--folder", type=Path, help="on which disk; default: where temporary files go")
    parser.add_argument("--keep", action="store_true", help="leave databases and logs where they are")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
