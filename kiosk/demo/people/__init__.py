"""People of the load model, played through the LAN API alone: citizens at the screen and the faces, clerks at keys.

They are as many times faster than in life as was asked; the office's clock and its 600 ms at the faces are real.
"""

from kiosk.demo.people.playing import play

__all__ = ["play"]
