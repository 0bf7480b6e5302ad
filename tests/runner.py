"""`./run test` and `./run check`: lint, types, layers and tests, one after the other.

All parts run even when an earlier one fails. At the end this process becomes pytest, so that the last line is
pytest's own summary; pytest names the parts that failed before it, and fails with them. With pytest arguments
only pytest runs.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

TOP = Path(__file__).resolve().parent.parent
RUFF = ("-m", "ruff")
LAYERS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
PARTS: dict[str, tuple[str, ...]] = {
    "lint": (*RUFF, "check", "--quiet", "."),
    "format": (*RUFF, "format", "--check", "--quiet", "."),
    "types": ("-m", "mypy", "--no-error-summary"),
    "layers": ("-c", LAYERS),
}
QUICK = "not slow and not needs"
LANES = ("--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder", "--durations=40")
"""Most tests wait for something real; a file stays in one process, so that what it starts is started once."""

ALONE = "what holds a bar in seconds"
"""Tests with the marker `alone` have the machine for themselves, before all others."""


def passes(name: str, arguments: Sequence[str]) -> bool:
    """Run one part and say on standard output how it went."""
    begun = time.monotonic()
    done = subprocess.run([sys.executable, *arguments], cwd=TOP, check=False, capture_output=True, text=True)
    took = time.monotonic() - begun
    if done.returncode:
        print(done.stdout + done.stderr, end="")
    print(f"{name}: {'FAILED' if done.returncode else 'ok'} ({took:.0f} s)", flush=True)
    return done.returncode == 0


def become_pytest(arguments: Sequence[str]) -> NoReturn:
    """Go on as pytest in this process, so that a signal and the exit code are its own."""
    os.chdir(TOP)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])


def main(command: str, arguments: Sequence[str]) -> NoReturn:
    """Run what the command means; the exit code is pytest's, 1 when only an earlier part failed."""
    if command == "test" and [argument for argument in arguments if argument != "--require-all"]:
        become_pytest(arguments)
    parts = dict(PARTS)
    if command == "test":
        parts[ALONE] = ("-m", "pytest", "-q", "-m", "alone", *arguments)
    failed = [name for name, part in parts.items() if not passes(name, part)]
    chosen = ("-q", "-m", QUICK) if command == "check" else ("-m", "not alone")
    become_pytest([*LANES, *chosen, *arguments, *(f"--failed-before={name}" for name in failed)])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
