"""Whose turn it is to be announced: the waiting announcements, in order, and those that nobody needs any more.

One that is called anew while it still waits keeps its place in the line: pressing "recall" again and again neither
pushes a person back nor says the number twice. Too old is whoever waited 120 s. Knows no sound.
"""

import threading
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from display.voice.settings import Notice
from office.domain.moment import SECOND, Moment

OLD_AFTER_MS = 120 * SECOND
LONGEST_LINE = 200


class SkipReason(StrEnum):
    """Why an announcement was not spoken."""

    NOT_CALLED = "not_called"  # the ticket is no longer called: served, gone, taken back
    CALLED_ANEW = "called_anew"
    TOO_OLD = "too_old"
    STOPPED = "stopped"  # the service was stopping


@dataclass(frozen=True, slots=True)
class Called:
    """A ticket called to a counter; `ticket` is its id in the office."""

    ticket: int
    number: str
    counter: int
    recall: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    what: Called | Notice
    asked: Moment


@dataclass(frozen=True, slots=True)
class Skip:
    turn: Turn
    reason: SkipReason


class Turns:
    """The line. `add` never waits and may come from any thread; one thread takes."""

    def __init__(self) -> None:
        self._line: deque[Turn] = deque()
        self._skipped: deque[Skip] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def __len__(self) -> int:
        return len(self._line)

    def add(self, turn: Turn) -> None:
        with self._changed:
            place = next((n for n, one in enumerate(self._line) if _same(one, turn)), None)
            if place is None:
                self._line.append(turn)
            else:
                self._skipped.append(Skip(self._line[place], SkipReason.CALLED_ANEW))
                self._line[place] = turn
            if len(self._line) > LONGEST_LINE:
                self._skipped.append(Skip(self._line.popleft(), SkipReason.TOO_OLD))
            self._changed.notify_all()

    def take(self, now: Moment) -> Turn | None:
        """The first that is not too old, or None; see `skipped` afterwards."""
        with self._changed:
            while self._line:
                turn = self._line.popleft()
                if now.since(turn.asked) < OLD_AFTER_MS:
                    return turn
                self._skipped.append(Skip(turn, SkipReason.TOO_OLD))
            return None

    def skipped(self) -> list[Skip]:
        """What will not be spoken, each told once."""
        with self._changed:
            told = list(self._skipped)
            self._skipped.clear()
            return told

    def drop_all(self) -> None:
        """The service stops: nobody will speak these."""
        with self._changed:
            self._skipped.extend(Skip(turn, SkipReason.STOPPED) for turn in self._line)
            self._line.clear()

    def wait(self, seconds: float) -> None:
        """Until something is there, at most `seconds`."""
        with self._changed:
            if not self._line and not self._skipped and not self._closed:
                self._changed.wait(seconds)

    def close(self) -> None:
        """Nobody waits here any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def _same(one: Turn, other: Turn) -> bool:
    if isinstance(one.what, Called) and isinstance(other.what, Called):
        return one.what.ticket == other.what.ticket
    return isinstance(one.what, Notice) and one.what == other.what
