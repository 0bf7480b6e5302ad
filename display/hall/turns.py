"""Whose number stands large, and for how long.

Calls stand in a line and are shown one after the other: each as long as its announcement, or 4 s where nobody speaks.
The rule that surprises: the voice leads. Whoever is being announced stands large, even when somebody else was about to,
because people look up when they hear a number. All times `at` are milliseconds of one steady clock.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

LEAST_MS = 4_000
FLASH_MS = 6_000
HALF_FLASH_MS = 500
"""Half a second light, half a second dark: 1 Hz, well below the 2 Hz that are allowed."""

FRESH_MS = 20_000
VOICE_PATIENCE_MS = 12_000
"""So long a number waits for its announcement while the voice is known to speak."""

VOICE_GRACE_MS = 3_000
VOICE_REMEMBERED_MS = 900_000
LONGEST_LINE = 40
_KEPT_KEYS = 100


class Voice(Enum):
    """What the voice made of a call so far."""

    UNHEARD = auto()
    SPEAKING = auto()
    DONE = auto()
    SILENT = auto()


@dataclass(frozen=True, slots=True)
class Call:
    """One call or recall. `called_at`: as the office wrote it; with the ticket it tells two calls apart."""

    ticket: int
    number: str
    service: str
    counter: int
    called_at: str
    priority: bool = False
    recall: bool = False

    @property
    def key(self) -> tuple[int, str]:
        return self.ticket, self.called_at


@dataclass(slots=True)
class Shown:
    """The call that stands large since `since`; `until`: when its announcement must be over."""

    call: Call
    since: int
    voice: Voice = Voice.UNHEARD
    until: int = 0

    def flashes(self, at: int) -> bool:
        return 0 <= at - self.since < FLASH_MS

    def is_lit(self, at: int) -> bool:
        """The bright half of a flash."""
        return self.flashes(at) and (at - self.since) // HALF_FLASH_MS % 2 == 0


@dataclass(slots=True)
class Turns:
    """Takes what is heard, in the order in which it is heard; `look` says who stands large now."""

    shown: Shown | None = None
    line: list[Call] = field(default_factory=list)
    _keys: OrderedDict[tuple[int, str], None] = field(default_factory=OrderedDict)
    _voice_at: int | None = None

    def look(self, at: int) -> Shown | None:
        self._advance(at)
        return self.shown

    def hear(self, call: Call, age: int, at: int) -> None:
        """Somebody is called `age` ms ago. The same call heard twice, and old news, are not shown again."""
        if not self._is_new(call) or age > FRESH_MS:
            return
        if self.shown is not None and self.shown.call.ticket == call.ticket:
            self.shown = Shown(call, at)
            return
        self._take(call.ticket)
        self.line = [*self.line, call][-LONGEST_LINE:]
        self._advance(at)

    def begins(self, call: Call, ms: int, at: int) -> None:
        """The announcement of a call begins and will take `ms`."""
        self._voice_at = at
        if self.shown is None or self.shown.call.ticket != call.ticket:
            waiting = self._take(call.ticket)
            self._step_aside(at)
            self.shown = Shown(waiting or call, at)
        self.shown.voice, self.shown.until = Voice.SPEAKING, at + ms + VOICE_GRACE_MS

    def ends(self, ticket: int, at: int) -> None:
        self._voice_at = at
        self._note(ticket, Voice.DONE, at)

    def stays_silent(self, ticket: int, at: int, *, broken: bool) -> None:
        """This call is not announced; `broken`: because the loudspeaker does not play, so nobody waits for it."""
        if broken:
            self._voice_at = None
        self._note(ticket, Voice.SILENT, at)

    def gone(self, ticket: int, at: int) -> None:
        """The ticket is no longer called: taken back, sent on, set aside, or nobody came."""
        self._take(ticket)
        if self.shown is not None and self.shown.call.ticket == ticket:
            self.shown = None
        self._advance(at)

    def settle(self, recent: Iterable[tuple[Call, int]], called: Collection[int], at: int) -> None:
        """What the office says of all calls: `recent` newest first, each with its age; `called`: tickets still called.

        Whoever is no longer called leaves the line; when nobody waits, the newest call stands large.
        """
        known = list(recent)
        for call, age in reversed(known):
            self.hear(call, age, at)
        self.line = [call for call in self.line if call.ticket in called]
        if not known:
            self.shown, self.line = None, []
            return
        newest, age = known[0]
        is_other = self.shown is None or self.shown.call.ticket != newest.ticket
        if is_other and not self.line and not self._is_held(at):
            self.shown = Shown(newest, at - age)

    def _is_new(self, call: Call) -> bool:
        if call.key in self._keys:
            return False
        self._keys[call.key] = None
        if len(self._keys) > _KEPT_KEYS:
            self._keys.popitem(last=False)
        return True

    def _take(self, ticket: int) -> Call | None:
        """Out of the line."""
        found = next((call for call in self.line if call.ticket == ticket), None)
        if found is not None:
            self.line.remove(found)
        return found

    def _step_aside(self, at: int) -> None:
        """Whoever stood large too short and has not been announced waits at the head of the line again."""
        shown = self.shown
        if shown is not None and shown.voice is Voice.UNHEARD and at - shown.since < LEAST_MS:
            self.line.insert(0, shown.call)

    def _note(self, ticket: int, voice: Voice, at: int) -> None:
        if self.shown is not None and self.shown.call.ticket == ticket:
            self.shown.voice = voice
        self._advance(at)

    def _advance(self, at: int) -> None:
        """The next one, when the one before had its time."""
        if self.line and not self._is_held(at):
            self.shown = Shown(self.line.pop(0), at)

    def _is_held(self, at: int) -> bool:
        shown = self.shown
        if shown is None or shown.voice is Voice.DONE:
            return False
        if shown.voice is Voice.SPEAKING:
            return at < shown.until
        speaks = self._voice_at is not None and at - self._voice_at < VOICE_REMEMBERED_MS
        patience = VOICE_PATIENCE_MS if speaks and shown.voice is Voice.UNHEARD else LEAST_MS
        return at - shown.since < patience
