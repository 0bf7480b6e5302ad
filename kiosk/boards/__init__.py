"""The boards above the counters inside `serve`: what each shows, and what is pressed at keypads and rating buttons.

    any fact of tickets, counters, the day → the state of the office → a face for each board → its bus
    keypads, numpads, button boxes → kiosk.keys → desk

Faces are made from the whole state, not from the single fact: so a board is right at the start, after a fact too old
for an effect, and after the words that a clerk's press left on it for a moment. Nothing runs where nothing is
configured; no thread of a port ever waits for the desk.
"""

from kiosk.boards.part import BoardsPart

__all__ = ["BoardsPart"]
