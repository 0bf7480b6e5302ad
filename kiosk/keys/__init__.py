"""Presses of keypads and rating buttons as acts of the desk: the clerk's keyboard in another shape.

    press → queue → desk act (always with `expect`) → a word on the counter's board, a line in the log

A press means what its clerk saw: the ticket that stood at the counter when the key went down. What comes within 700 ms
of the same wish, or of a call that the clerk cannot have read yet, is a bounce and skips nobody. A keypad acts as
whoever is signed in at its counter and has the rights of a clerk; where nobody is, only signing in is possible: the
PIN of somebody who sat there last. What the keypad's clerk cannot see on a screen is typed before the key: `3 /` sends
to counter 3, `2 .` takes the second reason, `2` Enter chooses among numbers with the same digits.
"""

from kiosk.keys.hearing import BOUNCE_MS, Keys, Tell

__all__ = ["BOUNCE_MS", "Keys", "Tell"]
