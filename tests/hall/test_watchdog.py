"""systemd hears from the window's own loop that it lives: a window that hangs is silent."""

import signal
from pathlib import Path

import pytest

from tests.hall.television import hall_window, television
from tests.notified import listening
from web.supervision import ALIVE, READY

NOBODY = ("--server", "http://127.0.0.1:9", "--size", "800x600", "--diagonal-in", "32")


@pytest.mark.needs("Xvfb")
def test_a_window_is_ready_with_its_first_frame_and_silent_while_it_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with television(tmp_path, 800, 600) as tv, listening(tmp_path) as heard:
        for name, value in heard.around(watchdog_s=1.0).items():
            monkeypatch.setenv(name, value)
        with hall_window(tv, tmp_path / "home", *NOBODY, token="t") as window:
            heard.wait_for(READY)
            heard.told.clear()
            heard.wait_for(ALIVE)
            window.send_signal(signal.SIGSTOP)
            heard.take(0.5)  # what was already on its way
            assert heard.take(1.5) == []
            window.send_signal(signal.SIGCONT)
            heard.told.clear()
            heard.wait_for(ALIVE)
            window.send_signal(signal.SIGABRT)
            window.wait(30)
            assert window.stderr is not None
            assert b"Fatal Python error: Aborted" in window.stderr.read()
