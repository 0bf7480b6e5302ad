"""Eyes and ears: what the hall sees and hears when a number is called.

`voice` is the announcer, `hall` the display on the television. The counter boards with their bus will live here too.
"""
