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
from datetime import tzinfo
from typing import TYPE_CHECKING, Protocol

import structlog

from printer import slips
from printer.orders import (
    NOBODY,
    OfficeNames,
    Sheet,
    Slip,
    marks_of,
    marks_of_sheet,
    sheet_values,
    values_of,
)
from printer.outcome import Condition, Health, PrintResult, PrintState, Reason

if TYPE_CHECKING:  # Pillow comes with the thread, not with the start of the service
    from printer.composing import Job
    from printer.drawing import Drawing
    from printer.modes import Composer
    from printer.press import Press
    from printer.template import Template, Templates

DEVICE = "printer"
QUICK_CONNECT_S = 0.3  # while the printer is known to be unreachable
_UNDRAWABLE = (OSError, LookupError, ValueError)  # a bad template is a ValueError

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two looks at an idle printer, and between attempts when the office cannot take a report."""

    healthy: float = 10.0
    first_look: float = 1.0  # at a printer that cannot print; each fruitless one doubles it …
    last_look: float = 30.0  # … up to here
    tell_again: tuple[float, ...] = (0.05, 0.2, 0.5, 1.0)


class Undrawable(Exception):
    """The template of this slip cannot be drawn; the text is for the log."""


class Desk(Protocol):
    """What paper needs of the office. May raise; it is tried again a few times."""

    def report_print(self, *, ticket: int, state: str, reason: str | None, job: str | None, mm: int = 0) -> None:
        """What came of a ticket: a `PrintState`, a `Reason`, as `job` the NNNN of the paper, and how much it took."""

    def report_slip(self, *, slip: str, state: str, reason: str | None, mm: int = 0) -> None:
        """What came of another slip; `slip` is one of `printer.slips.KINDS`."""

    def report_device(self, *, device: str, condition: str, detail: str | None = None) -> None:
        """The printer's `Condition` has changed; `device` is "printer"."""


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
        composer: "Composer | None" = None,
        pace: Pace | None = None,
    ) -> None:
        self._press = press
        self._desk = desk
        self._templates = templates
        self._office = office
        self._timezone = timezone
        self._keep_for_s = keep_for_s
        self._composer = composer
        self._pace = pace or Pace()
        self._slips: queue.SimpleQueue[Slip | Sheet | None] = queue.SimpleQueue()
        self._untold: deque[Callable[[], None]] = deque()
        self._refused = 0  # times in a row that the office did not take the first of `_untold`
        self._in_hand: Slip | None = None
        self._health: Health | None = None
        self._look_in_s = self._pace.first_look / 2
        self._look_at = 0.0
        self._drawings: dict[str, Drawing] = {}
        self._warm = False
        self._turned_at: float | None = None
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

    @property
    def busy_since(self) -> float | None:
        """Since when (time.monotonic()) nothing got on: the present turn, waiting included, or a piece of its slip."""
        return None if self._turned_at is None else max(self._turned_at, self._press.moved_at)

    def submit(self, slip: Slip) -> None:
        """Ask for a ticket. Never waits."""
        self._slips.put(slip)

    def print_sheet(self, sheet: Sheet) -> None:
        """Ask for a slip that is no ticket. Never waits."""
        self._slips.put(sheet)

    def _work(self) -> None:
        _log.info("paper.started")
        while not self._stopping.is_set() or self._untold or not self._slips.empty():
            self._turned_at = time.monotonic()
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
        if isinstance(slip, Sheet):
            self._serve_sheet(slip)
        elif slip is not None:
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
        if self._refused >= len(self._pace.tell_again):
            _log.error("paper.report_lost", error=repr(error))
            self._untold.popleft()
            self._refused = 0
            return
        time.sleep(self._pace.tell_again[self._refused])
        self._refused += 1

    def _serve(self, slip: Slip) -> None:
        if self._stopping.is_set():
            self._tell(slip, PrintState.FAILED, Reason.STOPPED)
            return
        if time.monotonic() - slip.asked_at_mono > self._keep_for_s:
            self._tell(slip, PrintState.FAILED, Reason.STALE)
            return
        try:
            result = self._print(lambda: self._job(slip))
        except Undrawable as error:
            _log.warning("paper.template_failed", ticket=slip.ticket, error=str(error))
            self._tell(slip, PrintState.FAILED, Reason.BAD_TEMPLATE)
            return
        self._tell(slip, result.state, result.reason, result.job, result.printed_mm)
        self._see(result.health)

    def _print(self, job: "Callable[[], Job]") -> PrintResult:
        """Raises Undrawable."""

        def drawn() -> "Job":
            try:
                return job()
            except _UNDRAWABLE as error:
                raise Undrawable(str(error)) from error

        return self._press.draw_and_print(drawn, self._connect_s())

    def _serve_sheet(self, sheet: Sheet) -> None:
        if self._stopping.is_set() or time.monotonic() - sheet.asked_at_mono > self._keep_for_s:
            sheet.done(PrintState.FAILED, Reason.STOPPED if self._stopping.is_set() else Reason.STALE)
            return
        try:
            result = self._print(lambda: self._sheet_job(sheet))
        except Undrawable as error:
            _log.warning("paper.template_failed", slip=sheet.slip, error=str(error))
            sheet.done(PrintState.FAILED, Reason.BAD_TEMPLATE)
            return
        except Exception:
            sheet.done(PrintState.FAILED, Reason.ERROR)
            raise
        sheet.done(result.state, result.reason)
        self._tell_sheet(sheet, result)
        self._see(result.health)

    def _warm_up(self) -> None:
        """Draw a ticket for nobody: imports, fonts and the static blocks cost the first citizen no time."""
        self._job(NOBODY)

    def _job(self, slip: Slip) -> "Job":
        drawing = self._drawing(self._templates.get(slips.REPRINT if slip.reprint else slips.TICKET))
        values = values_of(slip, self._office(), self._timezone)
        return self._composing().job(drawing, values, marks_of(slip))

    def _sheet_job(self, sheet: Sheet) -> "Job":
        template = sheet.template or self._templates.get(sheet.slip)
        drawing = self._composing().drawing(template) if sheet.template else self._drawing(template)
        values = sheet_values(sheet, template, self._office(), self._timezone)
        return self._composing().job(drawing, values, marks_of_sheet(sheet))

    def _drawing(self, template: "Template") -> "Drawing":
        """What draws this template; kept, because it keeps what it has drawn."""
        kept = self._drawings.get(template.slip)
        if kept is None or kept.template is not template:
            kept = self._drawings[template.slip] = self._composing().drawing(template)
        return kept

    def _composing(self) -> "Composer":
        from printer.modes import Composer

        if self._composer is None:
            self._composer = Composer()
        return self._composer

    def _tell(self, slip: Slip, state: PrintState, reason: Reason | None, job: str | None = None, mm: int = 0) -> None:
        _log.info("paper.ticket", ticket=slip.ticket, number=slip.number, state=state, reason=reason, job=job)
        self._untold.append(
            lambda: self._desk.report_print(ticket=slip.ticket, state=state, reason=reason, job=job, mm=mm)
        )

    def _tell_sheet(self, sheet: Sheet, result: PrintResult) -> None:
        state, reason, mm = result.state, result.reason, result.printed_mm
        _log.info("paper.slip", slip=sheet.slip, state=state, reason=reason, job=result.job)
        self._untold.append(lambda: self._desk.report_slip(slip=sheet.slip, state=state, reason=reason, mm=mm))

    def _see(self, health: Health) -> None:
        """Take note of the printer's condition, tell it when it changed, and plan the next look."""
        changed = self._health != health
        self._health = health
        self._look_later(well=health.condition.prints)
        if changed:
            _log.info("paper.printer", condition=health.condition, detail=health.detail)
            self._untold.append(
                lambda: self._desk.report_device(device=DEVICE, condition=health.condition, detail=health.detail)
            )

    def _look(self) -> None:
        """Look at an idle printer; only fruitless looks make the next one later, tickets do not."""
        self._look_in_s = min(self._look_in_s * 2, self._pace.last_look)
        self._see(self._press.look(self._connect_s()))

    def _look_later(self, *, well: bool) -> None:
        if well:
            self._look_in_s = self._pace.first_look / 2
        wait = self._pace.healthy if well else max(self._look_in_s, self._pace.first_look)
        self._look_at = time.monotonic() + wait

    def _connect_s(self) -> float | None:
        """Less patience with a printer that was not there a moment ago, so that slips do not pile up."""
        lost = self._health is not None and self._health.condition is Condition.UNREACHABLE
        return QUICK_CONNECT_S if lost else None
