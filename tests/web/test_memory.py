"""What a service borrows for a moment, it gives back: seen on a process of its own, because it holds for all of one."""

import subprocess
import sys

import pytest

THREADS, BORROWED_MB = 12, 19
PROGRAM = f"""
import ctypes, sys, threading
from pathlib import Path
from web.memory import give_back_large_blocks
if sys.argv[1] == "yes":
    give_back_large_blocks()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
size, ready = {BORROWED_MB} << 20, threading.Barrier({THREADS})

def borrow():
    for _ in range(3):
        block = libc.malloc(ctypes.c_size_t(size))
        ctypes.memset(block, 1, size)
        kept = libc.malloc(ctypes.c_size_t(4096))  # what lies behind it keeps the heap from shrinking
        libc.free(block)
    ready.wait(30)

workers = [threading.Thread(target=borrow) for _ in range({THREADS})]
[one.start() for one in workers]
[one.join() for one in workers]
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")))
"""


def held_mb(*, gives_back: bool) -> float:
    """Resident memory after twelve threads have borrowed and returned 19 MiB three times each."""
    command = [sys.executable, "-c", PROGRAM, "yes" if gives_back else "no"]
    return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout) / 1000


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's own setting")
def test_large_blocks_go_back_to_the_machine() -> None:
    careful, careless = held_mb(gives_back=True), held_mb(gives_back=False)
    assert careful + 2 * BORROWED_MB < careless
