"""From the rate of a recorder to ours: 96 kHz or 44.1 kHz become 22,050 samples a second, without false tones.

A windowed-sinc filter with one set of weights for each position between two samples (a polyphase filter), in plain
Python: a second of 48 kHz takes about a tenth of a second, and a clip is converted once, when it is uploaded.
"""

import math
import operator
from array import array
from functools import lru_cache

from display.voice.sound import RATE, Sound

RATES = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000)
"""What recorders write. Below 16,000 speech sounds like a telephone."""
_CROSSINGS = 10  # zero crossings of the sinc on each side
_PASS = 0.94  # share of the usable band that is kept


def at_our_rate(sound: Sound, rate: int) -> Sound:
    """`sound` was taken at `rate`, one of RATES."""
    if rate == RATE:
        return sound
    step, phases = rate // math.gcd(rate, RATE), RATE // math.gcd(rate, RATE)
    weights, reach = _weights(rate)
    padded = array("d", [0.0] * reach + [*map(float, sound.samples)] + [0.0] * (reach + 1))
    count = len(sound.samples) * phases // step
    out = array("h", bytes(2 * count))
    for place in range(count):
        at, phase = divmod(place * step, phases)
        value = sum(map(operator.mul, weights[phase], padded[at + 1 : at + 1 + 2 * reach]))
        out[place] = max(-32_768, min(32_767, round(value)))
    return Sound(out)


@lru_cache(maxsize=2)
def _weights(rate: int) -> tuple[list["array[float]"], int]:
    """For each phase the weights of the samples around it, and how many samples each side reaches."""
    cut = min(1.0, RATE / rate) * _PASS
    reach = math.ceil(_CROSSINGS / cut)
    phases = RATE // math.gcd(rate, RATE)
    return [_phase(phase / phases, cut, reach) for phase in range(phases)], reach


def _phase(offset: float, cut: float, reach: int) -> "array[float]":
    raw = [_weight(place - reach + 1 - offset, cut, reach) for place in range(2 * reach)]
    total = sum(raw)
    return array("d", [one / total for one in raw])


def _weight(distance: float, cut: float, reach: int) -> float:
    """Sinc with a Blackman window, at `distance` samples from the middle."""
    if abs(distance) >= reach:
        return 0.0
    turn = math.pi * distance / reach
    window = 0.42 + 0.5 * math.cos(turn) + 0.08 * math.cos(2 * turn)
    return window * (math.sin(math.pi * cut * distance) / (math.pi * cut * distance) if distance else 1.0)
