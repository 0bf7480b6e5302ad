"""Which workers of the office the pulse looks after, and how long each may be at one thing.

Each limit is far above what the slowest device, the longest announcement or the largest database may take: whoever is
late hangs, and only a new beginning helps.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.boards import BoardsPart
from kiosk.caretaker.part import Caretaker
from kiosk.district.part import DistrictPart
from kiosk.lan import Lan
from kiosk.local_door import own_door
from kiosk.paperwork import Paperwork
from kiosk.timers import Ticker
from kiosk.ups import Ups
from kiosk.voice import VoicePart
from office.premises import Premises
from web.knock import PATIENCE_S, Knock
from web.pulse import Pulse, Watched, Worker


@dataclass(frozen=True, slots=True)
class Workers:
    """The parts of the service that work in threads of their own; the last three only where there is something for
    them: a printer, a power supply that speaks, a certificate authority of the office's own."""

    ticker: Ticker
    voice: VoicePart
    boards: BoardsPart
    district: DistrictPart
    caretaker: Caretaker
    paper: Paperwork | None
    ups: Ups | None = None
    certificate: Lan | None = None


LIMITS: Mapping[str, float] = MappingProxyType(
    {
        "ticker": 60,
        "writer": 60,
        "web": 40,
        "boards": 60,
        "voice": 300,
        "district": 300,
        "caretaker": 3600,
        "paper": 180,
        "ups": 60,
        "certificate": 600,
    }
)
"""Worker → seconds."""


def watched(premises: Premises, workers: Workers, knock: Knock, limits: Mapping[str, float] = LIMITS) -> list[Watched]:
    """Those that this office has."""
    found: dict[str, Worker | None] = {
        "ticker": workers.ticker,
        "writer": premises.performer,
        "web": knock,
        "boards": workers.boards,
        "voice": workers.voice,
        "district": workers.district,
        "caretaker": workers.caretaker,
        "paper": workers.paper,
        "ups": workers.ups,
        "certificate": workers.certificate,
    }
    return [Watched.of(name, limits[name], one) for name, one in found.items() if one is not None]


def start_pulse(premises: Premises, parts: ExitStack, workers: Workers, limits: Mapping[str, float] = LIMITS) -> Pulse:
    """Ready is said when the door answers; `parts` ends it first of all."""
    knock = Knock(lambda: own_door(premises.data, PATIENCE_S))
    pulse = Pulse(watched(premises, workers, knock, limits), lambda: knock.has_answered)
    knock.start()
    parts.callback(knock.stop)
    pulse.start()
    parts.callback(pulse.stop)
    return pulse
