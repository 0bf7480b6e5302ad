"""The confirmed print: one ticket to the printer, and an honest answer whether it came out.

1. Before: status within 300 ms. A printer that cannot print gets no byte of the job: FAILED with the
reason. 2. The job in bands, each with a deadline. 3. Behind it the barrier of the profile: `GS ( H` with our own
number, or `GS r 1`; a printer answers that in its turn, after the ticket. 4. Then it is asked how it is now, and the
answer is PRINTED; silence after all bytes is UNKNOWN. A printer without a barrier gives ACCEPTED once it has taken all
bytes and, where it can be asked, is still well.

Owns the transport and the rule that one ticket at most is under way: after a ticket whose end nobody knows the next
waits until the printer has answered that all before it is through. What surprises: after a job that broke off the
printer may still wait for the rest of a picture, so it is owed white bytes, a reset and a cut; they are sent as soon as
it can print again, before anything else.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import structlog

from printer import status
from printer.asking import Asking, Patience
from printer.composing import Job
from printer.outcome import Condition, Health, PrintResult, PrintState, Reason
from printer.profiles import Barrier, Profile
from printer.status import IN_USE, RUBBISH, SILENT, UNREACHABLE
from printer.transport import Transport, TransportError, WriteTooSlow

__all__ = ["Patience", "Press"]

_log = structlog.get_logger()


class Press:
    """Prints jobs through one transport; used by one thread.

    `asks`: whether the printer answers `DLE EOT`; `asb`: whether it answers `GS a`, which is asked where it does not.
    `barrier`: what it answers in its turn.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        asks: bool = True,
        asb: bool = False,
        barrier: Barrier = Barrier.GS_R,
        patience: Patience | None = None,
    ) -> None:
        self._transport = transport
        self._patience = patience or Patience()
        self._asking = Asking(transport, self._patience, barrier, asks=asks, asb=asb)
        self._owed = b""
        self._unsettled = False
        self._sent_mm = 0.0  # of the job's paper
        self._was_well = True  # when it was asked last
        self.moved_at = 0.0
        """When the printer took something last (time.monotonic()): a slip on a slow line may take minutes."""

    @classmethod
    def of(cls, transport: Transport, printer: Profile, *, patience: Patience | None = None) -> "Press":
        """The press of a printer that is known."""
        return cls(transport, asks=printer.asks, asb=printer.asb, barrier=printer.barrier, patience=patience)

    def look(self, connect_s: float | None = None) -> Health:
        """How the printer is, within `connect_s` (default: the usual patience) and 300 ms; prints nothing."""
        try:
            self._connect(connect_s)
            return self._named(self._asking.how())
        except TransportError as error:
            _log.debug("printer.no_connection", error=str(error))
            return status.unreachable(error)
        finally:
            self._transport.close()

    def print(self, job: Job, connect_s: float | None = None) -> PrintResult:
        """Print one ticket and wait for its end; every step has its deadline (`Patience`)."""
        return self.draw_and_print(lambda: job, connect_s)

    def draw_and_print(self, draw: Callable[[], Job], connect_s: float | None = None) -> PrintResult:
        """The same; the job is made while the printer's answers are on their way, but for no printer that cannot be
        reached, nor again for one that could not print the last time. Raises what `draw` raises.
        """
        self._sent_mm = 0.0
        try:
            self._connect(connect_s)
            result = self._printed(cache(draw))
        except TransportError as error:
            _log.debug("printer.lost_before_the_job", error=str(error))
            result = _failed(status.unreachable(error))
        finally:
            self._transport.close()
        return replace(result, job=self._transport.job, printed_mm=round(self._sent_mm))

    def _connect(self, connect_s: float | None) -> None:
        self._asking.begin()
        self._transport.open(time.monotonic() + (connect_s or self._patience.connect))

    def _printed(self, draw: Callable[[], Job]) -> PrintResult:
        before = self._ready(draw if self._was_well else None)
        self._was_well = before.condition.prints
        if not before.condition.prints:
            return _failed(self._named(before))
        job = draw()
        try:
            self._send(job)
        except TransportError as error:
            return self._broken(job, error)
        result = self._accepted() if self._asking.barrier is Barrier.NONE else self._confirmed(before)
        if result.state is PrintState.UNKNOWN:
            self._unsettled = True
            if result.reason is not Reason.PAPER_OUT:
                self._owed = job.closing  # it may have started anew: half a ticket would hang on the next one
        return result

    def _named(self, now: Health) -> Health:
        """Silence has a name where another program has the printer."""
        who = self._transport.rival() if now == SILENT else None
        if who is None:
            return now
        _log.debug("printer.in_use", by=who)
        return IN_USE

    def _ready(self, meanwhile: Callable[[], object] | None) -> Health:
        """How the printer is; what it is owed from a broken job goes first, and what it still has comes out."""
        now = self._asking.how(meanwhile)
        waiting = self._owed or self._unsettled
        if not waiting or (not now.condition.prints and now not in (SILENT, RUBBISH)):
            return now
        if self._owed:
            # one that takes everything for the rest of a picture hears no question before that picture ends
            self._write(self._owed, self._patience.band)
            now = self._asking.how()
            if now != SILENT:
                self._owed = b""
        if self._unsettled and now.condition.prints:
            self._unsettled = False  # one that does not answer is not waited for twice
            self._asking.settle()
            now = self._asking.how()
        return now

    def _send(self, job: Job) -> None:
        self._write(job.header, self._patience.band)
        for count, band in enumerate(job.bands, 1):
            self._write(band, self._patience.band)
            self._sent_mm = job.mm * count / len(job.bands)
        self._write(job.tail + self._asking.in_turn(), self._patience.band)

    def _write(self, data: bytes, patience: float) -> None:
        self._transport.write(data, self._asking.by(patience, data))
        self.moved_at = time.monotonic()

    def _broken(self, job: Job, error: TransportError) -> PrintResult:
        """The job broke off: no whole ticket. Ask why over a fresh connection, and end what was begun."""
        self._owed, self._unsettled = job.closing, True
        why = _why(error)
        now = self._afresh()
        _log.info("printer.broke_off", error=str(error), condition=now.condition)
        if not now.condition.prints:
            told = now.condition is not Condition.UNREACHABLE
            return PrintResult(PrintState.FAILED, now.reason if told else why, now)
        try:
            self._write(self._owed, self._patience.closing)
            self._transport.flush(self._asking.by(self._patience.closing))  # a close throws away what is under way
            self._owed = b""
        except TransportError as again:
            _log.debug("printer.closing_not_taken", error=str(again))
        return PrintResult(PrintState.FAILED, why, now)

    def _afresh(self) -> Health:
        try:
            self._transport.close()
            self._connect(None)
            return self._asking.how()
        except TransportError:
            return UNREACHABLE

    def _confirmed(self, before: Health) -> PrintResult:
        """All bytes are sent: wait for the answer to the barrier, else ask how the printer is.

        Near end is taken from the status alone: some printers tell it in one answer only, and would flicker.
        """
        asking = self._asking
        deadline = asking.by(self._patience.barrier)
        strange = asking.rubbish
        try:
            while not asking.wait(min(deadline, time.monotonic() + self._patience.look)):
                now = asking.how()
                hopeless = not now.condition.prints and now != SILENT  # busy printers may keep silent
                if not asking.is_through and (hopeless or time.monotonic() >= deadline):
                    return _unknown(now)
        except TransportError as error:
            _log.info("printer.lost_after_the_job", error=str(error))
            return _unknown(UNREACHABLE)
        if asking.rubbish > strange:
            return _unknown(RUBBISH)  # an answer among rubbish is none
        if asking.is_at_end:
            return _unknown(Health(Condition.PAPER_OUT))
        now = self._behind(deadline)
        if now.condition is Condition.UNREACHABLE and asking.barrier is Barrier.GS_R:
            return _unknown(now)
        return PrintResult(PrintState.PRINTED, None, before if now == SILENT else now)

    def _behind(self, deadline: float) -> Health:
        """How the printer is once the barrier is answered; some are mute while they cut.

        The answer to `GS r` is one byte such as a line makes when the power goes, so it counts only of a printer that
        is there afterwards; our own number needs no such proof.
        """
        try:
            now = self._asking.how()
            while now == SILENT and self._asking.barrier is Barrier.GS_R and time.monotonic() < deadline:
                now = self._asking.how()
        except TransportError as error:
            _log.info("printer.lost_behind_the_ticket", error=str(error))
            return UNREACHABLE
        return now

    def _accepted(self) -> PrintResult:
        try:
            self._transport.flush(self._asking.by(self._patience.barrier))
            now = self._asking.how()
        except TransportError as error:
            _log.info("printer.not_taken", error=str(error))
            return PrintResult(PrintState.UNKNOWN, _why(error), UNREACHABLE)
        return PrintResult(PrintState.ACCEPTED, None, now) if now.condition.prints else _unknown(now)


def _why(error: TransportError) -> Reason:
    return Reason.TOO_SLOW if isinstance(error, WriteTooSlow) else Reason.UNREACHABLE


def _failed(health: Health) -> PrintResult:
    return PrintResult(PrintState.FAILED, health.reason, health)


def _unknown(health: Health) -> PrintResult:
    """Nobody knows; the reason tells what the printer says now, `silent` when nothing is wrong with it."""
    return PrintResult(PrintState.UNKNOWN, Reason.SILENT if health.condition.prints else health.reason, health)
