"""The confirmed print: one ticket to the printer, and an honest answer whether it came out.

1. Before: status within 300 ms. A printer that cannot print gets no byte of the job: FAILED with the
reason. 2. The job in bands, each with a deadline. 3. Behind it `GS r 1`: a printer answers that in its
turn, after the ticket. 4. The answer is PRINTED; silence after all bytes is UNKNOWN, and the printer is
asked how it is. A printer that is known to answer nothing (`asks=False`) gives ACCEPTED once it has taken
all bytes.

Owns the transport and the rule that one ticket at most is under way. What surprises: after a job that broke
off in the middle the printer still waits for the rest of a picture, so it is owed white bytes, a reset and
a cut; they are sent as soon as it can print again, before anything else.
"""

import time
from dataclasses import dataclass

import structlog

from printer import status
from printer.composing import BARRIER, Job
from printer.outcome import Condition, Health, PrintResult, PrintState, Reason
from printer.status import SILENT, UNREACHABLE, Answer, Listener
from printer.transport import Transport, TransportError, WriteTooSlow

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each step may take, in seconds. The head prints a ticket in 0.5 to 0.7 s."""

    connect: float = 1.5
    status: float = 0.3
    band: float = 2.0
    barrier: float = 5.0
    look: float = 1.0  # between two questions how the printer is, while the barrier is awaited
    closing: float = 0.5


class Press:
    """Prints jobs through one transport; used by one thread. `asks`: whether the printer can answer."""

    def __init__(self, transport: Transport, *, asks: bool = True, patience: Patience | None = None) -> None:
        self._transport = transport
        self._asks = asks
        self._patience = patience or Patience()
        self._listener = Listener()
        self._owed = b""
        self._done: list[int] = []  # answers of the kind of `GS r 1`

    def look(self, connect_s: float | None = None) -> Health:
        """How the printer is, within `connect_s` (default: the usual patience) and 300 ms; prints nothing."""
        try:
            self._connect(connect_s)
            return self._health()
        except TransportError as error:
            _log.debug("printer.no_connection", error=str(error))
            return UNREACHABLE
        finally:
            self._transport.close()

    def print(self, job: Job, connect_s: float | None = None) -> PrintResult:
        """Print one ticket and wait for its end; every step has its deadline (`Patience`)."""
        try:
            self._connect(connect_s)
            result = self._printed(job)
        except TransportError as error:
            _log.debug("printer.lost_before_the_job", error=str(error))
            result = _failed(UNREACHABLE)
        finally:
            self._transport.close()
        return PrintResult(result.state, result.reason, result.health, self._transport.job)

    def _connect(self, connect_s: float | None) -> None:
        self._listener = Listener()
        self._transport.open(time.monotonic() + (connect_s or self._patience.connect))

    def _printed(self, job: Job) -> PrintResult:
        before = self._ready()
        if not before.condition.prints:
            return _failed(before)
        try:
            self._send(job)
        except TransportError as error:
            return self._broken(job, error)
        return self._confirmed(before) if self._asks else self._accepted()

    def _ready(self) -> Health:
        """How the printer is; what it is owed from a broken job goes first."""
        now = self._health()
        if not self._owed or (not now.condition.prints and now != SILENT):
            return now
        # one that takes everything for the rest of a picture hears no question before that picture ends
        self._transport.write(self._owed, time.monotonic() + self._patience.band)
        now = self._health()
        if now != SILENT:
            self._owed = b""
        return now

    def _send(self, job: Job) -> None:
        patience = self._patience
        self._transport.write(job.header, time.monotonic() + patience.band)
        for band in job.bands:
            self._transport.write(band, time.monotonic() + patience.band)
        if self._asks:
            self._drain()
            self._done = []  # only what comes from here on can answer the barrier
        tail = job.tail + (BARRIER if self._asks else b"")
        self._transport.write(tail, time.monotonic() + patience.band)

    def _broken(self, job: Job, error: TransportError) -> PrintResult:
        """The job broke off: no whole ticket. Ask why over a fresh connection, and end what was begun."""
        self._owed = job.closing
        why = _why(error)
        now = self._afresh()
        _log.info("printer.broke_off", error=str(error), condition=now.condition)
        if not now.condition.prints:
            told = now.condition is not Condition.UNREACHABLE
            return PrintResult(PrintState.FAILED, now.reason if told else why, now)
        try:
            self._transport.write(self._owed, time.monotonic() + self._patience.closing)
            self._owed = b""
        except TransportError as again:
            _log.debug("printer.closing_not_taken", error=str(again))
        return PrintResult(PrintState.FAILED, why, now)

    def _afresh(self) -> Health:
        try:
            self._transport.close()
            self._connect(None)
            return self._health()
        except TransportError:
            return UNREACHABLE

    def _confirmed(self, before: Health) -> PrintResult:
        """All bytes are sent: wait for the answer to `GS r 1`, else ask how the printer is.

        Near end is taken from `DLE EOT` alone: some printers tell it in one answer only, and would flicker.
        """
        deadline = time.monotonic() + self._patience.barrier
        now = before
        try:
            while not self._answered(min(deadline, time.monotonic() + self._patience.look)):
                now = self._health()
                hopeless = not now.condition.prints and now != SILENT  # busy printers may keep silent
                if not self._done and (hopeless or time.monotonic() >= deadline):
                    return _unknown(now)
        except TransportError as error:
            _log.info("printer.lost_after_the_job", error=str(error))
            return _unknown(UNREACHABLE)
        if self._done and status.at_end(self._done[0]):
            return _unknown(Health(Condition.PAPER_OUT))
        return PrintResult(PrintState.PRINTED, None, before if now == SILENT else now)

    def _answered(self, deadline: float) -> bool:
        return bool(self._done) or self._hear(Answer.BARRIER, deadline) is not None

    def _accepted(self) -> PrintResult:
        try:
            self._transport.flush(time.monotonic() + self._patience.barrier)
        except TransportError as error:
            _log.info("printer.not_taken", error=str(error))
            return PrintResult(PrintState.UNKNOWN, _why(error), UNREACHABLE)
        return PrintResult(PrintState.ACCEPTED, None, Health(Condition.OK))

    def _health(self) -> Health:
        """Ask `DLE EOT 1` to `4` one after the other, within 300 ms altogether."""
        if not self._asks:
            return Health(Condition.OK)
        deadline = time.monotonic() + self._patience.status
        heard: list[int] = []
        self._drain()
        for question in status.ASK:
            try:
                self._transport.write(question, deadline)
            except WriteTooSlow:
                return SILENT
            answer = self._hear(Answer.STATUS, deadline)
            if answer is None:
                return SILENT
            heard.append(answer)
        return status.health(*heard)

    def _hear(self, wanted: Answer, deadline: float) -> int | None:
        """The first answer of this kind, None when the deadline passes. Raises ConnectionBroken."""
        while data := self._transport.read(deadline):
            heard = self._sorted(data)
            if heard[wanted]:
                return heard[wanted][0]
            if time.monotonic() >= deadline:
                return None
        return None

    def _sorted(self, data: bytes) -> dict[Answer, list[int]]:
        heard: dict[Answer, list[int]] = {Answer.STATUS: [], Answer.BARRIER: []}
        for kind, byte in self._listener.hear(data):
            heard[kind].append(byte)
        self._done += heard[Answer.BARRIER]
        return heard

    def _drain(self) -> None:
        """Pass over what came unasked, so that it answers no later question."""
        now = time.monotonic()
        for _ in range(100):
            data = self._transport.read(now)
            if not data:
                return
            self._sorted(data)


def _why(error: TransportError) -> Reason:
    return Reason.TOO_SLOW if isinstance(error, WriteTooSlow) else Reason.UNREACHABLE


def _failed(health: Health) -> PrintResult:
    return PrintResult(PrintState.FAILED, health.reason, health)


def _unknown(health: Health) -> PrintResult:
    """Nobody knows; the reason tells what the printer says now, `silent` when nothing is wrong with it."""
    return PrintResult(PrintState.UNKNOWN, Reason.SILENT if health.condition.prints else health.reason, health)
