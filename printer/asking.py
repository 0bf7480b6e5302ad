"""Questions to the printer and its answers: how it is, and whether everything before a question is through.

Owns what has been heard on one connection. `how` asks `DLE EOT 1` to `4`, or `GS a` of a printer that answers only
that. The barrier is the question that a printer answers in its turn; `is_through` tells whether it has. The rule that
surprises: only what was heard since the question counts, and of `GS ( H` only our own number. The four questions go out
together, since each way there and back costs some milliseconds, on a serial adapter 16; a printer that answers only
some of them is asked one by one from then on.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from printer import status
from printer.composing import BARRIER, numbered_barrier
from printer.outcome import Condition, Health
from printer.profiles import Barrier
from printer.status import RUBBISH, SILENT, Answer, Listener
from printer.transport import Transport, WriteTooSlow

_log = structlog.get_logger()

_QUESTIONS = 16  # bytes of DLE EOT 1 to 4 with their answers


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each step may take, in seconds. The head prints a ticket in 0.5 to 0.7 s."""

    connect: float = 1.5
    status: float = 0.3
    band: float = 2.0
    barrier: float = 5.0
    look: float = 1.0  # between two questions how the printer is, while the barrier is awaited
    closing: float = 0.5
    settle: float = 2.0  # until a printer says that what came before is through
    quiet: float = 0.2  # behind the answer to that, for others that were still under way


