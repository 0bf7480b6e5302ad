"""The courier: carries the journal to the tier above, and believes only the collector's own acknowledgement.

    ranges → road (one stream) → dispatch (what to send now) → loading (batches) → courier (the thread)

`ranges`, `road` and `dispatch` decide and touch nothing: no clock, no database, no pipe. `courier` does what they say.
"""
