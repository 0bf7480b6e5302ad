"""A WAV file from anybody: what it claims to be, and its samples, or in one plain word why it cannot be used.

Reads the RIFF chunks itself, because recorders write forms that the standard library's `wave` refuses in some Python
versions (24 bit "extensible", 32-bit float) and lengths that are not true (streams). Bounded: no chunk is trusted, and
nothing longer than `LONGEST_MS` is taken.
"""

import math
import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from display.voice.resampling import RATES, at_our_rate
from display.voice.sound import Sound
from look.words import N_, say

LONGEST_MS = 15_000
LARGEST = 16 * 1024 * 1024  # bytes: 15 s of 96 kHz, 32 bit, stereo are 11.5 million
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


class Fault(StrEnum):
    """Why a sound file cannot be used."""

    EMPTY = "empty"
    NOT_WAV = "not_wav"
    OTHER_FORMAT = "other_format"  # a known sound file, but no WAV, whatever its name says
    COMPRESSED = "compressed"
    BROKEN = "broken"
    EIGHT_BIT = "eight_bit"
    RATE = "rate"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    SILENT = "silent"
    CLIPPED = "clipped"


FAULT_WORDS = MappingProxyType(
    {
        Fault.EMPTY: N_("The file is empty"),
        Fault.NOT_WAV: N_("This is not a sound file in WAV format"),
        Fault.OTHER_FORMAT: N_(
            "This is a file in {format} format, even if its name ends in .wav; please save it as WAV"
        ),
        Fault.COMPRESSED: N_("The WAV file is compressed; please save it as plain PCM, 16 bit"),
        Fault.BROKEN: N_("The WAV file is damaged"),
        Fault.EIGHT_BIT: N_("The recording has only 8 bits and would hiss; please record with 16 bits"),
        Fault.RATE: N_("The recording has {rate} samples a second; please record with 44100 or 48000"),
        Fault.TOO_LONG: N_("The recording is longer than {seconds} seconds; one clip is one word or one short phrase"),
        Fault.TOO_SHORT: N_("The recording is shorter than a word"),
        Fault.SILENT: N_("Nothing can be heard in the recording"),
        Fault.CLIPPED: N_("The recording is overdriven; please speak more softly or turn the microphone down"),
    }
)
"""For people, to be translated by `look.words.say` with the values of the exception."""

OPERATORS = "en"
"""The language of logs and commands."""


class NotPlayable(Exception):
    """A sound file that cannot be used: `fault`, and `values` for the words of `FAULT_WORDS`."""

    def __init__(self, fault: Fault, **values: object) -> None:
        super().__init__(fault)
        self.fault, self.values = fault, values

    def __str__(self) -> str:
        return self.words(OPERATORS)

    def words(self, language: str) -> str:
        """The reason for people."""
        return say(language, FAULT_WORDS[self.fault], **self.values)


@dataclass(frozen=True, slots=True)
class Recording:
    """The samples of a file, channels interleaved, already as 16 bit; `bits` as the file has them."""

    rate: int
    channels: int
    bits: int
    samples: "array[int]" = field(repr=False)

    def one_channel(self) -> Sound:
        """The mean of the channels, still at the file's rate."""
        if self.channels == 1:
            return Sound(self.samples)
        tracks = [self.samples[track :: self.channels] for track in range(self.channels)]
        return Sound(array("h", [sum(one) // self.channels for one in zip(*tracks, strict=False)]))

    def sound(self) -> Sound:
        """One channel at our rate. Raises NotPlayable (RATE) for a rate that is too low or unheard of."""
        if self.rate not in RATES:
            raise NotPlayable(Fault.RATE, rate=self.rate)
        return at_our_rate(self.one_channel(), self.rate)


def read_wav(data: bytes) -> Recording:
    """The recording in the bytes of a file. Raises NotPlayable."""
    if not data:
        raise NotPlayable(Fault.EMPTY)
    _check_kind(data)
    chunks = dict(_chunks(data))
    form, body = chunks.get(b"fmt "), chunks.get(b"data")
    if form is None or body is None or len(form) < 16:
        raise NotPlayable(Fault.BROKEN)
    coding, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", form)
    if coding == _EXTENSIBLE and len(form) >= 26:
        coding = int.from_bytes(form[24:26], "little")
    _check_form(coding, channels, rate, block, bits)
    frames = len(body) // block
    if frames * 1000 > LONGEST_MS * rate:
        raise NotPlayable(Fault.TOO_LONG, seconds=LONGEST_MS // 1000)
    return Recording(rate, channels, bits, _samples(bytes(body[: frames * block]), coding, bits))


def _check_form(coding: int, channels: int, rate: int, block: int, bits: int) -> None:
    if coding not in (_PCM, _FLOAT):
        raise NotPlayable(Fault.COMPRESSED)
    if bits == 8:
        raise NotPlayable(Fault.EIGHT_BIT)
    whole = (coding == _PCM and bits in (16, 24, 32)) or (coding == _FLOAT and bits == 32)
    if not whole or not 1 <= channels <= 8 or block != channels * bits // 8 or not rate:
        raise NotPlayable(Fault.BROKEN)


_OTHER = (
    (b"ID3", 0, "MP3"),
    (b"OggS", 0, "OGG"),
    (b"fLaC", 0, "FLAC"),
    (b"ftyp", 4, "M4A"),
    (b"#!AMR", 0, "AMR"),
    (b"\x30\x26\xb2\x75", 0, "WMA"),
    (b"FORM", 0, "AIFF"),
)


def _check_kind(data: bytes) -> None:
    for mark, at, kind in _OTHER:
        if data[at : at + len(mark)] == mark:
            raise NotPlayable(Fault.OTHER_FORMAT, format=kind)
    if data[0] == 0xFF and len(data) > 1 and data[1] & 0xE0 == 0xE0:
        raise NotPlayable(Fault.OTHER_FORMAT, format="MP3")
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotPlayable(Fault.NOT_WAV)


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Name and content of each chunk; one that claims more than there is has what there is."""
    view, at = memoryview(data), 12
    while at + 8 <= len(data):
        size = int.from_bytes(view[at + 4 : at + 8], "little")
        yield bytes(view[at : at + 4]), view[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _samples(body: bytes, coding: int, bits: int) -> "array[int]":
    """Any coding as 16 bit; of longer integers the upper 16 bits are taken."""
    if coding == _FLOAT:
        floats = array("f", body)
        if sys.byteorder == "big":
            floats.byteswap()
        return array("h", [_from_float(one) for one in floats])
    width = bits // 8
    if width > 2:
        upper = bytearray(2 * (len(body) // width))
        upper[0::2], upper[1::2] = body[width - 2 :: width], body[width - 1 :: width]
        body = bytes(upper)
    samples = array("h", body)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _from_float(value: float) -> int:
    """Not-a-number counts as silence."""
    return 0 if math.isnan(value) else round(max(-32_768.0, min(32_767.0, value * 32_768)))
