"""A tenth of the soak: what must hold through months holds through a morning. The full counts: `./run soak`."""

import subprocess
import sys

import pytest

from tests.touch.street import AROUND, TOP


@pytest.mark.slow
@pytest.mark.needs("chromium", "Xvfb", "xdotool")
@pytest.mark.timeout(400)
def test_a_morning_of_taps_visits_and_calls_breaks_nothing_and_keeps_nothing() -> None:
    command = [sys.executable, "-m", "tests.soak", "--short", "--lanes", "2"]
    done = subprocess.run(command, cwd=TOP, env=AROUND, capture_output=True, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
