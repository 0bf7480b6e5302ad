"""What the tier above gives back after a restore: first its facts, then what they tell about people and counters.

    taking (facts into the journal, batch by batch) → telling (a day at a time: tickets, calls, ratings, seats)

`refiller` is the one thing that others hold. Nothing is told before all facts of a stream are here: nobody is called
who, by a later fact, went home long ago.
"""
