"""`motcua-district serve` and systemd: ready when its door answers, alive while everybody gets on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.durability.running import ROOT
from tests.notified import listening
from web.supervision import ALIVE, READY, STOPPING


def test_the_tier_is_ready_when_it_answers_and_says_when_it_ends(tmp_path: Path) -> None:
    config = tmp_path / "district.toml"
    config.write_text('[data]\ndir = "data"\n[web]\nlisten = "127.0.0.1:0"\n', encoding="ascii")
    with listening(tmp_path) as heard:
        child = subprocess.Popen(
            [sys.executable, "-m", "district.cli", "serve", "--config", str(config)],
            cwd=ROOT,
            env={**os.environ, **heard.around(2.0)},
            stdout=subprocess.DEVNULL,
        )
        try:
            heard.wait_for(READY)
            heard.wait_for("STATUS=4 workers get on")
            heard.wait_for(ALIVE)
            child.send_signal(signal.SIGTERM)
            assert child.wait(60) == 0
            heard.take(0.1)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
    assert heard.told[0] == READY
    assert heard.told.index(STOPPING) > heard.told.index(ALIVE)
