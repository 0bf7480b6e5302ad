"""The voice of the hall: one announcer that says whose turn it is and where to go.

    fact → announcer (a queue, one at a time) → phrase (a list of clips) → clips (sounds) → player (the loudspeaker)

Owns the folders of clips below `<data>/voices`. Does not know the office: what it needs of it is a Protocol in
`announcer`. The rule that surprises: under load an announcement says less, and one that has begun is never cut.
"""
