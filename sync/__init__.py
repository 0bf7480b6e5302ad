"""The way up: the office's facts on their way to the tier above.

Will own the courier, the wire format and the transports. Nothing of it exists yet: the facts wait in the journal.
"""
