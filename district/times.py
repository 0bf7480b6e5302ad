"""What time it is for the tier above."""

import time


def wall_clock() -> int:
    """Ms of UTC since 1970."""
    return time.time_ns() // 1_000_000
