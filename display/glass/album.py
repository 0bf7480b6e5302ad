"""Pictures of what a window shows, for whoever cannot see it: `--pictures DIR` keeps the latest one there."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.clock import Clock

EVERY_S = 3.0


class Album:
    """Saves `DIR/NAME.png` whenever `shown()` has changed since the last picture, every few seconds at most.

    Kivy's clock holds methods weakly: keep the album by a name.
    """

    def __init__(self, widget: Any, shown: Callable[[], object], path: Path) -> None:
        self._widget, self._shown, self._path = widget, shown, path
        self._saved: object = None

    def start(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        Clock.schedule_interval(self._save, EVERY_S)

    def _save(self, _dt: float) -> None:
        shown = self._shown()
        if shown != self._saved:
            self._saved = shown
            save(self._widget, self._path)


def save(widget: Any, path: Path) -> None:
    """A picture of this widget; a folder that cannot be written is no reason to stop."""
    half = path.with_name(f".{path.name}")
    with contextlib.suppress(OSError):
        widget.export_to_png(str(half))
        half.replace(path)
