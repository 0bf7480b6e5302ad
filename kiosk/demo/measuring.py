"""How large the display is, asked of the very library that will open the windows on it (SDL, within Kivy).

A process of its own, because a display that is far away can hang, and its library ends the program when it breaks:

    SDL_VIDEODRIVER=x11 python -m kiosk.demo.measuring

prints left, top, width and height of what panels and docks leave free. Exit code 1: that display cannot be opened;
`NO_LIBRARY`: nobody here can tell.
"""

import ctypes
import sys
from importlib.util import find_spec
from pathlib import Path

NO_LIBRARY = 4
_VIDEO = 0x20  # SDL_INIT_VIDEO, SDL.h


class _Area(ctypes.Structure):
    """SDL_Rect."""

    _fields_ = (("x", ctypes.c_int), ("y", ctypes.c_int), ("w", ctypes.c_int), ("h", ctypes.c_int))


def main() -> int:
    library = _library()
    if library is None:
        return NO_LIBRARY
    library.SDL_GetError.restype = ctypes.c_char_p
    area = _Area()
    if library.SDL_InitSubSystem(_VIDEO) != 0 or library.SDL_GetDisplayUsableBounds(0, ctypes.byref(area)) != 0:
        sys.stderr.write(library.SDL_GetError().decode(errors="replace") + "\n")
        return 1
    sys.stdout.write(f"{area.x} {area.y} {area.w} {area.h}\n")
    library.SDL_Quit()
    return 0


def _library() -> ctypes.CDLL | None:
    """The one that Kivy brings along, else the machine's own."""
    kivy = find_spec("kivy")
    beside = [] if kivy is None or kivy.origin is None else Path(kivy.origin).parents[1].glob("[Kk]ivy.libs/libSDL2-2*")
    for name in (*map(str, beside), "libSDL2-2.0.so.0"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


if __name__ == "__main__":
    sys.exit(main())
