"""How the voice is set: which voice, how it reads, how loud by the hour, on which device. Plain frozen values."""

from dataclasses import dataclass, field
from datetime import datetime

from display.voice.reading import Reading, Region

LOUDNESS = (80,) * 24
DAY_MINUTES = 1440
Span = tuple[int, int]
"""(from, to) in minutes after midnight; a span whose end is before its beginning goes over midnight."""


@dataclass(frozen=True, slots=True)
class Shortening:
    """From how many waiting announcements on each thing is left out."""

    no_repeat: int = 2
    no_chime: int = 3
    short: int = 4


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the hall with a loudspeaker of its own: the announcements for these counters go to this device."""

    name: str
    device: str
    counters: frozenset[int]


@dataclass(frozen=True, slots=True)
class Notice:
    """A free announcement that the office keeps ready, such as "sắp hết giờ nhận hồ sơ"; `text_en` may be empty."""

    id: str
    text: str
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """`voice`, `english_voice`: a folder of clips, "" = the shipped one (of the region); `english`: also in English.

    `volume_by_hour`: percent (0–100) for each clock hour 0–23; `quiet`: hours without any sound; `player`: auto |
    aplay | pw-play | file | off; `device`: the ALSA name (aplay -D) or the PipeWire target, "" = the usual one.
    """

    voice: str = ""
    region: Region = Region.NORTH
    reading: Reading = Reading.DIGITS
    english: bool = False
    english_voice: str = ""
    repeat: bool = True
    volume_by_hour: tuple[int, ...] = LOUDNESS
    quiet: tuple[Span, ...] = ()
    player: str = "auto"
    device: str = ""
    zones: tuple[Zone, ...] = ()
    notices: tuple[Notice, ...] = ()
    shortening: Shortening = field(default_factory=Shortening)

    def __post_init__(self) -> None:
        if len(self.volume_by_hour) != 24 or not all(0 <= one <= 100 for one in self.volume_by_hour):
            raise ValueError("volume_by_hour needs 24 numbers from 0 to 100")
        if not all(0 <= edge <= DAY_MINUTES for span in self.quiet for edge in span):
            raise ValueError("quiet needs minutes from 0 to 1440")

    def device_of(self, counter: int) -> str:
        return next((zone.device for zone in self.zones if counter in zone.counters), self.device)

    def devices(self) -> tuple[str, ...]:
        """All loudspeakers of the hall, each once."""
        return tuple(dict.fromkeys((self.device, *(zone.device for zone in self.zones))))

    def volume_at(self, local: datetime) -> int:
        """Percent at this time of the office's clock; 0 in quiet hours."""
        return 0 if self.is_quiet(local) else self.volume_by_hour[local.hour]

    def is_quiet(self, local: datetime) -> bool:
        minute = local.hour * 60 + local.minute
        return any(_within(minute, span) for span in self.quiet)


def _within(minute: int, span: Span) -> bool:
    begin, end = span
    return begin <= minute < end if begin <= end else minute >= begin or minute < end
