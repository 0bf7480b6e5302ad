"""Boards with light-emitting figures above the counters and in the hall, keypads and rating buttons at the desks.

    face (what to show) → driver (bytes of one maker) → bus (one thread a port) → wire
    wire → bus, input or box → press (what somebody pressed) → whoever listens

Owns the ports. Knows nothing of tickets beyond a number and a counter, and nothing of the desk: `kiosk.keys` turns
presses into acts. What surprises: nearly all of these boards never answer, so a board that lost its power is shown its
number again within `bus.REFRESH_S`, whether anybody noticed or not.
"""
