"""The usual words of the faces for scales of 3, 4 and 5, for offices that do not choose their own.

Levels count from 1, the lowest. The four of scale 4 are the default of the provinces (domain.md, "Rating").
"""

from types import MappingProxyType

from office.domain.house import Choice

_WORDS = {
    3: (("Không hài lòng", "Not satisfied"), ("Bình thường", "Neutral"), ("Hài lòng", "Satisfied")),
    4: (
        ("Không hài lòng", "Not satisfied"),
        ("Bình thường", "Neutral"),
        ("Hài lòng", "Satisfied"),
        ("Rất hài lòng", "Very satisfied"),
    ),
    5: (
        ("Rất không hài lòng", "Very dissatisfied"),
        ("Không hài lòng", "Not satisfied"),
        ("Bình thường", "Neutral"),
        ("Hài lòng", "Satisfied"),
        ("Rất hài lòng", "Very satisfied"),
    ),
}

USUAL_LEVELS = MappingProxyType(
    {
        scale: tuple(Choice(str(level), vi, en) for level, (vi, en) in enumerate(words, 1))
        for scale, words in _WORDS.items()
    }
)
"""Scale -> its levels from 1 upwards; a level's id is its number."""
