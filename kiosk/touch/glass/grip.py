"""Keeps the keyboard, and so a reader of codes, at this window where no window manager does.

The rule that surprises: without a window manager the keyboard goes to whoever opened a window last, and when that one
ends, to nobody. Kivy cannot ask for it back, so the X library itself is asked, over a line of its own.
"""

import ctypes
from typing import Any

import structlog

EVERY_S = 1.0
_REVERT_TO_POINTER, _CURRENT_TIME = 1, 0  # X.h: RevertToPointerRoot, CurrentTime
_log = structlog.get_logger()


class Grip:
    """`frame`: Kivy's window. `look` once a second; where there is no X, it does nothing."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self._x: Any = None
        self._line: Any = None
        try:
            self._x = ctypes.CDLL("libX11.so.6")
        except OSError:
            return
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XSetInputFocus.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_ulong)
        self._x.XFlush.argtypes = (ctypes.c_void_p,)
        # A window that is just closing is no reason to end the program, which is what X does with a mistake.
        self._forgive = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _line, _mistake: 0)
        self._x.XSetErrorHandler(self._forgive)
        self._line = self._x.XOpenDisplay(None)

    def look(self) -> None:
        """Kivy would end what answers False, so this answers nothing."""
        if self._line is None or self._frame.focus:
            return
        _log.info("touch.keyboard_taken_back")
        self._x.XSetInputFocus(self._line, self._frame.get_window_info().window, _REVERT_TO_POINTER, _CURRENT_TIME)
        self._x.XFlush(self._line)
