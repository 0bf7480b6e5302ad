"""The hall display: the called number, large, on the television of the waiting room.

    facts and state → turns (who stands large) → hall (what is to be read) → layout (where) → glass (Kivy)

Everything but `glass` is plain Python without a window. Takes no input, keeps nothing on disk, and shows the last good
data while the office is away. The rule that surprises: the voice leads; whoever is being announced stands large.
"""
