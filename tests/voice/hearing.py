"""Ears of the tests: what can be measured in a finished WAV, by other arithmetic than the voice's own."""

import cmath
import io
import math
import wave
from array import array
from collections.abc import Sequence
from itertools import groupby, pairwise

RATE = 22_050


def heard(data: bytes) -> "array[int]":
    """The samples of a WAV, which has to be 16 bit, one channel, 22,050 a second."""
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return array("h", file.readframes(file.getnframes()))


def rms_db(samples: Sequence[int]) -> float:
    """dBFS of all samples."""
    mean = sum(one * one for one in samples) / len(samples)
    return 10 * math.log10(max(mean, 0.1) / 32_768**2)


def frames(samples: "array[int]", ms: int) -> list["array[int]"]:
    size = RATE * ms // 1000
    return [samples[at : at + size] for at in range(0, len(samples) - size + 1, size)]


def loudness(samples: "array[int]") -> float:
    """dBFS over speech: of 10 ms frames, those within 24 dB of the loudest."""
    levels = [rms_db(frame) for frame in frames(samples, 10)]
    speech = [level for level in levels if level > max(levels) - 24]
    return 10 * math.log10(sum(10 ** (level / 10) for level in speech) / len(speech))


def stretches(samples: "array[int]", below_db: float = -48.0) -> list[tuple[bool, int, int]]:
    """(sound?, begin ms, length ms) one after the other, in steps of 5 ms."""
    found, at = [], 0
    for loud, group in groupby(rms_db(frame) > below_db for frame in frames(samples, 5)):
        length = 5 * len(list(group))
        found.append((loud, at, length))
        at += length
    return found


def pauses(samples: "array[int]", at_least_ms: int, below_db: float = -48.0) -> list[tuple[int, int]]:
    """Silences inside the sound, (begin ms, length ms), those before its beginning and after its end left out."""
    inside = stretches(samples, below_db)
    while inside and not inside[0][0]:
        inside.pop(0)
    while inside and not inside[-1][0]:
        inside.pop()
    return [(begin, length) for loud, begin, length in inside if not loud and length >= at_least_ms]


def strength(samples: "array[int]", hertz: float) -> float:
    """How strong one tone is in the samples (a single bin of a Fourier transform)."""
    turn = cmath.exp(-2j * math.pi * hertz / RATE)
    total, phase = 0j, 1 + 0j
    for one in samples:
        total += one * phase
        phase *= turn
    return abs(total) / len(samples)


def jumps(samples: "array[int]", around: int, reach: int = 3) -> int:
    """The greatest step from one sample to the next near a place."""
    near = samples[max(around - reach, 0) : around + reach + 1]
    return max((abs(b - a) for a, b in pairwise(near)), default=0)


def part(samples: "array[int]", begin_ms: float, ms: float) -> "array[int]":
    begin = round(begin_ms * RATE / 1000)
    return samples[begin : begin + round(ms * RATE / 1000)]
