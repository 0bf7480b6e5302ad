"""The core of the house: numbers, calls, ratings and the journal that remembers them.

`domain` decides, `store` keeps, `acts` do what a person asks in one transaction, `desk` is the door through which
everybody comes, `journal` is the memory that paper, voice, boards, screens and the district read.
"""
