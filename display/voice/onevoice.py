"""Never two voices at once, not even from two programs: whoever plays holds a lock in the folder of voices.

So `motcua voice say` waits until the office's own announcement has ended, and the other way round. Nobody waits longer
than `patience_s`: then it plays all the same, because a call that is not heard is worse.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from display.voice.player import Outcome, Player
from display.voice.sound import Sound

LOCK_NAME = ".speaking"
PATIENCE_S = 20.0
_AGAIN_S = 0.05
_log = structlog.get_logger()


class OneVoice:
    """A player that waits for its turn among all programs of this machine that use the same folder of voices."""

    def __init__(self, player: Player, root: Path, patience_s: float = PATIENCE_S) -> None:
        self._player, self._lock, self._patience_s = player, root / LOCK_NAME, patience_s

    def play(self, sound: Sound, device: str, begun: Callable[[], None]) -> Outcome:
        """See `Player`."""
        with self._turn():
            return self._player.play(sound, device, begun)

    def stop(self) -> None:
        """See `Player`."""
        self._player.stop()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            held = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:  # a full or read-only disk: speaking needs none
            _log.warning("voice.no_lock", why=error.strerror)
            yield
            return
        try:
            self._await(held)
            yield
        finally:
            os.close(held)

    def _await(self, held: int) -> None:
        deadline = time.monotonic() + self._patience_s
        while time.monotonic() < deadline:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                time.sleep(_AGAIN_S)
            else:
                return
        _log.warning("voice.other_still_speaks", waited_s=self._patience_s)
