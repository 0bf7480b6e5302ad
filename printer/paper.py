"""The one who stands at the printer: takes slips, prints them, and tells the office what came of each.

Owns one thread, and in it the press. `submit` never waits. A slip whose turn comes too late is told as
failed (`stale`), not printed: after a long absence nobody wants forty tickets. Between slips the printer is
looked at, seldom while it is well, and from 1 s doubling to 30 s while it is not, so that its condition
mends by itself. The office is a Protocol here; it is told conditions only when they change.
"""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Protocol

import structlog

from look import formats
from printer.outcome import Condition, Health, PrintState, Reason

if TYPE_CHECKING:  # Pillow comes with the thread, not with the start of the service
    from PIL.Image import Image

    from printer.drawing import Drawing, Mark
    from printer.press import Press
    from printer.template import Templates

DEVICE = "printer"
HEALTHY_EVERY_S = 10.0
FIRST_LOOK_AGAIN_S, LAST_LOOK_AGAIN_S = 1.0, 30.0
QUICK_CONNECT_S = 0.3  # while the printer is known to be unreachable
_TELL_AGAIN_S = (0.05, 0.2, 0.5, 1.0)  # waits between attempts when the office cannot take a report

_log = structlog.get_logger()


class Desk(Protocol):
    """What paper needs of the office. May raise; it is tried again a few times."""

    def report_print(self, *, ticket: int, state: str, reason: str | None, job: str | None) -> None:
        """What came of a ticket: a `PrintState`, a `Reason`, and as `job` the NNNN of the paper."""

    def report_device(self, *, device: str, condition: str, detail: str | None = None) -> None:
        """The printer's `Condition` has changed; `device` is "printer"."""


@dataclass(frozen=True, slots=True)
class OfficeNames:
    """What stands on every ticket; None is left out."""

    office: str
    parent: str | None = None
    url: str | None = None
    leader: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """One ticket to print. `issued_at_ms`: ms UTC since 1970; `asked_at_mono`: `time.monotonic()`."""

    ticket: int
    number: str
    service: str
    counters: str
    ahead: int | None
    wait: str | None
    issued_at_ms: int
    priority: bool
    reprint: bool
    training: bool
    asked_at_mono: float


def values_of(slip: Slip, names: OfficeNames, timezone: tzinfo) -> dict[str, str | None]:
    """The named fields of a template for this ticket."""
    issued = datetime.fromtimestamp(slip.issued_at_ms / 1000, UTC).astimezone(timezone)
    return {
        "office": names.office,
        "parent": names.parent,
        "number": slip.number,
        "service": slip.service,
        "counters": slip.counters,
        "ahead": None if slip.ahead is None else str(slip.ahead),
        "wait": slip.wait,
        "time": formats.clock(issued),
        "date": formats.day_short(issued),
        "leader": names.leader,
        "url": names.url,
    }


def marks_of(slip: Slip) -> tuple["Mark", ...]:
    """The marks that the ticket carries in every template."""
    from printer.drawing import Mark

    wanted = ((Mark.TRAINING, slip.training), (Mark.PRIORITY, slip.priority), (Mark.REPRINT, slip.reprint))
    return tuple(mark for mark, on in wanted if on)


