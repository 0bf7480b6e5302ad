"""A piece of sound as it lies in memory: 16 bit, one channel, 22,050 samples a second; and what can be done with it.

Pure functions. Levels are in decibels below full scale (dBFS); the level of speech is the mean power of those frames
that are speech at all, so that pauses do not count. Everything that is joined has faded ends, so no join clicks.
"""

import io
import math
import operator
import wave
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

RATE = 22_050
FULL_SCALE = 32_768
FADE_MS = 5
TARGET_DB = -20.0  # level of speech of every clip: leaves 19 dB for its peaks
PEAK = 29_000  # no sample goes beyond: 1 dB below full scale
FRAME = RATE // 50  # 20 ms, for levels
_FINE = RATE // 200  # 5 ms, for finding where the speech begins
_SPEECH_BELOW_LOUDEST_DB = 25.0
_EDGE_BELOW_LOUDEST_DB = 38.0
_EDGE_ABOVE_NOISE_DB = 8.0
_LEAD_MS, _TAIL_MS = 10, 25
SILENT_DB = -96.0


@dataclass(frozen=True)
class Sound:
    """`samples`: signed 16 bit; never changed after it was made."""

    samples: "array[int]"
    _scaled: "dict[float, Sound]" = field(default_factory=dict, compare=False, repr=False)

    def at(self, gain: float) -> "Sound":
        """As `scaled`, kept for the next time: the volume changes once an hour, the clips are used all day."""
        if gain not in self._scaled:
            self._scaled.clear()
            self._scaled[gain] = scaled(self, gain)
        return self._scaled[gain]

    @property
    def ms(self) -> int:
        """Its length, rounded up."""
        return -(-len(self.samples) * 1000 // RATE)

    @cached_property
    def wav(self) -> bytes:
        """The sound as the bytes of a WAV file."""
        return wav_bytes([self])


def wav_bytes(parts: Iterable[Sound]) -> bytes:
    """The parts joined into one WAV file by the standard library's `wave`."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        for part in parts:
            out.writeframes(part.samples.tobytes())
    return buffer.getvalue()


def samples_in(ms: float) -> int:
    return round(RATE * ms / 1000)


def silence(ms: float) -> Sound:
    return Sound(array("h", bytes(2 * samples_in(ms))))


def joined(parts: Iterable[Sound]) -> Sound:
    """One after the other; whoever wants no clicks gives parts with faded ends."""
    whole = array("h")
    for part in parts:
        whole.extend(part.samples)
    return Sound(whole)


def scaled(sound: Sound, gain: float) -> Sound:
    """Louder or softer by the factor `gain`; what would go beyond the peak is rounded off, not cut."""
    highest = _highest(sound.samples)
    if gain == 1 or not highest:
        return sound
    if gain * highest <= PEAK:
        return Sound(array("h", [round(one * gain) for one in sound.samples]))
    return Sound(array("h", [round(_rounded_off(one * gain)) for one in sound.samples]))


def _rounded_off(value: float) -> float:
    """Unchanged up to 70 % of the peak, from there on ever less, never beyond the peak."""
    knee = 0.7 * PEAK
    over = abs(value) - knee
    return value if over <= 0 else math.copysign(knee + (PEAK - knee) * math.tanh(over / (PEAK - knee)), value)


def faded(sound: Sound, ms: float = FADE_MS) -> Sound:
    """Begins at zero and ends at zero, over `ms` each."""
    samples = array("h", sound.samples)
    count = min(samples_in(ms), len(samples) // 2)
    for place in range(count):
        weight = 0.5 - 0.5 * math.cos(math.pi * place / count)
        samples[place] = round(samples[place] * weight)
        samples[-1 - place] = round(samples[-1 - place] * weight)
    return Sound(samples)


def frame_powers(samples: "array[int]", size: int = FRAME) -> list[float]:
    """Mean square of each whole frame."""
    whole = len(samples) - size + 1
    return [sum(map(operator.mul, f, f)) / size for f in (samples[at : at + size] for at in range(0, whole, size))]


def decibels(power: float) -> float:
    """dBFS of a mean square."""
    return SILENT_DB if power < 1 else 10 * math.log10(power / FULL_SCALE**2)


def speech_level(sound: Sound) -> float:
    """dBFS of the frames that are speech: those less than 25 dB below the loudest one."""
    powers = frame_powers(sound.samples) or [0.0]
    floor = max(powers) / 10 ** (_SPEECH_BELOW_LOUDEST_DB / 10)
    speech = [power for power in powers if power >= floor]
    return decibels(sum(speech) / len(speech))


def loudest_frame(sound: Sound) -> float:
    """dBFS of the loudest 20 ms."""
    return decibels(max(frame_powers(sound.samples), default=0.0))


def levelled(sound: Sound, target_db: float = TARGET_DB) -> Sound:
    """With the speech at `target_db`; again where rounding off its peaks took some of it."""
    for _ in range(4):
        missing = target_db - speech_level(sound)
        if abs(missing) < 0.1:
            break
        sound = scaled(sound, 10 ** (missing / 20))
    return sound


def trimmed(sound: Sound) -> Sound:
    """Without the quiet before and after the speech, a breath of 10 and 25 ms left on."""
    powers = [decibels(power) for power in frame_powers(sound.samples, _FINE)]
    if not powers:
        return sound
    edge = _edge(powers)
    loud = [place for place, power in enumerate(powers) if power > edge]
    if not loud:
        return sound
    begin = max(loud[0] * _FINE - samples_in(_LEAD_MS), 0)
    end = (loud[-1] + 1) * _FINE + samples_in(_TAIL_MS)
    return Sound(sound.samples[begin:end])


def _edge(powers: list[float]) -> float:
    """The level at which speech begins: far below the loudest, yet above the room's own noise."""
    loudest = max(powers)
    noise = sorted(powers)[len(powers) // 10]
    return max(loudest - _EDGE_BELOW_LOUDEST_DB, min(noise + _EDGE_ABOVE_NOISE_DB, loudest - 20))


def finished(sound: Sound) -> Sound:
    """A clip as it is kept: trimmed, levelled, with faded ends."""
    return faded(levelled(trimmed(sound)))


def clipped_runs(samples: Iterable[int]) -> int:
    """How often three or more samples in a row stand at the end of the scale: an overloaded microphone."""
    return sum(1 for length in _runs_at_the_end(samples) if length >= 3)


def _runs_at_the_end(samples: Iterable[int]) -> Iterator[int]:
    length = 0
    for one in samples:
        if abs(one) >= 32_700:
            length += 1
        elif length:
            yield length
            length = 0
    yield length


def _highest(samples: "array[int]") -> int:
    return max(max(samples, default=0), -min(samples, default=0))
