"""`motcua serve` and systemd: ready when it answers, alive while everybody gets on, and what it leaves when it ends."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.asking import PATIENCE_S
from tests.durability.running import ROOT, wiring
from tests.notified import Listening, listening
from web.supervision import ALIVE, READY, STOPPING


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path) as heard:
        yield heard


@contextmanager
def started(folder: Path, around: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The command as the unit has it; gone afterwards whatever happens."""
    words = ["serve", "--config", str(wiring(folder)), "--data", str(folder / "data"), "--listen", "127.0.0.1:0"]
    child = subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **around},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


def test_the_service_is_ready_when_it_answers_lives_and_says_when_it_ends(tmp_path: Path, heard: Listening) -> None:
    with started(tmp_path, heard.around(2.0)) as child:
        heard.wait_for(READY)
        assert child.stdout is not None
        url = next(found[1] for line in child.stdout if (found := re.search(r"event=serve.ready url=(\S+)", line)))
        assert httpx.get(f"{url}/api/v1/health", trust_env=False, timeout=PATIENCE_S).status_code == 200
        heard.wait_for("STATUS=7 workers get on")
        heard.wait_for(ALIVE)
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0
        heard.take(0.1)
    assert heard.told[0] == READY
    assert heard.told.index(STOPPING) > heard.told.index(ALIVE)


def test_a_service_that_is_aborted_writes_where_each_of_its_threads_stood(tmp_path: Path, heard: Listening) -> None:
    with started(tmp_path, heard.around()) as child:
        heard.wait_for(READY)
        child.send_signal(signal.SIGABRT)
        said, _ = child.communicate(timeout=30)
    assert "Fatal Python error: Aborted" in said
    for place in ("kiosk/timers.py", "web/pulse.py", "asyncio"):
        assert place in said
