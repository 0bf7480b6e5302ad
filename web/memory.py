"""Memory that a service borrows for a moment goes back to the machine.

Checking a PIN takes 19 MiB. glibc moves its threshold for separate blocks up to the largest that was ever given back,
so that from the second check on each worker thread keeps 19 MiB for good: after a month of sign-ins an office held
208 MB instead of 80. A threshold that stands still makes every large block a separate one, which is given back at once.
"""

import ctypes
from contextlib import suppress

LARGE_BYTES = 1 << 20
_M_MMAP_THRESHOLD = -3  # mallopt(3)


def give_back_large_blocks() -> None:
    """For this process, from now on. Does nothing where the C library has no such setting."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