class Asking:
    """The questions of one press; `asks`: DLE EOT is answered, `asb`: GS a is."""

    def __init__(self, transport: Transport, patience: Patience, barrier: Barrier, *, asks: bool, asb: bool) -> None:
        self._transport, self._patience = transport, patience
        self._asks, self._asb = asks, asb
        self.barrier = barrier if asks or asb else Barrier.NONE
        self._awaited = Answer.DONE if barrier is Barrier.GS_H else Answer.BARRIER
        self._listener = Listener()
        self._line_free = 0.0  # when a slow line has carried everything, by `time.monotonic()`
        self._number = 0  # of the last barrier
        self._done: list[int] = []  # what answered it
        self._awaits = False  # a barrier was sent on this connection
        self._one_by_one = False

    def begin(self) -> None:
        """A new connection: nothing has been heard, and nothing is under way."""
        self._listener, self._line_free, self._awaits = Listener(), 0.0, False

    def by(self, patience: float, data: bytes = b"") -> float:
        """The deadline of these bytes, which are sent now, or of an answer.

        A slow line has the time that it takes for them and for what this machine still keeps of those before: several
        thousand bytes are taken at once and sent for seconds.
        """
        speed = self._transport.bytes_per_s
        if speed is None:
            return time.monotonic() + patience
        self._line_free = max(time.monotonic(), self._line_free) + len(data) / speed
        return self._line_free + patience

    def how(self, meanwhile: Callable[[], object] | None = None) -> Health:
        """How the printer is; one that answers rubbish is asked a second time, since a line may crackle.

        `meanwhile`: what is done while the answers are on their way; nothing when the questions are not even taken.
        """
        if self._asks:
            now = self._told(meanwhile)
            return self._told() if now == RUBBISH else now
        return self._automatic() if self._asb else Health(Condition.OK)

    def in_turn(self) -> bytes:
        """The barrier, to be sent at once; from here on only what answers it counts."""
        if self.barrier is Barrier.NONE:
            return b""
        self._drain()
        self._listener.begin(whole=False)
        self._done, self._awaits = [], True
        if self.barrier is Barrier.GS_R:
            return BARRIER
        self._number = self._number % 9999 + 1
        return numbered_barrier(self._number)

    @property
    def is_through(self) -> bool:
        """Whether the barrier has been answered by now."""
        return bool(self._done)

    @property
    def is_at_end(self) -> bool:
        """Whether the answer says that there is no paper, so that nothing can have come out."""
        return self.barrier is Barrier.GS_R and self.is_through and status.at_end(self._done[0])

    @property
    def rubbish(self) -> int:
        """Bytes heard on this connection that no printer sends."""
        return self._listener.rubbish

    def wait(self, deadline: float) -> bool:
        """Wait for the answer to the barrier. Raises ConnectionBroken."""
        while not self.is_through and (data := self._transport.read(deadline)):
            self._sorted(data)
            if time.monotonic() >= deadline:
                break
        return self.is_through

    def settle(self) -> None:
        """Wait until what the printer still has is out. Raises TransportError."""
        question = self.in_turn()
        if not question:
            return
        self._transport.write(question, self.by(self._patience.band, question))
        if self.wait(self.by(self._patience.settle)):
            # it may be an older question that was answered, and this one is still to come
            self._hear(Answer.STATUS, time.monotonic() + self._patience.quiet)
        else:
            _log.info("printer.not_settled")

    def _told(self, meanwhile: Callable[[], object] | None = None) -> Health:
        """Ask `DLE EOT 1` to `4`, within 300 ms altogether."""
        self._afresh()
        strange = self._listener.rubbish
        heard = self._one_after_the_other() if self._one_by_one else self._together(meanwhile)
        if self._listener.rubbish > strange:
            return RUBBISH
        if 0 < len(heard) < len(status.ASK) and not self._one_by_one:
            return self._from_now_on_one_by_one(len(heard))
        return status.health(*heard) if len(heard) == len(status.ASK) else SILENT

    def _from_now_on_one_by_one(self, answered: int) -> Health:
        """Ask again, one by one; that way for good when it helps."""
        self._one_by_one = True
        now = self._told()
        self._one_by_one = now != SILENT
        if self._one_by_one:  # else it is asked like this at every look
            _log.info("printer.asked_one_by_one", answered=answered, condition=now.condition)
        return now

    def _automatic(self) -> Health:
        """Ask for the automatic status, of a printer that answers nothing else at once."""
        self._afresh()
        self._listener.forget()
        deadline = self.by(self._patience.status, status.TELL_ALL)
        try:
            self._transport.write(status.TELL_ALL, deadline)
        except WriteTooSlow:
            return SILENT
        while (told := self._listener.automatic) is None and (data := self._transport.read(deadline)):
            self._sorted(data)
        return SILENT if told is None else told

    def _together(self, meanwhile: Callable[[], object] | None) -> list[int]:
        """The answers to the four questions, as many as come in time; their time begins behind `meanwhile`."""
        try:
            self._transport.write(b"".join(status.ASK), self.by(self._patience.status, bytes(_QUESTIONS)))
        except WriteTooSlow:
            return []
        if meanwhile is not None:
            meanwhile()
        return self._hear(Answer.STATUS, self.by(self._patience.status), len(status.ASK))

    def _one_after_the_other(self) -> list[int]:
        heard, deadline = list[int](), self.by(self._patience.status, bytes(_QUESTIONS))
        for question in status.ASK:
            try:
                self._transport.write(question, deadline)
            except WriteTooSlow:
                break
            if not (answer := self._hear(Answer.STATUS, deadline)):
                break
            heard += answer
        return heard

    def _hear(self, wanted: Answer, deadline: float, count: int = 1) -> list[int]:
        """The first answers of this kind, fewer when the deadline passes. Raises ConnectionBroken."""
        heard = list[int]()
        while len(heard) < count and (data := self._transport.read(deadline)):
            heard += self._sorted(data)[wanted]
            if time.monotonic() >= deadline:
                break
        return heard[:count]

    def _sorted(self, data: bytes) -> dict[Answer, list[int]]:
        heard: dict[Answer, list[int]] = {kind: [] for kind in Answer}
        for kind, figure in self._listener.hear(data):
            heard[kind].append(figure)
        for figure in heard[self._awaited]:
            if self._awaited is Answer.BARRIER or figure == self._number:
                self._done.append(figure)
        return heard

    def _afresh(self) -> None:
        """A question how the printer is begins."""
        self._drain()
        if not self._awaits or self.is_through:
            self._listener.begin(whole=True)

    def _drain(self) -> None:
        """Pass over what came unasked, so that it answers no later question."""
        now = time.monotonic()
        for _ in range(100):
            data = self._transport.read(now)
            if not data:
                return
            self._sorted(data)
