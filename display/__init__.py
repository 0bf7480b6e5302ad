"""Eyes and ears: what the hall sees and hears when a number is called.

Will own the announcer's voice, the counter boards with their bus, and the hall display. Nothing of it exists yet.
"""
