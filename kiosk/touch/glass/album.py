"""Pictures of what the window shows, for whoever cannot see it: `--pictures DIR` keeps the latest one there."""

import contextlib
from pathlib import Path
from typing import Any

from kivy.clock import Clock

EVERY_S = 3.0


class Album:
    """Saves `DIR/NAME.png` whenever the page has changed since the last picture, every few seconds at most."""

    def __init__(self, stage: Any, folder: Path, name: str) -> None:
        self._stage, self._path, self._saved = stage, folder / f"{name}.png", None

    def start(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        Clock.schedule_interval(self._save, EVERY_S)

    def _save(self, _dt: float) -> None:
        if self._stage.page == self._saved:
            return
        self._saved = self._stage.page
        half = self._path.with_name(f".{self._path.name}")
        with contextlib.suppress(OSError):
            self._stage.export_to_png(str(half))
            half.replace(self._path)