class PaperWorker:
    """Prints slips one after the other in its own thread, from `start` to `stop`."""

    def __init__(
        self,
        press: "Press",
        desk: Desk,
        templates: "Templates",
        office: Callable[[], OfficeNames],
        *,
        timezone: tzinfo,
        keep_for_s: float = 5.0,
    ) -> None:
        self._press = press
        self._desk = desk
        self._templates = templates
        self._office = office
        self._timezone = timezone
        self._keep_for_s = keep_for_s
        self._slips: queue.SimpleQueue[Slip | None] = queue.SimpleQueue()
        self._untold: deque[Callable[[], None]] = deque()
        self._refused = 0  # times in a row that the office did not take the first of `_untold`
        self._in_hand: Slip | None = None
        self._health: Health | None = None
        self._look_in_s = FIRST_LOOK_AGAIN_S / 2
        self._look_at = 0.0
        self._drawing: Drawing | None = None
        self._warm = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="paper", daemon=True)

    def start(self) -> None:
        """Begin. The printer is looked at first, so that its condition is known before the first ticket."""
        self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """Finish the ticket in hand, tell the rest as failed (`stopped`); true when that was done in time."""
        self._stopping.set()
        self._slips.put(None)
        if self._thread.is_alive():
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def submit(self, slip: Slip) -> None:
        """Ask for a ticket. Never waits."""
        self._slips.put(slip)

    def _work(self) -> None:
        _log.info("paper.started")
        while not self._stopping.is_set() or self._untold or not self._slips.empty():
            try:
                self._turn()
            except Exception as error:  # noqa: BLE001 -- the outer loop: one ticket's mistake must not end the others
                self._stumbled(error)
        _log.info("paper.stopped")

    def _turn(self) -> None:
        """One step: tell what is untold, else print the next slip, else look at the printer."""
        if not self._warm:
            self._warm = True
            self._warm_up()
            return
        if self._untold:
            self._untold[0]()
            self._untold.popleft()
            self._refused = 0
            return
        try:
            slip = self._slips.get(timeout=max(self._look_at - time.monotonic(), 0))
        except queue.Empty:
            self._look()
            return
        if slip is not None:
            self._in_hand = slip
            self._serve(slip)
            self._in_hand = None

    def _stumbled(self, error: Exception) -> None:
        if self._in_hand is not None:
            slip, self._in_hand = self._in_hand, None
            _log.exception("paper.ticket_failed", ticket=slip.ticket)
            self._tell(slip, PrintState.FAILED, Reason.ERROR)
            return
        if not self._untold:
            _log.exception("paper.stumbled")
            self._look_later(well=False)
            return
        _log.warning("paper.report_refused", error=repr(error), attempt=self._refused + 1)
        if self._refused >= len(_TELL_AGAIN_S):
            _log.error("paper.report_lost", error=repr(error))
            self._untold.popleft()
            self._refused = 0
            return
        time.sleep(_TELL_AGAIN_S[self._refused])
        self._refused += 1

    def _serve(self, slip: Slip) -> None:
        from printer.composing import compose
        from printer.template import BadTemplate

        if self._stopping.is_set():
            self._tell(slip, PrintState.FAILED, Reason.STOPPED)
            return
        if time.monotonic() - slip.asked_at_mono > self._keep_for_s:
            self._tell(slip, PrintState.FAILED, Reason.STALE)
            return
        try:
            picture = self._draw(slip)
        except (BadTemplate, OSError, LookupError, ValueError) as error:
            _log.warning("paper.template_failed", ticket=slip.ticket, error=str(error))
            self._tell(slip, PrintState.FAILED, Reason.BAD_TEMPLATE)
            return
        result = self._press.print(compose(picture), self._connect_s())
        self._tell(slip, result.state, result.reason, result.job)
        self._see(result.health)

    def _warm_up(self) -> None:
        """Draw a ticket for nobody: imports, fonts and the static blocks cost the first citizen no time."""
        self._draw(Slip(0, "A001", "…", "1", 1, None, 0, False, False, False, 0.0))

    def _draw(self, slip: Slip) -> "Image":
        from printer.drawing import Drawing

        template = self._templates.ticket
        if self._drawing is None or self._drawing.template is not template:
            self._drawing = Drawing(template)
        return self._drawing.draw(values_of(slip, self._office(), self._timezone), marks_of(slip))

    def _tell(self, slip: Slip, state: PrintState, reason: Reason | None, job: str | None = None) -> None:
        _log.info("paper.ticket", ticket=slip.ticket, number=slip.number, state=state, reason=reason, job=job)
        self._untold.append(lambda: self._desk.report_print(ticket=slip.ticket, state=state, reason=reason, job=job))

    def _see(self, health: Health) -> None:
        """Take note of the printer's condition, tell it when it changed, and plan the next look."""
        changed = self._health is None or self._health.condition is not health.condition
        self._health = health
        self._look_later(well=health.condition.prints)
        if changed:
            _log.info("paper.printer", condition=health.condition, detail=health.detail)
            self._untold.append(
                lambda: self._desk.report_device(device=DEVICE, condition=health.condition, detail=health.detail)
            )

    def _look(self) -> None:
        """Look at an idle printer; only fruitless looks make the next one later, tickets do not."""
        self._look_in_s = min(self._look_in_s * 2, LAST_LOOK_AGAIN_S)
        self._see(self._press.look(self._connect_s()))

    def _look_later(self, *, well: bool) -> None:
        if well:
            self._look_in_s = FIRST_LOOK_AGAIN_S / 2
        self._look_at = time.monotonic() + (HEALTHY_EVERY_S if well else max(self._look_in_s, FIRST_LOOK_AGAIN_S))

    def _connect_s(self) -> float | None:
        """Less patience with a printer that was not there a moment ago, so that slips do not pile up."""
        lost = self._health is not None and self._health.condition is Condition.UNREACHABLE
        return QUICK_CONNECT_S if lost else None
