"""Commands of the tier above: a short list, each done once, each answered, none done when its time is over.

One thread of its own, so that a printer without an answer does not hold up the facts. What was answered is kept in the
database: a command that comes again gets the same answer. An answer that is lost on the way is asked for again by the
tier above, which sends its command until it has one.
"""

import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from kiosk.district.deeds import Deed, Done
from office.backoffice.from_above import CUT_OFF, FromAboveActs
from office.domain.moment import HOUR
from office.domain.refusals import RequestIdReused, StoreUnavailable
from sync.wire.letters import Command, Outcome, Result
from sync.wire.refusing import Undecodable

MOST_WAITING = 20
LONGEST_MS = 25 * HOUR
"""A command that would hold longer is refused: answers are not kept for ever."""
MOST_KEPT_PARTS = 4
_log = structlog.get_logger()


class Commands:
    """`start` and `stop` once, `hear` from any thread. `now`: ms of UTC by the clock of the tier above."""

    def __init__(
        self, acts: FromAboveActs, deeds: Mapping[str, Deed], post: Callable[[Result], None], now: Callable[[], int]
    ) -> None:
        self._acts, self._deeds, self._post, self._now = acts, deeds, post, now
        self._waiting: queue.Queue[Command | None] = queue.Queue(MOST_WAITING)
        self._parts: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self.busy_since: float | None = None
        self._thread = threading.Thread(target=self._work, name="commands", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 2.0) -> None:
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join(deadline_s)

    def hear(self, payload: bytes) -> None:
        """A letter of `down/cmd`. Never waits, never raises."""
        try:
            self._waiting.put_nowait(Command.unpack(payload))
        except Undecodable as error:
            _log.warning("command.unreadable", why=str(error))
        except queue.Full:
            _log.warning("command.too_many")  # it comes again

    def _work(self) -> None:
        while (command := self._waiting.get()) is not None:
            self.busy_since = time.monotonic()
            try:
                self._answer(command)
            except StoreUnavailable:
                _log.warning("command.not_kept", name=command.name)  # it comes again
            except Exception:  # noqa: BLE001 - the outer loop: one command's mishap must not end the others
                _log.exception("command.stumbled", name=command.name)
            finally:
                self.busy_since = None

    def _answer(self, command: Command) -> None:
        done = self._why_not(command)
        if done is None:
            done = self._do(command)
        settled = self._acts.settle(command.id, command.name, str(done.outcome), done.detail)
        for number, part in enumerate(self._parts.get(command.id, ()), 1):
            self._post(Result(f"{command.id}:{number}", command.name, Outcome.DONE, part))
        self._post(Result(command.id, command.name, Outcome(settled.outcome), settled.detail))

    def _why_not(self, command: Command) -> Done | None:
        if command.name not in self._deeds:
            return Done(Outcome.REFUSED, "unknown command")
        now = self._now()
        if command.expires <= now:
            return Done(Outcome.REFUSED, "expired")
        if command.expires > now + LONGEST_MS:
            return Done(Outcome.REFUSED, "holds too long")
        return None

    def _do(self, command: Command) -> Done:
        try:
            if not self._acts.begins(command.id, command.name, command.args):
                return Done(Outcome.FAILED, CUT_OFF)  # unless it was settled before: then that answer stands
        except RequestIdReused:
            return Done(Outcome.REFUSED, "this id was another command")
        _log.info("command.begun", name=command.name, id=command.id)
        done = self._tried(self._deeds[command.name], command.args)
        if done.parts:
            self._parts[command.id] = done.parts
            while len(self._parts) > MOST_KEPT_PARTS:
                self._parts.popitem(last=False)
        return done

    def _tried(self, deed: Deed, args: Mapping[str, Any]) -> Done:
        try:
            return deed(args)
        except Exception as error:  # noqa: BLE001 - whatever it is, the tier above hears that it failed
            _log.exception("command.failed")
            return Done(Outcome.FAILED, type(error).__name__)
