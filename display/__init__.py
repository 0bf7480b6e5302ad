"""Eyes and ears: what the hall sees and hears when a number is called.

`voice` is the announcer, `hall` the display on the television, `glass` what every window of ours is made of. The
counter boards with their bus will live here too.
"""
