"""Which workers of the office the pulse looks after, and how long each may be at one thing.

Each limit is far above what the slowest device, the longest announcement or the largest database may take: whoever is
late hangs, and only a new beginning helps.
"""

from contextlib import ExitStack
from dataclasses import dataclass

from kiosk.boards import BoardsPart
from kiosk.caretaker.part import Caretaker
from kiosk.district.part import DistrictPart
from kiosk.local_door import own_door
from kiosk.paperwork import Paperwork
from kiosk.timers import Ticker
from kiosk.voice import VoicePart
from office.premises import Premises
from web.knock import PATIENCE_S, Knock
from web.pulse import Pulse, Watched


@dataclass(frozen=True, slots=True)
class Workers:
    """The parts of the service that work in threads of their own; an office without a printer has no `paper`."""

    ticker: Ticker
    paper: Paperwork | None
    voice: VoicePart
    boards: BoardsPart
    district: DistrictPart
    caretaker: Caretaker


def watched(premises: Premises, workers: Workers, knock: Knock) -> list[Watched]:
    """Limits in seconds."""
    paper = [] if workers.paper is None else [Watched.of("paper", 180, workers.paper)]
    return [
        Watched.of("ticker", 60, workers.ticker),
        Watched.of("writer", 60, premises.performer),
        Watched.of("web", 40, knock),
        Watched.of("boards", 60, workers.boards),
        Watched.of("voice", 300, workers.voice),
        Watched.of("district", 300, workers.district),
        Watched.of("caretaker", 3600, workers.caretaker),
        *paper,
    ]


def start_pulse(premises: Premises, parts: ExitStack, workers: Workers) -> Pulse:
    """Ready is said when the door answers; `parts` ends it first of all."""
    knock = Knock(lambda: own_door(premises.data, PATIENCE_S))
    pulse = Pulse(watched(premises, workers, knock), lambda: knock.has_answered)
    knock.start()
    parts.callback(knock.stop)
    pulse.start()
    parts.callback(pulse.stop)
    return pulse
