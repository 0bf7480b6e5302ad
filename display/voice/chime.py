"""The two bells before an announcement: falling for a call, rising for a recall.

Made by arithmetic, nobody's recording. Each is two struck tones, the second while the first still sounds. The
level suits the clips'.
"""

import math
from array import array
from functools import cache

from display.voice.sound import RATE, Sound, faded, levelled, samples_in

CALL, RECALL = (659.26, 523.25), (523.25, 783.99)  # E5 C5, C5 G5; Hz
SECOND_AFTER_MS, LENGTH_MS = 320, 1000
_DECAY_S = 0.22
_PARTIALS = ((1.0, 1.0), (2.0, 0.35), (3.0, 0.12))  # multiples of the tone, and how strong
_LEVEL_DB = -22.0
_STRENGTH = 9000


@cache
def chime(tones: tuple[float, float]) -> Sound:
    """The bell of two tones in Hz."""
    samples = [0.0] * samples_in(LENGTH_MS)
    for place, tone in enumerate(tones):
        _strike(samples, samples_in(place * SECOND_AFTER_MS), tone)
    return faded(levelled(Sound(array("h", [round(one) for one in samples])), _LEVEL_DB))


def _strike(samples: list[float], start: int, tone: float) -> None:
    count = len(samples) - start
    for place in range(count):
        seconds = place / RATE
        swell = min(seconds / 0.008, 1.0)
        ring = sum(weight * math.sin(2 * math.pi * tone * factor * seconds) for factor, weight in _PARTIALS)
        samples[start + place] += _STRENGTH * swell * math.exp(-seconds / _DECAY_S) * (1 - place / count) * ring
